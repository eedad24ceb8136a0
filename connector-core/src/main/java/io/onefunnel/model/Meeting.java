package io.onefunnel.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A meeting with a person.
 *
 * @param people records of the people who take part
 * @param bookedAt when it was put on the calendar
 */
public record Meeting(
        SourceRef ref,
        List<SourceRef> people,
        Instant bookedAt,
        Instant start,
        Instant end,
        Outcome outcome,
        String subject,
        boolean hasLocation,
        Optional<SourceRef> owner) {
    public Meeting {
        people = List.copyOf(people);
    }

    public enum Outcome implements Labelled {
        SCHEDULED,
        HELD,
        NO_SHOW,
        CANCELLED,
        RESCHEDULED,
        /** The vendor holds nothing about it. */
        UNKNOWN
    }
}
