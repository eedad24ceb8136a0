package io.onefunnel.sample.csv;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one column writes its dates. Whether 03/04/2018 is in March or in April is decided from all values of the column: one
 * 25/04 settles it for all. A column that leaves it open is read day first, and says so. Times without a zone are UTC.
 */
final class DateColumn {
    private static final Pattern ISO = Pattern.compile(
            "(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[T ](\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)\\s*(Z|[+-]\\d{2}:?\\d{2})?)?");
    private static final Pattern NUMBERS = Pattern.compile(
            "(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4}|\\d{2})(?:,? +(\\d{1,2}:\\d{2}(?::\\d{2})?)\\s*([AaPp][Mm])?)?");
    private static final Pattern DAY_MONTH_NAME =
            Pattern.compile("(\\d{1,2})[ -]([A-Za-z]{3})[a-z]*\\.?,?[ -](\\d{4})(?: +(\\d{1,2}:\\d{2}(?::\\d{2})?))?");
    private static final Pattern MONTH_NAME_DAY =
            Pattern.compile("([A-Za-z]{3})[a-z]*\\.? (\\d{1,2}),? (\\d{4})(?: +(\\d{1,2}:\\d{2}(?::\\d{2})?))?");
    private static final Pattern EPOCH = Pattern.compile("\\d{10}|\\d{13}");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private final boolean monthFirst;
    private final boolean open;

    private DateColumn(boolean monthFirst, boolean open) {
        this.monthFirst = monthFirst;
        this.open = open;
    }

    static DateColumn of(List<String> values) {
        int dayFirst = 0;
        int monthFirst = 0;
        int either = 0;
        for (String value : values) {
            Matcher numbers = NUMBERS.matcher(value);
            if (!numbers.matches()) continue;
            boolean dots = value.indexOf('.') >= 0;
            if (dots || number(numbers, 1) > 12) dayFirst++;
            else if (number(numbers, 2) > 12 || numbers.group(5) != null) monthFirst++;
            else either++;
        }
        return new DateColumn(monthFirst > dayFirst, either > 0 && monthFirst == dayFirst);
    }

    /** Whether no value of the column tells days from months. */
    boolean open() {
        return open;
    }

    /** The moment a cell names; empty when it names none. */
    Optional<Instant> read(String cell) {
        try {
            return parse(cell.strip());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private Optional<Instant> parse(String cell) {
        Matcher iso = ISO.matcher(cell);
        if (iso.matches()) return Optional.of(iso(iso));
        Matcher numbers = NUMBERS.matcher(cell);
        if (numbers.matches()) {
            boolean month = monthFirst && cell.indexOf('.') < 0;
            LocalDate day = LocalDate.of(
                    year(numbers.group(3)), number(numbers, month ? 1 : 2), number(numbers, month ? 2 : 1));
            return Optional.of(at(day, time(numbers.group(4), numbers.group(5))));
        }
        Matcher named = DAY_MONTH_NAME.matcher(cell);
        if (named.matches())
            return Optional.of(at(
                    LocalDate.of(number(named, 3), month(named.group(2)), number(named, 1)),
                    time(named.group(4), null)));
        Matcher american = MONTH_NAME_DAY.matcher(cell);
        if (american.matches())
            return Optional.of(at(
                    LocalDate.of(number(american, 3), month(american.group(1)), number(american, 2)),
                    time(american.group(4), null)));
        if (!EPOCH.matcher(cell).matches()) return Optional.empty();
        long epoch = Long.parseLong(cell);
        return Optional.of(cell.length() == 13 ? Instant.ofEpochMilli(epoch) : Instant.ofEpochSecond(epoch));
    }

    private static Instant iso(Matcher iso) {
        LocalDate day = LocalDate.of(number(iso, 1), number(iso, 2), number(iso, 3));
        LocalDateTime local = LocalDateTime.of(day, time(iso.group(4), null));
        String zone = iso.group(5);
        ZoneOffset offset = zone == null
                ? ZoneOffset.UTC
                : ZoneOffset.of(zone.length() == 5 ? zone.substring(0, 3) + ":" + zone.substring(3) : zone);
        return OffsetDateTime.of(local, offset).toInstant();
    }

    private static LocalTime time(@Nullable String clock, @Nullable String half) {
        if (clock == null) return LocalTime.MIDNIGHT;
        LocalTime time = LocalTime.parse(clock.indexOf(':') == 1 ? "0" + clock : clock);
        if (half == null) return time;
        boolean afternoon = half.toLowerCase(Locale.ROOT).equals("pm");
        return time.withHour(time.getHour() % 12 + (afternoon ? 12 : 0));
    }

    private static int month(String name) {
        int place = MONTHS.indexOf(name.toLowerCase(Locale.ROOT));
        if (place < 0) throw new DateTimeException("no month " + name);
        return place + 1;
    }

    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        return digits.length() == 2 ? 2000 + year : year;
    }

    private static int number(Matcher matched, int group) {
        return Integer.parseInt(matched.group(group));
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return LocalDateTime.of(day, time).toInstant(ZoneOffset.UTC);
    }
}
