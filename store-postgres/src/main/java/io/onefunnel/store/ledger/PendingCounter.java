package io.onefunnel.store.ledger;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.store.records.PendingFields;
import io.onefunnel.store.sql.Json;
import io.onefunnel.store.sql.Sql;
import io.onefunnel.writeback.PendingCounts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts what is pending by connection and fields, from an index and without reading a value. What was refused, and what the
 * caller leaves out, are few: they are looked at and taken off.
 */
final class PendingCounter {
    /** Of a pending action {@code a}: neither refused as it is, nor under way. */
    static final String DUE = """
            not exists (
                select from refused_action f left join content n on n.record_no = f.record_no
                where f.connection_no = a.connection_no and f.record_no = a.record_no and f.key = a.key
                    and f.action = a.action and f.version is not distinct from n.version)
            -- It may have been done: found out first.
            and not exists (
                select from intent i where i.record_no = a.record_no and i.action_key = a.key
                    and (i.outcome_type is null or i.outcome_type = 'Unknown'))
            """;

    private static final String REFUSED = """
            with refused as materialized (
                select p.record_no, array_agg(f.field order by f.field) as fields
                from refused_field f
                join pending_change p on p.record_no = f.record_no and p.after ->> f.field = f.wanted
                left join content n on n.record_no = f.record_no
                where f.version is not distinct from n.version group by 1)
            """;

    private final Sql sql;
    private final PendingFields sets;
    private final Collection<Long> without;

    /** @param without the numbers of records of which nothing is counted */
    PendingCounter(Sql sql, PendingFields sets, Collection<Long> without) {
        this.sql = sql;
        this.sets = sets;
        this.without = without;
    }

    PendingCounts count() throws SQLException {
        return new PendingCounts(changes(), actions());
    }

    private record Group(ConnectionId connection, Set<Field> fields) {}

    private List<PendingCounts.Changes> changes() throws SQLException {
        Map<Group, Long> records = new LinkedHashMap<>();
        sql.list("""
                select c.name, n.fields_no, n.records from (
                    select connection_no, fields_no, count(*) records from pending_change group by 1, 2) n
                join connection c on c.no = n.connection_no order by 1, 2
                """, row -> add(records, row, sets.of(sql, (int) row.number(2)), row.number(3)));
        sql.list(
                REFUSED + """
                select c.name, n.fields_no, n.records, n.refused, n.out from (
                    select p.connection_no, p.fields_no, count(*) records, coalesce(r.fields, '{}') refused,
                        w.no is not null as out
                    from refused r full join unnest(?::bigint[]) w(no) on w.no = r.record_no
                    join pending_change p on p.record_no = coalesce(r.record_no, w.no)
                    group by 1, 2, 4, 5) n
                join connection c on c.no = n.connection_no
                """,
                row -> {
                    Set<Field> all = sets.of(sql, (int) row.number(2));
                    add(records, row, all, -row.number(3));
                    if (!row.flag(5)) add(records, row, without(all, row.texts(4)), row.number(3));
                    return true;
                },
                without);
        List<PendingCounts.Changes> changes = new ArrayList<>();
        records.forEach((group, count) -> {
            if (count > 0 && !group.fields().isEmpty()) {
                changes.add(new PendingCounts.Changes(group.connection(), group.fields(), count));
            }
        });
        return changes;
    }

    private static long add(Map<Group, Long> records, Sql.Row row, Set<Field> fields, long more) throws SQLException {
        return records.merge(new Group(new ConnectionId(row.text(1)), fields), more, Long::sum);
    }

    private List<PendingCounts.Actions> actions() throws SQLException {
        return sql.list(
                REFUSED + """
                select c.name, n.kinds, n.records, n.fields_no, n.refused from (
                    select d.connection_no, d.kinds, count(*) records, p.fields_no, coalesce(r.fields, '{}') refused
                    from (
                        select a.connection_no, a.record_no, array_agg(a.type order by a.type) kinds
                        from pending_action a where\s""" + DUE + """
                         and not a.record_no = any(?::bigint[]) group by 1, 2) d
                    left join pending_change p on p.record_no = d.record_no
                    left join refused r on r.record_no = d.record_no
                    group by 1, 2, 4, 5) n
                join connection c on c.no = n.connection_no order by 1, 2, 4
                """,
                row -> {
                    Optional<Long> fieldsNo = row.optionalNumber(4);
                    Set<Field> all =
                            fieldsNo.isPresent() ? sets.of(sql, fieldsNo.get().intValue()) : Set.of();
                    return new PendingCounts.Actions(
                            new ConnectionId(row.text(1)),
                            row.texts(2).stream().map(Json::actionKind).toList(),
                            without(all, row.texts(5)),
                            row.number(3));
                },
                without);
    }

    private static Set<Field> without(Set<Field> all, List<String> refused) {
        if (refused.isEmpty()) return all;
        Set<Field> left = EnumSet.copyOf(all);
        left.removeIf(field -> refused.contains(field.key()));
        return left;
    }
}
