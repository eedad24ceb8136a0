package io.onefunnel.marketo.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads every form of time that Marketo has been seen to write: with Z, with Z+0000, with +0000, with none. */
public final class VendorDates {
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS]xx");

    private VendorDates() {}

    public static Optional<Instant> read(String text) {
        String plain = text.trim().replace("Z+0000", "Z");
        if (plain.isEmpty()) return Optional.empty();
        try {
            return Optional.of(parse(plain));
        } catch (DateTimeException unknown) {
            return Optional.empty();
        }
    }

    /** Whole seconds, as bulk filters want them: "Bulk Lead Extract", "Filters". */
    public static String write(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Instant parse(String text) {
        // By far the most: every row of every page carries some.
        if (text.endsWith("Z")) return Instant.parse(text);
        if (text.length() == 10)
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        if (text.matches(".*[+-]\\d{4}$"))
            return OffsetDateTime.parse(text, COMPACT).toInstant();
        if (text.matches(".*[+-]\\d{2}:\\d{2}$"))
            return OffsetDateTime.parse(text).toInstant();
        return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }
}
