package io.onefunnel.sandbox.salesforce.store;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.schema.Schema;
import io.onefunnel.sandbox.vendor.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All tables of the org, and the one lock under which they are read and changed. A transaction can be made to commit
 * late: its rows carry the stamp of when it ran, but appear only afterwards, as with a long-running trigger.
 */
public final class OrgStore {
    /** How long deleted rows stay in the recycle bin. */
    public static final Duration BIN = Duration.ofDays(15);

    private record Late(Instant visibleAt, long number, Runnable commit) {}

    private final Schema schema;
    private final SandboxClock clock;
    private final Ids ids = new Ids();
    private final Map<ObjectType, Table> tables = new HashMap<>();
    private final PriorityQueue<Late> late =
            new PriorityQueue<>(Comparator.comparing(Late::visibleAt).thenComparing(Late::number));
    private final Journal journal = new Journal();
    private final ReentrantLock lock = new ReentrantLock();
    private long number;
    private Instant binEmptiedAt = Instant.MIN;

    public OrgStore(Schema schema, SandboxClock clock) {
        this.schema = schema;
        this.clock = clock;
        for (ObjectType type : schema.types()) tables.put(type, new Table(type, journal));
    }

    public Schema schema() {
        return schema;
    }

    public SandboxClock clock() {
        return clock;
    }

    public Ids ids() {
        return ids;
    }

    public Table table(ObjectType type) {
        return Objects.requireNonNull(tables.get(type));
    }

    public Table table(String type) {
        return table(schema.type(type).orElseThrow(() -> new IllegalArgumentException("no object " + type)));
    }

    public Collection<Table> tables() {
        return tables.values();
    }

    /** The row behind an id of any object. */
    public Optional<Row> row(@Nullable String id) {
        return id == null
                ? Optional.empty()
                : schema.typeOfId(id).flatMap(type -> table(type).row(id));
    }

    /** Sets a value that is worked out for whoever asks, which is no change of the record. */
    public void tell(Table table, Row row, Field field, String value) {
        table.set(row, field, value);
    }

    /** The field of an object that is known to exist. */
    public Field field(String type, String name) {
        return table(type)
                .type()
                .field(name)
                .orElseThrow(() -> new IllegalArgumentException("no field " + type + "." + name));
    }

    /** Runs {@code work} alone; what was to commit by now is visible to it. */
    public <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            commitDue();
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Runs {@code work} whole or not at all: unless its result {@code comesOff}, nothing of it stays. */
    public <T> T transaction(Supplier<T> work, Predicate<T> comesOff) {
        return journal.transaction(work, comesOff);
    }

    /** Does what must happen only if the transaction of this thread comes off; at once when there is none. */
    public void afterwards(Runnable step) {
        journal.afterwards(step);
    }

    /** Lets {@code work} happen after {@code delay}; it is told the second that it is due at. */
    public void later(Duration delay, LongConsumer work) {
        Instant due = clock.instant().plus(delay);
        if (delay.isZero()) {
            work.accept(due.getEpochSecond());
        } else {
            late.add(new Late(due, number++, () -> work.accept(due.getEpochSecond())));
        }
    }

    /** Lets {@code commit} happen after {@code delay}; at once when it is zero. */
    void commitAfter(Duration delay, Runnable commit) {
        if (delay.isZero()) {
            commit.run();
            return;
        }
        late.add(new Late(clock.instant().plus(delay), number++, commit));
    }

    /** Whether a deleted row can still be seen by queryAll and undeleted. */
    public boolean inBin(Row row) {
        if (row.purged) return false;
        Instant deletedAt = Instant.ofEpochSecond(row.deletedAt());
        return deletedAt.isAfter(clock.instant().minus(BIN)) && deletedAt.isAfter(binEmptiedAt);
    }

    public void emptyBin() {
        binEmptiedAt = clock.instant();
    }

    long second() {
        return clock.instant().getEpochSecond();
    }

    private void commitDue() {
        List<Late> due = new ArrayList<>();
        for (Late next = late.peek(); next != null && !next.visibleAt().isAfter(clock.instant()); next = late.peek()) {
            due.add(next);
            late.remove();
        }
        due.forEach(each -> each.commit().run());
    }
}
