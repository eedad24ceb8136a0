package io.onefunnel.hubspot.pull;

import static io.onefunnel.hubspot.client.HubSpotObjects.NO_END;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The ids of a window that are still to be read: stretches without their ends. What was read is cut out of them, in
 * whatever order it comes, so that several requests may be under way at once and none can hide a record from another.
 */
final class PendingIds {
    /**
     * A stretch.
     *
     * @param rank how many records of the window have an id up to {@code above}, as counted when it was read
     * @param belowRank the rank of {@code below}
     */
    record Stretch(long above, long below, long rank, long belowRank) {
        /** About how many records it holds. */
        long records() {
            return belowRank - rank - 1;
        }
    }

    private final TreeMap<Long, Stretch> byStart = new TreeMap<>();

    PendingIds(Collection<Stretch> stretches) {
        stretches.forEach(each -> byStart.put(each.above(), each));
    }

    /** All ids, of a window whose records nobody has counted. */
    static List<Stretch> everything() {
        return List.of(new Stretch(0, NO_END, 0, NO_END));
    }

    /** The vendor counted the records above a stretch's start. */
    void counted(long above, long records) {
        Stretch stretch = byStart.get(above);
        if (stretch == null || stretch.belowRank() != NO_END) return;
        byStart.put(above, new Stretch(above, stretch.below(), stretch.rank(), stretch.rank() + records + 1));
    }

    /** Ids from {@code first} to {@code last}, both with their rank, have been read. */
    void read(long first, long firstRank, long last, long lastRank) {
        for (Stretch each : List.copyOf(byStart.values())) {
            if (each.below() <= first || each.above() >= last) continue;
            byStart.remove(each.above());
            keep(new Stretch(each.above(), first, each.rank(), firstRank));
            if (last < NO_END) keep(new Stretch(last, each.below(), lastRank, each.belowRank()));
        }
    }

    private void keep(Stretch stretch) {
        boolean roomForAnId = stretch.below() - stretch.above() > 1;
        if (roomForAnId) byStart.put(stretch.above(), stretch);
    }

    boolean isEmpty() {
        return byStart.isEmpty();
    }

    /** About how many records are unread; none while nobody has counted them. */
    long records() {
        return byStart.values().stream()
                .filter(each -> each.belowRank() != NO_END)
                .mapToLong(Stretch::records)
                .sum();
    }

    List<Stretch> all() {
        return new ArrayList<>(byStart.values());
    }

    Optional<Stretch> longest() {
        return byStart.entrySet().stream()
                .map(Map.Entry::getValue)
                .max((a, b) -> Long.compare(a.records(), b.records()));
    }
}
