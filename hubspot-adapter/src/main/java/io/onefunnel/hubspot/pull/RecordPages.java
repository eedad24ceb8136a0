package io.onefunnel.hubspot.pull;

import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.HubSpotObjects.Span;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.ObjectPage;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.pull.PendingIds.Stretch;
import io.onefunnel.spi.call.Parallel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/** Pages of whole records: by the road that tells all of a type's properties, with their history and links. */
final class RecordPages {
    private static final List<String> ID_ONLY = List.of(HubSpotObjects.ID);
    // A property that a type does not have is passed over.
    private static final List<String> MERGED_AWAY =
            List.of(HubSpotObjects.ID, HubSpotObjects.MERGED, HubSpotObjects.MERGED_VIDS);

    private final HubSpotObjects objects;
    private final Parallel parallel;
    private final Set<String> tooWideForList = ConcurrentHashMap.newKeySet();

    RecordPages(HubSpotObjects objects, Parallel parallel) {
        this.objects = objects;
        this.parallel = parallel;
    }

    /** A page of everything that is not archived. */
    ObjectPage listed(MappedType type, Optional<String> after) {
        boolean byId = tooWideForList.contains(type.name()) || !type.history().isEmpty();
        if (!byId) {
            try {
                return allLinks(
                        type, objects.list(type.object(), type.properties(), type.associations(), after, false));
            } catch (RefusedException e) {
                if (!e.error().isAddressTooLong()) throw e;
                tooWideForList.add(type.name());
            }
        }
        ObjectPage bare = objects.list(type.object(), ID_ONLY, type.associations(), after, false);
        return whole(type, allLinks(type, bare), type.properties());
    }

    /** A list tells the first links of each object only; of those that have more, all are read. */
    private ObjectPage allLinks(MappedType type, ObjectPage page) {
        List<VendorObject> all = page.objects();
        for (String other : type.associations()) {
            List<String> cut = all.stream()
                    .filter(object -> object.paged().contains(other))
                    .map(VendorObject::id)
                    .toList();
            if (cut.isEmpty()) continue;
            Map<String, List<String>> links = objects.associated(type.object(), cut, other);
            all = all.stream()
                    .map(object -> object.paged().contains(other)
                            ? object.with(Map.of(other, links.getOrDefault(object.id(), List.of())))
                            : object)
                    .toList();
        }
        return new ObjectPage(all, page.broken(), page.after(), page.errors(), page.total());
    }

    /** A page of ids and stamps alone. */
    ObjectPage bare(MappedType type, Optional<String> after) {
        return objects.list(type.object(), ID_ONLY, List.of(), after, false);
    }

    /** A page of the recycle bin: ids, stamps, and the ids that were merged into each before. */
    ObjectPage archived(MappedType type, Optional<String> after) {
        List<String> asked = type.merges() ? MERGED_AWAY : ID_ONLY;
        return objects.list(type.object(), asked, List.of(), after, true);
    }

    /** Searches one window of a type for these properties, as far as a search can carry them. */
    WindowScan scan(MappedType type, Span window, Collection<Stretch> unread, Set<String> asked) {
        Collection<String> carried = isReadById(type, asked) ? ID_ONLY : asked;
        return new WindowScan(
                (above, below, offset) ->
                        objects.window(type.object(), type.modified(), window, above, below, offset, carried),
                parallel,
                unread);
    }

    /** What a scan found, as whole records with their links. */
    ObjectPage found(MappedType type, List<ObjectPage> pages, Set<String> asked) {
        ObjectPage all = joined(pages);
        return linked(type, isReadById(type, asked) ? whole(type, all, asked) : all);
    }

    /** Search tells no history, and takes no body above 3,000 characters. */
    private static boolean isReadById(MappedType type, Set<String> asked) {
        return !type.history().isEmpty() || !HubSpotObjects.fitsSearch(type.modified(), asked);
    }

    /** The page's objects read by id from the primary store: all properties of one moment. Their links stay. */
    ObjectPage whole(MappedType type, ObjectPage page, Set<String> asked) {
        Map<String, VendorObject> bare = new LinkedHashMap<>();
        page.objects().forEach(object -> bare.put(object.id(), object));
        List<VendorObject> full = objects.shown(type.object(), bare.keySet(), asked, type.history()).stream()
                .map(object -> Optional.ofNullable(bare.get(object.id()))
                        .map(known -> object.with(known.associated()))
                        .orElse(object))
                .toList();
        return new ObjectPage(full, page.broken(), page.after(), List.of(), page.total());
    }

    /** Search and batch read tell no associations: one more call for a thousand records and each type of them. */
    ObjectPage linked(MappedType type, ObjectPage page) {
        if (page.objects().isEmpty() || type.associations().isEmpty()) return page;
        List<String> ids = page.objects().stream().map(VendorObject::id).toList();
        List<String> others = List.copyOf(type.associations());
        List<Callable<Map<String, List<String>>>> calls = new ArrayList<>();
        for (String other : others) calls.add(() -> objects.associated(type.object(), ids, other));
        List<Map<String, List<String>>> links = parallel.all(calls);
        List<VendorObject> linked = new ArrayList<>();
        for (VendorObject object : page.objects()) {
            Map<String, List<String>> own = new LinkedHashMap<>();
            for (int i = 0; i < others.size(); i++) {
                own.put(others.get(i), links.get(i).getOrDefault(object.id(), List.of()));
            }
            linked.add(object.with(own));
        }
        return new ObjectPage(linked, page.broken(), page.after(), page.errors(), page.total());
    }

    private static ObjectPage joined(List<ObjectPage> pages) {
        if (pages.size() == 1) return pages.get(0);
        List<VendorObject> all = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        pages.forEach(page -> {
            all.addAll(page.objects());
            broken.addAll(page.broken());
        });
        return new ObjectPage(all, broken, Optional.empty(), List.of(), -1);
    }
}
