package io.onefunnel.store.ledger;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.store.records.Refs;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import io.onefunnel.writeback.Pending;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.PendingChange;
import io.onefunnel.writeback.PendingCounts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wanted and not there yet; what was refused stays out until something about it changes. */
public class PostgresPending implements Pending {
    private static final String CHANGES = """
            select p.record_no, p.fields_no, person.id, c.name, r.kind, r.id, p.before, p.after, p.reason, array(
                select f.field from refused_field f left join content n on n.record_no = f.record_no
                where f.record_no = p.record_no and f.version is not distinct from n.version
                    and p.after ->> f.field = f.wanted)
            from pending_change p join person on person.no = p.person_no
            join record r on r.no = p.record_no join connection c on c.no = p.connection_no
            """;

    private static final String ACTIONS = """
            select a.record_no, a.position, person.id, c.name, r.kind, r.id, a.key, a.action, a.evidence, a.reason
            from pending_action a
            join person on person.no = a.person_no
            join record r on r.no = a.record_no
            join connection c on c.no = a.connection_no
            where %s and
            """.formatted(PendingCounter.DUE);

    private final Database database;
    private final Reads reads;
    private final SurrogateKeys surrogateKeys;

    public PostgresPending(Database database, SurrogateKeys surrogateKeys) {
        this(database, database::inTransaction, surrogateKeys);
    }

    private PostgresPending(Database database, Reads reads, SurrogateKeys surrogateKeys) {
        this.database = database;
        this.reads = reads;
        this.surrogateKeys = surrogateKeys;
    }

    private interface Reads {
        <T> T in(Database.Work<T> work);
    }

    @Override
    public PendingCounts counts(Set<SourceRef> without) {
        return reads.in(sql -> new PendingCounter(sql, surrogateKeys.pendingFields(), numbers(sql, without)).count());
    }

    @Override
    public Page<PendingChange> changes(ConnectionId connection, Optional<String> after, int limit) {
        return reads.in(sql -> {
            Place place = after.map(Place::of).orElse(Place.BEGINNING);
            Seen<PendingChange> seen = new Seen<>();
            sql.list(
                    CHANGES
                            + " where p.connection_no = ? and (p.fields_no, p.record_no) > (?, ?)"
                            + " order by p.fields_no, p.record_no limit ?",
                    row -> seen.add(change(row), new Place(row.number(2), row.number(1), "")),
                    surrogateKeys.connection(sql, connection),
                    (int) place.first(),
                    place.second(),
                    limit);
            return seen.page(limit);
        });
    }

    @Override
    public List<PendingChange> changes(Collection<SourceRef> on) {
        if (on.isEmpty()) return List.of();
        return reads.in(sql -> {
            List<PendingChange> changes = new ArrayList<>();
            sql.list(
                    CHANGES + " where p.record_no = any(?::bigint[]) order by c.name, r.kind, r.id",
                    row -> change(row).map(changes::add),
                    numbers(sql, on));
            return changes;
        });
    }

    /** Empty when all its fields were refused. */
    private static Optional<PendingChange> change(Sql.Row row) throws SQLException {
        Map<Field, String> before = copy(Json.fields(row.text(7)));
        Map<Field, String> after = copy(Json.fields(row.text(8)));
        for (String key : row.texts(10)) {
            Field refused = Field.ofKey(key).orElseThrow();
            before.remove(refused);
            after.remove(refused);
        }
        if (after.isEmpty()) return Optional.empty();
        return Optional.of(new PendingChange(
                new PersonId(row.text(3)), Refs.of(row.text(4), row.text(5), row.text(6)), before, after, row.text(9)));
    }

    private static Map<Field, String> copy(Map<Field, String> fields) {
        Map<Field, String> copy = new EnumMap<>(Field.class);
        copy.putAll(fields);
        return copy;
    }

    @Override
    public Page<PendingAction> actions(ConnectionId connection, Optional<String> after, int limit) {
        return reads.in(sql -> {
            Place place = after.map(Place::of).orElse(Place.BEGINNING);
            Seen<PendingAction> seen = new Seen<>();
            sql.list(
                    ACTIONS
                            + " a.connection_no = ? and (a.record_no, a.position, a.key) > (?, ?, ?)"
                            + " order by a.record_no, a.position, a.key limit ?",
                    row -> seen.add(Optional.of(action(row)), new Place(row.number(1), row.number(2), row.text(7))),
                    surrogateKeys.connection(sql, connection),
                    place.first(),
                    (int) place.second(),
                    place.third(),
                    limit);
            return seen.page(limit);
        });
    }

    @Override
    public List<PendingAction> actions(Collection<SourceRef> on) {
        if (on.isEmpty()) return List.of();
        return reads.in(sql -> sql.list(
                ACTIONS + " a.record_no = any(?::bigint[]) order by c.name, r.kind, r.id, a.position, a.key",
                PostgresPending::action,
                numbers(sql, on)));
    }

    private static PendingAction action(Sql.Row row) throws SQLException {
        return new PendingAction(
                new PersonId(row.text(3)),
                Refs.of(row.text(4), row.text(5), row.text(6)),
                row.text(7),
                Json.read(row.text(8), PendingAction.Action.class),
                row.texts(9).stream().map(SourceRef::parse).toList(),
                row.text(10));
    }

    private Collection<Long> numbers(Sql sql, Collection<SourceRef> refs) throws SQLException {
        return surrogateKeys.known(sql, new HashSet<>(refs)).values();
    }

    @Override
    public Snapshot snapshot() {
        return new Frozen(database, database.snapshot(), surrogateKeys);
    }

    /** Rows of a page, and where the last one that was looked at stands. */
    private static final class Seen<T> {
        private final List<T> rows = new ArrayList<>();
        private int looked;
        private @Nullable Place last;

        boolean add(Optional<T> row, Place place) {
            row.ifPresent(rows::add);
            looked++;
            last = place;
            return true;
        }

        Page<T> page(int limit) {
            return new Page<>(
                    rows,
                    looked < limit
                            ? Optional.empty()
                            : Optional.ofNullable(last).map(Place::token));
        }
    }

    /** The key of a row in the order of its pages. */
    private record Place(long first, long second, String third) {
        static final Place BEGINNING = new Place(0, -1, "");

        static Place of(String token) {
            String[] parts = token.split(" ", 3);
            return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
        }

        String token() {
            return first + " " + second + " " + third;
        }
    }

    /** The same reads, all of one moment. */
    private static final class Frozen extends PostgresPending implements Snapshot {
        private final Database.Snapshot moment;

        Frozen(Database database, Database.Snapshot moment, SurrogateKeys surrogateKeys) {
            super(database, moment::read, surrogateKeys);
            this.moment = moment;
        }

        @Override
        public Snapshot snapshot() {
            throw new IllegalStateException("it is of one moment already");
        }

        @Override
        public void close() {
            moment.close();
        }
    }
}
