package io.onefunnel.hubspot.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** The vendor's stamps: "2026-03-02T09:00:00.123Z" nearly always, which is read by hand, as there is one in each record. */
public final class VendorTime {
    private static final int WITH_MILLIS = "2026-03-02T09:00:00.123Z".length();
    private static final int SECONDS_A_DAY = 86_400;
    private static final int NANOS_A_MILLI = 1_000_000;

    private VendorTime() {}

    /** Empty when the text is no stamp. */
    public static Optional<Instant> of(String text) {
        try {
            return Optional.of(isUsual(text) ? usual(text) : Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isUsual(String text) {
        if (text.length() != WITH_MILLIS || text.charAt(WITH_MILLIS - 1) != 'Z') return false;
        for (int i = 0; i < WITH_MILLIS - 1; i++) {
            char wanted = switch (i) {
                case 4, 7 -> '-';
                case 10 -> 'T';
                case 13, 16 -> ':';
                case 19 -> '.';
                default -> '0';
            };
            char found = text.charAt(i);
            if (wanted == '0' ? found < '0' || found > '9' : found != wanted) return false;
        }
        return number(text, 11, 13) < 24 && number(text, 14, 16) < 60 && number(text, 17, 19) < 60;
    }

    private static Instant usual(String text) {
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        long second = number(text, 11, 13) * 3_600L + number(text, 14, 16) * 60L + number(text, 17, 19);
        return Instant.ofEpochSecond(day * SECONDS_A_DAY + second, (long) number(text, 20, 23) * NANOS_A_MILLI);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) number = number * 10 + (text.charAt(i) - '0');
        return number;
    }
}
