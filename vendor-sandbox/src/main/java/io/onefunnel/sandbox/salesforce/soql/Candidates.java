package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.soql.Condition.Operator;
import io.onefunnel.sandbox.salesforce.store.Ids;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.salesforce.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * A superset of the rows that a query accepts: by key, by window of stamps, by range of ids, or all.
 *
 * @param order the fields in whose ascending order the rows come, empty for none
 */
record Candidates(Iterable<Row> rows, List<String> order, boolean descending) {
    private static final List<String> BY_STAMP = List.of("SystemModstamp", "Id");
    // Objects without a SystemModstamp never change: their stamp is when they were created.
    private static final List<String> BY_CREATION = List.of("CreatedDate", "Id");
    private static final List<String> BY_ID = List.of("Id");

    Candidates(Iterable<Row> rows, List<String> order) {
        this(rows, order, false);
    }

    static Candidates of(Query query, Table table) {
        List<Condition> parts = query.where()
                .map(where -> where instanceof Condition.And and ? and.parts() : List.of(where))
                .orElse(List.of());
        for (Condition part : parts) {
            Optional<List<Row>> keyed = keyed(part, table);
            if (keyed.isPresent()) return new Candidates(keyed.get(), List.of());
        }
        String stamp = table.type().hasStamp() ? "SystemModstamp" : "CreatedDate";
        List<String> byStamp = table.type().hasStamp() ? BY_STAMP : BY_CREATION;
        Bounds window = Bounds.all(parts, part -> second(part, stamp, table.type()));
        boolean stampOrder = startsWith(query.orderBy(), stamp);
        if (!window.isOpen() || stampOrder) {
            NavigableSet<Row> stamped = window.isOpen() ? table.stamped() : table.stamped(window.from(), window.to());
            boolean backwards = stampOrder && query.orderBy().get(0).descending();
            return new Candidates(backwards ? stamped.descendingSet() : stamped, byStamp, backwards);
        }
        Bounds ids = Bounds.all(parts, part -> id(part, table.type()));
        return new Candidates(table.between(ids.from(), ids.to()), BY_ID);
    }

    /** Whether the rows come in the order asked for already. */
    boolean isIn(List<Query.Order> asked) {
        if (asked.size() > order.size()) return false;
        for (int i = 0; i < asked.size(); i++) {
            Query.Order each = asked.get(i);
            if (each.descending() != descending) return false;
            if (each.by().isAggregate() || !each.by().path().toString().equals(order.get(i))) return false;
        }
        return true;
    }

    private static boolean startsWith(List<Query.Order> orders, String field) {
        return !orders.isEmpty() && orders.get(0).by().path().toString().equals(field);
    }

    private static Optional<List<Row>> keyed(Condition part, Table table) {
        Path path;
        Set<String> keys;
        if (part instanceof Condition.In in && !in.negated() && !in.withNull()) {
            path = in.path();
            keys = in.keys();
        } else if (part instanceof Condition.Comparison equal
                && equal.operator() == Operator.EQUAL
                && equal.literal() != null) {
            path = equal.path();
            keys = Set.of(equal.literal());
        } else {
            return Optional.empty();
        }
        Field field = path.own(table.type()).orElse(null);
        if (field == null || !field.isId() && !table.isIndexed(field)) return Optional.empty();
        List<Row> rows = new ArrayList<>();
        for (String key : keys) {
            if (field.isId()) {
                table.row(key).ifPresent(rows::add);
            } else {
                rows.addAll(table.holding(field, key));
            }
        }
        rows.sort((left, right) -> Long.compare(left.number(), right.number()));
        return Optional.of(rows);
    }

    /** From {@code from} up to {@code to}, which is left out. */
    private record Bounds(long from, long to) {
        static final Bounds OPEN = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE);

        interface Reader {
            Bounds of(Condition.Comparison comparison);
        }

        static Bounds all(List<Condition> parts, Reader reader) {
            Bounds all = OPEN;
            for (Condition part : parts) {
                Bounds one = one(part, reader);
                all = new Bounds(Math.max(all.from, one.from), Math.min(all.to, one.to));
            }
            return all;
        }

        /** The alternatives of an OR together reach from the lowest to the highest of them. */
        private static Bounds one(Condition part, Reader reader) {
            if (part instanceof Condition.Comparison comparison && comparison.literal() != null) {
                return reader.of(comparison);
            }
            if (part instanceof Condition.And and) return all(and.parts(), reader);
            if (!(part instanceof Condition.Or or)) return OPEN;
            long from = Long.MAX_VALUE;
            long to = Long.MIN_VALUE;
            for (Condition each : or.parts()) {
                Bounds one = one(each, reader);
                from = Math.min(from, one.from);
                to = Math.max(to, one.to);
            }
            return new Bounds(from, to);
        }

        static Bounds of(Operator operator, long value) {
            return switch (operator) {
                case EQUAL -> new Bounds(value, value + 1);
                case GREATER, AT_LEAST -> new Bounds(value, Long.MAX_VALUE);
                case LESS, AT_MOST -> new Bounds(Long.MIN_VALUE, value + 1);
                case NOT_EQUAL -> OPEN;
            };
        }

        boolean isOpen() {
            return equals(OPEN);
        }
    }

    private static Bounds second(Condition.Comparison comparison, String stamp, ObjectType type) {
        boolean stamped = comparison
                .path()
                .own(type)
                .map(field -> field.name().equals(stamp))
                .orElse(false);
        String literal = comparison.literal();
        return stamped && literal != null
                ? Bounds.of(comparison.operator(), FieldType.epochSecond(literal))
                : Bounds.OPEN;
    }

    private static Bounds id(Condition.Comparison comparison, ObjectType type) {
        boolean byId = comparison.path().own(type).map(Field::isId).orElse(false);
        String literal = comparison.literal();
        if (!byId || literal == null) return Bounds.OPEN;
        long number = Ids.ceiling(literal, type.prefix());
        return number == Long.MAX_VALUE ? Bounds.OPEN : Bounds.of(comparison.operator(), number);
    }
}
