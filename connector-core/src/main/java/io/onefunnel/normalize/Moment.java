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
            LocalDateTime utc = inUtc(text);
            if (utc != null) return Optional.of(at(utc.toInstant(ZoneOffset.UTC), zone));
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

    /**
     * The form that nearly every time of every vendor has, to the second and in UTC: 2026-03-02T10:15:30.000Z or ...+0000.
     * Read by hand, because it is most of what normalizing a record costs. Null for every other form.
     */
    private static @Nullable LocalDateTime inUtc(String text) {
        if (text.length() < 19 || text.charAt(4) != '-' || text.charAt(7) != '-' || text.charAt(10) != 'T') return null;
        if (text.charAt(13) != ':' || text.charAt(16) != ':') return null;
        int zone = 19;
        if (zone < text.length() && text.charAt(zone) == '.') {
            do zone++;
            while (zone < text.length() && isDigit(text.charAt(zone)));
            if (zone == 20 || zone > 29) return null;
        }
        String offset = text.substring(zone);
        if (!offset.equals("Z") && !offset.equals("+0000")) return null;
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if ((year | month | day | hour | minute | second) < 0) return null;
        return LocalDateTime.of(year, month, day, hour, minute, second);
    }

    /** Negative when there is something else than digits. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) return -1;
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
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
