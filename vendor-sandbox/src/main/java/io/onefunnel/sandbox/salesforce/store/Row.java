package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One record. Only filled values take room: a bit for each slot says whether there is one, and the values stand in
 * slot order without gaps. The id is its number under the object's prefix. A million leads fit beside a benchmark.
 */
public final class Row {
    /** The order of the stamp index, and of "ORDER BY SystemModstamp, Id". */
    static final Comparator<Row> BY_STAMP =
            Comparator.comparingLong((Row row) -> row.stamp).thenComparingLong(row -> row.number);

    /** The order of the deletion log. */
    static final Comparator<Row> BY_DELETION =
            Comparator.comparingLong((Row row) -> row.deletedAt).thenComparingLong(row -> row.number);

    private static final @Nullable String[] NONE = new @Nullable String[0];

    private final String prefix;
    private final long number;
    long created;
    long modified;
    long stamp;
    long deletedAt;
    boolean deleted;
    boolean purged;
    private long filledLow;
    private long filledHigh;
    private @Nullable String[] values = NONE;

    Row(String prefix, long number, long at) {
        this.prefix = prefix;
        this.number = number;
        this.created = at;
        this.modified = at;
        this.stamp = at;
    }

    /** A bound for searching the stamp index: before every real row of that second. */
    static Row bound(long second) {
        Row bound = new Row("", Long.MIN_VALUE, second);
        bound.deletedAt = second;
        return bound;
    }

    public String id() {
        return Ids.format(prefix, number);
    }

    /** The place in the order of creation: ascends with the id. */
    public long number() {
        return number;
    }

    public long stamp() {
        return stamp;
    }

    public long created() {
        return created;
    }

    public long modified() {
        return modified;
    }

    public boolean isDeleted() {
        return deleted;
    }

    public long deletedAt() {
        return deletedAt;
    }

    public @Nullable String value(Field field) {
        if (field.isBuiltIn()) return builtIn(field);
        int slot = field.slot();
        if (has(slot)) return values[position(slot)];
        return field.type() == FieldType.BOOLEAN ? "false" : null;
    }

    void put(Field field, @Nullable String value) {
        int slot = field.slot();
        int position = position(slot);
        if (has(slot)) {
            if (value != null) {
                values[position] = value;
            } else {
                values = without(position);
                mark(slot, false);
            }
        } else if (value != null) {
            values = with(position, value);
            mark(slot, true);
        }
    }

    private boolean has(int slot) {
        return slot < Long.SIZE ? (filledLow >>> slot & 1) != 0 : (filledHigh >>> slot - Long.SIZE & 1) != 0;
    }

    /** How many filled slots come before this one. */
    private int position(int slot) {
        if (slot < Long.SIZE) return Long.bitCount(filledLow & (1L << slot) - 1);
        return Long.bitCount(filledLow) + Long.bitCount(filledHigh & (1L << slot - Long.SIZE) - 1);
    }

    private void mark(int slot, boolean filled) {
        long bit = 1L << slot;
        if (slot < Long.SIZE) {
            filledLow = filled ? filledLow | bit : filledLow & ~bit;
        } else {
            filledHigh = filled ? filledHigh | bit : filledHigh & ~bit;
        }
    }

    private @Nullable String[] with(int position, String value) {
        @Nullable String[] more = new @Nullable String[values.length + 1];
        System.arraycopy(values, 0, more, 0, position);
        more[position] = value;
        System.arraycopy(values, position, more, position + 1, values.length - position);
        return more;
    }

    private @Nullable String[] without(int position) {
        @Nullable String[] fewer = new @Nullable String[values.length - 1];
        System.arraycopy(values, 0, fewer, 0, position);
        System.arraycopy(values, position + 1, fewer, position, fewer.length - position);
        return fewer;
    }

    private @Nullable String builtIn(Field field) {
        if (field.isId()) return id();
        if (field.isDeletedFlag()) return Boolean.toString(deleted);
        long second = field.isCreatedDate() ? created : field.isLastModifiedDate() ? modified : stamp;
        return FieldType.datetime(Instant.ofEpochSecond(second));
    }

    @Override
    public String toString() {
        return id();
    }
}
