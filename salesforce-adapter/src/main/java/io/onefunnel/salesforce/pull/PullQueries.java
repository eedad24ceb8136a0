package io.onefunnel.salesforce.pull;

import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.pull.PullCursor.Chunk;
import io.onefunnel.salesforce.pull.PullCursor.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queries by which a mapped type is pulled, counted and compared. */
final class PullQueries {
    private PullQueries() {}

    /**
     * A page of a window. It begins after a row instead of following a locator: so any page can be asked for again,
     * by another process too, and costs one call all the same.
     *
     * @param from null for the beginning of time
     */
    static String window(MappedType type, @Nullable Instant from, Instant to, @Nullable Row after) {
        return select(type, between(type, from, to, after)) + " ORDER BY " + type.stamp() + ", Id";
    }

    /** What is left of a window, for a bulk job: in no order, which would keep the vendor from sharing out the work. */
    static String rest(MappedType type, @Nullable Instant from, Instant to, @Nullable Row after) {
        return select(type, between(type, from, to, after));
    }

    /** Everything of a type that was created in a range and last changed before an instant, for a bulk job. */
    static String chunk(MappedType type, Instant to, Chunk chunk) {
        List<String> conditions = new ArrayList<>();
        if (chunk.low() != null) conditions.add("CreatedDate >= " + chunk.low());
        if (chunk.high() != null) conditions.add("CreatedDate < " + chunk.high());
        conditions.add(type.stamp() + " < " + to);
        return select(type, conditions);
    }

    static String count(MappedType type) {
        return "SELECT COUNT() FROM " + type.name() + where(type);
    }

    static String oldest(MappedType type) {
        return "SELECT MIN(CreatedDate) oldest FROM " + type.name() + where(type);
    }

    /** The ids that are there, in order, after one of them. */
    static String idsAfter(MappedType type, String id) {
        String condition = id.isEmpty() ? "" : "Id > '" + id + "'";
        String where = type.where()
                .map(mapped -> condition.isEmpty() ? mapped : "(" + mapped + ") AND " + condition)
                .orElse(condition);
        return "SELECT Id FROM " + type.name() + (where.isEmpty() ? "" : " WHERE " + where) + " ORDER BY Id";
    }

    private static List<String> between(MappedType type, @Nullable Instant from, Instant to, @Nullable Row after) {
        List<String> conditions = new ArrayList<>();
        String stamp = type.stamp();
        if (after != null) {
            conditions.add(stamp + " >= " + after.stamp());
            conditions.add("(" + stamp + " > " + after.stamp() + " OR Id > '" + after.id() + "')");
        } else if (from != null) {
            conditions.add(stamp + " >= " + from);
        }
        conditions.add(stamp + " < " + to);
        return conditions;
    }

    private static String where(MappedType type) {
        return type.where().map(where -> " WHERE " + where).orElse("");
    }

    private static String select(MappedType type, List<String> conditions) {
        type.where().ifPresent(where -> conditions.add("(" + where + ")"));
        return "SELECT " + String.join(", ", type.columns()) + " FROM " + type.name() + " WHERE "
                + String.join(" AND ", conditions);
    }
}
