package io.onefunnel.hubspot.client;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.call.RetryPolicy;
import io.onefunnel.spi.call.Wait;
import java.time.Duration;

/** How often HubSpot is asked again, and how long is waited in between: every figure of it. */
final class HubSpotRetryPolicies {
    /** What takes longer is done by the next run. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    // 200 ms doubling, as the vendor's own client does after a 5xx, with jitter.
    static final RetryPolicy CALLS = RetryPolicy.usually(5, Wait.doubling(Duration.ofMillis(200), 0.5, LONGEST))
            // Retry-After, or what the vendor's client waits where there is none: see ErrorMapping.
            .waitingAsNamed(LONGEST, 0.1)
            // The window is full for all calls of its sort.
            .holding(AdapterErrorCode.RATE_LIMITED)
            .renewing(1)
            .build();

    private HubSpotRetryPolicies() {}
}
