package io.onefunnel.sla.calendar;

import io.onefunnel.policy.Calendars.Calendar;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.OptionalLong;

/**
 * The open time of a calendar in a zone, in whole seconds. Answers come from windows that were computed once and are
 * kept; the range of years grows when somebody asks beyond it. Safe for use by several threads.
 *
 * <p>A window is open exactly while the clocks on the wall show an open time. Where the clocks are put back and show an
 * open time twice, it is open twice; where they jump over one, it is missing.
 */
public final class BusinessCalendar {
    private static final int DAY = 86_400;

    /** Where most questions lie; further years are added when they are asked for. */
    private static final int FIRST_YEAR = 2024;

    private static final int LAST_YEAR = 2028;

    /** What is added around a question outside, so that the next one finds it known. */
    private static final int YEARS_AROUND = 2;

    /** Nobody promises anything further away; an endless search in a calendar of holidays ends here. */
    private static final int FARTHEST_YEARS = 400;

    private final Calendar calendar;
    private final ZoneId zone;
    private volatile OpenHours windows;

    public BusinessCalendar(Calendar calendar, ZoneId zone) {
        this.calendar = calendar;
        this.zone = zone;
        this.windows = OpenHours.of(calendar, zone, FIRST_YEAR, LAST_YEAR);
    }

    public ZoneId zone() {
        return zone;
    }

    /** Open time from one instant to a later one; zero when they are the wrong way round. */
    public Duration openBetween(Instant from, Instant to) {
        if (!from.isBefore(to)) return Duration.ZERO;
        OpenHours known = covering(from, to);
        return Duration.ofSeconds(known.openBefore(to.getEpochSecond()) - known.openBefore(from.getEpochSecond()));
    }

    /** The earliest instant by which this much open time has passed; the start itself for none. */
    public Instant add(Instant start, Duration open) {
        long wanted = open.getSeconds();
        if (wanted <= 0) return start;
        OpenHours known = covering(start, start);
        long from = start.getEpochSecond();
        while (known.openTotal() - known.openBefore(from) < wanted) {
            known = grownForward(known);
        }
        return Instant.ofEpochSecond(known.instantAfter(from, wanted));
    }

    /**
     * The end of business of the n-th business day after the day on which {@code start} falls, as the zone's clocks
     * show it. A promise in days is kept or broken by the day: whoever counts "five business days" counts days and not
     * hours, so the time of day at the start does not matter, and nothing falls due at noon or at night. A start on a
     * day without business counts from there: one business day after a Saturday is Monday's end.
     */
    public Instant addBusinessDays(Instant start, int days) {
        if (days < 1) throw new IllegalArgumentException("at least one business day, not " + days);
        OpenHours known = covering(start, start);
        long day = Math.floorDiv(
                start.getEpochSecond() + zone.getRules().getOffset(start).getTotalSeconds(), DAY);
        OptionalLong ends = known.endOfBusiness(day, days);
        while (ends.isEmpty()) {
            known = grownForward(known);
            ends = known.endOfBusiness(day, days);
        }
        return Instant.ofEpochSecond(ends.getAsLong());
    }

    /** Whether business is open at an instant: at its opening yes, at its close no. */
    public boolean isOpen(Instant instant) {
        return covering(instant, instant).isOpen(instant.getEpochSecond());
    }

    /** The instant itself while open, else when business opens next. */
    public Instant nextOpen(Instant instant) {
        OpenHours known = covering(instant, instant);
        if (known.isOpen(instant.getEpochSecond())) return instant;
        while (known.openTotal() == known.openBefore(instant.getEpochSecond())) {
            known = grownForward(known);
        }
        return Instant.ofEpochSecond(known.opensAfter(instant.getEpochSecond()));
    }

    /** The open times of the day on which business is open or opens next, as people write them: "09:00-17:30". */
    public String hoursAround(Instant instant) {
        LocalDate day = nextOpen(instant).atZone(zone).toLocalDate();
        return String.join(", ", calendar.on(day).stream().map(Object::toString).toList());
    }

    private OpenHours covering(Instant from, Instant to) {
        OpenHours known = windows;
        if (known.covers(from.getEpochSecond()) && known.covers(to.getEpochSecond())) return known;
        return grown(yearOf(from) - YEARS_AROUND, yearOf(to) + YEARS_AROUND);
    }

    private OpenHours grownForward(OpenHours known) {
        if (known.lastYear() - known.firstYear() > FARTHEST_YEARS) {
            throw new IllegalStateException("not enough open time within " + FARTHEST_YEARS + " years");
        }
        int span = known.lastYear() - known.firstYear() + 1;
        return grown(known.firstYear(), known.lastYear() + span);
    }

    /** Never shrinks: a thread may still count in the older, smaller range. */
    private synchronized OpenHours grown(int firstYear, int lastYear) {
        int first = Math.min(firstYear, windows.firstYear());
        int last = Math.max(lastYear, windows.lastYear());
        if (last - first > 3 * FARTHEST_YEARS) {
            throw new IllegalArgumentException("a calendar is asked for the years " + first + " to " + last);
        }
        if (first != windows.firstYear() || last != windows.lastYear()) {
            windows = OpenHours.of(calendar, zone, first, last);
        }
        return windows;
    }

    private int yearOf(Instant instant) {
        return instant.atZone(zone).getYear();
    }
}
