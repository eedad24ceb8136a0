package io.onefunnel.hubspot.pull;

import io.onefunnel.hubspot.client.HubSpotClient;
import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.HubSpotPaths;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.MappedTypes;
import io.onefunnel.hubspot.client.ObjectPage;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.pull.PullCursor.Step;
import io.onefunnel.hubspot.pull.PullCursor.TypeState;
import io.onefunnel.hubspot.pull.WindowScan.Rows;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads changes. The first round lists everything: no cap, no search allowance, no index lag. Later rounds search one
 * closed window of the modification stamp ({@link WindowScan}); at their own, slower rhythm they look through the recycle
 * bin, which search never shows, and through all ids, for what the index may have missed.
 */
public final class RecordPull {
    private static final Logger LOG = LoggerFactory.getLogger(RecordPull.class);
    /** An event is told of again when its object changes; older ones were told of when they happened. */
    static final Duration LATE_EVENT = Duration.ofDays(1);

    private final RecordPages pages;
    private final OwnerList owners;
    private final ListMemberships lists;
    private final FormSubmissions forms;
    private final MappedTypes types;
    private final ChangeFactories factories;
    private final PullSchedule schedule;
    private final Duration overlap;
    private final InstantSource clock;
    private final Prefetch prefetch;
    private final WindowEventCache events = new WindowEventCache();
    private final Map<RecordKind, Cursor> last = new EnumMap<>(RecordKind.class);
    private @Nullable Scan scan;

    /** A scan that is under way, and the cursor that it goes on from. */
    private record Scan(Cursor from, WindowScan window) {}

    public RecordPull(Portal portal, PullOptions options) {
        HubSpotClient client = portal.client(Use.READ);
        HubSpotPaths paths = portal.paths();
        types = portal.types();
        factories = new ChangeFactories(types, portal.refs());
        pages = new RecordPages(portal.objects(), portal.parallel());
        owners = new OwnerList(client, paths, portal.refs());
        lists = new ListMemberships(client, paths, factories, options.overlap());
        forms = new FormSubmissions(client, paths, portal.objects(), portal.refs(), factories);
        schedule = new PullSchedule(options);
        overlap = options.overlap();
        clock = portal.clock();
        prefetch = new Prefetch(portal.parallel(), clock);
    }

    /** Somebody who comes back with the cursor they were given goes on reading: their next page is fetched ahead. */
    public PullPage page(RecordKind kind, Cursor from) {
        boolean goesOn = from.equals(last.get(kind));
        PullPage page = prefetch.take(kind, from).orElseGet(() -> read(kind, from, goesOn));
        last.put(kind, page.next());
        boolean more = page.progress() instanceof Progress.More;
        if (more && (goesOn || isLong())) prefetch.start(kind, page.next(), () -> read(kind, page.next(), true));
        return page;
    }

    private synchronized boolean isLong() {
        Scan current = scan;
        return current != null && current.window().isLong();
    }

    private synchronized PullPage read(RecordKind kind, Cursor from, boolean goesOn) {
        List<MappedType> ofKind = types.of(kind);
        long now = clock.millis();
        if (ofKind.isEmpty()) return new PullPage(List.of(), from, new Progress.CaughtUp(Instant.ofEpochMilli(now)));
        PullCursor cursor = PullCursor.of(from, ofKind);
        if (cursor.begun() == 0) cursor = begin(cursor, now);
        WindowScan running = running(from);
        List<Change> found = new ArrayList<>();
        Optional<TypeState> next = cursor.next();
        if (next.isPresent()) {
            MappedType type = type(next.get());
            cursor = cursor.with(step(type, next.get(), cursor.begun(), found, running, goesOn));
        }
        if (cursor.next().isPresent()) {
            Cursor onward = cursor.cursor();
            Scan current = scan;
            if (current != null) scan = new Scan(onward, current.window());
            return new PullPage(found, onward, new Progress.More());
        }
        PullCursor ended = new PullCursor(0, cursor.types());
        return new PullPage(found, ended.cursor(), new Progress.CaughtUp(Instant.ofEpochMilli(ended.completeTo())));
    }

    /** The scan that this cursor goes on with; any other one is given up. */
    private @Nullable WindowScan running(Cursor from) {
        Scan current = scan;
        scan = null;
        return current != null && current.from().equals(from) ? current.window() : null;
    }

    private PullCursor begin(PullCursor cursor, long now) {
        PullCursor begun = new PullCursor(now, cursor.types());
        for (TypeState state : cursor.types()) begun = begun.with(schedule.first(type(state), state, now));
        return begun;
    }

    private TypeState step(
            MappedType type,
            TypeState state,
            long begun,
            List<Change> found,
            @Nullable WindowScan running,
            boolean goesOn) {
        try {
            if (type.isOwners()) return owners.step(type, state, begun, found);
            if (type.isOfList()) return lists.step(type, state, begun, found);
            if (type.isOfForm()) return forms.step(type, state, begun, found);
            return switch (state.step()) {
                case LIST -> list(type, state, begun, found);
                case SEARCH -> search(type, state, begun, found, running, goesOn);
                case ARCHIVED -> archived(type, state, begun, found);
                case RECONCILE -> reconciled(type, state, begun, found);
                case DONE -> state;
            };
        } catch (RefusedException | AdapterException e) {
            if (!type.isOptional() || !isAbsence(type, e)) throw e;
            LOG.info("{} is passed over: this portal, or its token, does not have it", type.name());
            return state.complete(begun).scanned(begun).reconciled(begun).step(Step.DONE);
        }
    }

    /** 403 or 400 where the portal lacks the product (leads guide); 404 of a list or a form that was deleted. */
    private static boolean isAbsence(MappedType type, RuntimeException e) {
        if (e instanceof RefusedException refused) {
            return refused.error().status() == 400
                    || !type.isObject() && refused.error().status() == 404;
        }
        return e instanceof AdapterException failed && failed.code() == AdapterErrorCode.PERMISSION_MISSING;
    }

    private TypeState list(MappedType type, TypeState state, long begun, List<Change> found) {
        ObjectPage page = pages.listed(type, after(state));
        add(type, page, found);
        if (page.after().isPresent()) return state.page(page.after().get());
        return state.complete(begun).scanned(begun).reconciled(begun).step(Step.DONE);
    }

    private TypeState search(
            MappedType type,
            TypeState state,
            long begun,
            List<Change> found,
            @Nullable WindowScan running,
            boolean goesOn) {
        if (type.isEventOfObject()) {
            Optional<WindowEventCache.Seen> seen = events.after(type.object(), state.from(), state.upTo());
            if (seen.isPresent() && state.upTo() > 0) return fromObjects(type, state, begun, found, seen.get());
        }
        boolean beginning = state.stretches().equals(PendingIds.everything());
        if (beginning && type.isMain()) events.begin(type.object());
        Set<String> stamps = type.isMain() ? types.eventStamps(type.object()) : Set.of();
        Set<String> asked = type.properties();
        if (!stamps.isEmpty()) {
            asked = new LinkedHashSet<>(asked);
            asked.addAll(types.eventProperties(type.object()));
        }
        WindowScan window = running != null ? running : pages.scan(type, state.window(), state.stretches(), asked);
        Rows rows = window.next(goesOn);
        ObjectPage all = pages.found(type, rows.pages(), asked);
        add(type, all, found);
        events.add(type.object(), all.objects(), stamps);
        if (!rows.unread().isEmpty()) {
            scan = new Scan(Cursor.BEGINNING, window);
            return state.left(rows.unread());
        }
        if (type.isMain()) events.complete(type.object(), state.window());
        return schedule.afterWindow(type, state.complete(state.to()), begun);
    }

    /** The object's own window has told of its events. */
    private TypeState fromObjects(
            MappedType type, TypeState state, long begun, List<Change> found, WindowEventCache.Seen seen) {
        ChangeFactory changes = factories.of(type);
        Instant from = Instant.ofEpochMilli(state.from());
        for (VendorObject object : seen.objects()) {
            // What happened to a merged contact before was told under the id that it had then.
            Instant since = object.value(HubSpotObjects.MERGED).isEmpty() ? from.minus(LATE_EVENT) : from;
            boolean recent =
                    changes.eventTime(object).filter(at -> !at.isBefore(since)).isPresent();
            if (recent) found.addAll(changes.of(object));
        }
        return schedule.afterWindow(type, state.complete(seen.window().to()), begun);
    }

    /** Archived records are never found by search; the bin is listed whole and older entries are passed over. */
    private TypeState archived(MappedType type, TypeState state, long begun, List<Change> found) {
        ObjectPage page = pages.archived(type, after(state));
        ChangeFactory changes = factories.of(type);
        long since = state.scanned() - overlap.toMillis();
        for (VendorObject object : page.objects()) {
            Instant at = object.archivedAt().orElse(object.updatedAt());
            if (at.toEpochMilli() >= since) found.addAll(changes.archived(object));
        }
        unreadable(type, page, found);
        if (page.after().isPresent()) return state.page(page.after().get());
        return schedule.afterBin(type, state.scanned(begun), begun);
    }

    /** Everything is listed from the primary store, and what changed since the last time is read, whoever saw it. */
    private TypeState reconciled(MappedType type, TypeState state, long begun, List<Change> found) {
        ObjectPage page = pages.bare(type, after(state));
        long since = state.reconciled() - overlap.toMillis();
        List<VendorObject> changed = page.objects().stream()
                .filter(object -> object.updatedAt().toEpochMilli() >= since)
                .toList();
        unreadable(type, page, found);
        if (!changed.isEmpty()) {
            ObjectPage some = new ObjectPage(changed, List.of(), Optional.empty(), List.of(), -1);
            add(type, pages.linked(type, pages.whole(type, some, type.properties())), found);
        }
        if (page.after().isPresent()) return state.page(page.after().get());
        return state.reconciled(begun).step(Step.DONE);
    }

    private static Optional<String> after(TypeState state) {
        return Optional.of(state.after()).filter(token -> !token.isEmpty());
    }

    private void add(MappedType type, ObjectPage page, List<Change> found) {
        ChangeFactory changes = factories.of(type);
        page.objects().forEach(object -> found.addAll(changes.of(object)));
        unreadable(type, page, found);
    }

    /** What is no record is set aside and counted. */
    private void unreadable(MappedType type, ObjectPage page, List<Change> found) {
        Instant seen = clock.instant();
        for (int i = 0; i < page.broken().size(); i++) {
            found.add(factories.of(type).unreadable(page.broken().get(i), i, seen));
        }
    }

    private MappedType type(TypeState state) {
        return types.named(state.type()).orElseThrow();
    }
}
