package io.onefunnel.salesforce.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait between attempts: doubling, and not in step with others who were turned away at the same time. */
public final class Backoff {
    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 60_000;
    private static final double JITTER = 0.3;

    private Backoff() {}

    /** @param attempt how many attempts were made, from 1 on */
    public static Duration after(int attempt) {
        long plain = Math.min(FIRST_MILLIS << Math.min(attempt - 1, 10), LONGEST_MILLIS);
        double factor = 1 + ThreadLocalRandom.current().nextDouble(-JITTER, JITTER);
        return Duration.ofMillis(Math.round(plain * factor));
    }
}
