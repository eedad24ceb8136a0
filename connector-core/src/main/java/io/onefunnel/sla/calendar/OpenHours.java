package io.onefunnel.sla.calendar;

import io.onefunnel.policy.Calendars.Calendar;
import io.onefunnel.policy.Calendars.Open;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The open windows of some years as instants: their begins and ends in order, the open seconds before each, and for
 * every UTC day the first window that is not over by then. A question is an index, a step or two, and a subtraction.
 */
final class OpenHours {
    private static final int DAY = 86_400;

    private final int firstYear;
    private final int lastYear;
    private final long begin;
    private final long end;
    private final long[] opens;
    private final long[] closes;
    /** Open seconds before each window; one more entry at the end for the total. */
    private final long[] openBefore;
    /** By UTC day since {@code begin}. */
    private final int[] firstOfDay;
    /** By local day since {@code begin}: how many business days there were up to and including it. */
    private final int[] businessDays;
    /** When business ends on each of them. */
    private final long[] businessEnds;

    private OpenHours(int firstYear, int lastYear, long begin, long end, Collected collected) {
        this.firstYear = firstYear;
        this.lastYear = lastYear;
        this.begin = begin;
        this.end = end;
        this.opens = collected.opens();
        this.closes = collected.closes();
        this.businessDays = collected.businessDays();
        this.businessEnds = collected.businessEnds();
        this.openBefore = new long[opens.length + 1];
        for (int i = 0; i < opens.length; i++) {
            openBefore[i + 1] = openBefore[i] + closes[i] - opens[i];
        }
        this.firstOfDay = new int[(int) ((end - begin) / DAY) + 1];
        int window = 0;
        for (int day = 0; day < firstOfDay.length; day++) {
            while (window < closes.length && closes[window] <= begin + (long) day * DAY) window++;
            firstOfDay[day] = window;
        }
    }

    /** The windows of all days from the first of January of one year to the last of December of another. */
    static OpenHours of(Calendar calendar, ZoneId zone, int firstYear, int lastYear) {
        // A day more on each side: local days begin before and end after the UTC days of the same date.
        long begin = LocalDate.of(firstYear, 1, 1).minusDays(1).toEpochDay() * DAY;
        long end = LocalDate.of(lastYear + 1, 1, 1).plusDays(1).toEpochDay() * DAY;
        Collected collected = new Collected(begin / DAY, (int) ((end - begin) / DAY));
        ZoneRules rules = zone.getRules();
        long from = begin;
        while (from < end) {
            Instant at = Instant.ofEpochSecond(from);
            ZoneOffsetTransition next = rules.nextTransition(at);
            long to = next == null ? end : Math.min(end, next.toEpochSecond());
            collect(calendar, rules.getOffset(at), from, to, collected);
            from = to;
        }
        return new OpenHours(firstYear, lastYear, begin, end, collected);
    }

    /**
     * Between two transitions a zone has one offset, and a local time is one instant. Cutting the days at the
     * transitions, instead of resolving local times, makes gaps and overlaps right without a case of their own.
     */
    private static void collect(Calendar calendar, ZoneOffset offset, long from, long to, Collected collected) {
        LocalDate day = LocalDateTime.ofEpochSecond(from, 0, offset).toLocalDate();
        LocalDate last = LocalDateTime.ofEpochSecond(to - 1, 0, offset).toLocalDate();
        for (; !day.isAfter(last); day = day.plusDays(1)) {
            long midnight = day.toEpochDay() * DAY - offset.getTotalSeconds();
            for (Open open : calendar.on(day)) {
                long opens = Math.max(from, midnight + open.fromSecond());
                long closes = Math.min(to, midnight + open.toSecond());
                if (opens < closes) collected.add(day.toEpochDay(), opens, closes);
            }
        }
    }

    int firstYear() {
        return firstYear;
    }

    int lastYear() {
        return lastYear;
    }

    boolean covers(long second) {
        return second >= begin && second < end;
    }

    long openTotal() {
        return openBefore[opens.length];
    }

    /** Open seconds from the beginning of the range. */
    long openBefore(long second) {
        int window = notOverAt(second);
        if (window == opens.length) return openTotal();
        return openBefore[window] + Math.max(0, second - opens[window]);
    }

    boolean isOpen(long second) {
        int window = notOverAt(second);
        return window < opens.length && opens[window] <= second;
    }

    /** When the next window begins; there must be one. */
    long opensAfter(long second) {
        return opens[notOverAt(second)];
    }

    /**
     * When business ends on the n-th business day after a local day; empty when that day is not known yet.
     *
     * @param localDay as an epoch day
     */
    OptionalLong endOfBusiness(long localDay, int days) {
        int day = (int) (localDay - begin / DAY);
        int wanted = (day < 0 ? 0 : businessDays[Math.min(day, businessDays.length - 1)]) + days - 1;
        // The last days of the range may lack a part that a later offset gives.
        return wanted < businessEnds.length - 1 ? OptionalLong.of(businessEnds[wanted]) : OptionalLong.empty();
    }

    /** The earliest second at which {@code wanted} open seconds have passed since another; there must be enough. */
    long instantAfter(long second, long wanted) {
        long target = openBefore(second) + wanted;
        int window = notOverAt(second);
        // Most promises end in this window or in one of the next few; a search is for the others.
        for (int steps = 0; steps < 4 && openBefore[window + 1] < target; steps++) window++;
        if (openBefore[window + 1] < target) {
            int found = Arrays.binarySearch(openBefore, window + 1, openBefore.length, target);
            window = (found >= 0 ? found : -found - 1) - 1;
        }
        return opens[window] + target - openBefore[window];
    }

    /** The first window that ends after an instant. */
    private int notOverAt(long second) {
        int window = firstOfDay[(int) ((second - begin) / DAY)];
        while (window < closes.length && closes[window] <= second) window++;
        return window;
    }

    /** Windows in the making: those that touch become one. */
    private static final class Collected {
        private static final long CLOSED = Long.MIN_VALUE;

        private final long firstDay;
        private final long[] endOfDay;
        private long[] opens = new long[1_024];
        private long[] closes = new long[1_024];
        private int size;

        Collected(long firstDay, int days) {
            this.firstDay = firstDay;
            this.endOfDay = new long[days];
            Arrays.fill(endOfDay, CLOSED);
        }

        /** Offsets reach 18 hours, so a local day may lie just outside of the UTC days of the range. */
        void add(long localDay, long from, long to) {
            int day = (int) (localDay - firstDay);
            if (day >= 0 && day < endOfDay.length) endOfDay[day] = to;
            if (size > 0 && closes[size - 1] == from) {
                closes[size - 1] = to;
                return;
            }
            if (size == opens.length) {
                opens = Arrays.copyOf(opens, size * 2);
                closes = Arrays.copyOf(closes, size * 2);
            }
            opens[size] = from;
            closes[size++] = to;
        }

        long[] opens() {
            return Arrays.copyOf(opens, size);
        }

        long[] closes() {
            return Arrays.copyOf(closes, size);
        }

        int[] businessDays() {
            int[] counts = new int[endOfDay.length];
            int count = 0;
            for (int day = 0; day < counts.length; day++) {
                if (endOfDay[day] != CLOSED) count++;
                counts[day] = count;
            }
            return counts;
        }

        long[] businessEnds() {
            return Arrays.stream(endOfDay).filter(end -> end != CLOSED).toArray();
        }
    }
}
