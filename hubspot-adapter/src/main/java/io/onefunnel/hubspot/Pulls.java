package io.onefunnel.hubspot;

import io.onefunnel.hubspot.HubSpotObjects.Span;
import io.onefunnel.hubspot.PullCursor.Step;
import io.onefunnel.hubspot.PullCursor.TypeState;
import io.onefunnel.hubspot.WindowScan.Rows;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
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
final class Pulls {
    private static final Logger LOG = LoggerFactory.getLogger(Pulls.class);
    /** An event is told of again when its object changes; older ones were told of when they happened. */
    static final Duration LATE_EVENT = Duration.ofDays(1);

    private final RecordPages pages;
    private final OwnerList owners;
    private final ListMemberships lists;
    private final FormSubmissions forms;
    private final Ids ids;
    private final HubSpotOptions options;
    private final InstantSource clock;
    private final ReadAhead ahead;
    private final SeenEvents events = new SeenEvents();
    private final Map<RecordKind, Cursor> last = new EnumMap<>(RecordKind.class);
    private @Nullable Scan scan;

    /** A scan that is under way, and the cursor that it goes on from. */
    private record Scan(Cursor from, WindowScan window) {}

    Pulls(
            RecordPages pages,
            OwnerList owners,
            ListMemberships lists,
            FormSubmissions forms,
            Ids ids,
            HubSpotOptions options,
            Lanes lanes,
            InstantSource clock) {
        this.pages = pages;
        this.owners = owners;
        this.lists = lists;
        this.forms = forms;
        this.ids = ids;
        this.options = options;
        this.clock = clock;
        ahead = new ReadAhead(lanes, clock);
    }

    /** Somebody who comes back with the cursor they were given goes on reading: their next page is fetched ahead. */
    PullPage page(RecordKind kind, Cursor from) {
        boolean goesOn = from.equals(last.get(kind));
        PullPage page = ahead.take(kind, from).orElseGet(() -> read(kind, from, goesOn));
        last.put(kind, page.next());
        boolean more = page.progress() instanceof Progress.More;
        if (more && (goesOn || isLong())) ahead.start(kind, page.next(), () -> read(kind, page.next(), true));
        return page;
    }

    private synchronized boolean isLong() {
        Scan current = scan;
        return current != null && current.window().isLong();
    }

    private synchronized PullPage read(RecordKind kind, Cursor from, boolean goesOn) {
        List<MappedType> types = ids.of(kind);
        long now = clock.millis();
        if (types.isEmpty()) return new PullPage(List.of(), from, new Progress.CaughtUp(Instant.ofEpochMilli(now)));
        PullCursor cursor = PullCursor.of(from, types);
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
        for (TypeState state : cursor.types()) begun = begun.with(first(state, now));
        return begun;
    }

    private TypeState first(TypeState state, long now) {
        MappedType type = type(state);
        // Owners and lists know by what their last round left behind what is new to them.
        if (type.isOwners() || type.isOfList()) return state.step(Step.LIST).page(state.after());
        // An event of an object is rare among its objects: searching for it costs less than listing them all.
        if (state.upTo() == 0 && type.isObject() && !type.isEventOfObject()) return state.step(Step.LIST);
        long from = Math.max(0, state.upTo() - options.overlap().toMillis());
        if (type.isOfForm()) return state.window(new Span(from, now));
        long to = now - options.settle().toMillis();
        return to > from ? state.window(new Span(from, to)) : afterWindow(type, state, now);
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
            return refused.failure().status() == 400
                    || !type.isObject() && refused.failure().status() == 404;
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
            Optional<SeenEvents.Seen> seen = events.after(type.object(), state.from(), state.upTo());
            if (seen.isPresent() && state.upTo() > 0) return fromObjects(type, state, begun, found, seen.get());
        }
        boolean beginning = state.stretches().equals(UnreadIds.everything());
        if (beginning && type.isMain()) events.begin(type.object());
        Set<String> stamps = type.isMain() ? ids.eventStamps(type.object()) : Set.of();
        Set<String> asked = type.properties();
        if (!stamps.isEmpty()) {
            asked = new LinkedHashSet<>(asked);
            asked.addAll(ids.eventProperties(type.object()));
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
        return afterWindow(type, state.complete(state.to()), begun);
    }

    /** The object's own window has told of its events. */
    private TypeState fromObjects(
            MappedType type, TypeState state, long begun, List<Change> found, SeenEvents.Seen seen) {
        Changes changes = ids.changes(type);
        Instant from = Instant.ofEpochMilli(state.from());
        for (VendorObject object : seen.objects()) {
            // What happened to a merged contact before was told under the id that it had then.
            Instant since = object.value(HubSpotObjects.MERGED).isEmpty() ? from.minus(LATE_EVENT) : from;
            boolean recent =
                    changes.eventTime(object).filter(at -> !at.isBefore(since)).isPresent();
            if (recent) found.addAll(changes.of(object));
        }
        return afterWindow(type, state.complete(seen.window().to()), begun);
    }

    private TypeState afterWindow(MappedType type, TypeState state, long begun) {
        if (type.isEventOfObject()) return state.step(Step.DONE);
        boolean binDue = begun - state.scanned() >= options.deletedScan().toMillis();
        return binDue ? state.step(Step.ARCHIVED) : afterBin(type, state, begun);
    }

    private TypeState afterBin(MappedType type, TypeState state, long begun) {
        long rhythm = options.reconcile().toMillis();
        boolean due = type.isMain() && rhythm > 0 && begun - state.reconciled() >= rhythm;
        return state.step(due ? Step.RECONCILE : Step.DONE);
    }

    /** Archived records are never found by search; the bin is listed whole and older entries are passed over. */
    private TypeState archived(MappedType type, TypeState state, long begun, List<Change> found) {
        ObjectPage page = pages.archived(type, after(state));
        Changes changes = ids.changes(type);
        long since = state.scanned() - options.overlap().toMillis();
        for (VendorObject object : page.objects()) {
            Instant at = object.archivedAt().orElse(object.updatedAt());
            if (at.toEpochMilli() >= since) found.addAll(changes.archived(object));
        }
        if (page.after().isPresent()) return state.page(page.after().get());
        return afterBin(type, state.scanned(begun), begun);
    }

    /** Everything is listed from the primary store, and what changed since the last time is read, whoever saw it. */
    private TypeState reconciled(MappedType type, TypeState state, long begun, List<Change> found) {
        ObjectPage page = pages.bare(type, after(state));
        long since = state.reconciled() - options.overlap().toMillis();
        List<VendorObject> changed = page.objects().stream()
                .filter(object -> object.updatedAt().toEpochMilli() >= since)
                .toList();
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
        Changes changes = ids.changes(type);
        page.objects().forEach(object -> found.addAll(changes.of(object)));
        Instant seen = clock.instant();
        for (int i = 0; i < page.broken().size(); i++) {
            found.add(changes.unreadable(page.broken().get(i), i, seen));
        }
    }

    private MappedType type(TypeState state) {
        return ids.mapped(state.type()).orElseThrow();
    }
}
