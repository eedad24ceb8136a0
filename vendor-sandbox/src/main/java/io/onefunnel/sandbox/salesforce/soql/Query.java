package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A query that was understood: every name in it exists and is visible.
 *
 * @param select what to return; for a grouped query what to compute
 * @param countOnly "SELECT COUNT()": the size is the answer
 * @param having asked of each group; its paths name columns by their text
 */
public record Query(
        ObjectType from,
        List<Selected> select,
        boolean countOnly,
        Optional<Condition> where,
        List<Column> groupBy,
        Optional<Condition> having,
        List<Order> orderBy,
        OptionalInt limit,
        int offset) {
    public Query {
        select = List.copyOf(select);
        groupBy = List.copyOf(groupBy);
        orderBy = List.copyOf(orderBy);
    }

    /** One part of the select list. */
    public sealed interface Selected {}

    /**
     * One column of the answer.
     *
     * @param aggregate "" for the plain value, else COUNT, COUNT_DISTINCT, SUM, AVG, MAX or MIN
     * @param name the alias or exprN of a computed column, else ""
     */
    public record Column(Path path, String aggregate, String name) implements Selected {
        public boolean isAggregate() {
            return !aggregate.isEmpty();
        }

        /** The type of its values in the answer. */
        public FieldType type() {
            return switch (aggregate) {
                case "COUNT", "COUNT_DISTINCT" -> FieldType.INT;
                case "AVG" -> FieldType.DOUBLE;
                default -> path.type();
            };
        }

        /** Under what an aggregate answer shows it. */
        public String shown() {
            return name.isEmpty() ? path.leaf() : name;
        }
    }

    /**
     * Records that point to each record found.
     *
     * @param name the child relationship, such as "Contacts"
     * @param via the reference in the child
     */
    public record Children(String name, Field via, Query query) implements Selected {}

    /**
     * Fields of a parent that depend on which object it is.
     *
     * @param when the fields by object
     * @param otherwise for every other object
     */
    public record TypeOf(Field reference, Map<String, List<Path>> when, List<Path> otherwise) implements Selected {
        public List<Path> paths(ObjectType parent) {
            return when.getOrDefault(parent.name(), otherwise);
        }
    }

    record Order(Column by, boolean descending, boolean nullsLast) {}

    /** The plain and computed columns alone. */
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (Selected each : select) {
            if (each instanceof Column column) columns.add(column);
        }
        return columns;
    }

    /** Whether the answer holds AggregateResult rows. */
    public boolean isAggregate() {
        return !groupBy.isEmpty() || columns().stream().anyMatch(Column::isAggregate);
    }
}
