package io.onefunnel.hubspot.write;

import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** What refs lead to now, in the primary store: the record itself or the one it was merged into. */
public final class RecordResolver {
    private final HubSpotObjects objects;
    private final RecordRefs refs;

    public RecordResolver(Portal portal) {
        objects = portal.objects();
        refs = portal.refs();
    }

    /** The live object of each command's record, with the properties that its command needs. */
    <C extends Command> Map<SourceRef, VendorObject> find(
            List<C> commands, BiFunction<MappedType, C, Collection<String>> needed) {
        Map<MappedType, List<C>> byType = new LinkedHashMap<>();
        for (C command : commands) {
            refs.type(command.on())
                    .ifPresent(type -> byType.computeIfAbsent(type, key -> new ArrayList<>())
                            .add(command));
        }
        Map<SourceRef, VendorObject> held = new LinkedHashMap<>();
        byType.forEach((type, some) -> {
            Set<String> properties = new LinkedHashSet<>();
            some.forEach(command -> properties.addAll(needed.apply(type, command)));
            held.putAll(find(some.stream().map(Command::on).toList(), type, properties));
        });
        return held;
    }

    /** The live object of each ref; a ref that leads nowhere is missing. Learns merges that others made. */
    public Map<SourceRef, VendorObject> find(
            Collection<SourceRef> asked, MappedType type, Collection<String> properties) {
        Map<String, List<SourceRef>> wanted = new LinkedHashMap<>();
        for (SourceRef ref : asked) {
            wanted.computeIfAbsent(refs.currentId(ref), id -> new ArrayList<>()).add(ref);
        }
        Map<SourceRef, VendorObject> found = new LinkedHashMap<>();
        if (wanted.isEmpty()) return found;
        for (VendorObject object : objects.byId(type.object(), wanted.keySet(), properties, List.of())) {
            List<SourceRef> known = wanted.remove(object.id());
            if (known != null) known.forEach(ref -> found.put(ref, object));
        }
        wanted.forEach((id, unknown) ->
                moved(type, id, properties).ifPresent(object -> unknown.forEach(ref -> found.put(ref, object))));
        return found;
    }

    /** Batches do not know the ids of merged records, a single read does (guide "using object APIs"). */
    private Optional<VendorObject> moved(MappedType type, String id, Collection<String> properties) {
        Optional<VendorObject> survivor = objects.one(type.object(), id, properties);
        survivor.ifPresent(object -> refs.merged(refs.ref(type, id), refs.ref(type, object.id())));
        return survivor;
    }
}
