package io.onefunnel.sandbox.marketo.auth;

import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.Refusal;
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
public final class Limits {
    private static final Duration WINDOW = Duration.ofSeconds(20);
    // Counters reset at midnight Central Time: "Bulk Extract", "Limits".
    private static final ZoneId CENTRAL = ZoneId.of("America/Chicago");

    private final InstantSource clock;
    private final InstanceSettings settings;
    private final Deque<Instant> recent = new ArrayDeque<>();
    private LocalDate day = LocalDate.MIN;
    private int callsToday;
    private int running;

    public Limits(InstantSource clock, InstanceSettings settings) {
        this.clock = clock;
        this.settings = settings;
    }

    /** @throws Refusal 615, 606 or 607 */
    public synchronized void enter() {
        turnDay();
        forgetOld();
        if (settings.on("limits")) check();
        running++;
        callsToday++;
        recent.addLast(clock.instant());
    }

    public synchronized void leave(boolean counted) {
        running--;
        if (counted) return;
        turnDay();
        callsToday--;
        recent.pollLast();
    }

    /** The calls of this day that count against the quota. */
    synchronized int callsToday() {
        turnDay();
        return callsToday;
    }

    public LocalDate date() {
        return LocalDate.ofInstant(clock.instant(), CENTRAL);
    }

    private void check() {
        int atOnce = settings.number("concurrency");
        if (running >= atOnce) throw new Refusal("615", "Concurrent access limit '" + atOnce + "' reached");
        int rate = settings.number("callsPer20Seconds");
        if (recent.size() >= rate) throw new Refusal("606", "Max rate limit '" + rate + "' exceeded with in '20' secs");
        if (callsToday >= settings.number("apiCallsPerDay")) throw new Refusal("607", "Daily quota reached");
    }

    private void forgetOld() {
        Instant windowStart = clock.instant().minus(WINDOW);
        while (!recent.isEmpty() && !recent.getFirst().isAfter(windowStart)) recent.removeFirst();
    }

    private void turnDay() {
        LocalDate today = date();
        if (today.equals(day)) return;
        day = today;
        callsToday = 0;
    }
}
