package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one object, deleted ones included: by id, by stamp, by deletion, and by the references and keys that
 * merges, deletes and queries follow.
 */
public final class Table {
    private static final Set<String> FOLLOWED =
            Set.of("Lead", "Contact", "Account", "Opportunity", "Campaign", "Task", "Event");
    private static final int MOST_SHARED_VALUES = 20_000;
    private static final int LONGEST_SHARED = 40;

    private final ObjectType type;
    private final Journal journal;
    private @Nullable Row[] byNumber = new @Nullable Row[64];
    private int end;
    private final NavigableSet<Row> byStamp = new TreeSet<>(Row.BY_STAMP);
    private final NavigableSet<Row> byDeletion = new TreeSet<>(Row.BY_DELETION);
    private final Map<Field, ValueIndex> indexes = new HashMap<>();
    private final Map<String, String> shared = new HashMap<>();

    Table(ObjectType type, Journal journal) {
        this.type = type;
        this.journal = journal;
        for (Field field : type.fields()) {
            boolean followed = field.type() == FieldType.REFERENCE
                    && !field.name().equals("OwnerId")
                    && !Collections.disjoint(field.referenceTo(), FOLLOWED);
            if (followed || field.externalId()) indexes.put(field, new ValueIndex(field));
        }
    }

    public ObjectType type() {
        return type;
    }

    public Optional<Row> row(String id) {
        long number = Ids.number(id, type.prefix());
        if (number < 0 || number >= end) return Optional.empty();
        return Optional.ofNullable(byNumber[(int) number]);
    }

    public Collection<Row> rows() {
        return between(0, Long.MAX_VALUE);
    }

    /** Rows by id from one number up to another, which is left out. */
    public Collection<Row> between(long from, long to) {
        int first = (int) Math.max(0, Math.min(from, end));
        return new ById(first, Math.max(0, to));
    }

    /** All rows by stamp and id. */
    public NavigableSet<Row> stamped() {
        return byStamp;
    }

    /** Rows whose stamp is at least {@code from} and less than {@code to}, by stamp and id. */
    public NavigableSet<Row> stamped(long from, long to) {
        return from >= to
                ? Collections.emptyNavigableSet()
                : byStamp.subSet(Row.bound(from), true, Row.bound(to), false);
    }

    /** Rows deleted from one second up to another, which is left out, in the order of their deletion. */
    public NavigableSet<Row> deleted(long from, long to) {
        return from >= to
                ? Collections.emptyNavigableSet()
                : byDeletion.subSet(Row.bound(from), true, Row.bound(to), false);
    }

    public boolean isIndexed(Field field) {
        return indexes.containsKey(field);
    }

    /** Keeps rows findable by this field from now on. */
    public void index(Field field) {
        if (isIndexed(field)) return;
        ValueIndex index = new ValueIndex(field);
        for (Row row : rows()) index.move(row, null, row.value(field));
        indexes.put(field, index);
    }

    /** Rows whose indexed field holds {@code value}, deleted ones included. */
    public List<Row> holding(Field field, String value) {
        ValueIndex index = indexes.get(field);
        if (index == null) throw new IllegalArgumentException(type + "." + field.name() + " is not indexed");
        return index.rows(value);
    }

    void add(Row row) {
        int at = Math.toIntExact(row.number());
        if (at >= byNumber.length) byNumber = Arrays.copyOf(byNumber, Math.max(at + 1, byNumber.length * 3 / 2));
        byNumber[at] = row;
        end = Math.max(end, at + 1);
        byStamp.add(row);
        if (row.deleted) byDeletion.add(row);
        journal.undoBy(() -> remove(row));
    }

    private void remove(Row row) {
        byNumber[(int) row.number()] = null;
        byStamp.remove(row);
        byDeletion.remove(row);
        indexes.forEach((field, index) -> index.move(row, row.value(field), null));
    }

    void set(Row row, Field field, @Nullable String value) {
        String before = row.value(field);
        journal.undoBy(() -> put(row, field, before));
        put(row, field, value);
    }

    private void put(Row row, Field field, @Nullable String value) {
        ValueIndex index = indexes.get(field);
        if (index != null) index.move(row, row.value(field), value);
        row.put(field, value == null ? null : share(field, value));
    }

    void restamp(Row row, long stamp) {
        if (row.stamp == stamp) return;
        long before = row.stamp;
        journal.undoBy(() -> restamp(row, before));
        boolean listed = byStamp.remove(row);
        row.stamp = stamp;
        if (listed) byStamp.add(row);
    }

    /** Moves LastModifiedDate alone, which the stamp does not follow. */
    void modified(Row row, long at) {
        long before = row.modified;
        journal.undoBy(() -> row.modified = before);
        row.modified = at;
    }

    void delete(Row row, long at) {
        journal.undoBy(() -> undelete(row));
        byDeletion.remove(row);
        row.deleted = true;
        row.deletedAt = at;
        byDeletion.add(row);
    }

    void undelete(Row row) {
        long before = row.deletedAt;
        journal.undoBy(() -> delete(row, before));
        byDeletion.remove(row);
        row.deleted = false;
        row.deletedAt = 0;
    }

    /** Few different values fill most fields: the same text is kept once. */
    private String share(Field field, String value) {
        if (field.type() == FieldType.EMAIL || value.length() > LONGEST_SHARED) return value;
        String known = shared.get(value);
        if (known != null) return known;
        if (shared.size() < MOST_SHARED_VALUES) shared.put(value, value);
        return value;
    }

    /** A view of the rows of a range of numbers; rows may be added behind it while it is read. */
    private final class ById extends AbstractCollection<Row> {
        private final int from;
        private final long to;

        ById(int from, long to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public Iterator<Row> iterator() {
            return new Iterator<>() {
                private int at = from;
                private @Nullable Row next = advance();

                @Override
                public boolean hasNext() {
                    return next != null;
                }

                @Override
                public Row next() {
                    Row found = next;
                    if (found == null) throw new NoSuchElementException();
                    next = advance();
                    return found;
                }

                private @Nullable Row advance() {
                    while (at < end && at < to) {
                        Row row = byNumber[at++];
                        if (row != null) return row;
                    }
                    return null;
                }
            };
        }

        @Override
        public int size() {
            int count = 0;
            for (Row row : this) count += row == null ? 0 : 1;
            return count;
        }
    }
}
