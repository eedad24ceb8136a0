package io.onefunnel.sandbox.hubspot.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What search sees of one object type: its own copy, which follows the store with a lag ("Search the CRM"), sorted by id and by modification stamp so that a window is read without a look at everything.
 */
public final class SearchIndex {
    // So many changes back a query that was answered before is brought up to date instead of being asked anew.
    private static final int CHANGES_TOLD = 32_768;

    private record Stamp(long modified, long id) implements Comparable<Stamp> {
        @Override
        public int compareTo(Stamp other) {
            int byTime = Long.compare(modified, other.modified);
            return byTime != 0 ? byTime : Long.compare(id, other.id);
        }
    }

    /** A write that search does not see before {@code visible}; no object means it is gone. */
    private record Late(
            long visible, long order, long id, @Nullable CrmObject object) {}

    private final NavigableMap<Long, CrmObject> byId = new TreeMap<>();
    private final NavigableSet<Stamp> byModified = new TreeSet<>();
    private final Queue<Late> late =
            new PriorityQueue<>(Comparator.comparingLong(Late::visible).thenComparingLong(Late::order));
    private final long[] lastChanged = new long[CHANGES_TOLD];
    private long writes;
    private long generation;

    void put(CrmObject object, long visible, long now) {
        late(new Late(visible, writes++, object.id(), object), now);
    }

    void remove(long id, long visible, long now) {
        late(new Late(visible, writes++, id, null), now);
    }

    /** Applies what has become visible by {@code now}. */
    public void catchUp(long now) {
        for (Late next = late.peek(); next != null && next.visible() <= now; next = late.peek()) {
            late.remove();
            apply(next);
        }
    }

    /** Moves with every change that search can see. */
    public long generation() {
        return generation;
    }

    /** The ids that changed after {@code before}, sorted, each once; empty when that is too long ago to tell. */
    public Optional<long[]> changedSince(long before) {
        if (generation - before > CHANGES_TOLD) return Optional.empty();
        return Optional.of(LongStream.range(before, generation)
                .map(at -> lastChanged[(int) (at % CHANGES_TOLD)])
                .sorted()
                .distinct()
                .toArray());
    }

    public Collection<CrmObject> all() {
        return byId.values();
    }

    public Optional<CrmObject> get(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The objects modified in [from, to]. */
    public Collection<CrmObject> modifiedBetween(long from, long to) {
        if (from > to) return List.of();
        List<CrmObject> found = new ArrayList<>();
        for (Stamp stamp :
                byModified.subSet(new Stamp(from, Long.MIN_VALUE), true, new Stamp(to, Long.MAX_VALUE), true)) {
            get(stamp.id()).ifPresent(found::add);
        }
        return found;
    }

    private void late(Late write, long now) {
        // What was to be seen by now, and nobody searched for, comes before what is written now.
        catchUp(now);
        // An earlier write of the same object that would show later than this one must not undo it.
        if (!late.isEmpty())
            late.removeIf(earlier -> earlier.id() == write.id() && earlier.visible() >= write.visible());
        if (write.visible() <= now) apply(write);
        else late.add(write);
    }

    private void apply(Late write) {
        lastChanged[(int) (generation++ % CHANGES_TOLD)] = write.id();
        CrmObject before = write.object() == null ? byId.remove(write.id()) : byId.put(write.id(), write.object());
        if (before != null) byModified.remove(new Stamp(before.modified(), before.id()));
        if (write.object() != null) byModified.add(new Stamp(write.object().modified(), write.id()));
    }
}
