package io.onefunnel.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Something done towards a person, or the answer to it.
 *
 * @param person the record it was logged on
 * @param done false for what is only planned
 * @param automated done by a machine: does not count as a first touch unless the policy says so
 * @param actor who did it, when known
 */
public record Touch(
        SourceRef ref,
        SourceRef person,
        Instant at,
        Channel channel,
        Direction direction,
        Result result,
        boolean done,
        boolean automated,
        Optional<SourceRef> actor) {
    public enum Direction implements Labelled {
        OUTBOUND,
        INBOUND,
        INTERNAL
    }

    public enum Result implements Labelled {
        NONE,
        CONNECTED,
        LEFT_VOICEMAIL,
        NO_ANSWER,
        WRONG_NUMBER,
        REPLIED,
        OPENED,
        BOUNCED
    }
}
