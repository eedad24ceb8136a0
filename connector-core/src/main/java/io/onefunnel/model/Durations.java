package io.onefunnel.model;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: "15m", "1h30m", "2d"; or ISO-8601: "PT15M". A day is 24 hours. Never negative. */
public final class Durations {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d|w)\\s*");

    private Durations() {}

    /** @throws DateTimeException when the text is no length of time */
    public static Duration parse(String text) {
        String given = text.strip();
        if (given.startsWith("P") || given.startsWith("p")) return notNegative(Duration.parse(given), text);
        Matcher part = PART.matcher(given.toLowerCase(Locale.ROOT));
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.lookingAt()) {
            sum = sum.plus(length(Long.parseLong(part.group(1)), part.group(2)));
            end = part.end();
            part.region(end, given.length());
        }
        if (end == 0 || end < given.length()) throw new DateTimeException("no length of time: " + text);
        return sum;
    }

    private static Duration notNegative(Duration length, String text) {
        if (length.isNegative()) throw new DateTimeException("no length of time: " + text);
        return length;
    }

    private static Duration length(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> Duration.ofDays(Math.multiplyExact(count, 7L));
        };
    }
}
