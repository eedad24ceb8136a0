package io.onefunnel.sandbox.vendor;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The vendors' common time: runs like its source and can be moved ahead, so that a token expires without waiting. */
public final class SandboxClock implements InstantSource {
    private final InstantSource source;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    public SandboxClock(InstantSource source) {
        this.source = source;
    }

    @Override
    public Instant instant() {
        return source.instant().plus(ahead.get());
    }

    /** Moves every vendor's clock ahead; time never runs back. */
    public void advance(Duration step) {
        if (step.isNegative()) throw new IllegalArgumentException("the sandbox's time does not run back: " + step);
        ahead.updateAndGet(now -> now.plus(step));
    }
}
