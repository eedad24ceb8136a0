package io.onefunnel.scoring.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers how old facts are, and remembers when the next of these answers would change: so the score and the instant
 * until which it holds cannot disagree.
 */
final class Ages {
    static final int WEEK = 7;
    static final int MONTH = 30;
    static final int QUARTER = 90;
    static final int HALF_YEAR = 180;

    private final Instant now;
    private @Nullable Instant nextChange;

    Ages(Instant now) {
        this.now = now;
    }

    /** Whether it has happened, and less than {@code days} ago. */
    boolean within(Instant at, int days) {
        if (at.isAfter(now)) {
            changesAt(at);
            return false;
        }
        Instant end = at.plus(Duration.ofDays(days));
        if (!now.isBefore(end)) return false;
        changesAt(end);
        return true;
    }

    boolean happened(Instant at) {
        if (!at.isAfter(now)) return true;
        changesAt(at);
        return false;
    }

    /** Empty when time alone changes nothing. */
    Optional<Instant> nextChange() {
        return Optional.ofNullable(nextChange);
    }

    private void changesAt(Instant instant) {
        if (nextChange == null || instant.isBefore(nextChange)) nextChange = instant;
    }
}
