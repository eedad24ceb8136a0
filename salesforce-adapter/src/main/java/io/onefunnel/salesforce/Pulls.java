package io.onefunnel.salesforce;

import com.sforce.soap.partner.DeletedRecord;
import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.PullCursor.Job;
import io.onefunnel.salesforce.PullCursor.Running;
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
import java.util.Calendar;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Pulls a kind type by type. A window ends at the org's own time and begins before the end of the last one: a long
 * transaction commits rows with an older stamp. Rows are asked for with queryAll, so that what was deleted or merged
 * away is told by the same call.
 */
final class Pulls implements AutoCloseable {
    // Records leave the bin after 15 days, or when somebody empties it: a look into the deletion log once a day.
    private static final Duration SWEEP = Duration.ofDays(1);
    private static final Duration DELETION_LOG = Duration.ofDays(15);
    private static final Duration LONGEST_BULK_PAUSE = Duration.ofMinutes(1);

    private final ConnectionId connection;
    private final SalesforceOptions options;
    private final Calls calls;
    private final Schema schema;
    private final ServerClock serverClock;
    private final BulkQuery bulk;
    private final InstantSource clock;

    Pulls(ConnectionId connection, SalesforceOptions options, Access reading, InstantSource clock) {
        this.connection = connection;
        this.options = options;
        this.calls = reading.calls();
        this.schema = reading.schema();
        this.serverClock = reading.serverClock();
        this.bulk = new BulkQuery(calls);
        this.clock = clock;
    }

    @Override
    public void close() {}

    PullPage page(RecordKind kind, Cursor from) {
        List<Mapping.Type> types = schema.mapping().typesOf(kind);
        if (types.isEmpty()) return new PullPage(List.of(), from, new Progress.CaughtUp(clock.instant()));
        PullCursor cursor = PullCursor.of(from);
        Running running = cursor.now();
        if (running == null)
            running = new Running(serverClock.recently(), types.get(0).name(), null, null);
        String name = running.type();
        Optional<Mapping.Type> type =
                types.stream().filter(each -> each.name().equals(name)).findFirst();
        // The type went out of the mapping in the middle of its pull.
        if (type.isEmpty()) return afterType(List.of(), cursor, running, types, 0);
        try {
            return page(cursor, running, types, schema.mapped(type.get()));
        } catch (AdapterException e) {
            if (e.code() != AdapterErrorCode.FIELD_NOT_READABLE) throw e;
            // A field was withdrawn since it was described.
            schema.forget();
            return page(cursor, running, types, schema.mapped(type.get()));
        }
    }

    private PullPage page(PullCursor cursor, Running running, List<Mapping.Type> types, MappedType type) {
        boolean first = cursor.readTo(type.name()).isEmpty();
        if (running.job() != null) return bulkPage(cursor, running, types, type, running.job());
        if (first && running.after() == null && count(type) > options.bulkFrom()) {
            String job = bulk.start(Soql.everything(type, running.to()), type.hasBin());
            return waiting(cursor, running, new Job(job, "", 0));
        }
        return queryPage(cursor, running, types, type);
    }

    private PullPage queryPage(PullCursor cursor, Running running, List<Mapping.Type> types, MappedType type) {
        Optional<Instant> from = cursor.readTo(type.name()).map(read -> read.minus(options.overlap()));
        String soql = Soql.window(type, from, running.to(), running.after());
        QueryResult result =
                calls.read("query " + type.name(), soap -> type.hasBin() ? soap.queryAll(soql) : soap.query(soql));
        List<Change> changes = new ArrayList<>();
        for (SObject each : result.getRecords()) changes.add(type.change(connection, column -> text(each, column)));
        if (!result.isDone()) {
            SObject last = result.getRecords()[result.getRecords().length - 1];
            PullCursor.Row after = new PullCursor.Row(
                    Objects.requireNonNull(text(last, type.stamp())), Ids.to18(String.valueOf(last.getId())));
            return more(changes, cursor.at(new Running(running.to(), running.type(), after, null)));
        }
        return finish(changes, cursor, running, types, type);
    }

    private PullPage bulkPage(PullCursor cursor, Running running, List<Mapping.Type> types, MappedType type, Job job) {
        // Only the first page needs the state: a result that has pages is complete.
        if (job.locator().isEmpty()) {
            switch (bulk.state(job.id())) {
                case RUNNING -> {
                    return waiting(cursor, running, new Job(job.id(), "", job.asked() + 1));
                }
                case LOST -> {
                    return more(List.of(), cursor.at(new Running(running.to(), running.type(), null, null)));
                }
                case DONE -> {}
            }
        }
        BulkQuery.Page page = bulk.page(job.id(), job.locator(), options.bulkPage());
        List<Change> changes = page.rows().stream()
                .map(row ->
                        type.change(connection, column -> row.findField(column).orElse(null)))
                .toList();
        if (page.locator().isEmpty()) return finish(changes, cursor, running, types, type);
        Job next = new Job(job.id(), page.locator().get(), job.asked());
        return more(changes, cursor.at(new Running(running.to(), running.type(), null, next)));
    }

    private PullPage finish(
            List<Change> changes, PullCursor cursor, Running running, List<Mapping.Type> types, MappedType type) {
        List<Change> all = new ArrayList<>(changes);
        PullCursor swept = sweep(cursor, running.to(), type, all);
        return afterType(all, swept.finished(type.name(), running.to()), running, types, indexOf(types, type) + 1);
    }

    private PullPage afterType(
            List<Change> changes, PullCursor cursor, Running running, List<Mapping.Type> types, int next) {
        if (next < types.size()) {
            Running there = new Running(running.to(), types.get(next).name(), null, null);
            return more(changes, cursor.at(there));
        }
        return new PullPage(changes, cursor.resting().write(), new Progress.CaughtUp(running.to()));
    }

    /** Adds what left the bin before queryAll could tell it. */
    private PullCursor sweep(PullCursor cursor, Instant to, MappedType type, List<Change> changes) {
        if (!type.hasBin() || !type.described().replicateable()) return cursor;
        Instant last = cursor.swept().get(type.name());
        if (last == null) return cursor.swept(type.name(), to);
        if (last.plus(SWEEP).isAfter(to)) return cursor;
        Instant oldest = to.minus(DELETION_LOG).plus(Duration.ofHours(1));
        Instant from = last.minus(options.overlap()).isBefore(oldest) ? oldest : last.minus(options.overlap());
        DeletedRecord[] deleted = calls.read(
                "deletions of " + type.name(),
                soap -> soap.getDeleted(type.name(), calendar(from), calendar(to))
                        .getDeletedRecords());
        List<String> told = changes.stream().map(change -> change.ref().id()).toList();
        for (DeletedRecord each : deleted) {
            String id = Ids.to18(each.getId());
            // What was merged away is in the log as well; the query has told where it went.
            if (told.contains(id)) continue;
            SourceRef ref = new SourceRef(connection, type.type().kind(), id);
            changes.add(new Change.Deleted(ref, each.getDeletedDate().toInstant()));
        }
        return cursor.swept(type.name(), to);
    }

    private long count(MappedType type) {
        return calls.read(
                "count " + type.name(), soap -> soap.query(Soql.count(type)).getSize());
    }

    private PullPage waiting(PullCursor cursor, Running running, Job job) {
        Duration pause = Duration.ofSeconds(1L << Math.min(job.asked(), 6));
        Instant notBefore = clock.instant().plus(pause.compareTo(LONGEST_BULK_PAUSE) > 0 ? LONGEST_BULK_PAUSE : pause);
        PullCursor next = cursor.at(new Running(running.to(), running.type(), null, job));
        return new PullPage(List.of(), next.write(), new Progress.Wait(notBefore));
    }

    private static PullPage more(List<Change> changes, PullCursor next) {
        return new PullPage(changes, next.write(), new Progress.More());
    }

    private static int indexOf(List<Mapping.Type> types, MappedType type) {
        return types.indexOf(type.type());
    }

    private static Calendar calendar(Instant instant) {
        Calendar calendar = Calendar.getInstance(TimeZone.getTimeZone("UTC"));
        calendar.setTimeInMillis(instant.toEpochMilli());
        return calendar;
    }

    static @Nullable String text(SObject record, String column) {
        Object value = column.equals("Id") ? record.getId() : record.getField(column);
        return value == null ? null : value.toString();
    }
}
