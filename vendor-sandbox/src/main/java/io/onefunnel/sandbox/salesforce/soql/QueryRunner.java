package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.access.Permission;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.soql.Condition.Operator;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.salesforce.store.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the rows of a query, by an index where one helps. */
public final class QueryRunner {
    private static final long END_OF_TIME = Long.MAX_VALUE;

    private final OrgStore store;

    public QueryRunner(OrgStore store) {
        this.store = store;
    }

    /** @param deleted whether rows in the recycle bin are answered too (queryAll) */
    public List<Row> rows(Query query, boolean deleted, Access access) {
        Table table = store.table(query.from());
        boolean sharing = !access.has(Permission.VIEW_ALL_DATA);
        Predicate<Row> wanted = row -> (!sharing || access.sees(query.from(), row))
                && (!row.isDeleted() || deleted && store.inBin(row))
                && query.where()
                        .map(where -> where.holds(path -> value(query, row, path)))
                        .orElse(true);
        List<Row> found = new ArrayList<>();
        boolean sorted = isStampOrder(query);
        // The stamp index is in this order already: a limited query need not look further.
        int enough = sorted && !query.isAggregate() ? query.limit().orElse(Integer.MAX_VALUE) : Integer.MAX_VALUE;
        boolean inStampOrder = true;
        Optional<Collection<Row>> indexed = query.where().flatMap(where -> candidates(where, table));
        if (indexed.isPresent() && !(indexed.get() instanceof java.util.SortedSet)) inStampOrder = false;
        for (Row row : indexed.orElse(table.rows())) {
            if (wanted.test(row)) found.add(row);
            if (inStampOrder && found.size() >= enough) break;
        }
        if (!query.orderBy().isEmpty() && !(sorted && inStampOrder)) found.sort(order(query));
        int limit = query.isAggregate() ? Integer.MAX_VALUE : query.limit().orElse(Integer.MAX_VALUE);
        return found.size() > limit ? found.subList(0, limit) : found;
    }

    /** The groups of an aggregate query with what was computed for each. */
    public List<Map<String, @Nullable String>> aggregates(Query query, List<Row> rows) {
        Map<List<@Nullable String>, List<Row>> groups = new LinkedHashMap<>();
        if (query.groupBy().isEmpty()) groups.put(List.of(), rows);
        for (Row row : query.groupBy().isEmpty() ? List.<Row>of() : rows) {
            List<@Nullable String> key = new ArrayList<>();
            for (Query.Column column : query.groupBy()) key.add(plain(query, column, row));
            groups.computeIfAbsent(key, first -> new ArrayList<>()).add(row);
        }
        List<Map<String, @Nullable String>> answers = new ArrayList<>();
        for (List<Row> group : groups.values()) {
            Map<String, @Nullable String> answer = new LinkedHashMap<>();
            for (Query.Column column : query.select()) {
                String name = column.name().isEmpty() ? column.path().leaf() : column.name();
                answer.put(name, column.isAggregate() ? aggregate(query, column, group) : first(query, column, group));
            }
            answers.add(answer);
        }
        int limit = query.limit().orElse(Integer.MAX_VALUE);
        return answers.size() > limit ? answers.subList(0, limit) : answers;
    }

    private @Nullable String first(Query query, Query.Column column, List<Row> group) {
        return group.isEmpty() ? null : plain(query, column, group.get(0));
    }

    private @Nullable String plain(Query query, Query.Column column, Row row) {
        String value = value(query, row, column.path());
        return value != null && column.function().equals("DAY_ONLY") ? value.substring(0, 10) : value;
    }

    private @Nullable String aggregate(Query query, Query.Column column, List<Row> group) {
        List<String> values = new ArrayList<>();
        for (Row row : group) {
            String value = value(query, row, column.path());
            if (value != null) values.add(value);
        }
        if (column.function().equals("COUNT")) return Integer.toString(values.size());
        Comparator<String> order =
                (left, right) -> Condition.compare(column.path().type(), left, right);
        return values.stream()
                .max(column.function().equals("MAX") ? order : order.reversed())
                .orElse(null);
    }

    private @Nullable String value(Query query, Row row, Path path) {
        return path.value(query.from(), row, store);
    }

    private static boolean isStampOrder(Query query) {
        List<Query.Order> orders = query.orderBy();
        if (orders.isEmpty() || orders.size() > 2 || orders.stream().anyMatch(Query.Order::descending)) return false;
        return orders.get(0).path().toString().equals("SystemModstamp")
                && (orders.size() == 1 || orders.get(1).path().toString().equals("Id"));
    }

    private Comparator<Row> order(Query query) {
        return (left, right) -> {
            for (Query.Order each : query.orderBy()) {
                int order = order(each, value(query, left, each.path()), value(query, right, each.path()));
                if (order != 0) return order;
            }
            return 0;
        };
    }

    private static int order(Query.Order by, @Nullable String left, @Nullable String right) {
        if (left == null || right == null) {
            int nullsFirst = Boolean.compare(left != null, right != null);
            return by.nullsLast() ? -nullsFirst : nullsFirst;
        }
        int order = Condition.compare(by.path().type(), left, right);
        return by.descending() ? -order : order;
    }

    /** A superset of the rows that {@code where} accepts, if an index gives one. */
    private Optional<Collection<Row>> candidates(Condition where, Table table) {
        List<Condition> parts = where instanceof Condition.And and ? and.parts() : List.of(where);
        Optional<Collection<Row>> byKey =
                parts.stream().flatMap(part -> keyed(part, table).stream()).findFirst();
        return byKey.isPresent() ? byKey : window(parts, table);
    }

    private static Optional<Collection<Row>> keyed(Condition part, Table table) {
        Path path;
        List<@Nullable String> keys;
        if (part instanceof Condition.In in && !in.negated()) {
            path = in.path();
            keys = in.literals();
        } else if (part instanceof Condition.Comparison equal && equal.operator() == Operator.EQUAL) {
            path = equal.path();
            keys = java.util.Collections.singletonList(equal.literal());
        } else {
            return Optional.empty();
        }
        Field field = path.own(table.type()).orElse(null);
        if (field == null || keys.stream().anyMatch(Objects::isNull)) return Optional.empty();
        if (field.isId()) {
            return Optional.of(keys.stream()
                    .distinct()
                    .flatMap(key -> table.row(Objects.requireNonNull(key)).stream())
                    .toList());
        }
        // An external id compares without case, its index with it.
        if (!table.isIndexed(field) || field.externalId()) return Optional.empty();
        return Optional.of(keys.stream()
                .distinct()
                .flatMap(key -> table.holding(field, Objects.requireNonNull(key)).stream())
                .toList());
    }

    private static Optional<Collection<Row>> window(List<Condition> parts, Table table) {
        long from = Long.MIN_VALUE;
        long to = END_OF_TIME;
        for (Condition part : parts) {
            if (!(part instanceof Condition.Comparison compared) || compared.literal() == null) continue;
            if (!compared.path().toString().equals("SystemModstamp")) continue;
            long second = Instant.parse(compared.literal()).getEpochSecond();
            switch (compared.operator()) {
                case EQUAL -> {
                    from = Math.max(from, second);
                    to = Math.min(to, second + 1);
                }
                case GREATER, AT_LEAST -> from = Math.max(from, second);
                case LESS, AT_MOST -> to = Math.min(to, second + 1);
                case NOT_EQUAL -> {}
            }
        }
        boolean unbounded = from == Long.MIN_VALUE && to == END_OF_TIME;
        return unbounded ? Optional.empty() : Optional.of(table.stamped(from, to));
    }
}
