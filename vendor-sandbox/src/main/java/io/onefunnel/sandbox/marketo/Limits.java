package io.onefunnel.sandbox.marketo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The limits that all integrations of an instance share, and the tally of the last days: 100 calls in 20 s, 10 at once,
 * 50,000 a day (REST API, "Limits").
 */
final class Limits {
    /** What a day saw: the calls that counted, and how often each code was answered. */
    record Day(int calls, Map<String, Integer> errors) {
        Day {
            errors = Map.copyOf(errors);
        }
    }

    private static final Duration WINDOW = Duration.ofSeconds(20);
    // Counters reset at midnight Central Time: "Bulk Extract", "Limits".
    private static final ZoneId CENTRAL = ZoneId.of("America/Chicago");
    private static final int DAYS_KEPT = 7;

    private static final class Tally {
        int calls;
        final Map<String, Integer> errors = new TreeMap<>();
    }

    private final InstantSource clock;
    private final Settings settings;
    private final Deque<Instant> recent = new ArrayDeque<>();
    private final NavigableMap<LocalDate, Tally> days = new TreeMap<>();
    private int running;

    Limits(InstantSource clock, Settings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** @throws Refusal 615, 606 or 607 */
    synchronized void enter() {
        Tally today = tally();
        forgetOld();
        if (settings.on("limits")) check(today);
        running++;
        today.calls++;
        recent.addLast(clock.instant());
    }

    synchronized void leave(boolean counted) {
        running--;
        if (counted) return;
        tally().calls--;
        recent.pollLast();
    }

    synchronized void refused(String code) {
        tally().errors.merge(code, 1, Integer::sum);
    }

    /** The last days that saw calls, the present one first, at most {@code count}. */
    synchronized NavigableMap<LocalDate, Day> days(int count) {
        tally();
        NavigableMap<LocalDate, Day> last = new TreeMap<>(java.util.Comparator.reverseOrder());
        for (Map.Entry<LocalDate, Tally> each : days.descendingMap().entrySet()) {
            if (last.size() == count) break;
            Tally tally = each.getValue();
            last.put(each.getKey(), new Day(tally.calls, tally.errors));
        }
        return last;
    }

    LocalDate date() {
        return LocalDate.ofInstant(clock.instant(), CENTRAL);
    }

    private void check(Tally today) {
        int atOnce = settings.number("concurrency");
        if (running >= atOnce) throw new Refusal("615", "Concurrent access limit '" + atOnce + "' reached");
        int rate = settings.number("callsPer20Seconds");
        if (recent.size() >= rate) throw new Refusal("606", "Max rate limit '" + rate + "' exceeded with in '20' secs");
        if (today.calls >= settings.number("apiCallsPerDay")) throw new Refusal("607", "Daily quota reached");
    }

    private void forgetOld() {
        Instant windowStart = clock.instant().minus(WINDOW);
        while (!recent.isEmpty() && !recent.getFirst().isAfter(windowStart)) recent.removeFirst();
    }

    private Tally tally() {
        LocalDate today = date();
        if (!days.containsKey(today)) {
            days.put(today, new Tally());
            while (days.size() > DAYS_KEPT) days.pollFirstEntry();
        }
        return Objects.requireNonNull(days.get(today));
    }
}
