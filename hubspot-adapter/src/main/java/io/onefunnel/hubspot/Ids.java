package io.onefunnel.hubspot;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which ref names which object, and where merged-away ids led as far as this adapter has seen. */
final class Ids {
    private final ConnectionId connection;
    private final Map<String, MappedType> types = new LinkedHashMap<>();
    private final Map<MappedType, Changes> changes = new LinkedHashMap<>();
    private final Map<SourceRef, SourceRef> survivors = new ConcurrentHashMap<>();

    Ids(ConnectionId connection, Mapping mapping) {
        this.connection = connection;
        mapping.types().values().forEach(type -> types.put(type.name(), new MappedType(type)));
        types.values().forEach(type -> changes.put(type, new Changes(this, type)));
    }

    List<MappedType> all() {
        return List.copyOf(types.values());
    }

    List<MappedType> of(RecordKind kind) {
        return types.values().stream().filter(type -> type.kind() == kind).toList();
    }

    /** The type of the mapping that is about an object type. */
    Optional<MappedType> mapped(String objectType) {
        return Optional.ofNullable(types.get(objectType));
    }

    /** What the objects of a type of this mapping are to the core. */
    Changes changes(MappedType type) {
        return Objects.requireNonNull(changes.get(type));
    }

    /** The properties that say when something happened to objects of this type, as far as the mapping wants to know. */
    Set<String> eventStamps(String object) {
        return events(object).map(MappedType::modified).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** All that the mapping reads of what happened to objects of this type. */
    Set<String> eventProperties(String object) {
        return events(object)
                .flatMap(type -> type.properties().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Stream<MappedType> events(String object) {
        return types.values().stream()
                .filter(type -> type.isEventOfObject() && type.object().equals(object));
    }

    SourceRef ref(MappedType type, String id) {
        return new SourceRef(connection, type.kind(), type.hasPlainIds() ? id : type.name() + ":" + id);
    }

    /** The type a ref belongs to; empty when the mapping has none. */
    Optional<MappedType> type(SourceRef ref) {
        int colon = ref.id().indexOf(':');
        if (colon >= 0) {
            return Optional.ofNullable(types.get(ref.id().substring(0, colon)))
                    .filter(type -> type.kind() == ref.kind());
        }
        return of(ref.kind()).stream().filter(MappedType::hasPlainIds).findFirst();
    }

    /** The object's id at the vendor; of an event the id of its object. */
    String vendorId(SourceRef ref) {
        String[] parts = ref.id().split(":");
        return parts.length == 1 ? parts[0] : parts[1];
    }

    void merged(SourceRef away, SourceRef survivor) {
        if (!away.equals(survivor)) survivors.put(away, survivor);
    }

    /** Where {@code ref} lives now, as far as this adapter has seen. */
    SourceRef current(SourceRef ref) {
        SourceRef at = ref;
        // A vendor's answers cannot make a circle, but a bound costs nothing.
        for (int steps = 0; steps < 1_000; steps++) {
            SourceRef next = survivors.get(at);
            if (next == null) return at;
            at = next;
        }
        return at;
    }
}
