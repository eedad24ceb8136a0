package io.onefunnel.sla.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.policy.Calendars;
import io.onefunnel.policy.Calendars.Calendar;
import io.onefunnel.policy.Calendars.Open;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A business calendar")
class BusinessCalendarTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private final BusinessCalendar office = calendar(Calendars.weekdays("09:00", "17:30"), "Europe/Berlin");

    @Test
    void anHourThatBeginsShortlyBeforeTheCloseEndsTheNextMorning() {
        assertThat(office.add(berlin("2026-03-02T16:40"), Duration.ofHours(1))).isEqualTo(berlin("2026-03-03T09:10"));
    }

    @Test
    void anHourThatBeginsOnFridayEveningEndsOnMondayMorning() {
        assertThat(office.add(berlin("2026-03-06T19:00"), Duration.ofHours(1))).isEqualTo(berlin("2026-03-09T10:00"));
    }

    @Test
    void timeThatEndsExactlyAtTheCloseEndsThereAndNotTheNextMorning() {
        assertThat(office.add(berlin("2026-03-02T16:30"), Duration.ofHours(1))).isEqualTo(berlin("2026-03-02T17:30"));
    }

    @Test
    void noTimeAddedChangesNothingEvenAtNight() {
        Instant night = berlin("2026-03-02T23:11");
        assertThat(office.add(night, Duration.ZERO)).isEqualTo(night);
    }

    @Test
    void nightsAndWeekendsAreNotOpenTime() {
        assertThat(office.openBetween(berlin("2026-03-06T17:00"), berlin("2026-03-09T09:30")))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void anIntervalTheWrongWayRoundHasNoOpenTime() {
        assertThat(office.openBetween(berlin("2026-03-03T12:00"), berlin("2026-03-02T12:00")))
                .isZero();
    }

    @Test
    void aLunchBreakIsNotOpenTime() {
        var lunch = calendar(
                Map.of(DayOfWeek.MONDAY, List.of(Open.parse("9:00-12:00"), Open.parse("13:00-17:00"))),
                "Europe/Berlin");
        assertThat(lunch.openBetween(berlin("2026-03-02T11:30"), berlin("2026-03-02T13:30")))
                .isEqualTo(Duration.ofHours(1));
        assertThat(lunch.isOpen(berlin("2026-03-02T12:00"))).isFalse();
        assertThat(lunch.isOpen(berlin("2026-03-02T13:00"))).isTrue();
        assertThat(lunch.nextOpen(berlin("2026-03-02T12:10"))).isEqualTo(berlin("2026-03-02T13:00"));
    }

    @Test
    void aHolidayIsClosedAllDay() {
        var holidays = new TreeMap<>(Map.of(LocalDate.parse("2026-04-03"), "Good Friday"));
        var calendar = new BusinessCalendar(
                new Calendar(Optional.empty(), Calendars.weekdays("09:00", "17:30"), holidays), BERLIN);
        assertThat(calendar.add(berlin("2026-04-02T17:00"), Duration.ofHours(1)))
                .isEqualTo(berlin("2026-04-06T09:30"));
        assertThat(calendar.addBusinessDays(berlin("2026-04-02T10:00"), 1)).isEqualTo(berlin("2026-04-06T17:30"));
    }

    @Test
    void theHourThatSummerTimeSkipsIsNotCounted() {
        var always = roundTheClock("Europe/Berlin");
        // 29 March 2026 has 23 hours in Berlin, 25 October has 25.
        assertThat(always.openBetween(berlin("2026-03-29T00:00"), berlin("2026-03-30T00:00")))
                .isEqualTo(Duration.ofHours(23));
        assertThat(always.openBetween(berlin("2026-10-25T00:00"), berlin("2026-10-26T00:00")))
                .isEqualTo(Duration.ofHours(25));
    }

    @Test
    void aMidnightThatSummerTimeSkipsOpensWhenTheClocksJump() {
        // In Sao Paulo the clocks went from 3 November 2018 24:00 to 4 November 01:00.
        var always = roundTheClock("America/Sao_Paulo");
        ZoneId zone = ZoneId.of("America/Sao_Paulo");
        Instant begins = LocalDate.parse("2018-11-04").atStartOfDay(zone).toInstant();
        Instant ends = LocalDate.parse("2018-11-05").atStartOfDay(zone).toInstant();
        assertThat(always.openBetween(begins, ends)).isEqualTo(Duration.ofHours(23));
        assertThat(always.isOpen(begins)).isTrue();
    }

    @Test
    void businessDaysEndWithTheBusinessOfTheLastDay() {
        assertThat(office.addBusinessDays(berlin("2026-03-02T08:00"), 1)).isEqualTo(berlin("2026-03-03T17:30"));
        assertThat(office.addBusinessDays(berlin("2026-03-02T17:29"), 1)).isEqualTo(berlin("2026-03-03T17:30"));
        assertThat(office.addBusinessDays(berlin("2026-03-02T12:00"), 10)).isEqualTo(berlin("2026-03-16T17:30"));
    }

    @Test
    void oneBusinessDayAfterASaturdayIsTheEndOfMonday() {
        assertThat(office.addBusinessDays(berlin("2026-03-07T12:00"), 1)).isEqualTo(berlin("2026-03-09T17:30"));
    }

    @Test
    void aDayOfTheOwnersZoneDecidesNotAUtcDay() {
        var auckland = calendar(Calendars.weekdays("09:00", "17:00"), "Pacific/Auckland");
        // Sunday evening in UTC is Monday morning in Auckland.
        assertThat(auckland.isOpen(Instant.parse("2026-03-01T21:00:00Z"))).isTrue();
        assertThat(auckland.addBusinessDays(Instant.parse("2026-03-01T21:00:00Z"), 1))
                .isEqualTo(Instant.parse("2026-03-03T04:00:00Z"));
    }

    @Test
    void questionsFarBeforeAndAfterTheKnownYearsAreAnswered() {
        assertThat(office.add(berlin("1999-12-31T17:00"), Duration.ofHours(1))).isEqualTo(berlin("2000-01-03T09:30"));
        assertThat(office.add(berlin("2044-12-30T17:00"), Duration.ofHours(1))).isEqualTo(berlin("2045-01-02T09:30"));
        assertThat(office.openBetween(berlin("1999-01-01T00:00"), berlin("2045-01-01T00:00")))
                .isEqualTo(Duration.ofMinutes(510L * weekdays("1999-01-01", "2045-01-01")));
    }

    @Test
    void aLotOfTimeIsAddedWithoutWalkingDayByDayPastTheKnownRange() {
        Instant due = office.add(berlin("2026-03-02T09:00"), Duration.ofHours(100_000));
        assertThat(office.openBetween(berlin("2026-03-02T09:00"), due)).isEqualTo(Duration.ofHours(100_000));
    }

    @Test
    void anInstantOutsideAllReasonIsRefusedInsteadOfFillingTheMemory() {
        assertThatThrownBy(() -> office.isOpen(Instant.parse("+9999999-01-01T00:00:00Z")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("never gives an earlier answer to a later question, and add is the inverse of openBetween")
    void laws() {
        for (long seed = 1; seed <= 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            BusinessCalendar calendar = CalendarOracleTest.random(random).calendar();
            Instant start = Instant.ofEpochSecond(random.nextLong(1_262_304_000L, 1_893_456_000L));
            Instant earlierDue = Instant.MIN;
            Instant earlierDays = Instant.MIN;
            for (int step = 0; step < 50; step++) {
                Duration open = Duration.ofSeconds(random.nextLong(0, 400_000));
                Instant due = calendar.add(start, open);
                assertThat(calendar.openBetween(start, due)).as("seed %d", seed).isEqualTo(open);
                assertThat(calendar.isOpen(due.minusSeconds(1)) || open.isZero())
                        .as("earliest such instant, seed %d", seed)
                        .isTrue();
                Instant sameOpen = calendar.add(start, Duration.ofHours(5));
                Instant sameDays = calendar.addBusinessDays(start, 3);
                assertThat(sameOpen).as("seed %d", seed).isAfterOrEqualTo(earlierDue);
                assertThat(sameDays).as("seed %d", seed).isAfterOrEqualTo(earlierDays);
                earlierDue = sameOpen;
                earlierDays = sameDays;
                start = start.plusSeconds(random.nextLong(0, 200_000));
            }
        }
    }

    @Test
    void severalThreadsThatAskBeyondTheRangeGetTheSameAnswers() {
        List<Duration> answers = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> office.openBetween(
                        berlin((1990 + i % 8) + "-01-01T00:00"), berlin((2040 + i % 4) + "-01-01T00:00")))
                .toList();
        BusinessCalendar fresh = calendar(Calendars.weekdays("09:00", "17:30"), "Europe/Berlin");
        for (int i = 0; i < 64; i++) {
            assertThat(answers.get(i))
                    .isEqualTo(fresh.openBetween(
                            berlin((1990 + i % 8) + "-01-01T00:00"), berlin((2040 + i % 4) + "-01-01T00:00")));
        }
    }

    private static long weekdays(String from, String to) {
        return LocalDate.parse(from)
                .datesUntil(LocalDate.parse(to))
                .filter(day -> day.getDayOfWeek().getValue() <= 5)
                .count();
    }

    private static BusinessCalendar roundTheClock(String zone) {
        Map<DayOfWeek, List<Open>> week = new TreeMap<>();
        for (DayOfWeek day : DayOfWeek.values()) week.put(day, List.of(Open.parse("0:00-24:00")));
        return calendar(week, zone);
    }

    private static BusinessCalendar calendar(Map<DayOfWeek, List<Open>> week, String zone) {
        return new BusinessCalendar(new Calendar(Optional.empty(), week, new TreeMap<>()), ZoneId.of(zone));
    }

    private static Instant berlin(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }
}
