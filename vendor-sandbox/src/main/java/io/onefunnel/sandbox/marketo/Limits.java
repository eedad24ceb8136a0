package io.onefunnel.sandbox.marketo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The limits that all integrations of an instance share: 100 calls in 20 s, 10 at once, 50,000 a day (REST API,
 * "Limits").
 */
final class Limits {
    private static final Duration WINDOW = Duration.ofSeconds(20);
    // Counters reset at midnight Central Time: "Bulk Extract", "Limits".
    private static final ZoneId CENTRAL = ZoneId.of("America/Chicago");

    private final InstantSource clock;
    private final Settings settings;
    private final Deque<Instant> recent = new ArrayDeque<>();
    private int running;
    private LocalDate day = LocalDate.MIN;
    private int today;

    Limits(InstantSource clock, Settings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** @throws Refusal 615, 606 or 607 */
    synchronized void enter() {
        startDay();
        forgetOld();
        if (settings.on("limits")) check();
        running++;
        today++;
        recent.addLast(clock.instant());
    }

    synchronized void leave(boolean counted) {
        running--;
        if (counted) return;
        today--;
        recent.pollLast();
    }

    synchronized int today() {
        startDay();
        return today;
    }

    LocalDate date() {
        return LocalDate.ofInstant(clock.instant(), CENTRAL);
    }

    private void check() {
        int atOnce = settings.number("concurrency");
        if (running >= atOnce) throw new Refusal("615", "Concurrent access limit '" + atOnce + "' reached");
        int rate = settings.number("callsPer20Seconds");
        if (recent.size() >= rate) throw new Refusal("606", "Max rate limit '" + rate + "' exceeded with in '20' secs");
        if (today >= settings.number("apiCallsPerDay")) throw new Refusal("607", "Daily quota reached");
    }

    private void forgetOld() {
        Instant windowStart = clock.instant().minus(WINDOW);
        while (!recent.isEmpty() && !recent.getFirst().isAfter(windowStart)) recent.removeFirst();
    }

    private void startDay() {
        if (day.equals(date())) return;
        day = date();
        today = 0;
    }
}
