package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rows of one object, deleted ones included, indexed by id, by stamp and by the references that merges follow. */
public final class Table {
    private static final Set<String> FOLLOWED =
            Set.of("Lead", "Contact", "Account", "Opportunity", "Campaign", "Task", "User");
    private static final int MOST_SHARED_VALUES = 20_000;

    private final ObjectType type;
    private final Map<String, Row> rows = new HashMap<>();
    private final NavigableSet<Row> byStamp = new TreeSet<>(Row.BY_STAMP);
    private final Map<Field, Map<String, Set<Row>>> byReference = new HashMap<>();
    private final Map<String, String> shared = new HashMap<>();

    Table(ObjectType type) {
        this.type = type;
        for (Field field : type.fields()) {
            boolean followed = field.type() == FieldType.REFERENCE
                    && field.createable()
                    && !"OwnerId".equals(field.name())
                    && !Collections.disjoint(field.referenceTo(), FOLLOWED);
            if (followed || field.externalId()) byReference.put(field, new HashMap<>());
        }
    }

    public ObjectType type() {
        return type;
    }

    public Optional<Row> row(String id) {
        return Optional.ofNullable(rows.get(Ids.to18(id)));
    }

    public Collection<Row> rows() {
        return byStamp;
    }

    /** Rows whose stamp is at least {@code from} and less than {@code to}, by stamp and id. */
    public NavigableSet<Row> stamped(long from, long to) {
        return from >= to
                ? Collections.emptyNavigableSet()
                : byStamp.subSet(Row.bound(from, false), true, Row.bound(to, false), false);
    }

    public boolean isIndexed(Field field) {
        return byReference.containsKey(field);
    }

    /** Rows whose indexed field holds {@code value}, deleted ones included. */
    public List<Row> holding(Field field, String value) {
        Map<String, Set<Row>> index = byReference.get(field);
        if (index == null) throw new IllegalArgumentException(type + "." + field.name() + " is not indexed");
        return List.copyOf(index.getOrDefault(value, Set.of()));
    }

    void add(Row row) {
        rows.put(row.id(), row);
        byStamp.add(row);
    }

    void set(Row row, Field field, @Nullable String value) {
        Map<String, Set<Row>> index = byReference.get(field);
        if (index != null) reindex(index, row, row.value(field), value);
        row.put(field, value == null ? null : share(field, value));
    }

    void restamp(Row row, long stamp) {
        byStamp.remove(row);
        row.stamp = stamp;
        byStamp.add(row);
    }

    private static void reindex(Map<String, Set<Row>> index, Row row, @Nullable String before, @Nullable String after) {
        if (before != null) {
            Set<Row> holding = index.get(before);
            if (holding != null) holding.remove(row);
        }
        if (after != null)
            index.computeIfAbsent(after, key -> new LinkedHashSet<>(2)).add(row);
    }

    /** Few different values fill most fields: the same text is kept once. */
    private String share(Field field, String value) {
        if (field.type() == FieldType.EMAIL || value.length() > 40) return value;
        String known = shared.get(value);
        if (known != null) return known;
        if (shared.size() < MOST_SHARED_VALUES) shared.put(value, value);
        return value;
    }
}
