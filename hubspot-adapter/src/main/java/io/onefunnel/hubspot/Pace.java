package io.onefunnel.hubspot;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the adapter below the portal's limits: calls in ten seconds, searches in a second, and none at all once the day
 * is spent.
 *
 * <p>HubSpot's windows roll while a limiter's periods stand still, so that two full periods could meet in one window.
 * Short periods keep that small: 9 calls in each half second are at most 189 in any ten seconds, one search in each
 * quarter second at most five in any second (limits: usage guidelines).
 */
final class Pace {
    private static final Duration CALL_PERIOD = Duration.ofMillis(500);
    private static final int PERIODS = 20;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final AdapterContext context;
    private final String connection;
    private final RateLimiter calls;
    private final RateLimiter searches;
    private volatile @Nullable Instant spentUntil;

    Pace(String connection, int callsPer10Seconds, int searchesPerSecond, AdapterContext context) {
        this.context = context;
        this.connection = connection;
        calls = limiter(connection + " calls", Math.max(1, callsPer10Seconds / PERIODS), CALL_PERIOD);
        searches = limiter(connection + " searches", 1, Duration.ofSeconds(1).dividedBy(searchesPerSecond));
    }

    /** Waits for a turn. */
    void await(boolean search) {
        Instant until = spentUntil;
        if (until != null && context.clock().instant().isBefore(until)) throw spent(until);
        long nanos = (search ? searches : calls).reservePermission();
        if (nanos > 0) pause(Duration.ofNanos(nanos));
    }

    /** The day's calls are used up: nothing is sent before {@code until}. */
    AdapterException spentUntil(Instant until) {
        spentUntil = until;
        return spent(until);
    }

    Optional<Instant> spentUntil() {
        return Optional.ofNullable(spentUntil);
    }

    void pause(Duration time) {
        try {
            context.pause().pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdapterException(AdapterErrorCode.UNREACHABLE, connection + ": interrupted while waiting", e);
        }
    }

    private AdapterException spent(Instant until) {
        return new AdapterException(
                AdapterErrorCode.QUOTA_EXHAUSTED,
                connection + ": the portal's daily calls are used up until " + until,
                until,
                null);
    }

    private static RateLimiter limiter(String name, int permits, Duration period) {
        return RateLimiter.of(
                name,
                RateLimiterConfig.custom()
                        .limitForPeriod(permits)
                        .limitRefreshPeriod(period)
                        .timeoutDuration(LONGEST_WAIT)
                        .build());
    }
}
