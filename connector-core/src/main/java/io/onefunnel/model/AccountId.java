package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

/** A resolved company over all systems. */
public record AccountId(String value) implements Comparable<AccountId> {
    public AccountId {
        if (requireNonNull(value, "value is null").isBlank()) throw new IllegalArgumentException("value is blank");
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
