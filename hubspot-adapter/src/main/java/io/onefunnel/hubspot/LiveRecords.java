package io.onefunnel.hubspot;

import io.onefunnel.model.SourceRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What refs lead to now, in the primary store: the record itself or the one it was merged into. */
final class LiveRecords {
    private final HubSpotObjects objects;
    private final Ids ids;

    LiveRecords(HubSpotObjects objects, Ids ids) {
        this.objects = objects;
        this.ids = ids;
    }

    /** The live object of each ref; a ref that leads nowhere is missing. Learns merges that others made. */
    Map<SourceRef, VendorObject> find(Collection<SourceRef> refs, MappedType type, Collection<String> properties) {
        Map<String, List<SourceRef>> wanted = new LinkedHashMap<>();
        for (SourceRef ref : refs) {
            wanted.computeIfAbsent(ids.vendorId(ids.current(ref)), id -> new ArrayList<>())
                    .add(ref);
        }
        Map<SourceRef, VendorObject> found = new LinkedHashMap<>();
        if (wanted.isEmpty()) return found;
        for (VendorObject object : objects.byId(type.object(), wanted.keySet(), properties, List.of())) {
            List<SourceRef> asked = wanted.remove(object.id());
            if (asked != null) asked.forEach(ref -> found.put(ref, object));
        }
        wanted.forEach((id, asked) ->
                moved(type, id, properties).ifPresent(object -> asked.forEach(ref -> found.put(ref, object))));
        return found;
    }

    /** Batches do not know the ids of merged records, a single read does (guide "using object APIs"). */
    private Optional<VendorObject> moved(MappedType type, String id, Collection<String> properties) {
        Optional<VendorObject> survivor = objects.one(type.object(), id, properties);
        survivor.ifPresent(object -> ids.merged(ids.ref(type, id), ids.ref(type, object.id())));
        return survivor;
    }
}
