package io.onefunnel.hubspot.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * At most so many calls in any stretch of time of one length, as the vendor counts them: HubSpot's windows roll.
 *
 * <p>The vendor counts a call when it arrives, which is some time between its last byte leaving us and its answer. What
 * an answer takes longer than the fastest ones may have been the way there, so that the call is taken to have been
 * counted that much after it was sent: then no jitter of the network or of this machine makes the vendor see more calls
 * in a window than were let through.
 */
final class RollingWindow {
    private static final long UNDER_WAY = Long.MAX_VALUE;
    /** Of any tier, with what can be bought: changelog "increasing our API limits". */
    private static final int LARGEST_LIMIT = 250;
    /** How soon to look again when everybody in the window is still being sent. */
    private static final long SOON = 5;
    /** What the clocks of two machines, read in milliseconds, may make of one moment. */
    private static final long GRAIN = 10;
    /**
     * For so many windows and up to twice as many the fastest answer is remembered: longer than a burst that makes the
     * vendor itself slow, and not so long that a network that has become slower is taken for jitter all day.
     */
    private static final int REMEMBERED = 3;

    /** One call's place in the window, from when it is let through until the vendor has forgotten it. */
    final class Turn {
        private final long number;
        private final int before;
        private long sent = UNDER_WAY;
        private long counted = UNDER_WAY;
        private @Nullable Turn other;

        private Turn(long number, int before) {
            this.number = number;
            this.before = before;
        }

        /** A call that has a place in two windows is told of once. */
        Turn besides(Turn ofCalls) {
            other = ofCalls;
            return this;
        }

        /** The place among all calls, where this one is among those of one sort. */
        Turn ofCalls() {
            return other == null ? this : other;
        }

        /** The request's last byte has left. */
        void sent(long now) {
            if (other != null) other.sent(now);
            synchronized (RollingWindow.this) {
                sent = now;
                counted = now + slack;
            }
        }

        /** An answer came, or it is certain that none will. */
        void ended(long now) {
            if (other != null) other.ended(now);
            synchronized (RollingWindow.this) {
                if (sent == UNDER_WAY) {
                    counted = now;
                    return;
                }
                long took = now - sent;
                counted = sent + Math.min(took - fastest(now, took), longestWay) + GRAIN;
            }
        }
    }

    private final long window;
    private final long slack;
    private final long longestWay;
    private final int configured;
    private final Deque<Turn> turns = new ArrayDeque<>();
    private int most;
    private long taken;
    private long fastest = Long.MAX_VALUE;
    private long fastestBefore = Long.MAX_VALUE;
    private long periodEnds = Long.MIN_VALUE;
    private long closedUntil;

    /**
     * Times are milliseconds.
     *
     * @param slack how much later than sent a call is taken to be counted while it has no answer
     * @param longestWay how much later at most when it has one: a slow answer may be slow work, too
     */
    RollingWindow(int most, long window, long slack, long longestWay) {
        this.configured = most;
        this.most = most;
        this.window = window;
        this.slack = slack;
        this.longestWay = longestWay;
    }

    /** A place among the calls, if there is one at {@code now}. */
    synchronized Optional<Turn> take(long now) {
        forget(now);
        if (now < closedUntil || turns.size() >= most) return Optional.empty();
        Turn turn = new Turn(taken++, turns.size());
        turns.addLast(turn);
        return Optional.of(turn);
    }

    /** How long to wait at {@code now} before asking again makes sense; at least a millisecond. */
    synchronized long untilFree(long now) {
        forget(now);
        if (now < closedUntil) return closedUntil - now;
        if (turns.size() < most) return 1;
        long[] counted = turns.stream().mapToLong(turn -> turn.counted).sorted().toArray();
        long leaves = counted[counted.length - most];
        return leaves == UNDER_WAY ? SOON : Math.max(1, leaves + window + 1 - now);
    }

    /** Nobody goes before {@code until}: the vendor refused a call. */
    synchronized void close(long until) {
        closedUntil = Math.max(closedUntil, until);
    }

    /**
     * What the vendor's headers say in the answer to {@code turn}: its limit, and what was left of it to everybody who
     * shares it. What others spend is what is missing beyond every call of ours that can have been counted by then.
     */
    synchronized void vendorSays(Turn turn, int limit, int remaining) {
        // Who configures more than any portal allows talks to one that has no limits.
        if (configured > LARGEST_LIMIT) return;
        long ours = turn.before + (taken - turn.number);
        long others = Math.max(0, limit - remaining - ours);
        most = (int) Math.max(1, Math.min(configured, limit) - others);
    }

    synchronized int most() {
        return most;
    }

    /** The fastest answer of this period and the one before, the present one included. */
    private long fastest(long now, long took) {
        if (now >= periodEnds) {
            fastestBefore = fastest;
            fastest = Long.MAX_VALUE;
            periodEnds = now + REMEMBERED * window;
        }
        fastest = Math.min(fastest, took);
        return Math.min(fastest, fastestBefore);
    }

    private void forget(long now) {
        turns.removeIf(turn -> turn.counted != UNDER_WAY && turn.counted + window < now);
    }
}
