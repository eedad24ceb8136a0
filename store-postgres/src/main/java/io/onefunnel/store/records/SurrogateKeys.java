package io.onefunnel.store.records;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.store.sql.CopyRows;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Digests;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Gives records, connections and sets of field names their numbers. What it remembers never changes. */
public final class SurrogateKeys {
    private final Database database;
    private final Map<ConnectionId, Short> connections = new ConcurrentHashMap<>();
    private final Map<Integer, Set<String>> fieldSets = new ConcurrentHashMap<>();
    private final PendingFields pendingFields;

    public SurrogateKeys(Database database) {
        this.database = database;
        this.pendingFields = new PendingFields(database);
    }

    /** The numbers of what pending changes set. */
    public PendingFields pendingFields() {
        return pendingFields;
    }

    /**
     * The number of a connection; made when it is new, in a transaction of its own: a number that is remembered must
     * not be rolled back.
     */
    public short connection(Sql sql, ConnectionId id) throws SQLException {
        Short known = connections.get(id);
        if (known != null) return known;
        String find = "select no from connection where name = ?";
        if (sql.numbers(find, id.value()).isEmpty()) {
            database.change(own ->
                    own.update("insert into connection (name) values (?) on conflict (name) do nothing", id.value()));
        }
        short number = sql.numbers(find, id.value()).get(0).shortValue();
        connections.put(id, number);
        return number;
    }

    /**
     * Until the transaction ends, nobody else gives numbers to records of this connection: new ones are then copied
     * straight into their tables without a conflict.
     */
    public void lock(Sql sql, short connection) throws SQLException {
        sql.list("select pg_advisory_xact_lock(16777216 + ?)", row -> true, (int) connection);
    }

    /** Numbers of records that have one. */
    public Map<SourceRef, Long> known(Sql sql, Collection<SourceRef> refs) throws SQLException {
        if (refs.isEmpty()) return Map.of();
        Map<SourceRef, Long> numbers = new HashMap<>(refs.size() * 2);
        Columns columns = columns(sql, refs);
        sql.list(
                """
                select wanted.connection_no, wanted.kind, wanted.id, r.no
                from unnest(?::smallint[], ?::record_kind[], ?::text[]) wanted(connection_no, kind, id)
                join record r on r.connection_no = wanted.connection_no and r.kind = wanted.kind and r.id = wanted.id
                """,
                row -> numbers.put(columns.ref(row.number(1), row.text(2), row.text(3)), row.number(4)),
                columns.connections,
                columns.kinds,
                columns.ids);
        return numbers;
    }

    /** Like {@link #numbered}, and locks what it has to, in an order that never deadlocks. */
    public Map<SourceRef, Long> lockedAndNumbered(Sql sql, Set<SourceRef> refs) throws SQLException {
        Map<SourceRef, Long> known = known(sql, refs);
        if (known.size() == refs.size()) return known;
        for (ConnectionId connection :
                new TreeSet<>(refs.stream().map(SourceRef::connection).toList())) {
            lock(sql, connection(sql, connection));
        }
        return numbered(sql, refs);
    }

    /** Numbers of records; one that nobody has seen is expected from now on. The connection must be locked. */
    public Map<SourceRef, Long> numbered(Sql sql, Set<SourceRef> refs) throws SQLException {
        if (refs.isEmpty()) return Map.of();
        Map<SourceRef, Long> numbers = new HashMap<>(known(sql, refs));
        List<SourceRef> fresh =
                refs.stream().filter(ref -> !numbers.containsKey(ref)).toList();
        if (fresh.isEmpty()) return numbers;
        long[] next = sql.next("record_no", fresh.size());
        Map<ConnectionId, Short> own = new HashMap<>();
        for (SourceRef ref : fresh) {
            if (!own.containsKey(ref.connection())) own.put(ref.connection(), connection(sql, ref.connection()));
        }
        CopyRows.into(sql, "record (no, connection_no, kind, id, state, root_no)", rows -> {
            for (int i = 0; i < next.length; i++) {
                SourceRef ref = fresh.get(i);
                short connection = own.getOrDefault(ref.connection(), (short) 0);
                rows.add(next[i]).add(connection).add(ref.kind()).add(ref.id());
                rows.add("EXPECTED").add(next[i]).end();
                numbers.put(ref, next[i]);
            }
        });
        return numbers;
    }

    /** The number of a set of field names; made when it is new, in a transaction of its own: see {@link PendingFields}. */
    public int fieldSet(Sql sql, Set<String> names) throws SQLException {
        byte[] digest = Digests.ofSorted(names);
        String find = "select no from field_set where digest = ?";
        List<Long> found = sql.numbers(find, digest);
        if (found.isEmpty()) {
            database.change(own -> own.update(
                    "insert into field_set (digest, names) values (?, ?) on conflict (digest) do nothing",
                    digest,
                    new TreeSet<>(names)));
            found = sql.numbers(find, digest);
        }
        return found.get(0).intValue();
    }

    Set<String> fieldNames(Sql sql, int no) throws SQLException {
        Set<String> known = fieldSets.get(no);
        if (known != null) return known;
        Set<String> names = sql.first("select names from field_set where no = ?", row -> Set.copyOf(row.texts(1)), no)
                .orElseThrow(() -> new SQLException("field set " + no + " is missing"));
        fieldSets.put(no, names);
        return names;
    }

    /** Refs taken apart for {@code unnest}. */
    private Columns columns(Sql sql, Collection<SourceRef> refs) throws SQLException {
        Columns columns = new Columns();
        for (SourceRef ref : refs) {
            short no = connection(sql, ref.connection());
            columns.names.put((long) no, ref.connection());
            columns.connections.add((long) no);
            columns.kinds.add(ref.kind().name());
            columns.ids.add(ref.id());
        }
        return columns;
    }

    private static final class Columns {
        final Map<Long, ConnectionId> names = new LinkedHashMap<>();
        final List<Long> connections = new ArrayList<>();
        final List<String> kinds = new ArrayList<>();
        final List<String> ids = new ArrayList<>();

        SourceRef ref(long connection, String kind, String id) throws SQLException {
            ConnectionId name = names.get(connection);
            if (name == null) throw new SQLException("no such connection: " + connection);
            return new SourceRef(name, RecordKind.valueOf(kind), id);
        }
    }
}
