package io.onefunnel.salesforce.client;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Budget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Calls against the org's quota, which is everybody's: rolling 24 hours, shared with every other integration
 * ("API Request Limits and Allocations"). Ours stop at a share of it, and stop as well when little is left to all. All
 * credentials of a connection spend from one budget.
 */
public final class DailyQuota {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration SLOT = Duration.ofHours(1);
    // Below a tenth of the maximum the rest belongs to the integrations that people wait for.
    private static final double LEFT_TO_OTHERS = 0.10;
    private static final Duration LOOK_AGAIN = Duration.ofHours(1);
    private static final Duration NEXT_RUN = Duration.ofMinutes(1);

    /** Our own calls that began within an hour from {@code from} on. */
    private static final class Slot {
        private final Instant from;
        private long calls;

        Slot(Instant from) {
            this.from = from;
        }
    }

    private record Usage(Instant at, long spent, long max) {}

    private final ConnectionId connection;
    private final double dayShare;
    private final long runCalls;
    private final InstantSource clock;
    private final Deque<Slot> slots = new ArrayDeque<>();
    private long ours;
    private long lastDay;
    private long ofRun;
    private @Nullable Usage usage;

    /**
     * @param dayShare the part of the org's daily maximum that is ours
     * @param runCalls the most calls from the beginning of one run to that of the next
     */
    public DailyQuota(ConnectionId connection, double dayShare, long runCalls, InstantSource clock) {
        this.connection = connection;
        this.dayShare = dayShare;
        this.runCalls = runCalls;
        this.clock = clock;
    }

    /**
     * Takes a call out of the budget.
     *
     * @throws AdapterException when there is none left; state is kept, and the next run goes on from it
     */
    synchronized void spend() {
        Instant now = clock.instant();
        forget(now);
        demandRun(now);
        demandShare(now);
        demandRest(now);
        Slot slot = slots.peekLast();
        if (slot == null || !now.isBefore(slot.from.plus(SLOT))) {
            slot = new Slot(now);
            slots.addLast(slot);
        }
        slot.calls++;
        lastDay++;
        ofRun++;
        ours++;
    }

    /** Signing in is a call of ours too, but none that a limit may stop: the token endpoint has its own. */
    synchronized void signedIn() {
        ours++;
    }

    public synchronized void runBegins() {
        ofRun = 0;
    }

    /** @param max the org's maximum of calls in 24 hours */
    synchronized void reported(long spent, long max) {
        usage = new Usage(clock.instant(), spent, max);
    }

    public synchronized Budget budget() {
        Usage known = usage;
        return known == null
                ? Budget.unknown(ours)
                : new Budget(
                        ours,
                        OptionalLong.of(known.spent()),
                        OptionalLong.of(Math.max(0, known.max() - known.spent())),
                        Optional.empty());
    }

    private void forget(Instant now) {
        Slot oldest = slots.peekFirst();
        while (oldest != null && !oldest.from.plus(DAY).plus(SLOT).isAfter(now)) {
            lastDay -= oldest.calls;
            slots.removeFirst();
            oldest = slots.peekFirst();
        }
    }

    private void demandRun(Instant now) {
        if (ofRun < runCalls) return;
        throw spent("this run has made its " + runCalls + " calls (budget-run-calls)", now.plus(NEXT_RUN));
    }

    private void demandShare(Instant now) {
        Usage known = usage;
        if (known == null || lastDay < Math.floor(known.max() * dayShare)) return;
        Slot oldest = slots.peekFirst();
        throw spent(
                "OneFunnel has made " + lastDay + " calls in 24 hours, its share of " + percent(dayShare)
                        + " of the org's " + known.max() + " (budget-day-share)",
                oldest == null ? now.plus(LOOK_AGAIN) : oldest.from.plus(DAY).plus(SLOT));
    }

    /** Old news is no reason to stop: after a while one call is risked, and its answer tells how it stands. */
    private void demandRest(Instant now) {
        Usage known = usage;
        if (known == null || known.max() - known.spent() >= known.max() * LEFT_TO_OTHERS) return;
        if (!now.isBefore(known.at().plus(LOOK_AGAIN))) return;
        throw spent(
                "all integrations together have made " + known.spent() + " of the org's " + known.max()
                        + " calls in 24 hours; the last " + percent(LEFT_TO_OTHERS) + " are left to the others",
                known.at().plus(LOOK_AGAIN));
    }

    private AdapterException spent(String why, Instant notBefore) {
        return new AdapterException(AdapterErrorCode.QUOTA_EXHAUSTED, connection + ": " + why, notBefore, null);
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
