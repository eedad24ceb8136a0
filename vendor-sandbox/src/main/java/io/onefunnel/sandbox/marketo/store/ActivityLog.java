package io.onefunnel.sandbox.marketo.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The append-only log. Ids are given in the order of arrival, and a page token is (since, last id seen), as the tokens of
 * the vendor's documents decode: a row that arrives late with an old date is found by whoever has passed its date.
 *
 * <p>Seeded rows come in any order of time; they wait, and enter the log sorted when an API call first reads or writes.
 * Guarded by its owner.
 */
public final class ActivityLog {
    /** How many rows one page looks at before it is answered short, with moreResult true. */
    private static final int LOOKED_AT = 20_000;

    private final Map<Integer, TypeLog> byType = new TreeMap<>();
    private final List<Activity> seeds = new ArrayList<>();
    private long lastId = 500_000;
    private long size;

    /** One page and where the next begins. */
    public record Slice(List<Activity> activities, long lastId, boolean more) {}

    public void seed(Activity activity) {
        seeds.add(activity);
        size++;
    }

    public void append(Activity activity) {
        settle();
        enter(activity);
        size++;
    }

    public long size() {
        return size;
    }

    public Slice after(long since, long afterId, Collection<Integer> types, Predicate<Activity> wanted, int most) {
        settle();
        List<Walk> walks = new ArrayList<>();
        for (int type : types) {
            TypeLog log = byType.get(type);
            if (log != null) walks.add(new Walk(log, since, afterId));
        }
        List<Activity> page = new ArrayList<>();
        long last = afterId;
        for (int looked = 0; looked < LOOKED_AT && page.size() < most; looked++) {
            Walk next = next(walks);
            if (next == null) return new Slice(page, last, false);
            Activity activity = next.take();
            last = activity.id();
            if (activity.epochSecond() >= since && wanted.test(activity)) page.add(activity);
        }
        return new Slice(page, last, next(walks) != null);
    }

    /** All rows of the types in a half-open span of time, for extracts. */
    public List<Activity> between(long from, long until, Predicate<Activity> wanted) {
        settle();
        List<Activity> found = new ArrayList<>();
        for (TypeLog log : byType.values()) {
            for (int i = log.firstSince(from); i < log.rows.size(); i++) {
                Activity each = log.rows.get(i);
                if (each.epochSecond() >= from && each.epochSecond() < until && wanted.test(each)) found.add(each);
            }
        }
        found.sort(Comparator.comparingLong(Activity::id));
        return found;
    }

    public boolean has(int type) {
        settle();
        return byType.containsKey(type);
    }

    private void settle() {
        if (seeds.isEmpty()) return;
        seeds.sort(Comparator.comparingLong(Activity::epochSecond));
        seeds.forEach(this::enter);
        seeds.clear();
    }

    private void enter(Activity activity) {
        activity.id(++lastId);
        byType.computeIfAbsent(activity.typeId(), type -> new TypeLog()).add(activity);
    }

    private static @Nullable Walk next(List<Walk> walks) {
        Walk next = null;
        for (Walk walk : walks) {
            if (walk.hasNext() && (next == null || walk.peek() < next.peek())) next = walk;
        }
        return next;
    }

    /** The rows of one type by id, with the latest date so far beside each, so that a start is found by halving. */
    private static final class TypeLog {
        final List<Activity> rows = new ArrayList<>();
        long[] latest = new long[16];

        void add(Activity activity) {
            int at = rows.size();
            if (at == latest.length) latest = Arrays.copyOf(latest, at * 2);
            latest[at] = at == 0 ? activity.epochSecond() : Math.max(latest[at - 1], activity.epochSecond());
            rows.add(activity);
        }

        int firstSince(long since) {
            return first(index -> latest[index] >= since);
        }

        int firstAfter(long id) {
            return first(index -> rows.get(index).id() > id);
        }

        private int first(IntPredicate reached) {
            int low = 0;
            int high = rows.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (reached.test(middle)) high = middle;
                else low = middle + 1;
            }
            return low;
        }
    }

    private static final class Walk {
        private final TypeLog log;
        private int at;

        Walk(TypeLog log, long since, long afterId) {
            this.log = log;
            this.at = Math.max(log.firstAfter(afterId), log.firstSince(since));
        }

        boolean hasNext() {
            return at < log.rows.size();
        }

        long peek() {
            return log.rows.get(at).id();
        }

        Activity take() {
            return log.rows.get(at++);
        }
    }
}
