package io.onefunnel.funnel;

import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The pieces of work on a person, one after the other. A fact belongs to the latest one that had begun by then.
 *
 * @param starts of the second piece of work and of each later one; the first has no beginning
 */
record Cycles(List<Instant> starts) {
    Cycles {
        starts = List.copyOf(starts);
    }

    static Cycles of(List<StageEntry> recorded) {
        int latest = recorded.stream().mapToInt(StageEntry::cycle).max().orElse(1);
        List<Instant> starts = new ArrayList<>();
        for (int cycle = 2; cycle <= latest; cycle++) {
            int wanted = cycle;
            starts.add(recorded.stream()
                    .filter(entry -> entry.cycle() == wanted)
                    .map(StageEntry::at)
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.MAX));
        }
        return new Cycles(starts);
    }

    int current() {
        return starts.size() + 1;
    }

    /** Of the current piece of work. */
    Instant start() {
        return starts.isEmpty() ? Instant.MIN : starts.get(starts.size() - 1);
    }

    Cycles andOneFrom(Instant start) {
        List<Instant> more = new ArrayList<>(starts);
        more.add(start);
        return new Cycles(more);
    }

    int at(Instant instant) {
        int cycle = 1;
        for (Instant start : starts) {
            if (!start.isAfter(instant)) cycle++;
        }
        return cycle;
    }

    /** The entry into a stage in a piece of work. */
    static Optional<StageEntry> entry(List<StageEntry> entries, Stage stage, int cycle) {
        return entries.stream()
                .filter(entry -> entry.stage() == stage && entry.cycle() == cycle)
                .findFirst();
    }
}
