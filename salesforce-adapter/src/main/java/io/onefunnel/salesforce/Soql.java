package io.onefunnel.salesforce;

import io.onefunnel.salesforce.PullCursor.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The queries of this adapter. */
final class Soql {
    private Soql() {}

    /**
     * A page of a window. It begins after a row instead of following a locator: so any page can be asked for again,
     * by another process too, and costs one call all the same.
     */
    static String window(MappedType type, Optional<Instant> from, Instant to, @Nullable Row after) {
        List<String> conditions = new ArrayList<>();
        String stamp = type.stamp();
        if (after != null) {
            conditions.add(stamp + " >= " + after.stamp());
            conditions.add("(" + stamp + " > " + after.stamp() + " OR Id > '" + after.id() + "')");
        } else {
            from.ifPresent(lower -> conditions.add(stamp + " >= " + lower));
        }
        conditions.add(stamp + " < " + to);
        return select(type, conditions) + " ORDER BY " + stamp + ", Id";
    }

    /** Everything of a type up to an instant, for a bulk job. */
    static String everything(MappedType type, Instant to) {
        return select(type, new ArrayList<>(List.of(type.stamp() + " < " + to)));
    }

    static String count(MappedType type) {
        return "SELECT COUNT() FROM " + type.name()
                + type.where().map(where -> " WHERE " + where).orElse("");
    }

    static String byId(Collection<String> columns, String type, Collection<String> ids) {
        return "SELECT " + String.join(", ", columns) + " FROM " + type + " WHERE Id IN " + list(ids);
    }

    /** Records whose reference points to one of these. */
    static String pointing(Collection<String> columns, String type, String reference, Collection<String> ids) {
        return "SELECT " + String.join(", ", columns) + " FROM " + type + " WHERE " + reference + " IN " + list(ids);
    }

    static String list(Collection<String> values) {
        return values.stream()
                .map(value -> "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'")
                .collect(Collectors.joining(",", "(", ")"));
    }

    private static String select(MappedType type, List<String> conditions) {
        type.where().ifPresent(where -> conditions.add("(" + where + ")"));
        return "SELECT " + String.join(", ", type.columns()) + " FROM " + type.name() + " WHERE "
                + String.join(" AND ", conditions);
    }
}
