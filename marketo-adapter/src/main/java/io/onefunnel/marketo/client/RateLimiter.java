package io.onefunnel.marketo.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * At most so many calls in any 20 seconds ("REST API", "Limits"), with a burst of all of them right away. Marketo counts a
 * call when it arrives, at an instant that we do not see. A call leaves our window only 20 seconds after the latest
 * instant at which it can have arrived: its answer, or the longest way there.
 */
final class RateLimiter {
    static final Duration WINDOW = Duration.ofSeconds(20);

    // Generous for a way across the internet; a server's own time comes after it.
    static final Duration LONGEST_WAY = Duration.ofMillis(300);

    private final int most;
    private final Deque<Instant> arrived = new ArrayDeque<>();
    private int running;
    private Instant closedUntil = Instant.MIN;

    /** @param most calls in a window; never fewer than may run at once */
    RateLimiter(int most) {
        this.most = most;
    }

    /** Zero when a call may go out now: it is counted. Otherwise how long to wait before asking again. */
    synchronized Duration enter(Instant now) {
        if (now.isBefore(closedUntil)) return Duration.between(now, closedUntil);
        while (!arrived.isEmpty() && !arrived.getFirst().plus(WINDOW).isAfter(now)) arrived.removeFirst();
        if (running + arrived.size() >= most) {
            return Duration.between(now, arrived.getFirst().plus(WINDOW));
        }
        running++;
        return Duration.ZERO;
    }

    synchronized void leave(Instant sent, Instant answered) {
        running--;
        Instant latest = sent.plus(LONGEST_WAY);
        arrived.addLast(answered.isBefore(latest) ? answered : latest);
    }

    /** Others used the window up: nobody of ours calls before it has passed. */
    synchronized void closeUntil(Instant open) {
        if (open.isAfter(closedUntil)) closedUntil = open;
    }
}
