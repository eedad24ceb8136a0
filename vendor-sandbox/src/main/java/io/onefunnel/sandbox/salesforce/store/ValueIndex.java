package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows by the value of one field; text is found whatever its case, as SOQL compares it. */
final class ValueIndex {
    private final boolean text;
    private final Map<String, Row> single = new HashMap<>();
    // Most values belong to one row; only those shared by several pay for a set.
    private final Map<String, Set<Row>> several = new HashMap<>();

    ValueIndex(Field field) {
        this.text = field.type().isText();
    }

    List<Row> rows(String value) {
        String key = key(value);
        Row one = single.get(key);
        if (one != null) return List.of(one);
        Set<Row> rows = several.get(key);
        return rows == null ? List.of() : List.copyOf(rows);
    }

    void move(Row row, @Nullable String before, @Nullable String after) {
        if (before != null) remove(key(before), row);
        if (after != null) add(key(after), row);
    }

    private void add(String key, Row row) {
        Set<Row> rows = several.get(key);
        if (rows != null) {
            rows.add(row);
            return;
        }
        Row one = single.putIfAbsent(key, row);
        if (one == null || one == row) return;
        single.remove(key);
        Set<Row> both = new LinkedHashSet<>(4);
        both.add(one);
        both.add(row);
        several.put(key, both);
    }

    private void remove(String key, Row row) {
        if (single.remove(key, row)) return;
        Set<Row> rows = several.get(key);
        if (rows == null) return;
        rows.remove(row);
        if (rows.isEmpty()) several.remove(key);
    }

    private String key(String value) {
        return text ? value.toLowerCase(Locale.ROOT) : value;
    }
}
