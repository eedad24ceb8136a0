package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /**
     * What is promised. A kind names the fields that carry it: a new timer is a constant here with its fields, a rule in {@code
     * sla.timer} with its line in {@code sla.SlaRules}, and its promise in {@code policy}.
     */
    public enum Kind implements Labelled {
        FIRST_TOUCH(Field.OF_SLA_FIRST_TOUCH_DUE, Field.OF_SLA_FIRST_TOUCH_STATUS, Field.OF_SLA_FIRST_TOUCH_AT),
        RESOLUTION(Field.OF_SLA_RESOLUTION_DUE, Field.OF_SLA_RESOLUTION_STATUS, null),
        TAKE_BACK(Field.OF_SLA_TAKEBACK_DUE, Field.OF_SLA_TAKEBACK_STATUS, null),
        MEETING_FEEDBACK(Field.OF_SLA_MEETING_FEEDBACK_DUE, Field.OF_SLA_MEETING_FEEDBACK_STATUS, null);

        private final Field due;
        private final Field status;
        private final @Nullable Field at;

        Kind(Field due, Field status, @Nullable Field at) {
            this.due = due;
            this.status = status;
            this.at = at;
        }

        @Override
        public String label() {
            return this == TAKE_BACK ? "reassign" : Labelled.super.label();
        }

        /** The field that tells until when. */
        public Field due() {
            return due;
        }

        /** The field that tells how it stands. */
        public Field status() {
            return status;
        }

        /** The field that tells when it was kept, where there is one. */
        public Optional<Field> at() {
            return Optional.ofNullable(at);
        }
    }

    /** Why there is more time than a promise gives. */
    public enum Extension {
        HIGH_POTENTIAL,
        VERIFIED_INTEREST
    }

    /** How it stood at the instant of the decision. */
    public enum Status implements Labelled {
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
