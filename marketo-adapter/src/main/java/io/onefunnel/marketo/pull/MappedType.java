package io.onefunnel.marketo.pull;

import io.onefunnel.model.Mapping;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** What a type of the mapping asks of Marketo. */
public final class MappedType {
    private MappedType() {}

    /** The number of the activities that are read as this type; empty for records that are no activities. */
    public static Optional<String> activityType(Mapping.Type type) {
        return Optional.ofNullable(type.options().get("activityType"));
    }

    /** Every vendor name that a type needs: its fields and its links. */
    public static Set<String> names(Mapping.Type type) {
        Set<String> names = new LinkedHashSet<>(type.fetched());
        type.links().values().forEach(names::addAll);
        return names;
    }
}
