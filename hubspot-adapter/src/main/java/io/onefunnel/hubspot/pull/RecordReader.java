package io.onefunnel.hubspot.pull;

import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.ObjectPage;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads records by id from the primary store, and finds out where merged ids went. */
public final class RecordReader {
    private final HubSpotObjects objects;
    private final RecordPages pages;
    private final RecordRefs refs;
    private final ChangeFactories factories;
    private final InstantSource clock;

    public RecordReader(Portal portal) {
        objects = portal.objects();
        pages = new RecordPages(objects, portal.parallel());
        refs = portal.refs();
        factories = new ChangeFactories(portal.types(), refs);
        clock = portal.clock();
    }

    public List<Change> read(List<SourceRef> wanted) {
        Map<MappedType, List<SourceRef>> byType = new LinkedHashMap<>();
        for (SourceRef ref : wanted) {
            refs.type(ref)
                    .filter(type -> type.isObject() && !type.isEventOfObject())
                    .ifPresent(type -> byType.computeIfAbsent(type, key -> new ArrayList<>())
                            .add(ref));
        }
        List<Change> found = new ArrayList<>();
        byType.forEach((type, some) -> found.addAll(read(type, some)));
        return found;
    }

    private List<Change> read(MappedType type, List<SourceRef> wanted) {
        Map<String, SourceRef> missing = new LinkedHashMap<>();
        wanted.forEach(ref -> missing.put(refs.vendorId(ref), ref));
        List<VendorObject> present = objects.byId(type.object(), missing.keySet(), type.properties(), type.history());
        List<VendorObject> linked = pages.linked(
                        type, new ObjectPage(present, List.of(), Optional.empty(), List.of(), -1))
                .objects();
        List<Change> found = new ArrayList<>();
        linked.forEach(object -> {
            missing.remove(object.id());
            factories.of(type).itself(object).ifPresent(found::add);
        });
        missing.forEach((id, ref) -> found.add(goneOrMerged(type, id, ref)));
        return found;
    }

    /** Batches do not know the ids of merged records, a single read does (guide "using object APIs"). */
    private Change goneOrMerged(MappedType type, String id, SourceRef ref) {
        Optional<VendorObject> object = objects.one(type.object(), id, List.of());
        if (object.isEmpty()) return new Change.Deleted(ref, clock.instant());
        SourceRef survivor = refs.ref(type, object.get().id());
        refs.merged(ref, survivor);
        return new Change.MergedInto(ref, survivor, object.get().updatedAt());
    }
}
