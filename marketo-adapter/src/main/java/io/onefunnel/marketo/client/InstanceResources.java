package io.onefunnel.marketo.client;

import io.onefunnel.http.VendorHttp;
import io.onefunnel.http.VendorHttp.Patience;
import io.onefunnel.spi.call.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * What all adapters of one Marketo instance share in this process: connections, tokens, threads, and our part of the limits,
 * which the vendor counts per instance and not per integration.
 */
public final class InstanceResources {
    // The longest server time-out is that of a paging token, 300 s; ours stands 10 s above: REST API, "Timeouts". An
    // answer
    // may then take a while to come. Three hundred activities with 65,536 bytes of attributes each (error 1049) are 20
    // MB.
    private static final Patience OF_CALLS =
            new Patience(Duration.ofSeconds(20), Duration.ofSeconds(310), Duration.ofSeconds(340), 64L << 20);
    // A token is some hundred bytes.
    private static final Patience OF_TOKENS =
            new Patience(Duration.ofSeconds(20), Duration.ofSeconds(40), Duration.ofSeconds(60), 1L << 20);
    // Of a file its job tells the size, and no more of it is taken ({@link MarketoClient#download}); 500 MB are
    // exported in a
    // day unless more were bought: "Bulk Extract", "Limits". At 100 kB a second they take an hour and a half.
    private static final Patience OF_FILES =
            new Patience(Duration.ofSeconds(20), Duration.ofSeconds(310), Duration.ofHours(2), 16L << 30);
    // 614 is "usually temporary": after an hour it is taken for what it says.
    private static final Duration LONGEST_INVALID = Duration.ofHours(1);
    private static final long IDLE_SECONDS = 30;

    private final OkHttpClient http;
    private final OkHttpClient files;
    private final OkHttpClient identityHttp;
    private final HttpUrl base;
    private final HttpUrl identity;
    private final Map<String, AccessTokens> tokens = new ConcurrentHashMap<>();
    private final RateLimiter rate;
    private final Semaphore concurrency;
    private final Parallel parallel;
    private Instant invalidSince = Instant.MAX;

    public InstanceResources(InstanceOptions options) {
        int atOnce = Math.min(options.concurrency(), options.callsPer20Seconds());
        http = VendorHttp.client(OF_CALLS)
                .connectionPool(new ConnectionPool(atOnce, IDLE_SECONDS, TimeUnit.SECONDS))
                .build();
        files = VendorHttp.with(http, OF_FILES);
        identityHttp = VendorHttp.with(http, OF_TOKENS);
        base = options.base();
        identity = options.identity();
        rate = new RateLimiter(options.callsPer20Seconds());
        concurrency = new Semaphore(atOnce, true);
        // As many threads as calls may run at once; they end when idle, since an instance is never closed.
        parallel = Parallel.limited("marketo", atOnce);
    }

    HttpUrl base() {
        return base;
    }

    OkHttpClient http() {
        return http;
    }

    /** With the patience that a file of an extract needs. */
    OkHttpClient files() {
        return files;
    }

    /** The token of one custom service; reading, writing and merging may each have their own. */
    AccessTokens tokens(String clientId) {
        return tokens.computeIfAbsent(clientId, id -> new AccessTokens(identityHttp, identity));
    }

    Semaphore concurrency() {
        return concurrency;
    }

    RateLimiter rate() {
        return rate;
    }

    Parallel parallel() {
        return parallel;
    }

    /** Error 614 came: whether it has been coming for so long that it is no passing one. */
    synchronized boolean subscriptionRefused(Instant now) {
        if (now.isBefore(invalidSince)) invalidSince = now;
        return Duration.between(invalidSince, now).compareTo(LONGEST_INVALID) > 0;
    }

    synchronized void subscriptionAccepted() {
        invalidSince = Instant.MAX;
    }
}
