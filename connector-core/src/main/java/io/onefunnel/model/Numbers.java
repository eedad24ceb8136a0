package io.onefunnel.model;

import java.util.Optional;
import java.util.OptionalDouble;

final class Numbers {
    private Numbers() {}

    static OptionalDouble parse(Optional<String> text) {
        if (text.isEmpty()) return OptionalDouble.empty();
        try {
            return OptionalDouble.of(Double.parseDouble(text.get()));
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }
}
