package io.onefunnel.store.ledger;

import io.onefunnel.model.Field;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.state.Pending;
import io.onefunnel.store.records.Refs;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.PendingChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is wanted and not there yet; what was refused stays out until something about it changes. */
public final class PostgresPending implements Pending {
    private final Database database;
    private final SurrogateKeys surrogateKeys;

    public PostgresPending(Database database, SurrogateKeys surrogateKeys) {
        this.database = database;
        this.surrogateKeys = surrogateKeys;
    }

    @Override
    public List<PendingChange> changes() {
        return database.inTransaction(sql -> changes(sql, ""));
    }

    @Override
    public List<PendingChange> changes(List<SourceRef> on) {
        if (on.isEmpty()) return List.of();
        return database.inTransaction(sql -> changes(
                sql,
                "where p.record_no = any(?::bigint[])",
                surrogateKeys.known(sql, new HashSet<>(on)).values()));
    }

    private static List<PendingChange> changes(Sql sql, String condition, @Nullable Object... arguments)
            throws SQLException {
        Map<Long, Map<Field, String>> refused = new HashMap<>();
        sql.list(
                """
                select f.record_no, f.field, f.wanted from refused_field f
                left join content c on c.record_no = f.record_no where f.version is not distinct from c.version
                """,
                row -> refused.computeIfAbsent(row.number(1), record -> new EnumMap<>(Field.class))
                        .put(Field.ofKey(row.text(2)).orElseThrow(), row.text(3)));
        List<PendingChange> pending = new ArrayList<>();
        sql.list(
                """
                select p.record_no, person.id, c.name, r.kind, r.id, p.before, p.after, p.reason
                from pending_change p join person on person.no = p.person_no
                join record r on r.no = p.record_no join connection c on c.no = r.connection_no
                """ + condition + " order by c.name, r.kind, r.id",
                row -> {
                    Map<Field, String> before = copy(Json.fields(row.text(6)));
                    Map<Field, String> after = copy(Json.fields(row.text(7)));
                    refused.getOrDefault(row.number(1), Map.of()).forEach((field, wanted) -> {
                        if (after.remove(field, wanted)) before.remove(field);
                    });
                    if (after.isEmpty()) return false;
                    return pending.add(new PendingChange(
                            new PersonId(row.text(2)),
                            Refs.of(row.text(3), row.text(4), row.text(5)),
                            before,
                            after,
                            row.text(8)));
                },
                arguments);
        return pending;
    }

    @Override
    public List<PendingAction> actions() {
        return database.inTransaction(sql -> sql.list(
                """
                select person.id, c.name, r.kind, r.id, a.key, a.action, a.evidence, a.reason
                from pending_action a
                join person on person.no = a.person_no
                join record r on r.no = a.record_no
                join connection c on c.no = a.connection_no
                left join content n on n.record_no = a.record_no
                where not exists (
                        select from refused_action f
                        where f.connection_no = a.connection_no and f.record_no = a.record_no and f.key = a.key
                            and f.action = a.action and f.version is not distinct from n.version)
                    -- It may have been done: found out first.
                    and not exists (
                        select from intent i where i.record_no = a.record_no and i.action_key = a.key
                            and (i.outcome_type is null or i.outcome_type = 'Unknown'))
                order by c.name, r.kind, r.id, a.position
                """,
                row -> new PendingAction(
                        new PersonId(row.text(1)),
                        Refs.of(row.text(2), row.text(3), row.text(4)),
                        row.text(5),
                        Json.read(row.text(6), PendingAction.Action.class),
                        row.texts(7).stream().map(SourceRef::parse).toList(),
                        row.text(8))));
    }

    private static Map<Field, String> copy(Map<Field, String> fields) {
        Map<Field, String> copy = new EnumMap<>(Field.class);
        copy.putAll(fields);
        return copy;
    }
}
