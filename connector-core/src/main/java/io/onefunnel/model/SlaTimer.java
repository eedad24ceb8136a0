package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A promise with a clock. The due instants are fixed when the state last changed: between events nothing needs work.
 *
 * @param warnAt from here it is at risk
 * @param dueAt from here it is late
 * @param metAt when it was kept, if it was
 * @param status as of the decision
 * @param computation how the instants came about, line by line, for people
 */
public record SlaTimer(
        Kind kind,
        Instant startedAt,
        Instant warnAt,
        Instant dueAt,
        Optional<Instant> metAt,
        Status status,
        List<String> computation) {
    public SlaTimer {
        requireNonNull(kind, "kind is null");
        requireNonNull(status, "status is null");
        computation = List.copyOf(computation);
    }

    public enum Kind {
        FIRST_TOUCH,
        RESOLUTION,
        TAKE_BACK,
        MEETING_FEEDBACK
    }

    /** Table T of the requirements. */
    public enum Status {
        ON_TRACK,
        AT_RISK,
        MET,
        /** Only with proof: a complete pull, begun after the deadline, of every system that could hold the touch. */
        MISSED,
        PAUSED,
        EXTENDED,
        NOT_APPLICABLE;

        /** Whether the clock still runs. */
        public boolean open() {
            return this == ON_TRACK || this == AT_RISK || this == EXTENDED;
        }
    }
}
