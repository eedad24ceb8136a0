package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A query that was understood: every name in it exists and is visible.
 *
 * @param select what to return; for a grouped query what to compute
 * @param countOnly "SELECT COUNT()": the size is the answer
 */
public record Query(
        ObjectType from,
        List<Column> select,
        boolean countOnly,
        Optional<Condition> where,
        List<Column> groupBy,
        List<Order> orderBy,
        OptionalInt limit) {
    public Query {
        select = List.copyOf(select);
        groupBy = List.copyOf(groupBy);
        orderBy = List.copyOf(orderBy);
    }

    /**
     * One column of the answer.
     *
     * @param function "" for the plain value, else COUNT, MAX, MIN or DAY_ONLY
     * @param name the alias or exprN of a computed column
     */
    public record Column(Path path, String function, String name) {
        boolean isAggregate() {
            return !function.isEmpty() && !function.equals("DAY_ONLY");
        }
    }

    record Order(Path path, boolean descending, boolean nullsLast) {}

    /** Whether the answer holds AggregateResult rows. */
    public boolean isAggregate() {
        return !groupBy.isEmpty() || select.stream().anyMatch(Column::isAggregate);
    }
}
