package io.onefunnel.sla.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.policy.Calendars.Calendar;
import io.onefunnel.policy.Calendars.Open;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A business calendar, against counting every minute on the wall clock,")
class CalendarOracleTest {
    private static final int MINUTE = 60;
    private static final int DAY = 24 * 60 * MINUTE;
    private static final int YEARS = 10;

    /** Zones with halves and quarters of hours, with changes at midnight, and one that skipped a whole day. */
    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "Europe/London",
            "America/New_York",
            "America/Los_Angeles",
            "America/Sao_Paulo",
            "America/Santiago",
            "America/Havana",
            "America/St_Johns",
            "America/Asuncion",
            "Asia/Kolkata",
            "Asia/Kathmandu",
            "Asia/Tehran",
            "Asia/Beirut",
            "Africa/Cairo",
            "Australia/Lord_Howe",
            "Australia/Adelaide",
            "Pacific/Apia",
            "Pacific/Auckland",
            "Pacific/Chatham");

    record Sample(BusinessCalendar calendar, Calendar week, ZoneId zone) {}

    @ParameterizedTest(name = "seed {0}: agrees over ten years")
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
    void agreesOverTenYears(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Sample sample = of(random, ZoneId.of(ZONES.get((int) seed)));
        // 2009 to 2019 holds Sao Paulo's changes at midnight and Apia's missing day.
        long begin = LocalDate.of(2009, 1, 1).toEpochDay() * DAY;
        int minutes = YEARS * 365 * 24 * 60;
        int[] openBefore = new int[minutes + 1];
        TreeMap<LocalDate, Integer> lastOpen = new TreeMap<>();
        LocalDate before = LocalDate.EPOCH;
        boolean wasOpen = false;
        WallClock wall = new WallClock(sample);
        for (int i = 0; i < minutes; i++) {
            wall.show(begin + (long) i * MINUTE);
            boolean open = wall.isOpen();
            openBefore[i + 1] = openBefore[i] + (open ? 1 : 0);
            // Written where an open time or a day ends; every minute would say the same and take its time.
            if (open && wall.isLastMinuteOfDay()) lastOpen.put(wall.date, i);
            if (!open && wasOpen) lastOpen.put(before, i - 1);
            before = wall.date;
            wasOpen = open;
        }
        for (int i = 0; i < 20_000; i++) {
            int from = random.nextInt(minutes);
            int to = from + random.nextInt(Math.min(minutes - from, 200_000) + 1);
            Instant a = Instant.ofEpochSecond(begin + (long) from * MINUTE);
            Instant b = Instant.ofEpochSecond(begin + (long) to * MINUTE);
            int open = openBefore[to] - openBefore[from];
            if (sample.calendar.openBetween(a, b).toMinutes() != open
                    || sample.calendar.isOpen(a) != (openBefore[Math.min(from + 1, minutes)] > openBefore[from])) {
                assertThat(sample.calendar.openBetween(a, b))
                        .as("seed %d in %s from %s to %s", seed, sample.zone, a, b)
                        .isEqualTo(Duration.ofMinutes(open));
                assertThat(sample.calendar.isOpen(a))
                        .as("seed %d in %s at %s", seed, sample.zone, a)
                        .isEqualTo(openBefore[from + 1] > openBefore[from]);
            }
            if (open > 0) {
                Instant due = sample.calendar.add(a, Duration.ofMinutes(open));
                int at = earliest(openBefore, from, openBefore[from] + open);
                assertThat(due)
                        .as("seed %d in %s from %s", seed, sample.zone, a)
                        .isEqualTo(Instant.ofEpochSecond(begin + (long) at * MINUTE));
            }
        }
        checkBusinessDays(sample, begin, minutes, List.copyOf(lastOpen.keySet()), lastOpen, random);
    }

    /** The end of the last open minute of the n-th later date that has one. */
    private static void checkBusinessDays(
            Sample sample,
            long begin,
            int minutes,
            List<LocalDate> businessDays,
            TreeMap<LocalDate, Integer> lastOpen,
            SplittableRandom random) {
        for (int i = 0; i < 2_000; i++) {
            int from = random.nextInt(minutes - 90 * 24 * 60);
            int days = 1 + random.nextInt(15);
            LocalDate start = LocalDate.ofInstant(Instant.ofEpochSecond(begin + (long) from * MINUTE), sample.zone);
            int found = Collections.binarySearch(businessDays, start);
            LocalDate day = businessDays.get((found >= 0 ? found : -found - 2) + days);
            int ends = lastOpen.getOrDefault(day, -1) + 1;
            assertThat(sample.calendar.addBusinessDays(Instant.ofEpochSecond(begin + (long) from * MINUTE), days))
                    .as("in %s, %d days from %s", sample.zone, days, start)
                    .isEqualTo(Instant.ofEpochSecond(begin + (long) ends * MINUTE));
        }
    }

    static Sample random(SplittableRandom random) {
        return of(random, ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
    }

    /** One to three windows on most days, some from or to midnight, some holidays. */
    private static Sample of(SplittableRandom random, ZoneId zone) {
        Map<DayOfWeek, List<Open>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.getValue() > 5 && random.nextInt(3) > 0) continue;
            week.put(day, day(random));
        }
        TreeMap<LocalDate, String> holidays = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            holidays.put(LocalDate.of(2009, 1, 1).plusDays(random.nextInt(YEARS * 365)), "holiday " + i);
        }
        Calendar calendar = new Calendar(Optional.of(zone), week, holidays);
        return new Sample(new BusinessCalendar(calendar, zone), calendar, zone);
    }

    private static List<Open> day(SplittableRandom random) {
        int from = random.nextInt(3) == 0 ? 0 : random.nextInt(11 * 60);
        int to = random.nextInt(3) == 0 ? 24 * 60 : 13 * 60 + random.nextInt(11 * 60 - 1);
        if (random.nextInt(2) == 0) return List.of(open(from, to));
        int lunch = from + 1 + random.nextInt(60);
        return List.of(open(from, lunch), open(lunch + 30, to));
    }

    private static Open open(int from, int to) {
        return new Open(
                LocalTime.ofSecondOfDay(from * 60L),
                to == 24 * 60 ? LocalTime.MIDNIGHT : LocalTime.ofSecondOfDay(to * 60L));
    }

    /**
     * The clock on the wall, moved on minute by minute. It asks for the offset where the clocks change and for the open
     * times where a day begins: to ask for them in each of a hundred million minutes takes most of the test's time.
     */
    private static final class WallClock {
        private final Calendar week;
        private final ZoneRules rules;
        private int offset;
        private long clocksChange = Long.MIN_VALUE;
        private long day = Long.MIN_VALUE;
        private LocalDate date = LocalDate.EPOCH;
        private List<Open> hours = List.of();
        private int secondOfDay;

        WallClock(Sample sample) {
            week = sample.week;
            rules = sample.zone.getRules();
        }

        void show(long second) {
            if (second >= clocksChange) {
                Instant now = Instant.ofEpochSecond(second);
                offset = rules.getOffset(now).getTotalSeconds();
                clocksChange = Optional.ofNullable(rules.nextTransition(now))
                        .map(ZoneOffsetTransition::toEpochSecond)
                        .orElse(Long.MAX_VALUE);
            }
            long local = second + offset;
            secondOfDay = Math.floorMod(local, DAY);
            if (Math.floorDiv(local, DAY) == day) return;
            day = Math.floorDiv(local, DAY);
            date = LocalDate.ofEpochDay(day);
            hours = week.on(date);
        }

        boolean isOpen() {
            for (Open open : hours) {
                if (open.fromSecond() <= secondOfDay && secondOfDay < open.toSecond()) return true;
            }
            return false;
        }

        boolean isLastMinuteOfDay() {
            return secondOfDay >= DAY - MINUTE;
        }
    }

    private static int earliest(int[] openBefore, int from, int target) {
        int low = from;
        int high = openBefore.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (openBefore[middle] >= target) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
