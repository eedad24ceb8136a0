package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * An amount in a currency.
 *
 * @param currency ISO 4217, or empty when the vendor does not say (an account with one currency)
 */
public record Money(BigDecimal amount, String currency) {
    public Money {
        requireNonNull(amount, "amount is null");
        requireNonNull(currency, "currency is null");
    }
}
