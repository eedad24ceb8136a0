package io.onefunnel.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Our time, which can be moved ahead together with the vendors'. */
final class MovableClock implements InstantSource {
    private final InstantSource source;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    MovableClock(InstantSource source) {
        this.source = source;
    }

    void advance(Duration step) {
        ahead.updateAndGet(now -> now.plus(step));
    }

    @Override
    public Instant instant() {
        return source.instant().plus(ahead.get());
    }
}
