package io.onefunnel.marketo.client;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.call.RetryPolicy;
import io.onefunnel.spi.call.Wait;
import java.time.Duration;

/** How often Marketo is asked again, and how long is waited in between: every figure of it. */
public final class MarketoRetryPolicies {
    /** Stands for a code of the family 6xx that nobody has read of: {@link ErrorMapping} does not list it. */
    static final String UNLISTED = "unlisted 6xx";

    private static final Wait DOUBLING = Wait.doubling(Duration.ofSeconds(1), 0.5, Duration.ofSeconds(32));

    static final RetryPolicy CALLS = RetryPolicy.usually(6, DOUBLING)
            // The rate is closed for everybody for a whole window; it opens again with it.
            .on(6, Wait.none(), "606")
            // Passes as soon as one of ten calls ends: one to two seconds.
            .on(6, Wait.around(Duration.ofMillis(1500), 0.33), "615")
            .on(4, DOUBLING, "611")
            // A malformed URL answers 500, too.
            .on(3, DOUBLING, "500", UNLISTED)
            // Then with fewer records, by whoever sent several.
            .on(2, DOUBLING, "604", "1014")
            // A queue of jobs is full, and stays so for a minute and more.
            .neverOn("1016", "1019", "1029")
            // Refusals of our own have no code: nothing was asked, or what came already must not come twice.
            .neverOn("")
            // Marketo hands out the same token to all who ask: the next one may be as old as the last.
            .renewingForFree(5)
            .within(Duration.ofMinutes(5))
            .build();

    /** Right at expiry a token with no seconds left may be handed out: older clients ask again after a second. */
    static final RetryPolicy EXPIRED_TOKENS = RetryPolicy.onlyListed()
            .on(4, Wait.fixed(Duration.ofSeconds(1)), AdapterErrorCode.TOKEN_EXPIRED)
            .build();

    /** The file of an extract, as long as more of it comes each time; it goes on at the byte where it broke. */
    public static final RetryPolicy DOWNLOADS =
            RetryPolicy.usually(5, Wait.none()).build();

    private MarketoRetryPolicies() {}
}
