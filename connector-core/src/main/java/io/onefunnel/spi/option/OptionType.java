package io.onefunnel.spi.option;

import io.onefunnel.model.Durations;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may stand for an option, and the value that it means. Values are immutable and never null.
 *
 * @param <T> the type of the value
 */
public sealed interface OptionType<T> {
    /**
     * The value that a text means.
     *
     * @throws IllegalArgumentException when the text is none of this type, or beyond its bounds
     * @throws java.time.DateTimeException likewise, where it is no time or zone at all
     */
    T parse(String text);

    /** What is allowed, bounds included, as it goes on after "must be"; also shown as the type in the documentation. */
    String form();

    /** How a text is answered that {@link #parse} refused: what must stand there, what does, and which word of it is wrong. */
    static String refusal(String form, String text, RuntimeException refused) {
        String why = refused instanceof WordRefused ? ": " + refused.getMessage() : "";
        return "must be " + form + ", not \"" + text + "\"" + why;
    }

    /** What could stand there, where it can be listed; for "did you mean". Empty where it cannot. */
    default Collection<String> names() {
        return List.of();
    }

    /** One word of a longer text is not allowed; the message says why. */
    final class WordRefused extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final String word;

        WordRefused(String word, String why) {
            super("\"" + word + "\" " + why);
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * A text that is not blank.
     *
     * @param pattern of the whole text
     */
    record Text(String form, Pattern pattern) implements OptionType<String> {
        @Override
        public String parse(String text) {
            if (text.isBlank() || !pattern.matcher(text.strip()).matches()) throw new IllegalArgumentException(form);
            return text.strip();
        }
    }

    /** Where a vendor answers: http or https, with a host, and without a user's name or password. */
    record Address() implements OptionType<URI> {
        private static final Pattern AUTHORITY =
                Pattern.compile("([\\p{L}\\p{N}._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");

        @Override
        public URI parse(String text) {
            URI address = URI.create(text.strip());
            String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
            boolean known = scheme.equals("http") || scheme.equals("https");
            Matcher authority = AUTHORITY.matcher(String.valueOf(address.getRawAuthority()));
            if (!known || address.getRawAuthority() == null || !authority.matches()) {
                throw new IllegalArgumentException(form());
            }
            String port = authority.group(2);
            if (port != null && Integer.parseInt(port) > 65_535) throw new IllegalArgumentException(form());
            return address;
        }

        @Override
        public String form() {
            return "an address such as https://example.com";
        }
    }

    /** A whole number within bounds, both included; thousands may be set apart by underscores: "50_000". */
    record Whole(int least, int most) implements OptionType<Integer> {
        public static final Whole ANY = new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE);

        private static final Pattern DIGITS = Pattern.compile("[+-]?([0-9]+|[0-9]{1,3}(_[0-9]{3})+)");

        @Override
        public Integer parse(String text) {
            if (!DIGITS.matcher(text.strip()).matches()) throw new IllegalArgumentException(form());
            int value = Integer.parseInt(text.strip().replace("_", ""));
            if (value < least || value > most) throw new IllegalArgumentException(form());
            return value;
        }

        @Override
        public String form() {
            if (most < Integer.MAX_VALUE) return "a whole number from " + least + " to " + most;
            return least == Integer.MIN_VALUE ? "a whole number" : "a whole number of at least " + least;
        }
    }

    /** A number within bounds, both included. */
    record Decimal(double least, double most) implements OptionType<Double> {
        private static final Pattern DIGITS = Pattern.compile("[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)");

        @Override
        public Double parse(String text) {
            if (!DIGITS.matcher(text.strip()).matches()) throw new IllegalArgumentException(form());
            double value = Double.parseDouble(text.strip());
            if (!(value >= least && value <= most)) throw new IllegalArgumentException(form());
            return value;
        }

        @Override
        public String form() {
            return "a number from " + plain(least) + " to " + plain(most);
        }

        private static String plain(double bound) {
            return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
        }
    }

    /**
     * A length of time within bounds, both included.
     *
     * @param least as people write it: "1s"
     */
    record Length(String least, String most) implements OptionType<Duration> {
        @Override
        public Duration parse(String text) {
            Duration value = Durations.parse(text);
            if (value.compareTo(Durations.parse(least)) < 0 || value.compareTo(Durations.parse(most)) > 0) {
                throw new IllegalArgumentException(form());
            }
            return value;
        }

        @Override
        public String form() {
            return "a length of time such as 15m, from " + least + " to " + most;
        }
    }

    /** True or false, and no other word for them: "yes" would have to mean the same everywhere. */
    record Flag() implements OptionType<Boolean> {
        @Override
        public Boolean parse(String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(form());
            };
        }

        @Override
        public String form() {
            return "true or false";
        }

        @Override
        public Collection<String> names() {
            return List.of("true", "false");
        }
    }

    /** One of the constants, by its name in lower case with dashes for underscores. */
    record Choice<E extends Enum<E>>(Class<E> constants) implements OptionType<E> {
        @Override
        public E parse(String text) {
            String wanted = text.strip().replace('-', '_').toUpperCase(Locale.ROOT);
            return Enum.valueOf(constants, wanted);
        }

        @Override
        public String form() {
            List<String> names = names();
            int last = names.size() - 1;
            return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
        }

        @Override
        public List<String> names() {
            return Arrays.stream(constants.getEnumConstants())
                    .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .toList();
        }
    }

    /** A time zone of the tz database, or an offset. */
    record Zone() implements OptionType<ZoneId> {
        @Override
        public ZoneId parse(String text) {
            return ZoneId.of(text.strip());
        }

        @Override
        public String form() {
            return "a time zone such as Europe/Berlin";
        }

        @Override
        public Collection<String> names() {
            return ZoneId.getAvailableZoneIds();
        }
    }

    /** A day of the calendar. */
    record Day() implements OptionType<LocalDate> {
        @Override
        public LocalDate parse(String text) {
            return LocalDate.parse(text.strip());
        }

        @Override
        public String form() {
            return "a day such as 2026-03-02";
        }
    }

    /**
     * Words of a list, each once, and what is said of each, in their order: "CLOSED_WON=Influenced,
     * DISQUALIFIED=Not Interested". Words are in upper case then.
     */
    record Pairs(String form, List<String> names) implements OptionType<Map<String, String>> {
        public Pairs {
            names = List.copyOf(names);
        }

        @Override
        public Map<String, String> parse(String text) {
            Map<String, String> pairs = new LinkedHashMap<>();
            for (String pair : text.split(",")) {
                if (pair.isBlank()) continue;
                String[] both = pair.split("=", 2);
                if (both.length != 2 || both[0].isBlank() || both[1].isBlank())
                    throw new IllegalArgumentException(form);
                String word = both[0].strip().toUpperCase(Locale.ROOT);
                if (!names.contains(word)) throw new WordRefused(word, "is not among them");
                if (pairs.put(word, both[1].strip()) != null) throw new WordRefused(word, "stands there twice");
            }
            return Collections.unmodifiableMap(pairs);
        }
    }

    /** A secret: the configuration refers to it, and its value is asked for at each use. */
    record Secret() implements OptionType<String> {
        @Override
        public String parse(String text) {
            return text;
        }

        @Override
        public String form() {
            return "a reference to a secret, ${env:NAME} or ${file:path}";
        }
    }
}
