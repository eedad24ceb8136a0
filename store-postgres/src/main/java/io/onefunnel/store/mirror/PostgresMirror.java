package io.onefunnel.store.mirror;

import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Touch;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Mirror;
import io.onefunnel.store.records.DirtyMarks;
import io.onefunnel.store.records.FieldNameCodec;
import io.onefunnel.store.records.MergeLineage;
import io.onefunnel.store.records.RecordOwners;
import io.onefunnel.store.records.RecordReader;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Pages in, as they came. */
public final class PostgresMirror implements Mirror {
    private final Database database;
    private final SurrogateKeys surrogateKeys;
    private final FieldNameCodec fieldNames;
    private final RecordReader records;
    private final Partitions partitions;

    public PostgresMirror(
            Database database, SurrogateKeys surrogateKeys, FieldNameCodec fieldNames, RecordReader records) {
        this.database = database;
        this.surrogateKeys = surrogateKeys;
        this.fieldNames = fieldNames;
        this.records = records;
        this.partitions = new Partitions(database);
    }

    @Override
    public Cursor cursor(ConnectionId connection, RecordKind kind) {
        return database.inTransaction(sql -> sql.first("""
                        select s.cursor from pull_state s join connection c on c.no = s.connection_no
                        where c.name = ? and s.kind = ?::record_kind
                        """, row -> new Cursor(row.text(1)), connection.value(), kind)
                .orElse(Cursor.BEGINNING));
    }

    @Override
    public void rewind(Lease lease, ConnectionId connection) {
        database.changeUnder(lease, sql -> sql.update("""
                        update pull_state set cursor = ? from connection c
                        where c.no = pull_state.connection_no and c.name = ?
                        """, Cursor.BEGINNING.value(), connection.value()));
    }

    @Override
    public Stored store(Lease lease, Page page) {
        SortedPage sorted = new SortedPage(page);
        partitions.ensure(
                "touch",
                sorted.touches.stream().filter(Touch::done).map(Touch::at).toList());
        partitions.ensure(
                "response", sorted.responses.stream().map(CampaignResponse::at).toList());
        return database.under(lease, sql -> store(sql, page, sorted));
    }

    private Stored store(Sql sql, Page page, SortedPage sorted) throws SQLException {
        short connection = surrogateKeys.connection(sql, page.connection());
        surrogateKeys.lock(sql, connection);
        DirtyMarks dirty = new DirtyMarks();
        List<IncomingRecord> incoming = incoming(sql, sorted.mutable.values());
        int changed = new RecordWriter(sql, surrogateKeys, fieldNames, dirty).store(connection, incoming);
        EventWriter events = new EventWriter(sql, connection, dirty);
        changed += events.store(surrogateKeys, sorted.touches, sorted.responses);
        changed += delete(sql, sorted.gone.values(), events, dirty);
        changed += merge(sql, sorted.merged.values(), dirty);
        quarantine(sql, connection, page, sorted);
        RetentionBounds.note(sql, connection, page, dirty);
        advance(sql, connection, page);
        dirty.write(sql);
        int quarantined = sorted.quarantined.size();
        return new Stored(changed, page.observed().size() - quarantined - changed, quarantined);
    }

    private List<IncomingRecord> incoming(Sql sql, Collection<Observed> mutable) throws SQLException {
        Map<Set<String>, Integer> fieldSets = new HashMap<>();
        List<IncomingRecord> incoming = new ArrayList<>(mutable.size());
        for (Observed observed : mutable) {
            if (observed instanceof Observed.Record record) {
                int fieldSet = fieldSet(sql, fieldSets, record.raw().fetched());
                String domain = record.raw().ref().kind() == RecordKind.COMPANY ? fieldNames.domain(record.raw()) : "";
                incoming.add(IncomingRecord.of(record, fieldSet, domain));
            } else if (observed instanceof Observed.Met met) {
                incoming.add(IncomingRecord.of(
                        met, fieldSet(sql, fieldSets, met.raw().fetched())));
            }
        }
        return incoming;
    }

    private int fieldSet(Sql sql, Map<Set<String>, Integer> seen, Set<String> names) throws SQLException {
        Integer known = seen.get(names);
        if (known != null) return known;
        int number = surrogateKeys.fieldSet(sql, names);
        seen.put(names, number);
        return number;
    }

    private int delete(Sql sql, Collection<Change.Deleted> gone, EventWriter events, DirtyMarks dirty)
            throws SQLException {
        if (gone.isEmpty()) return 0;
        events.deleteTouches(gone.stream()
                .map(Change.Deleted::ref)
                .filter(ref -> ref.kind() == RecordKind.TOUCH)
                .map(SourceRef::id)
                .toList());
        List<Change.Deleted> records =
                gone.stream().filter(deleted -> !deleted.ref().kind().isEvent()).toList();
        Map<SourceRef, Long> numbers = surrogateKeys.numbered(
                sql, new HashSet<>(records.stream().map(Change.Deleted::ref).toList()));
        int changed = 0;
        for (Change.Deleted deleted : records) {
            changed += delete(sql, deleted, Objects.requireNonNull(numbers.get(deleted.ref())), dirty);
        }
        return changed;
    }

    private static int delete(Sql sql, Change.Deleted deleted, long no, DirtyMarks dirty) throws SQLException {
        // A deletion that was seen before the stored version is of an earlier life.
        int changed = sql.update("""
                update record set state = 'DELETED', gone_at = ? where no = ? and state in ('LIVE', 'EXPECTED')
                    and not exists (select from content c where c.record_no = ? and c.version > ?)
                """, deleted.seen(), no, no, deleted.seen());
        if (changed == 0) return 0;
        RecordKind kind = deleted.ref().kind();
        dirty.people(AffectedPeople.people(sql, kind, List.of(no)));
        if (kind != RecordKind.PERSON) return changed;
        sql.update("delete from identity_key where record_no = ?", no);
        sql.update("delete from dirty_record where record_no = ?", no);
        sql.update("delete from pending_change where record_no = ?", no);
        for (long person : RecordOwners.of(sql, List.of(no))) {
            dirty.person(person);
            // It may have been what held the others together.
            dirty.records(MergeLineage.liveRecords(sql, person));
        }
        return changed;
    }

    private int merge(Sql sql, Collection<Change.MergedInto> merged, DirtyMarks dirty) throws SQLException {
        if (merged.isEmpty()) return 0;
        Set<SourceRef> refs = new HashSet<>();
        for (Change.MergedInto into : merged) {
            refs.add(into.ref());
            refs.add(into.survivor());
        }
        Map<SourceRef, Long> numbers = surrogateKeys.numbered(sql, refs);
        int changed = 0;
        for (Change.MergedInto into : merged) {
            long loser = Objects.requireNonNull(numbers.get(into.ref()));
            long survivor = Objects.requireNonNull(numbers.get(into.survivor()));
            if (isMergedInto(sql, loser, survivor) || isNewerThan(sql, loser, into.seen())) continue;
            RecordKind kind = into.ref().kind();
            dirty.people(AffectedPeople.people(sql, kind, List.of(loser, survivor)));
            MergeLineage.recordMerged(sql, loser, survivor, into.seen(), dirty);
            changed++;
        }
        return changed;
    }

    private static boolean isMergedInto(Sql sql, long loser, long survivor) throws SQLException {
        return !sql.numbers("""
                        select l.no from record l join record s on s.no = ?
                        where l.no = ? and l.state = 'MERGED' and l.root_no = s.root_no
                        """, survivor, loser).isEmpty();
    }

    private static boolean isNewerThan(Sql sql, long record, Instant seen) throws SQLException {
        return !sql.numbers("select record_no from content where record_no = ? and version > ?", record, seen)
                .isEmpty();
    }

    private void quarantine(Sql sql, short connection, Page page, SortedPage sorted) throws SQLException {
        List<SourceRef> readable = List.copyOf(sorted.readable);
        sql.update(
                """
                delete from quarantine q using unnest(?::text[], ?::text[]) seen(kind, id)
                where q.connection_no = ? and q.kind = seen.kind::record_kind and q.id = seen.id
                """,
                readable.stream().map(SourceRef::kind).toList(),
                readable.stream().map(SourceRef::id).toList(),
                connection);
        for (Change.Unreadable unreadable : sorted.quarantined.values()) {
            sql.update(
                    """
                    insert into quarantine (connection_no, kind, id, why, raw, since)
                    values (?, ?::record_kind, ?, ?, ?, ?)
                    on conflict (connection_no, kind, id) do update set why = excluded.why, raw = excluded.raw
                    """,
                    connection,
                    unreadable.ref().kind(),
                    unreadable.ref().id(),
                    unreadable.why(),
                    unreadable.raw(),
                    page.at());
        }
    }

    private static void advance(Sql sql, short connection, Page page) throws SQLException {
        Optional<Instant> completeTo = page.progress() instanceof Progress.CaughtUp caughtUp
                ? Optional.of(caughtUp.completeTo())
                : Optional.empty();
        sql.update("""
                insert into pull_state (connection_no, kind, cursor, complete_to)
                values (?, ?::record_kind, ?, ?::timestamptz)
                on conflict (connection_no, kind) do update set
                    cursor = excluded.cursor, complete_to = greatest(pull_state.complete_to, excluded.complete_to)
                """, connection, page.kind(), page.next().value(), completeTo);
    }

    @Override
    public Map<ConnectionId, Map<RecordKind, Long>> counts() {
        Map<ConnectionId, Map<RecordKind, Long>> counts = new TreeMap<>();
        database.inTransaction(sql -> sql.list(
                """
                select c.name, n.kind, n.stored from connection c join (
                    select connection_no, kind, count(*) stored from record where state = 'LIVE' group by 1, 2
                    union all select connection_no, kind, stored from event_count) n on n.connection_no = c.no
                order by 1, 2
                """,
                row -> counts.computeIfAbsent(new ConnectionId(row.text(1)), name -> new TreeMap<>())
                        .put(RecordKind.valueOf(row.text(2)), row.number(3))));
        return counts;
    }

    @Override
    public List<String> live(ConnectionId connection, RecordKind kind, String after, String upTo) {
        return database.inTransaction(
                sql -> sql.list("""
                select r.id from record r join connection c on c.no = r.connection_no
                where c.name = ? and r.kind = ?::record_kind and r.id > ? and r.id <= ? and r.state = 'LIVE'
                order by r.id
                """, row -> row.text(1), connection.value(), kind.name(), after, upTo));
    }

    @Override
    public long countLive(Collection<SourceRef> refs) {
        return database.inTransaction(sql -> {
            Collection<Long> numbers = surrogateKeys.known(sql, refs).values();
            return sql.first(
                            "select count(*) from record where no = any(?::bigint[]) and state = 'LIVE'",
                            row -> row.number(1),
                            numbers)
                    .orElseThrow();
        });
    }

    @Override
    public Optional<Change.Present> find(SourceRef ref) {
        return database.inTransaction(sql -> records.find(sql, ref));
    }

    @Override
    public List<Quarantine> quarantine(int max) {
        return database.inTransaction(sql -> sql.list(
                """
                select c.name, q.kind, q.id, q.why, q.raw, q.since
                from quarantine q join connection c on c.no = q.connection_no
                order by q.since desc, c.name, q.kind, q.id limit ?
                """,
                row -> new Quarantine(
                        new SourceRef(new ConnectionId(row.text(1)), RecordKind.valueOf(row.text(2)), row.text(3)),
                        row.text(4),
                        row.text(5),
                        row.instant(6)),
                max));
    }
}
