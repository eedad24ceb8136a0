package io.onefunnel.marketo.pull;

import io.onefunnel.marketo.client.VendorDates;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.ValueType;
import io.onefunnel.spi.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes changes of the contract from what Marketo sent. */
final class ChangeFactory {
    // As much of an unreadable record as the contract keeps.
    private static final int LONGEST_RAW = 8 * 1024;

    private final ConnectionId connection;
    private final Map<String, Shape> shapes = new ConcurrentHashMap<>();

    ChangeFactory(ConnectionId connection) {
        this.connection = connection;
    }

    /** What is the same for every record of a type: its fields, those that are instants, its links. */
    private static final class Shape {
        final Set<String> fields;
        final Set<String> instants;
        final Map<LinkRole, List<String>> links;
        private volatile Seen seen = new Seen(List.of(), Set.of());

        Shape(Mapping.Type type) {
            fields = new LinkedHashSet<>(type.fetched());
            instants = ChangeFactory.instants(type);
            links = type.links();
        }

        /** Those of the type's fields that were fetched: asked once for the records of a page. */
        Set<String> seen(Collection<String> fetched) {
            Seen last = seen;
            if (last.fetched().equals(fetched)) return last.fields();
            Set<String> both = new HashSet<>(fields);
            both.retainAll(new HashSet<>(fetched));
            seen = new Seen(fetched, Set.copyOf(both));
            return seen.fields();
        }
    }

    private record Seen(Collection<String> fetched, Set<String> fields) {}

    SourceRef ref(RecordKind kind, String id) {
        return new SourceRef(connection, kind, id);
    }

    SourceRef person(String leadId) {
        return ref(RecordKind.PERSON, leadId);
    }

    Change.MergedInto merged(MergeHistory.Merged merged) {
        return new Change.MergedInto(person(merged.loser()), person(merged.winner()), merged.at());
    }

    /**
     * @param values by vendor name; empty ones are left out of the record
     * @param fetched what was asked for and could be seen
     */
    Change present(
            Mapping.Type type, String id, String version, Map<String, String> values, Collection<String> fetched) {
        SourceRef ref = ref(type.kind(), id);
        Optional<Instant> at = VendorDates.read(version);
        if (at.isEmpty())
            return unreadable(ref, values.toString(), "the record has no readable time of its last change");
        Shape shape = shapes.computeIfAbsent(type.name(), name -> new Shape(type));
        Set<String> seen = shape.seen(fetched);
        Map<String, String> fields = new LinkedHashMap<>();
        for (String name : shape.fields) {
            String value = values.getOrDefault(name, "");
            if (!value.isEmpty() && seen.contains(name)) fields.put(name, canonical(name, value, shape.instants));
        }
        return new Change.Present(ref, type.name(), at.get(), fields, seen, links(shape.links, values), List.of());
    }

    Change unreadable(SourceRef ref, String raw, String why) {
        return new Change.Unreadable(ref, raw.substring(0, Math.min(raw.length(), LONGEST_RAW)), why);
    }

    private static String canonical(String name, String value, Set<String> instants) {
        if (!instants.contains(name)) return value;
        return VendorDates.read(value).map(Instant::toString).orElse(value);
    }

    private static Set<String> instants(Mapping.Type type) {
        Set<String> names = new HashSet<>();
        for (Map.Entry<Field, Mapping.Source> each : type.fields().entrySet()) {
            if (each.getKey().type() == ValueType.INSTANT)
                names.addAll(each.getValue().from());
        }
        return names;
    }

    private static Map<LinkRole, List<String>> links(Map<LinkRole, List<String>> roles, Map<String, String> values) {
        Map<LinkRole, List<String>> links = new EnumMap<>(LinkRole.class);
        roles.forEach((role, names) -> {
            List<String> ids = names.stream()
                    .map(name -> values.getOrDefault(name, ""))
                    .filter(id -> !id.isEmpty())
                    .distinct()
                    .toList();
            if (!ids.isEmpty()) links.put(role, ids);
        });
        return links;
    }
}
