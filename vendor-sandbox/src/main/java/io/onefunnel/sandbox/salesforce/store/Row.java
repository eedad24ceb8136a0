package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One record. Values stand in their canonical form in an array that is only as long as the last one set, and stamps as
 * epoch seconds, so that 200,000 leads fit beside a test.
 */
public final class Row {
    /** The order of the stamp index, and of "ORDER BY SystemModstamp, Id". */
    static final Comparator<Row> BY_STAMP =
            Comparator.comparingLong((Row row) -> row.stamp).thenComparing(row -> row.id);

    private final String id;
    long created;
    long modified;
    long stamp;
    long deletedAt;
    boolean deleted;
    private @Nullable String[] values = new @Nullable String[0];

    Row(String id, long at) {
        this.id = id;
        this.created = at;
        this.modified = at;
        this.stamp = at;
    }

    /** A bound for searching the stamp index: before or after every real row of that second. */
    static Row bound(long second, boolean after) {
        return new Row(after ? "\uffff" : "", second);
    }

    public String id() {
        return id;
    }

    public long stamp() {
        return stamp;
    }

    public boolean isDeleted() {
        return deleted;
    }

    public long deletedAt() {
        return deletedAt;
    }

    public @Nullable String value(Field field) {
        if (field.isBuiltIn()) return builtIn(field);
        String value = field.slot() < values.length ? values[field.slot()] : null;
        return value == null && field.type() == FieldType.BOOLEAN ? "false" : value;
    }

    void put(Field field, @Nullable String value) {
        if (field.slot() >= values.length) {
            if (value == null) return;
            values = Arrays.copyOf(values, field.slot() + 1);
        }
        values[field.slot()] = value;
    }

    private @Nullable String builtIn(Field field) {
        if (field.isId()) return id;
        if (field.isDeletedFlag()) return Boolean.toString(deleted);
        long second = field.isCreatedDate() ? created : field.isLastModifiedDate() ? modified : stamp;
        return FieldType.datetime(Instant.ofEpochSecond(second));
    }

    @Override
    public String toString() {
        return id;
    }
}
