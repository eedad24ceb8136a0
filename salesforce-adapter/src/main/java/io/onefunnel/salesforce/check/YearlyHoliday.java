package io.onefunnel.salesforce.check;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/** A holiday of every year: on a date, or on a certain weekday of a month ("the last Monday of May"). */
final class YearlyHoliday {
    private final Month month;
    private final int dayOfMonth;
    private final int instance;
    private final DayOfWeek weekday;
    private final LocalDate first;
    private final LocalDate last;

    private YearlyHoliday(
            Month month, int dayOfMonth, int instance, DayOfWeek weekday, LocalDate first, LocalDate last) {
        this.month = month;
        this.dayOfMonth = dayOfMonth;
        this.instance = instance;
        this.weekday = weekday;
        this.first = first;
        this.last = last;
    }

    /** Empty for what recurs in another way than by the year. */
    static Optional<YearlyHoliday> of(
            String type, String month, String dayOfMonth, String instance, String mask, String first, String last) {
        boolean byDate = type.equals("RecursYearly");
        if (!byDate && !type.equals("RecursYearlyNth")) return Optional.empty();
        try {
            return Optional.of(new YearlyHoliday(
                    Month.valueOf(month.toUpperCase(Locale.ROOT)),
                    byDate ? Integer.parseInt(dayOfMonth) : 0,
                    byDate ? 0 : instance(instance),
                    byDate ? DayOfWeek.MONDAY : weekday(Integer.parseInt(mask)),
                    first.isEmpty() ? LocalDate.MIN : LocalDate.parse(first.substring(0, 10)),
                    last.isEmpty() ? LocalDate.MAX : LocalDate.parse(last)));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Its day in a year; 29 February is not in every one. */
    Optional<LocalDate> in(int year) {
        LocalDate begin = LocalDate.of(year, month, 1);
        if (dayOfMonth > begin.lengthOfMonth()) return Optional.empty();
        LocalDate day = dayOfMonth > 0
                ? begin.withDayOfMonth(dayOfMonth)
                : begin.with(TemporalAdjusters.dayOfWeekInMonth(instance, weekday));
        boolean kept = day.getMonth() == month && !day.isBefore(first) && !day.isAfter(last);
        return kept ? Optional.of(day) : Optional.empty();
    }

    private static int instance(String word) {
        return switch (word) {
            case "First" -> 1;
            case "Second" -> 2;
            case "Third" -> 3;
            case "Fourth" -> 4;
            case "Last" -> -1;
            default -> throw new IllegalArgumentException("no such instance: " + word);
        };
    }

    /** One bit for each day, Sunday first. */
    private static DayOfWeek weekday(int mask) {
        if (Integer.bitCount(mask) != 1) throw new IllegalArgumentException("not one weekday: " + mask);
        return DayOfWeek.SUNDAY.plus(Integer.numberOfTrailingZeros(mask));
    }
}
