package io.onefunnel.hubspot.client;

import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types that a connection's mapping names, in its order. */
public final class MappedTypes {
    private final Map<String, MappedType> byName = new LinkedHashMap<>();

    public MappedTypes(Mapping mapping) {
        mapping.types().values().forEach(type -> byName.put(type.name(), new MappedType(type)));
    }

    public List<MappedType> all() {
        return List.copyOf(byName.values());
    }

    public List<MappedType> of(RecordKind kind) {
        return byName.values().stream().filter(type -> type.kind() == kind).toList();
    }

    public Optional<MappedType> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The properties that say when something happened to objects of this type, as far as the mapping wants to know. */
    public Set<String> eventStamps(String object) {
        return events(object).map(MappedType::modified).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** All that the mapping reads of what happened to objects of this type. */
    public Set<String> eventProperties(String object) {
        return events(object)
                .flatMap(type -> type.properties().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Stream<MappedType> events(String object) {
        return byName.values().stream()
                .filter(type -> type.isEventOfObject() && type.object().equals(object));
    }
}
