package io.onefunnel.marketo.client;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/** How long to wait before the same request is sent again; at random, so that those who failed together do not meet again. */
final class Backoff {
    private static final Duration LONGEST = Duration.ofSeconds(32);

    private final IntervalFunction usual =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(1), 2, 0.5, LONGEST);
    // 615 passes as soon as one of ten calls ends: one to two seconds.
    private final IntervalFunction untilACallEnds = IntervalFunction.ofRandomized(Duration.ofMillis(1500), 0.33);

    /** @param attempt how often the request was sent so far */
    Duration before(RefusedException refused, int attempt) {
        // The window is closed for everybody already: 606 opens again with it.
        if (refused.is("606")) return Duration.ZERO;
        return Duration.ofMillis(refused.is("615") ? untilACallEnds.apply(attempt) : usual.apply(attempt));
    }
}
