package io.onefunnel.hubspot.pull;

import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.MappedTypes;
import io.onefunnel.hubspot.client.RecordRefs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A {@link ChangeFactory} for each type of the mapping. */
final class ChangeFactories {
    private final Map<MappedType, ChangeFactory> byType = new LinkedHashMap<>();

    ChangeFactories(MappedTypes types, RecordRefs refs) {
        types.all().forEach(type -> byType.put(type, new ChangeFactory(types, refs, type)));
    }

    ChangeFactory of(MappedType type) {
        return Objects.requireNonNull(byType.get(type));
    }
}
