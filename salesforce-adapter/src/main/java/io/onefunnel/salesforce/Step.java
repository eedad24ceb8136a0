package io.onefunnel.salesforce;

import io.onefunnel.salesforce.PullCursor.Stand;
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
record Step(
        List<Change> changes,
        @Nullable Stand next,
        @Nullable Instant notBefore) {
    static Step on(List<Change> changes, Stand next) {
        return new Step(changes, next, null);
    }

    static Step waiting(Stand next, Instant notBefore) {
        return new Step(List.of(), next, notBefore);
    }

    static Step last(List<Change> changes) {
        return new Step(changes, null, null);
    }
}
