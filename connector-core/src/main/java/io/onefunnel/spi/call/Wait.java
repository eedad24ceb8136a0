package io.onefunnel.spi.call;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/**
 * How long is waited before the next attempt. Jitter makes each wait shorter or longer by up to that part of it, so that those
 * who were turned away together do not come back together.
 */
@FunctionalInterface
public interface Wait {
    /** @param attempts how many were made so far, from 1 on */
    Duration after(int attempts);

    /** At once: what failed has been mended meanwhile, or somebody else makes everybody wait. */
    static Wait none() {
        return attempts -> Duration.ZERO;
    }

    static Wait fixed(Duration time) {
        return attempts -> time;
    }

    /** @param jitter a part of {@code mean}, 0.3 for 30 % */
    static Wait around(Duration mean, double jitter) {
        return of(IntervalFunction.ofRandomized(mean, jitter));
    }

    /** Twice as long each time, and never longer than {@code longest}. */
    static Wait doubling(Duration first, double jitter, Duration longest) {
        return of(IntervalFunction.ofExponentialRandomBackoff(first, 2, jitter, longest));
    }

    /** Longer by {@code step} each time, and never longer than {@code longest}. */
    static Wait growing(Duration step, Duration longest) {
        return of(IntervalFunction.of(step, before -> Math.min(before + step.toMillis(), longest.toMillis())));
    }

    private static Wait of(IntervalFunction interval) {
        return attempts -> Duration.ofMillis(interval.apply(attempts));
    }
}
