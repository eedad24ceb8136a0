package io.onefunnel.normalize;

import io.onefunnel.model.ValueType;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Vendor values in the canonical form of their type, see {@link ValueType}. */
final class CanonicalText {
    // Beyond any amount of money; a longer one would be a text of a million zeros.
    private static final int MOST_DIGITS = 40;

    private CanonicalText() {}

    /** Empty when the value is not of its type. */
    static Optional<String> of(ValueType type, String value, ZoneId zone) {
        String text = value.strip();
        if (text.isEmpty()) return Optional.empty();
        return switch (type) {
            case TEXT, CHOICE, REFERENCE -> Optional.of(text);
            // The vendors disagree on line ends, which must not look like a change.
            case LONG_TEXT -> Optional.of(text.replace("\r\n", "\n").replace('\r', '\n'));
            case NUMBER -> number(text).map(BigDecimal::toPlainString);
            case INSTANT ->
                Moment.of(text, zone).map(moment -> moment.start(zone).toString());
            case DAY -> Moment.of(text, zone).map(moment -> moment.dayOnly().toString());
            case BOOLEAN -> truth(text);
            case CHOICES -> choices(text);
        };
    }

    static Optional<BigDecimal> number(String text) {
        try {
            BigDecimal number = new BigDecimal(text).stripTrailingZeros();
            if (Math.abs((long) number.scale()) > MOST_DIGITS || number.precision() > MOST_DIGITS)
                return Optional.empty();
            return Optional.of(number.signum() == 0 ? BigDecimal.ZERO : number);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<String> truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> Optional.of("true");
            case "false", "0", "no" -> Optional.of("false");
            default -> Optional.empty();
        };
    }

    private static Optional<String> choices(String text) {
        String joined = Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(choice -> !choice.isEmpty())
                .distinct()
                .collect(Collectors.joining(";"));
        return joined.isEmpty() ? Optional.empty() : Optional.of(joined);
    }
}
