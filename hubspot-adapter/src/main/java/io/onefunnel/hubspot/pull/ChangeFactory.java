package io.onefunnel.hubspot.pull;

import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.MappedTypes;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.client.VendorTime;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.RecordFields;
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

/** What the objects of one type are to the core. */
public final class ChangeFactory {
    private static final int LONGEST_RAW = 8 * 1024;

    /** What records of one shape let us see: the same for all records of a page. */
    private record View(RecordFields.Names answered, RecordFields.Selection fields, Set<String> fetched) {
        public static View of(RecordFields.Names answered, Set<String> asked) {
            RecordFields.Selection fields = answered.only(asked);
            return new View(answered, fields, fields.names().set());
        }
    }

    private final MappedTypes types;
    private final RecordRefs refs;
    private final MappedType type;
    private volatile View view;

    public ChangeFactory(MappedTypes types, RecordRefs refs, MappedType type) {
        this.types = types;
        this.refs = refs;
        this.type = type;
        view = View.of(new RecordFields.Names(List.of()), type.properties());
    }

    /** The object itself; nothing for an event that never happened. */
    Optional<Change> itself(VendorObject object) {
        return ref(object).map(ref -> present(ref, object));
    }

    /** The object itself, and the objects that were merged into it. */
    public List<Change> of(VendorObject object) {
        Optional<SourceRef> ref = ref(object);
        if (ref.isEmpty()) return List.of();
        return withMergedAway(present(ref.get(), object), object, object.updatedAt());
    }

    /** An object in the recycle bin, and what was merged into it before: nothing else ever tells of those. */
    List<Change> archived(VendorObject object) {
        Instant at = object.archivedAt().orElse(object.updatedAt());
        return withMergedAway(new Change.Deleted(refs.ref(type, object.id()), at), object, at);
    }

    private List<Change> withMergedAway(Change itself, VendorObject object, Instant seen) {
        Set<String> away = mergedAway(object);
        if (away.isEmpty()) return List.of(itself);
        List<Change> changes = new ArrayList<>();
        changes.add(itself);
        for (String id : away) {
            SourceRef gone = refs.ref(type, id);
            refs.merged(gone, itself.ref());
            changes.add(new Change.MergedInto(gone, itself.ref(), seen));
        }
        return changes;
    }

    /** Ids that were merged away are not archived: only the survivor names them (changelog on merges). */
    private Set<String> mergedAway(VendorObject object) {
        if (!type.merges()) return Set.of();
        String merged = object.value(HubSpotObjects.MERGED);
        String vids = object.value(HubSpotObjects.MERGED_VIDS);
        if (merged.isEmpty() && vids.isEmpty()) return Set.of();
        Set<String> away = new LinkedHashSet<>();
        for (String id : merged.split(";")) away.add(id.strip());
        // "vid:epochMs;vid:epochMs"
        for (String vid : vids.split(";")) away.add(vid.split(":", 2)[0].strip());
        away.remove("");
        away.remove(object.id());
        return away;
    }

    /** Something that happened to a contact and is no property of it. */
    Change event(String id, Instant at, Map<String, String> values, Optional<String> contact) {
        Map<String, String> fields = new LinkedHashMap<>(values);
        fields.keySet().retainAll(type.properties());
        fields.values().removeIf(String::isEmpty);
        Map<LinkRole, List<String>> links = contact.flatMap(number -> types.named("contacts")
                        .filter(MappedType::isMain)
                        .map(people -> refs.ref(people, number).id()))
                .map(person -> Map.of(LinkRole.PERSON, List.of(person)))
                .orElse(Map.of());
        return new Change.Present(refs.ref(type, id), type.name(), at, fields, type.properties(), links, List.of());
    }

    Change unreadable(String raw, int place, Instant seen) {
        String cut = raw.length() > LONGEST_RAW ? raw.substring(0, LONGEST_RAW) : raw;
        SourceRef ref = refs.ref(type, "unreadable-" + seen.toEpochMilli() + "-" + place);
        return new Change.Unreadable(
                ref, cut, "HubSpot sent a result without id, updatedAt or properties in " + type.object());
    }

    private Change present(SourceRef ref, VendorObject object) {
        View seen = view(object.values().names());
        RecordFields fields = object.values().only(seen.fields());
        Instant version = eventTime(object).orElse(object.updatedAt());
        return new Change.Present(ref, type.name(), version, fields, seen.fetched(), links(object), object.history());
    }

    /** HubSpot leaves out properties that do not exist or that the token may not see, and adds some unasked. */
    private View view(RecordFields.Names answered) {
        View last = view;
        if (last.answered() == answered) return last;
        View now = View.of(answered, type.properties());
        view = now;
        return now;
    }

    /** An event of an object has a ref of its own for each time it happened; none while it never did. */
    private Optional<SourceRef> ref(VendorObject object) {
        if (!type.isEventOfObject()) return Optional.of(refs.ref(type, object.id()));
        return eventTime(object).map(at -> refs.ref(type, object.id() + ":" + at.toEpochMilli()));
    }

    Optional<Instant> eventTime(VendorObject object) {
        return type.isEventOfObject() ? VendorTime.of(object.value(type.modified())) : Optional.empty();
    }

    private Map<LinkRole, List<String>> links(VendorObject object) {
        if (type.links().isEmpty() && !type.isEventOfObject()) return Map.of();
        Map<LinkRole, List<String>> links = new EnumMap<>(LinkRole.class);
        type.links().forEach((role, names) -> {
            List<String> targets = names.size() == 1 ? targets(role, names.get(0), object) : all(role, names, object);
            if (!targets.isEmpty()) links.put(role, targets);
        });
        if (type.isEventOfObject()) {
            types.named(type.object())
                    .filter(subject -> subject.kind() == LinkRole.PERSON.target())
                    .ifPresent(subject -> links.putIfAbsent(
                            LinkRole.PERSON,
                            List.of(refs.ref(subject, object.id()).id())));
        }
        return links.isEmpty() ? Map.of() : links;
    }

    private List<String> all(LinkRole role, Collection<String> names, VendorObject object) {
        Set<String> targets = new LinkedHashSet<>();
        names.forEach(name -> targets.addAll(targets(role, name, object)));
        return List.copyOf(targets);
    }

    private List<String> targets(LinkRole role, String link, VendorObject object) {
        if (MappedType.isAssociation(link)) return associated(role, MappedType.associated(link), object);
        String value = object.value(link);
        return value.isEmpty() ? List.of() : List.of(value);
    }

    private List<String> associated(LinkRole role, String other, VendorObject object) {
        List<String> held = object.associated().getOrDefault(other, List.of());
        Optional<MappedType> mapped = types.named(other);
        if (mapped.isEmpty() || held.isEmpty()) return held;
        if (mapped.get().kind() != role.target()) return List.of();
        if (mapped.get().hasPlainIds()) return held;
        return held.stream().map(id -> refs.ref(mapped.get(), id).id()).toList();
    }
}
