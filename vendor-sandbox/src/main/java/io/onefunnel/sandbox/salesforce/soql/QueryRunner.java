package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.access.Permission;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.salesforce.store.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the rows of a query, by an index where one helps. */
public final class QueryRunner {
    // Field history is kept up to 24 months for the API: Field History Tracking.
    private static final int HISTORY_MONTHS = 24;
    private static final String OWN_PERMISSIONS = "UserPermissionAccess";

    private final OrgStore store;

    public QueryRunner(OrgStore store) {
        this.store = store;
    }

    /** @param deleted whether rows in the recycle bin are answered too (queryAll) */
    public List<Row> rows(Query query, boolean deleted, Access access) {
        Table table = store.table(query.from());
        if (query.from().name().equals(OWN_PERMISSIONS)) tellPermissions(table, access);
        return find(query, Candidates.of(query, table), deleted, access);
    }

    /** UserPermissionAccess has one row: what the user who asks may do. */
    private void tellPermissions(Table table, Access access) {
        Row own = table.rows().iterator().next();
        for (Permission each : Permission.values()) {
            Field field = store.field(OWN_PERMISSIONS, each.column());
            store.tell(table, own, field, Boolean.toString(access.has(each)));
        }
    }

    /** The rows of a nested query that point to {@code parent}. */
    public List<Row> children(Query.Children children, Row parent, boolean deleted, Access access) {
        Table table = store.table(children.query().from());
        Field via = children.via();
        String id = parent.id();
        Iterable<Row> pointing = table.isIndexed(via)
                ? table.holding(via, id)
                : table.rows().stream().filter(row -> id.equals(row.value(via))).toList();
        return find(children.query(), new Candidates(pointing, List.of()), deleted, access);
    }

    private List<Row> find(Query query, Candidates candidates, boolean deleted, Access access) {
        Predicate<Row> wanted = query.where()
                .map(where -> new RowTest(query.from(), store).of(where))
                .orElse(row -> true);
        boolean sharing = !access.user().rights().viewsAll(query.from());
        long oldest = query.from().isHistory() ? oldestHistory() : Long.MIN_VALUE;
        boolean inOrder = query.orderBy().isEmpty() || candidates.isIn(query.orderBy());
        long enough = inOrder && !query.isAggregate() && query.limit().isPresent()
                ? (long) query.limit().getAsInt() + query.offset()
                : Long.MAX_VALUE;
        List<Row> found = new ArrayList<>();
        for (Row row : candidates.rows()) {
            if (found.size() >= enough) break;
            if (row.isDeleted() && !(deleted && store.inBin(row))) continue;
            if (row.created() < oldest || sharing && !access.sees(query.from(), row)) continue;
            if (wanted.test(row)) found.add(row);
        }
        if (query.isAggregate()) return found;
        if (!inOrder) found.sort(order(query));
        return query.countOnly() && query.limit().isEmpty() ? found : window(found, query);
    }

    /** The groups of an aggregate query with what was computed for each. */
    public List<Map<String, @Nullable String>> aggregates(Query query, List<Row> rows) {
        return new Groups(query, store).answers(rows);
    }

    static <T> List<T> window(List<T> found, Query query) {
        int from = Math.min(query.offset(), found.size());
        int to = (int) Math.min(found.size(), (long) from + query.limit().orElse(Integer.MAX_VALUE));
        return from == 0 && to == found.size() ? found : found.subList(from, to);
    }

    static int order(Query.Order by, FieldType type, @Nullable String left, @Nullable String right) {
        if (left == null || right == null) {
            int nullsFirst = Boolean.compare(left != null, right != null);
            return by.nullsLast() ? -nullsFirst : nullsFirst;
        }
        int order = Condition.compare(type, left, right);
        return by.descending() ? -order : order;
    }

    private Comparator<Row> order(Query query) {
        Comparator<Row> all = null;
        for (Query.Order each : query.orderBy()) {
            Comparator<Row> next = order(query, each);
            all = all == null ? next : all.thenComparing(next);
        }
        return all == null ? Comparator.comparingLong(Row::number) : all;
    }

    private Comparator<Row> order(Query query, Query.Order by) {
        Path path = by.by().path();
        Field own = path.own(query.from()).orElse(null);
        Comparator<Row> plain = null;
        if (own != null && own.isId()) plain = Comparator.comparingLong(Row::number);
        if (own != null && own.isSystemModstamp()) plain = Comparator.comparingLong(Row::stamp);
        if (own != null && own.isCreatedDate()) plain = Comparator.comparingLong(Row::created);
        if (plain != null) return by.descending() ? plain.reversed() : plain;
        return (left, right) -> order(by, path.type(), value(query, left, path), value(query, right, path));
    }

    private @Nullable String value(Query query, Row row, Path path) {
        return path.value(query.from(), row, store);
    }

    private long oldestHistory() {
        Instant now = store.clock().instant();
        return now.atZone(ZoneOffset.UTC).minusMonths(HISTORY_MONTHS).toEpochSecond();
    }
}
