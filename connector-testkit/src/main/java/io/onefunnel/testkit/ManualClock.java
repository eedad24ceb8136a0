package io.onefunnel.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that stands still until a test moves it on. Safe for use by several threads. */
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    private ManualClock(Instant now) {
        this.now = now;
    }

    /** @param instant such as "2026-03-02T09:00:00Z" */
    public static ManualClock at(String instant) {
        return new ManualClock(Instant.parse(instant));
    }

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void advance(Duration step) {
        if (step.isNegative()) throw new IllegalArgumentException("time does not run back: " + step);
        now = now.plus(step);
    }

    /** Moves on to an instant; stays when that is already past. */
    public synchronized void advanceTo(Instant instant) {
        if (instant.isAfter(now)) now = instant;
    }

    @Override
    public String toString() {
        return now.toString();
    }
}
