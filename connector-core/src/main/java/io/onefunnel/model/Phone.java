package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

/**
 * A phone number.
 *
 * @param text E.164 ("+14155550123") when {@code valid}, else as it came
 */
public record Phone(String text, boolean valid) {
    public Phone {
        requireNonNull(text, "text is null");
    }
}
