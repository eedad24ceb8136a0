package io.onefunnel.normalize;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A point in time as a vendor writes it: exact, or only a day. What a day means as an instant is for its reader to say:
 * something that happened is counted from the day's beginning, a deadline to its end.
 *
 * @param exact to the second; absent when only the day is known
 * @param day the day, for an exact moment in the zone that it was read with
 */
record Moment(@Nullable Instant exact, LocalDate day) {
    // What the three vendors are known to send: 2026-03-02T10:15:30.000Z, ...+0000, ...Z+0000 (Marketo's asset
    // endpoints), "2014-11-13 12:43:04" (Marketo, in UTC), 2026-03-02, epoch milliseconds (HubSpot).
    private static final Pattern FORM = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})(?:[T ](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)(Z|Z?[+-]\\d{2}:?\\d{2}|Z?[+-]\\d{2})?)?");
    private static final Pattern EPOCH_MILLIS = Pattern.compile("-?\\d{11,14}");

    /** Empty for what is no time. */
    static Optional<Moment> of(String text, ZoneId zone) {
        try {
            if (EPOCH_MILLIS.matcher(text).matches())
                return Optional.of(at(Instant.ofEpochMilli(Long.parseLong(text)), zone));
            Matcher form = FORM.matcher(text);
            if (!form.matches()) return Optional.empty();
            LocalDate day = LocalDate.parse(form.group(1));
            if (form.group(2) == null) return Optional.of(new Moment(null, day));
            LocalDateTime local = LocalDateTime.of(day, LocalTime.parse(form.group(2)));
            return Optional.of(
                    at(OffsetDateTime.of(local, offset(form.group(3))).toInstant(), zone));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static Moment at(Instant instant, ZoneId zone) {
        Instant exact = instant.truncatedTo(ChronoUnit.SECONDS);
        return new Moment(exact, exact.atZone(zone).toLocalDate());
    }

    private static ZoneOffset offset(@Nullable String text) {
        if (text == null || text.equals("Z")) return ZoneOffset.UTC;
        return ZoneOffset.of(text.startsWith("Z") ? text.substring(1) : text);
    }

    Instant start(ZoneId zone) {
        return exact != null ? exact : day.atStartOfDay(zone).toInstant();
    }

    /** The last second of the day, for a moment that is only a day. */
    Instant end(ZoneId zone) {
        return exact != null
                ? exact
                : day.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1);
    }

    /** A day that is written as an instant is the midnight of UTC; any other instant has its day in the zone. */
    LocalDate dayOnly() {
        if (exact == null) return day;
        LocalDateTime utc = LocalDateTime.ofInstant(exact, ZoneOffset.UTC);
        return utc.toLocalTime().equals(LocalTime.MIDNIGHT) ? utc.toLocalDate() : day;
    }
}
