package io.onefunnel.hubspot;

import io.onefunnel.hubspot.PullCursor.Step;
import io.onefunnel.hubspot.PullCursor.TypeState;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads changes. The first round lists everything: no cap, no search allowance, no index lag. Later rounds search one
 * closed window of the modification stamp in the order of ids, from the last id on: search allows one sort rule, ends at
 * 10,000 results, and gives many rows one stamp (guide "search the CRM").
 */
final class Pulls {
    /** A window's pages are read together up to this many rows, which one association call then serves. */
    private static final int ROWS_TOGETHER = 1_000;

    private final HubSpotObjects objects;
    private final OwnerList owners;
    private final Ids ids;
    private final Changes changes;
    private final HubSpotOptions options;
    private final InstantSource clock;
    private final Set<String> tooWideForList = new HashSet<>();

    Pulls(HubSpotObjects objects, OwnerList owners, Ids ids, HubSpotOptions options, InstantSource clock) {
        this.objects = objects;
        this.owners = owners;
        this.ids = ids;
        this.changes = new Changes(ids);
        this.options = options;
        this.clock = clock;
    }

    PullPage page(RecordKind kind, Cursor from) {
        List<MappedType> types = ids.of(kind);
        long now = clock.millis();
        if (types.isEmpty()) return new PullPage(List.of(), from, new Progress.CaughtUp(Instant.ofEpochMilli(now)));
        PullCursor cursor = PullCursor.of(from, types);
        if (cursor.begun() == 0) cursor = begin(cursor, now);
        List<Change> found = new ArrayList<>();
        Optional<TypeState> next = cursor.next();
        if (next.isPresent()) cursor = cursor.with(step(next.get(), cursor.begun(), found));
        if (cursor.next().isPresent()) return new PullPage(found, cursor.cursor(), new Progress.More());
        PullCursor ended = new PullCursor(0, cursor.types());
        return new PullPage(found, ended.cursor(), new Progress.CaughtUp(Instant.ofEpochMilli(ended.completeTo())));
    }

    private PullCursor begin(PullCursor cursor, long now) {
        PullCursor begun = new PullCursor(now, cursor.types());
        for (TypeState state : cursor.types()) begun = begun.with(first(state, now));
        return begun;
    }

    private TypeState first(TypeState state, long now) {
        MappedType type = type(state);
        if (type.isOwners()) return state.step(Step.LIST);
        // An event of an object is rare among its objects: searching for it costs less than listing them all.
        if (state.upTo() == 0 && !type.isEventOfObject()) return state.step(Step.LIST);
        long from = Math.max(0, state.upTo() - options.overlap().toMillis());
        long to = now - options.settle().toMillis();
        return to > from ? state.window(from, to) : afterWindow(state, now);
    }

    private TypeState step(TypeState state, long begun, List<Change> found) {
        MappedType type = type(state);
        if (type.isOwners()) {
            owners.changedSince(state.upTo() - options.overlap().toMillis())
                    .forEach(owner -> found.add(owners.change(type, owner)));
            return state.complete(begun).step(Step.DONE);
        }
        return switch (state.step()) {
            case LIST -> list(type, state, begun, found);
            case SEARCH -> search(type, state, begun, found);
            case ARCHIVED -> archived(type, state, begun, found);
            case DONE -> state;
        };
    }

    private TypeState list(MappedType type, TypeState state, long begun, List<Change> found) {
        Optional<String> after = Optional.of(state.after()).filter(token -> !token.isEmpty());
        ObjectPage page = listed(type, after);
        add(type, page, found);
        if (page.after().isPresent()) return state.page(page.after().get());
        return state.complete(begun).scanned(begun).step(Step.DONE);
    }

    private ObjectPage listed(MappedType type, Optional<String> after) {
        boolean byId = tooWideForList.contains(type.name()) || !type.history().isEmpty();
        if (!byId) {
            try {
                return objects.list(type.object(), type.properties(), type.associations(), after, false);
            } catch (RefusedException e) {
                if (!e.failure().isAddressTooLong()) throw e;
                tooWideForList.add(type.name());
            }
        }
        ObjectPage bare = objects.list(type.object(), List.of("hs_object_id"), type.associations(), after, false);
        return read(type, bare, true);
    }

    private TypeState search(MappedType type, TypeState state, long begun, List<Change> found) {
        boolean byId = !type.history().isEmpty() || !HubSpotObjects.fitsSearch(type.modified(), type.properties());
        Collection<String> asked = byId ? List.of("hs_object_id") : type.properties();
        TypeState at = state;
        int rows = 0;
        boolean more = true;
        List<ObjectPage> pages = new ArrayList<>();
        while (more && rows < ROWS_TOGETHER) {
            ObjectPage page = objects.window(type.object(), type.modified(), at.from(), at.to(), at.last(), asked);
            pages.add(page);
            rows += page.objects().size();
            // "total" counts what this query matches, that is all that is left of the window.
            more = page.total() > page.objects().size() && !page.objects().isEmpty();
            if (!page.objects().isEmpty()) {
                at = at.readTo(page.objects().get(page.objects().size() - 1).id());
            }
        }
        ObjectPage all = joined(pages);
        add(type, byId ? read(type, all, false) : linked(type, all), found);
        return more ? at : afterWindow(at.complete(at.to()), begun);
    }

    private TypeState afterWindow(TypeState state, long begun) {
        boolean due = begun - state.scanned() >= options.deletedScan().toMillis();
        boolean inBin = due && !type(state).isEventOfObject();
        return state.step(inBin ? Step.ARCHIVED : Step.DONE);
    }

    /** Archived records are never found by search; the bin is listed whole and older entries are passed over. */
    private TypeState archived(MappedType type, TypeState state, long begun, List<Change> found) {
        Optional<String> after = Optional.of(state.after()).filter(token -> !token.isEmpty());
        ObjectPage page = objects.list(type.object(), List.of("hs_object_id"), List.of(), after, true);
        long since = state.scanned() - options.overlap().toMillis();
        for (VendorObject object : page.objects()) {
            Instant at = object.archivedAt().orElse(object.updatedAt());
            if (at.toEpochMilli() >= since) found.add(new Change.Deleted(ids.ref(type, object.id()), at));
        }
        if (page.after().isPresent()) return state.page(page.after().get());
        return state.scanned(begun).step(Step.DONE);
    }

    private void add(MappedType type, ObjectPage page, List<Change> found) {
        page.objects().forEach(object -> found.addAll(changes.of(type, object)));
        Instant seen = clock.instant();
        for (int i = 0; i < page.broken().size(); i++) {
            found.add(changes.unreadable(type, page.broken().get(i), i, seen));
        }
    }

    /** The page's objects read by id from the primary store: all properties of one moment. */
    private ObjectPage read(MappedType type, ObjectPage page, boolean linked) {
        Map<String, VendorObject> listed = new LinkedHashMap<>();
        page.objects().forEach(object -> listed.put(object.id(), object));
        List<VendorObject> full = objects.byId(type.object(), listed.keySet(), type.properties(), type.history());
        if (!linked) return linked(type, new ObjectPage(full, page.broken(), page.after(), List.of(), page.total()));
        List<VendorObject> withLinks = full.stream()
                .map(object -> withLinks(
                        object,
                        Optional.ofNullable(listed.get(object.id()))
                                .map(VendorObject::associated)
                                .orElse(Map.of())))
                .toList();
        return new ObjectPage(withLinks, page.broken(), page.after(), List.of(), page.total());
    }

    /** Search and batch read tell no associations: one more call for each type of them. */
    ObjectPage linked(MappedType type, ObjectPage page) {
        List<VendorObject> linked = page.objects();
        if (linked.isEmpty()) return page;
        for (String to : type.associations()) {
            Map<String, List<String>> links = objects.associated(
                    type.object(), linked.stream().map(VendorObject::id).toList(), to);
            linked = linked.stream()
                    .map(object -> withLinks(object, Map.of(to, links.getOrDefault(object.id(), List.of()))))
                    .toList();
        }
        return new ObjectPage(linked, page.broken(), page.after(), page.errors(), page.total());
    }

    private static VendorObject withLinks(VendorObject object, Map<String, List<String>> more) {
        Map<String, List<String>> all = new LinkedHashMap<>(object.associated());
        all.putAll(more);
        return new VendorObject(
                object.id(),
                object.updatedAt(),
                object.archivedAt(),
                object.values(),
                object.seen(),
                all,
                object.history());
    }

    private static ObjectPage joined(List<ObjectPage> pages) {
        List<VendorObject> all = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        pages.forEach(page -> {
            all.addAll(page.objects());
            broken.addAll(page.broken());
        });
        return new ObjectPage(all, broken, Optional.empty(), List.of(), -1);
    }

    private MappedType type(TypeState state) {
        return ids.mapped(state.type()).orElseThrow();
    }
}
