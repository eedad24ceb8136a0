package io.onefunnel.sandbox.marketo.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The instance's ways to write and read a time. */
public final class Dates {
    /** Since when the instance has its channels and its own fields. */
    public static final Instant INSTANCE_MADE = Instant.parse("2015-07-15T11:40:57Z");

    private static final DateTimeFormatter ASSET =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z+0000'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter COMPACT_OFFSET =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSS][.SS][.S]xx");

    private Dates() {}

    /** As the lead database writes it: whole seconds, "Z". */
    public static String lead(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** As asset endpoints write it: {@code 2017-07-27T01:38:33Z+0000}. */
    public static String asset(Instant at) {
        return ASSET.format(at);
    }

    /** @throws DateTimeException when {@code text} is in none of the accepted forms */
    public static Instant parse(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notWithColon) {
            return parseUnusual(text);
        }
    }

    private static Instant parseUnusual(String text) {
        if (text.length() == "yyyy-MM-dd".length()) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        try {
            return OffsetDateTime.parse(text, COMPACT_OFFSET).toInstant();
        } catch (DateTimeException withoutOffset) {
            return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        }
    }
}
