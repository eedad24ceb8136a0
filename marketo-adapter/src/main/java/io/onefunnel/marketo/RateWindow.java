package io.onefunnel.marketo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * At most so many calls in any 20 seconds ("REST API", "Limits"), with a burst of all of them right away. Marketo counts a
 * call at some instant between its sending and its answer; counted here from the answer on, it can never be counted
 * there in a later window than here.
 */
final class RateWindow {
    static final Duration WINDOW = Duration.ofSeconds(20);

    private final int most;
    private final Deque<Instant> answered = new ArrayDeque<>();
    private int running;
    private Instant closedUntil = Instant.MIN;

    /** @param most calls in a window; never fewer than may run at once */
    RateWindow(int most) {
        this.most = most;
    }

    /** Zero when a call may go out now: it is counted. Otherwise how long to wait before asking again. */
    synchronized Duration enter(Instant now) {
        if (now.isBefore(closedUntil)) return Duration.between(now, closedUntil);
        while (!answered.isEmpty() && !answered.getFirst().plus(WINDOW).isAfter(now)) answered.removeFirst();
        if (running + answered.size() >= most) {
            return Duration.between(now, answered.getFirst().plus(WINDOW));
        }
        running++;
        return Duration.ZERO;
    }

    synchronized void leave(Instant now) {
        running--;
        answered.addLast(now);
    }

    /** Others used the window up: nobody of ours calls before it has passed. */
    synchronized void closeUntil(Instant open) {
        if (open.isAfter(closedUntil)) closedUntil = open;
    }
}
