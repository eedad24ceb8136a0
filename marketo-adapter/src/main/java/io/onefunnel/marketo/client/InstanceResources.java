package io.onefunnel.marketo.client;

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
    // Server time-outs are 30 to 180 s; ours stand 10 s above: REST API, "Timeouts".
    private static final Duration LONGEST_READ = Duration.ofSeconds(190);
    // 614 is "usually temporary": after an hour it is taken for what it says.
    private static final Duration LONGEST_INVALID = Duration.ofHours(1);
    private static final long IDLE_SECONDS = 30;

    private final OkHttpClient http;
    private final HttpUrl base;
    private final HttpUrl identity;
    private final Map<String, AccessTokens> tokens = new ConcurrentHashMap<>();
    private final RateLimiter rate;
    private final Semaphore concurrency;
    private final Parallel parallel;
    private Instant invalidSince = Instant.MAX;

    public InstanceResources(InstanceOptions options) {
        int atOnce = Math.min(options.concurrency(), options.callsPer20Seconds());
        http = new OkHttpClient.Builder()
                // A write must not be sent a second time behind our back when its connection breaks.
                .retryOnConnectionFailure(false)
                // The identity address holds the secret: it is not taken to where an answer points.
                .followRedirects(false)
                .connectionPool(new ConnectionPool(atOnce, IDLE_SECONDS, TimeUnit.SECONDS))
                .connectTimeout(Duration.ofSeconds(20))
                .readTimeout(LONGEST_READ)
                .build();
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

    /** The token of one custom service; reading, writing and merging may each have their own. */
    AccessTokens tokens(String clientId) {
        return tokens.computeIfAbsent(clientId, id -> new AccessTokens(http, identity));
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
