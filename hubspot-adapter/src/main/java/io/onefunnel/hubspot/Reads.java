package io.onefunnel.hubspot;

import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads records by id from the primary store, and finds out where merged ids went. */
final class Reads {
    private final HubSpotObjects objects;
    private final RecordPages pages;
    private final Ids ids;
    private final InstantSource clock;

    Reads(HubSpotObjects objects, RecordPages pages, Ids ids, InstantSource clock) {
        this.objects = objects;
        this.pages = pages;
        this.ids = ids;
        this.clock = clock;
    }

    List<Change> read(List<SourceRef> refs) {
        Map<MappedType, List<SourceRef>> byType = new LinkedHashMap<>();
        for (SourceRef ref : refs) {
            ids.type(ref)
                    .filter(type -> type.isObject() && !type.isEventOfObject())
                    .ifPresent(type -> byType.computeIfAbsent(type, key -> new ArrayList<>())
                            .add(ref));
        }
        List<Change> found = new ArrayList<>();
        byType.forEach((type, some) -> found.addAll(read(type, some)));
        return found;
    }

    private List<Change> read(MappedType type, List<SourceRef> refs) {
        Map<String, SourceRef> missing = new LinkedHashMap<>();
        refs.forEach(ref -> missing.put(ids.vendorId(ref), ref));
        List<VendorObject> present = objects.byId(type.object(), missing.keySet(), type.properties(), type.history());
        List<VendorObject> linked = pages.linked(
                        type, new ObjectPage(present, List.of(), Optional.empty(), List.of(), -1))
                .objects();
        List<Change> found = new ArrayList<>();
        linked.forEach(object -> {
            missing.remove(object.id());
            ids.changes(type).itself(object).ifPresent(found::add);
        });
        missing.forEach((id, ref) -> found.add(goneOrMerged(type, id, ref)));
        return found;
    }

    /** Batches do not know the ids of merged records, a single read does (guide "using object APIs"). */
    private Change goneOrMerged(MappedType type, String id, SourceRef ref) {
        Optional<VendorObject> object = objects.one(type.object(), id, List.of());
        if (object.isEmpty()) return new Change.Deleted(ref, clock.instant());
        SourceRef survivor = ids.ref(type, object.get().id());
        ids.merged(ref, survivor);
        return new Change.MergedInto(ref, survivor, object.get().updatedAt());
    }
}
