package io.onefunnel.marketo;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;

/**
 * What all adapters of one Marketo instance share in this process: connections, token, and our part of the limits, which
 * the vendor counts per instance and not per integration.
 */
final class Instance {
    private static final Duration WINDOW = Duration.ofSeconds(20);
    // Server time-outs are 30 to 180 s; ours stand 10 s above: REST API, "Timeouts".
    private static final Duration LONGEST_READ = Duration.ofSeconds(190);

    private final OkHttpClient http;
    private final AccessTokens tokens;
    private final RateLimiter rate;
    private final Semaphore concurrency;

    Instance(MarketoOptions options) {
        http = new OkHttpClient.Builder()
                // A write must not be sent a second time behind our back when its connection breaks.
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(options.concurrency(), 30, TimeUnit.SECONDS))
                .connectTimeout(Duration.ofSeconds(20))
                .readTimeout(LONGEST_READ)
                .build();
        tokens = new AccessTokens(http, options.identity());
        rate = RateLimiter.of(
                "marketo " + options.base().host(),
                RateLimiterConfig.custom()
                        .limitForPeriod(options.callsPer20Seconds())
                        .limitRefreshPeriod(WINDOW)
                        .timeoutDuration(Duration.ofMinutes(30))
                        .build());
        concurrency = new Semaphore(options.concurrency(), true);
    }

    OkHttpClient http() {
        return http;
    }

    AccessTokens tokens() {
        return tokens;
    }

    Semaphore concurrency() {
        return concurrency;
    }

    /** How long to wait before the next call may go out; the permission is taken. */
    Duration untilNextCall() {
        return Duration.ofNanos(Math.max(0, rate.reservePermission()));
    }
}
