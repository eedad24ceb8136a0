package io.onefunnel.writeback;

import io.onefunnel.model.Field;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The difference between what a record holds and what it should hold. One row for each record: all its fields go to the
 * vendor in one write; which of them may go is a matter of the {@link io.onefunnel.model.Capability} of each.
 *
 * @param before what the record holds now, for every field of {@code after}; empty text for nothing
 * @param after what it should hold
 * @param reason for people: "score 41 -> 78: asked for a demo"
 */
public record PendingChange(
        PersonId person, SourceRef on, Map<Field, String> before, Map<Field, String> after, String reason) {
    public PendingChange {
        before = Collections.unmodifiableMap(new EnumMap<>(before));
        after = Collections.unmodifiableMap(new EnumMap<>(after));
        if (!before.keySet().equals(after.keySet())) {
            throw new IllegalArgumentException("before and after name different fields on " + on);
        }
    }
}
