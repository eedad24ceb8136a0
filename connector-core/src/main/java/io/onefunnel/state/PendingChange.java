package io.onefunnel.state;

import io.onefunnel.model.Field;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A difference between what a record holds and what it should hold.
 *
 * @param capability which the admin switches on by itself: SCORES, SLA ...
 * @param before what the record holds now, for every field of {@code after}; empty text for nothing
 * @param after what it should hold
 * @param reason for people: "score 41 -> 78: asked for a demo"
 */
public record PendingChange(
        PersonId person,
        SourceRef on,
        Capability capability,
        Map<Field, String> before,
        Map<Field, String> after,
        String reason) {
    public PendingChange {
        before = Collections.unmodifiableMap(new EnumMap<>(before));
        after = Collections.unmodifiableMap(new EnumMap<>(after));
        if (!before.keySet().equals(after.keySet())) {
            throw new IllegalArgumentException("before and after name different fields on " + on);
        }
    }
}
