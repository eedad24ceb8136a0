package io.onefunnel.hubspot;

import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an object is to the core. */
final class Changes {
    private static final int LONGEST_RAW = 8 * 1024;

    private final Ids ids;

    Changes(Ids ids) {
        this.ids = ids;
    }

    /** The object itself; nothing for an event that never happened. */
    Optional<Change> itself(MappedType type, VendorObject object) {
        return ref(type, object).map(ref -> present(type, ref, object));
    }

    /** The object itself, and the objects that were merged into it. */
    List<Change> of(MappedType type, VendorObject object) {
        List<Change> changes = new ArrayList<>();
        Optional<SourceRef> ref = ref(type, object);
        if (ref.isEmpty()) return changes;
        changes.add(present(type, ref.get(), object));
        if (!type.merges()) return changes;
        // Ids that were merged away are not archived: only the survivor names them (changelog on merges).
        for (String away : object.value("hs_merged_object_ids").split(";")) {
            if (away.isBlank()) continue;
            SourceRef gone = ids.ref(type, away.strip());
            ids.merged(gone, ref.get());
            changes.add(new Change.MergedInto(gone, ref.get(), object.updatedAt()));
        }
        return changes;
    }

    Change unreadable(MappedType type, String raw, int place, Instant seen) {
        String cut = raw.length() > LONGEST_RAW ? raw.substring(0, LONGEST_RAW) : raw;
        SourceRef ref = ids.ref(type, "unreadable-" + seen.toEpochMilli() + "-" + place);
        return new Change.Unreadable(ref, cut, "HubSpot sent a result without id or updatedAt in " + type.object());
    }

    private Change present(MappedType type, SourceRef ref, VendorObject object) {
        Set<String> asked = type.properties();
        Map<String, String> fields = new LinkedHashMap<>();
        asked.forEach(name -> {
            String value = object.value(name);
            if (!value.isEmpty()) fields.put(name, value);
        });
        Set<String> fetched = new LinkedHashSet<>(asked);
        // HubSpot leaves out properties that do not exist or that the token may not see.
        fetched.retainAll(object.seen());
        Instant version = eventTime(type, object).orElse(object.updatedAt());
        return new Change.Present(ref, type.name(), version, fields, fetched, links(type, object), object.history());
    }

    /** An event of an object has a ref of its own for each time it happened; none while it never did. */
    private Optional<SourceRef> ref(MappedType type, VendorObject object) {
        if (!type.isEventOfObject()) return Optional.of(ids.ref(type, object.id()));
        return eventTime(type, object).map(at -> ids.ref(type, object.id() + ":" + at.toEpochMilli()));
    }

    private static Optional<Instant> eventTime(MappedType type, VendorObject object) {
        if (!type.isEventOfObject()) return Optional.empty();
        try {
            return Optional.of(Instant.parse(object.value(type.modified())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Map<LinkRole, List<String>> links(MappedType type, VendorObject object) {
        Map<LinkRole, List<String>> links = new EnumMap<>(LinkRole.class);
        type.links().forEach((role, names) -> {
            Set<String> targets = new LinkedHashSet<>();
            for (String name : names) {
                if (MappedType.isAssociation(name)) {
                    targets.addAll(associated(role, MappedType.associated(name), object));
                } else if (!object.value(name).isEmpty()) {
                    targets.add(object.value(name));
                }
            }
            if (!targets.isEmpty()) links.put(role, List.copyOf(targets));
        });
        if (type.isEventOfObject()) {
            ids.mapped(type.object())
                    .filter(subject -> subject.kind() == LinkRole.PERSON.target())
                    .ifPresent(subject -> links.putIfAbsent(
                            LinkRole.PERSON,
                            List.of(ids.ref(subject, object.id()).id())));
        }
        return links;
    }

    private Collection<String> associated(LinkRole role, String type, VendorObject object) {
        List<String> held = object.associated().getOrDefault(type, List.of());
        Optional<MappedType> mapped = ids.mapped(type);
        if (mapped.isEmpty()) return held;
        if (mapped.get().kind() != role.target()) return List.of();
        return held.stream().map(id -> ids.ref(mapped.get(), id).id()).toList();
    }
}
