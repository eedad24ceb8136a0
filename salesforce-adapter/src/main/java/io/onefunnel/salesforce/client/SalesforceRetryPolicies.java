package io.onefunnel.salesforce.client;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.call.Failure;
import io.onefunnel.spi.call.RetryPolicy;
import io.onefunnel.spi.call.Wait;
import java.time.Duration;

/** How often Salesforce is asked again, and how long is waited in between: every figure of it. */
public final class SalesforceRetryPolicies {
    /** Stands for a code that nobody has read of: {@link ErrorMapping} does not list it. */
    static final String UNLISTED = "unlisted";

    /** Of an answer that is not Salesforce's, or not all of it. */
    static final String SPOILED = "spoiled";

    /** Of the token endpoint's text: clocks can disagree for a moment, and a new assertion is then found expired. */
    static final String EXPIRED_ASSERTION = "expired authorization code";

    /** After "ConcurrentRequests Limit exceeded": longer than the 20 seconds that make a request a long one. */
    static final Duration CONCURRENCY_PAUSE = Duration.ofSeconds(30);

    private static final Wait DOUBLING = Wait.doubling(Duration.ofSeconds(1), 0.3, Duration.ofMinutes(1));

    static final RetryPolicy CALLS = RetryPolicy.usually(5, DOUBLING)
            .on(5, Wait.fixed(CONCURRENCY_PAUSE), AdapterErrorCode.RATE_LIMITED)
            .on(2, DOUBLING, "REQUEST_RUNNING_TOO_LONG", "UNKNOWN_EXCEPTION")
            .on(3, DOUBLING, UNLISTED, SPOILED)
            // The same query would end in the same way: whoever asked asks for less.
            .neverOn("QUERY_TIMEOUT", "OPERATION_TOO_LARGE", "QUERY_TOO_COMPLICATED")
            // A cursor that is gone; the query is asked anew from where it was last stored.
            .neverOn("INVALID_QUERY_LOCATOR", "INVALID_LOCATOR")
            .renewing(1)
            .build();

    /** Of what is fetched ahead: what fails there is done again, patiently, when it is asked for. */
    static final RetryPolicy PREFETCHES = RetryPolicy.onlyListed().build();

    /** Another assertion is signed at once. */
    static final RetryPolicy ASSERTIONS =
            RetryPolicy.onlyListed().on(2, Wait.none(), EXPIRED_ASSERTION).build();

    /** What a row failed by that somebody else holds; the call that carried it went well. */
    public static final Failure LOCKED = new Failure(AdapterErrorCode.RECORD_LOCKED);

    /** Such rows: the same again, once nothing else is under way. */
    public static final RetryPolicy LOCKED_ROWS =
            RetryPolicy.usually(4, DOUBLING).build();

    /** Rows that a Bulk job found locked, or did not come to: another job for them. */
    public static final RetryPolicy BULK_ROWS = RetryPolicy.usually(3, DOUBLING).build();

    /** A query of several pages that are all held: when its cursor is lost, or rows are missing, it begins anew. */
    static final RetryPolicy SMALL_QUERIES = RetryPolicy.onlyListed()
            .on(3, Wait.none(), "INVALID_QUERY_LOCATOR")
            .on(3, DOUBLING, SPOILED)
            .build();

    /** Bulk query jobs of one type that may fail in a row; counted from page to page of a pull, with the store in between. */
    public static final int FAILED_JOBS = 2;

    /** The result of a Bulk job whose stream breaks; it goes on at the row that was stored last. */
    public static final RetryPolicy DOWNLOADS = RetryPolicy.usually(5, DOUBLING)
            .on(5, DOUBLING, AdapterErrorCode.TOKEN_EXPIRED)
            .on(3, DOUBLING, SPOILED)
            .build();

    /** A result of which something is missing, by the vendor's own count. */
    public static final Failure SPOILED_DOWNLOAD = new Failure(AdapterErrorCode.UNEXPECTED_RESPONSE, SPOILED);

    /** Looks at an ingest job, ever less often; what takes longer is left to be settled by reading. */
    public static final RetryPolicy JOB_LOOKS = RetryPolicy.usually(
                    Integer.MAX_VALUE, Wait.growing(Duration.ofSeconds(1), Duration.ofSeconds(30)))
            .within(Duration.ofHours(1))
            .build();

    private SalesforceRetryPolicies() {}
}
