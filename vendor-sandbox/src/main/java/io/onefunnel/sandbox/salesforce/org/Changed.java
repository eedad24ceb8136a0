package io.onefunnel.sandbox.salesforce.org;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * When something last changed, in the whole seconds that HTTP dates have. Two changes never share one: who read between
 * them must be able to tell.
 */
public final class Changed {
    private final InstantSource clock;
    private final Runnable afterwards;
    private Instant at;

    public Changed(InstantSource clock) {
        this(clock, () -> {});
    }

    /** @param afterwards what follows each change */
    public Changed(InstantSource clock, Runnable afterwards) {
        this.afterwards = afterwards;
        this.clock = clock;
        this.at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    public void now() {
        synchronized (this) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            at = now.isAfter(at) ? now : at.plusSeconds(1);
        }
        afterwards.run();
    }

    public synchronized Instant at() {
        return at;
    }
}
