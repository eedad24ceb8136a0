package io.onefunnel.salesforce.pull;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.salesforce.client.ErrorScope;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.OrgSchema;
import io.onefunnel.salesforce.client.RefusedException;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.salesforce.client.SalesforceOptions;
import io.onefunnel.salesforce.client.ServerClock;
import io.onefunnel.salesforce.pull.PullCursor.Load;
import io.onefunnel.salesforce.pull.PullCursor.Running;
import io.onefunnel.salesforce.pull.PullCursor.Stand;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.call.Parallel;
import io.onefunnel.spi.option.OptionValues;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Pulls a kind type by type. A window ends at the org's own time and begins before the end of the last one: a long
 * transaction commits rows with an older stamp. A type that cannot be read is left out and named; the others go on.
 */
public final class RecordPull implements AutoCloseable {
    private final ConnectionId connection;
    private final OptionValues options;
    private final SalesforceClient client;
    private final OrgSchema schema;
    private final ServerClock serverClock;
    private final InstantSource clock;
    private final Parallel threads = Parallel.unlimited("salesforce-ahead");
    private final BufferedCallListener callBuffer;
    private final QueryPages queries;
    private final BulkLoads bulk;
    private final DeletionLog deletions;
    private final IdComparison comparison;
    private final Prefetch<QueryPages.Page> prefetch = new Prefetch<>(threads);
    /** Why types were left out of the pulls under way. */
    private final Map<RecordKind, AdapterException> leftOut = new EnumMap<>(RecordKind.class);
    /** What is still to be said of pulls that are over. */
    private final Map<RecordKind, AdapterException> owed = new EnumMap<>(RecordKind.class);

    public RecordPull(
            ConnectionId connection,
            OptionValues options,
            OrgAccess reading,
            FieldHistories histories,
            AdapterContext context) {
        this.connection = connection;
        this.options = options;
        this.client = reading.client();
        this.schema = reading.schema();
        this.serverClock = reading.serverClock();
        this.clock = context.clock();
        this.callBuffer = new BufferedCallListener(context.calls());
        this.queries = new QueryPages(connection, histories);
        this.bulk = new BulkLoads(connection, options, reading, histories, callBuffer, threads, clock);
        this.deletions = new DeletionLog(connection, client, options.get(SalesforceOptions.OVERLAP));
        this.comparison = new IdComparison(client);
    }

    /** What belongs together while a page is read. */
    private record Place(Cursor at, PullCursor cursor, Running running, List<Mapping.Type> types) {
        Place with(Running next) {
            return new Place(at, cursor, next, types);
        }
    }

    public PullPage page(RecordKind kind, Cursor from) {
        AdapterException left = owed.remove(kind);
        if (left != null) throw left;
        List<Mapping.Type> types = schema.mapping().typesOf(kind);
        if (types.isEmpty()) return new PullPage(List.of(), from, new Progress.CaughtUp(clock.instant()));
        PullCursor cursor = PullCursor.of(from);
        Running running = cursor.now();
        if (running == null) {
            leftOut.remove(kind);
            running = new Running(serverClock.recently(), types.get(0).name(), List.of(), null);
        }
        Place place = new Place(from, cursor, running, types);
        String name = running.type();
        Optional<Mapping.Type> type =
                types.stream().filter(each -> each.name().equals(name)).findFirst();
        // The type went out of the mapping in the middle of its pull.
        if (type.isEmpty()) return afterType(List.of(), place, 0);
        try {
            return page(place, type.get());
        } finally {
            callBuffer.pass();
        }
    }

    private PullPage page(Place place, Mapping.Type type) {
        try {
            return step(place, schema.mapped(type));
        } catch (AdapterException e) {
            if (!ErrorScope.isOfOneObject(e)) throw e;
            // A field or the object was withdrawn since it was described.
            boolean describeAnew = RefusedException.vendorCode(e).equals("INVALID_FIELD")
                    || RefusedException.vendorCode(e).equals("INVALID_TYPE");
            if (!describeAnew) return withoutType(place, type, e);
        }
        schema.forget();
        try {
            return step(place, schema.mapped(type));
        } catch (AdapterException e) {
            if (!ErrorScope.isOfOneObject(e)) throw e;
            return withoutType(place, type, e);
        }
    }

    private PullPage step(Place place, MappedType type) {
        Stand begun = place.running().at();
        Stand stand = begun != null ? begun : begin(place, type);
        Instant to = place.running().to();
        if (stand.ids() != null) return compare(place, type, stand.ids());
        PullStep step = stand.load() != null ? bulk.step(type, to, stand) : query(place, type, to, stand);
        Stand next = step.next();
        if (next == null) return finish(step.changes(), place, type, stand);
        Cursor cursor = place.cursor().at(place.running().with(next)).write();
        Instant notBefore = step.notBefore();
        if (notBefore != null) return new PullPage(step.changes(), cursor, new Progress.Wait(notBefore));
        boolean queryNext = next.load() == null && next.ids() == null && next.after() != null;
        if (queryNext) prefetch.fetch(cursor, () -> queries.page(client.prefetching(callBuffer), type, to, next));
        return new PullPage(step.changes(), cursor, new Progress.More());
    }

    private Stand begin(Place place, MappedType type) {
        Optional<Instant> read = place.cursor().readTo(type.name());
        boolean whole = read.isEmpty() || seesMore(place.cursor(), type) || isSwept(place, type);
        Stand stand = Stand.beginning(whole, whole ? null : read.get().minus(options.get(SalesforceOptions.OVERLAP)));
        if (!whole || !bulk.canRead(type)) return stand;
        long count = client.count("count " + type.name(), PullQueries.count(type));
        return count <= options.get(SalesforceOptions.BULK_FROM)
                ? stand
                : stand.by(bulk.beginning(type, place.running().to(), count));
    }

    /** A field that can be seen from now on has values in records that did not change. */
    private static boolean seesMore(PullCursor cursor, MappedType type) {
        Set<String> seen = cursor.fields().get(type.name());
        return seen != null && !seen.containsAll(type.names().set());
    }

    /** Formula fields change without a new stamp: from time to time, everything is read. */
    private boolean isSwept(Place place, MappedType type) {
        Optional<Duration> sweep = options.find(SalesforceOptions.FORMULA_SWEEP);
        if (sweep.isEmpty() || !type.hasFormulas()) return false;
        Instant last = place.cursor().whole().get(type.name());
        return last == null || !last.plus(sweep.get()).isAfter(place.running().to());
    }

    private PullStep query(Place place, MappedType type, Instant to, Stand stand) {
        QueryPages.Page page;
        try {
            page = prefetch.take(place.at()).orElseGet(() -> queries.page(client, type, to, stand));
        } catch (AdapterException e) {
            if (!ErrorScope.isTooHeavy(e)) throw e;
            return lighter(type, to, stand, e);
        }
        PullCursor.Row last = page.last();
        if (!page.done() && last != null) {
            boolean many = stand.after() == null
                    && page.size() > options.get(SalesforceOptions.BULK_FROM)
                    && bulk.canRead(type);
            return PullStep.on(page.changes(), many ? restByBulk(stand.after(last)) : stand.after(last));
        }
        return QueryPages.following(stand, to)
                .map(next -> PullStep.on(page.changes(), next))
                .orElseGet(() -> PullStep.last(page.changes()));
    }

    /** Less at once; then a job, which may take its time; then nothing of this type until the next run. */
    private PullStep lighter(MappedType type, Instant to, Stand stand, AdapterException tooHeavy) {
        Optional<Stand> half = QueryPages.half(stand, to);
        if (half.isPresent()) return PullStep.on(List.of(), half.get());
        if (!bulk.canRead(type)) throw tooHeavy;
        return PullStep.on(List.of(), restByBulk(stand));
    }

    private static Stand restByBulk(Stand stand) {
        return new Stand(stand.whole(), stand.from(), null, stand.after(), new Load(null, null), null);
    }

    private PullPage finish(List<Change> changes, Place place, MappedType type, Stand stand) {
        Instant to = place.running().to();
        PullCursor finished = place.cursor()
                .finished(type.name(), to, stand.whole(), type.names().set());
        if (!DeletionLog.has(type)) return afterType(changes, at(place, finished), indexOf(place, type) + 1);
        Instant last = finished.swept().get(type.name());
        PullCursor swept = finished.swept(type.name(), to);
        // What was never read cannot have been missed.
        if (last == null) return afterType(changes, at(place, swept), indexOf(place, type) + 1);
        if (!DeletionLog.due(last, to)) return afterType(changes, at(place, finished), indexOf(place, type) + 1);
        DeletionLog.Deletions deleted = deletions.since(type, last, to, changes);
        List<Change> all = new ArrayList<>(changes);
        all.addAll(deleted.deleted());
        if (!deleted.gap() || type.type().kind().isEvent()) {
            return afterType(all, at(place, swept), indexOf(place, type) + 1);
        }
        Running comparing = place.running().with(stand.comparing(""));
        return new PullPage(all, swept.at(comparing).write(), new Progress.More());
    }

    /** The log of deletions has a gap: what is there is compared with what was read before. */
    private PullPage compare(Place place, MappedType type, String after) {
        IdComparison.Stretch ids = comparison.after(type, after, place.running().to());
        PullPage page = ids.more()
                ? new PullPage(
                        List.of(),
                        place.cursor()
                                .at(place.running()
                                        .with(Stand.beginning(false, null)
                                                .comparing(ids.living().upTo())))
                                .write(),
                        new Progress.More())
                : afterType(List.of(), place, indexOf(place, type) + 1);
        return page.with(ids.living());
    }

    private static Place at(Place place, PullCursor cursor) {
        return new Place(place.at(), cursor, place.running(), place.types());
    }

    private PullPage withoutType(Place place, Mapping.Type type, AdapterException why) {
        leftOut.merge(type.kind(), why, RecordPull::both);
        return afterType(
                List.of(),
                place.with(place.running().leaving(type.name())),
                place.types().indexOf(type) + 1);
    }

    private static AdapterException both(AdapterException first, AdapterException second) {
        return new AdapterException(
                first.code(),
                first.getMessage() + "; " + second.getMessage(),
                first.notBefore().orElse(null),
                null);
    }

    private PullPage afterType(List<Change> changes, Place place, int next) {
        Running running = place.running();
        if (next < place.types().size()) {
            Running there = running.at(place.types().get(next).name());
            return new PullPage(changes, place.cursor().at(there).write(), new Progress.More());
        }
        Cursor resting = place.cursor().resting().write();
        if (running.left().isEmpty()) return new PullPage(changes, resting, new Progress.CaughtUp(running.to()));
        // Said now, it would cost the others their last page; unsaid, the kind would look complete.
        RecordKind kind = place.types().get(0).kind();
        AdapterException why = leftOut.remove(kind);
        owed.put(
                kind,
                why != null
                        ? why
                        : new AdapterException(
                                AdapterErrorCode.PERMISSION_MISSING,
                                connection + ": " + String.join(", ", running.left()) + " could not be read"));
        return new PullPage(changes, resting, new Progress.More());
    }

    private static int indexOf(Place place, MappedType type) {
        return place.types().indexOf(type.type());
    }

    @Override
    public void close() {
        prefetch.close();
        bulk.close();
        threads.close();
    }
}
