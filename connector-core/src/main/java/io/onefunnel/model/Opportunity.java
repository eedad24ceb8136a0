package io.onefunnel.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An opportunity that a person has to do with.
 *
 * @param stage the vendor's stage key
 * @param stages when each stage was entered, oldest first; as far as the vendor tells
 * @param amount empty when none is given
 * @param closedAt for a closed one when it closed, for an open one the planned close; a date-only close is the end of that day in
 *     the connection's zone
 * @param people records of the people with a role, primary first
 * @param lossReason in the vendor's words; empty when none
 */
public record Opportunity(
        SourceRef ref,
        Instant version,
        Instant createdAt,
        String name,
        String stage,
        List<StageChange> stages,
        boolean closed,
        boolean won,
        Optional<Money> amount,
        Optional<Instant> closedAt,
        String type,
        String lossReason,
        Optional<SourceRef> account,
        Optional<SourceRef> owner,
        List<SourceRef> people) {
    public Opportunity {
        stages = List.copyOf(stages);
        people = List.copyOf(people);
    }

    /** A day somewhere on earth, at most. */
    private static final Duration DAY = Duration.ofDays(1);

    /**
     * When a closed one closed. A close that is given as a day ends with it; while that day is not over, the record's last
     * change says when. Empty for an open one, and where the vendor does not tell.
     */
    public Optional<Instant> closedOn() {
        if (!closed) return Optional.empty();
        return closedAt.map(at -> {
            boolean today = version.isBefore(at) && at.minus(DAY).isBefore(version);
            return today ? version : at;
        });
    }

    /** An entry into a vendor stage. */
    public record StageChange(String stage, Instant at) {}
}
