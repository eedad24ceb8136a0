package io.onefunnel.send;

import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.Runs.Shortfall;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of writes.
 *
 * @param counts by what became of them; what did not occur is absent
 * @param shortfalls what did not come about, by name
 */
public record WriteSummary(Map<Kind, Integer> counts, List<Shortfall> shortfalls) {
    public static final WriteSummary NOTHING = new WriteSummary(Map.of(), List.of());

    public WriteSummary {
        counts = counts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(counts));
        shortfalls = List.copyOf(shortfalls);
    }

    /** What can become of a write. */
    public enum Kind {
        WRITTEN,
        UNCHANGED,
        REJECTED,
        STALE,
        /** Certainly not made, and planned again. */
        DEFERRED,
        /** It may have been made: the next run finds out before it writes. */
        UNKNOWN,
        /** Left out, because what it would have written over has moved since the plan. */
        SUPERSEDED;

        private static Kind of(WriteResult result) {
            if (result instanceof WriteResult.Written) return WRITTEN;
            if (result instanceof WriteResult.Unchanged) return UNCHANGED;
            if (result instanceof WriteResult.Rejected) return REJECTED;
            if (result instanceof WriteResult.Stale) return STALE;
            return result instanceof WriteResult.Unknown ? UNKNOWN : DEFERRED;
        }
    }

    static WriteSummary of(List<WriteResult> results) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        results.forEach(result -> counts.merge(Kind.of(result), 1, Integer::sum));
        return new WriteSummary(counts, List.of());
    }

    static WriteSummary superseded(int items) {
        return items == 0 ? NOTHING : new WriteSummary(Map.of(Kind.SUPERSEDED, items), List.of());
    }

    /** Nothing was written, for these reasons. */
    public static WriteSummary incomplete(List<Shortfall> shortfalls) {
        return new WriteSummary(Map.of(), shortfalls);
    }

    static WriteSummary incomplete(String what, String why, String remedy) {
        return incomplete(List.of(new Shortfall(what, why, remedy)));
    }

    public WriteSummary plus(WriteSummary other) {
        Map<Kind, Integer> sums = new EnumMap<>(Kind.class);
        sums.putAll(counts);
        other.counts.forEach((kind, count) -> sums.merge(kind, count, Integer::sum));
        List<Shortfall> all = new ArrayList<>(shortfalls);
        all.addAll(other.shortfalls);
        return new WriteSummary(sums, all);
    }

    public int written() {
        return count(Kind.WRITTEN);
    }

    public int unchanged() {
        return count(Kind.UNCHANGED);
    }

    public int rejected() {
        return count(Kind.REJECTED);
    }

    public int stale() {
        return count(Kind.STALE);
    }

    public int deferred() {
        return count(Kind.DEFERRED);
    }

    public int unknown() {
        return count(Kind.UNKNOWN);
    }

    public int superseded() {
        return count(Kind.SUPERSEDED);
    }

    private int count(Kind kind) {
        return counts.getOrDefault(kind, 0);
    }
}
