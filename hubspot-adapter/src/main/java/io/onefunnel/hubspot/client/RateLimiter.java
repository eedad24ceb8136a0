package io.onefunnel.hubspot.client;

import io.onefunnel.hubspot.client.RollingWindow.Turn;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the adapter below the portal's limits: calls in ten seconds, searches in a second, and none at all once the day
 * is spent. Asked by several threads.
 */
final class RateLimiter {
    /** The buckets that calls are drawn from. */
    enum Allowance {
        CALLS,
        SEARCHES,
        /** Batch calls of associations have a stricter burst on top of the calls' (guide "associate records"). */
        ASSOCIATIONS
    }

    private static final int ASSOCIATION_CALLS = 150;
    // Rolling ten seconds by app, five searches a second by account: usage guidelines; "search the CRM".
    private static final long CALL_WINDOW = 10_000;
    private static final long SEARCH_WINDOW = 1_000;
    // A window that is longer by the slack still lets 95 % of the limit through.
    private static final long CALL_SLACK = 490;
    private static final long CALL_LONGEST_WAY = 1_000;
    private static final long SEARCH_SLACK = 50;
    private static final long SEARCH_LONGEST_WAY = 250;

    private final AdapterContext context;
    private final ConnectionId connection;
    private final RollingWindow calls;
    private final RollingWindow searches;
    private final RollingWindow associations =
            new RollingWindow(ASSOCIATION_CALLS, CALL_WINDOW, CALL_SLACK, CALL_LONGEST_WAY);
    private final DailyQuota quota;
    private volatile @Nullable Instant spentUntil;

    RateLimiter(ConnectionId connection, ClientOptions options, AdapterContext context) {
        quota = new DailyQuota(options.dayShare());
        this.context = context;
        this.connection = connection;
        calls = new RollingWindow(options.callsPer10Seconds(), CALL_WINDOW, CALL_SLACK, CALL_LONGEST_WAY);
        searches = new RollingWindow(options.searchesPerSecond(), SEARCH_WINDOW, SEARCH_SLACK, SEARCH_LONGEST_WAY);
    }

    /** Waits for a turn. The caller says when the call was sent and when it ended. */
    Turn await(Allowance allowance) {
        Instant today = context.clock().instant();
        if (!quota.take(today)) {
            throw new AdapterException(
                    AdapterErrorCode.QUOTA_EXHAUSTED,
                    connection + ": " + quota + " are OneFunnel's part (budget-day-share)",
                    quota.renewed(today),
                    null);
        }
        if (allowance != Allowance.ASSOCIATIONS) return await(allowance == Allowance.SEARCHES ? searches : calls);
        return await(associations).besides(await(calls));
    }

    private Turn await(RollingWindow window) {
        long now = context.clock().millis();
        while (true) {
            Instant until = spentUntil;
            if (until != null && context.clock().instant().isBefore(until)) throw spent(until);
            Optional<Turn> turn = window.take(now);
            if (turn.isPresent()) return turn.get();
            long wait = window.untilFree(now);
            context.pauseOrStop(connection, Duration.ofMillis(wait));
            // Waiting is the application's: it says that this time has passed, whatever its clock says.
            now = Math.max(now + wait, context.clock().millis());
        }
    }

    /** The vendor refused a call for its rate: nobody sends another one of its sort for this long. */
    void hold(Allowance allowance, Duration time) {
        long until = context.clock().millis() + time.toMillis();
        (allowance == Allowance.SEARCHES ? searches : calls).close(until);
    }

    /** What an answer's headers say of the ten seconds; searches have none. */
    void vendorSays(Turn turn, int limit, int remaining) {
        calls.vendorSays(turn.ofCalls(), limit, remaining);
    }

    DailyQuota quota() {
        return quota;
    }

    /** The day's calls are used up: nothing is sent before {@code until}. */
    AdapterException spentUntil(Instant until) {
        spentUntil = until;
        return spent(until);
    }

    Optional<Instant> spentUntil() {
        return Optional.ofNullable(spentUntil);
    }

    private AdapterException spent(Instant until) {
        return new AdapterException(
                AdapterErrorCode.QUOTA_EXHAUSTED,
                connection + ": the portal's daily calls are used up until " + until,
                until,
                null);
    }
}
