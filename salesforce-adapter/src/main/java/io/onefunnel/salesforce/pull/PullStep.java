package io.onefunnel.salesforce.pull;

import io.onefunnel.salesforce.pull.PullCursor.Stand;
import io.onefunnel.spi.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one page of a type brought.
 *
 * @param next where the type stands afterwards; null when it is read
 * @param notBefore when to go on, where the vendor prepares an answer; null for at once
 */
record PullStep(
        List<Change> changes,
        @Nullable Stand next,
        @Nullable Instant notBefore) {
    static PullStep on(List<Change> changes, Stand next) {
        return new PullStep(changes, next, null);
    }

    static PullStep waiting(Stand next, Instant notBefore) {
        return new PullStep(List.of(), next, notBefore);
    }

    static PullStep last(List<Change> changes) {
        return new PullStep(changes, null, null);
    }
}
