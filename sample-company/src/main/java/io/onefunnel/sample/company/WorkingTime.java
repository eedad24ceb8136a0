package io.onefunnel.sample.company;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;

/** The office hours of one place, Monday to Friday from nine to five, as seconds since 1970. No holidays. */
final class WorkingTime {
    static final long DAY = 8 * 3600L;
    private static final int OPENS = 9;

    private final long[] opens;

    WorkingTime(ZoneId zone, Instant from, Instant to) {
        LocalDate first = LocalDate.ofInstant(from, zone);
        opens = first.datesUntil(LocalDate.ofInstant(to, zone))
                .filter(day -> day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY)
                .mapToLong(day -> day.atTime(OPENS, 0).atZone(zone).toEpochSecond())
                .toArray();
    }

    /** This moment when the office is open, otherwise when it next opens. */
    long next(long at) {
        return plus(at, 0);
    }

    /** The moment after {@code seconds} of open time. */
    long plus(long at, long seconds) {
        int day = dayOf(at);
        long open = day < 0 ? 0 : Math.min(DAY, at - opens[day]);
        if (day < 0 || open == DAY) {
            day++;
            open = 0;
        }
        long total = open + seconds;
        int last = day + (int) (total / DAY);
        if (last >= opens.length) return opens[opens.length - 1] + DAY;
        return opens[last] + total % DAY;
    }

    /** When the office opened {@code days} working days before the one of this moment. */
    long opening(long at, int days) {
        return opens[Math.max(0, dayOf(at) - days)];
    }

    /** A whole hour on the working day {@code days} after the one of this moment. */
    long appointment(long at, int days, int hour) {
        int day = Math.min(opens.length - 1, dayOf(at) + days);
        return opens[day] + hour * 3600L;
    }

    private int dayOf(long at) {
        int found = Arrays.binarySearch(opens, at);
        return found >= 0 ? found : -found - 2;
    }
}
