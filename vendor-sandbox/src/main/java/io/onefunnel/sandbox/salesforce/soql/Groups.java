package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.store.OrgStore;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The groups of an aggregate query, and what is computed for each. */
final class Groups {
    private final Query query;
    private final OrgStore store;

    Groups(Query query, OrgStore store) {
        this.query = query;
        this.store = store;
    }

    List<Map<String, @Nullable String>> answers(Iterable<Row> rows) {
        Map<List<@Nullable String>, List<Row>> groups = new LinkedHashMap<>();
        if (query.groupBy().isEmpty()) groups.put(List.of(), new ArrayList<>());
        for (Row row : rows) {
            List<@Nullable String> key = new ArrayList<>();
            for (Query.Column column : query.groupBy()) key.add(value(row, column.path()));
            groups.computeIfAbsent(key, first -> new ArrayList<>()).add(row);
        }
        List<List<Row>> wanted = new ArrayList<>();
        for (List<Row> group : groups.values()) {
            if (query.having().map(having -> holds(having, group)).orElse(true)) wanted.add(group);
        }
        if (!query.orderBy().isEmpty()) wanted.sort(order());
        List<Map<String, @Nullable String>> answers = new ArrayList<>();
        for (List<Row> group : QueryRunner.window(wanted, query)) answers.add(answer(group));
        return answers;
    }

    private Map<String, @Nullable String> answer(List<Row> group) {
        Map<String, @Nullable String> answer = new LinkedHashMap<>();
        for (Query.Column column : query.columns()) answer.put(column.shown(), value(group, column));
        return answer;
    }

    private boolean holds(Condition having, List<Row> group) {
        return having.holds(path -> {
            int colon = path.leaf().indexOf(':');
            if (colon < 0) return group.isEmpty() ? null : value(group.get(0), path);
            String field = path.leaf().substring(colon + 1);
            FieldType type = store.schema()
                    .type(query.from().name())
                    .flatMap(from -> from.field(field))
                    .map(found -> found.type())
                    .orElse(path.type());
            Path of = new Path(path.parents(), field, type, ScalarFunction.NONE);
            return value(group, new Query.Column(of, path.leaf().substring(0, colon), ""));
        });
    }

    private Comparator<List<Row>> order() {
        return (left, right) -> {
            for (Query.Order each : query.orderBy()) {
                int order = QueryRunner.order(each, each.by().type(), value(left, each.by()), value(right, each.by()));
                if (order != 0) return order;
            }
            return 0;
        };
    }

    private @Nullable String value(List<Row> group, Query.Column column) {
        if (!column.isAggregate()) return group.isEmpty() ? null : value(group.get(0), column.path());
        List<String> values = new ArrayList<>();
        for (Row row : group) {
            String value = value(row, column.path());
            if (value != null) values.add(value);
        }
        FieldType type = column.path().type();
        Comparator<String> order = (left, right) -> Condition.compare(type, left, right);
        return switch (column.aggregate()) {
            case "COUNT" -> Integer.toString(values.size());
            case "COUNT_DISTINCT" -> Integer.toString(distinct(type, values).size());
            case "SUM" -> values.isEmpty() ? null : plain(sum(values));
            case "AVG" ->
                values.isEmpty()
                        ? null
                        : plain(sum(values).divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL64));
            case "MAX" -> values.stream().max(order).orElse(null);
            default -> values.stream().min(order).orElse(null);
        };
    }

    private static Set<String> distinct(FieldType type, List<String> values) {
        Set<String> keys = new HashSet<>();
        values.forEach(value -> keys.add(Condition.key(type, value)));
        return keys;
    }

    private static BigDecimal sum(List<String> values) {
        return values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String plain(BigDecimal number) {
        return FieldType.DOUBLE.canonical(number.toPlainString());
    }

    private @Nullable String value(Row row, Path path) {
        return path.value(query.from(), row, store);
    }
}
