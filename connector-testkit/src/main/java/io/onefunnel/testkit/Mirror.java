package io.onefunnel.testkit;

import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.PullPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a core knows after it took in changes: of each record the newest version. Redelivery changes nothing, and what is
 * late is passed over, by the rules of the store.
 */
public final class Mirror {
    private final Map<SourceRef, Change> held = new LinkedHashMap<>();
    // Kept beyond a record's end, so that late news of its earlier life are known as such.
    private final Map<SourceRef, Instant> versions = new HashMap<>();

    /** Takes changes in; returns those that told something new. */
    public List<Change> take(List<Change> changes) {
        List<Change> news = new ArrayList<>();
        for (Change change : changes) {
            if (!isNews(change)) continue;
            held.put(change.ref(), change);
            if (change instanceof Change.Present present) versions.put(present.ref(), present.version());
            news.add(change);
        }
        return news;
    }

    /** Takes a page in, with what it tells of a stretch of ids as a whole. */
    public List<Change> take(PullPage page) {
        List<Change> changes = new ArrayList<>(page.changes());
        page.idRange()
                .ifPresent(living -> live().stream()
                        .filter(ref -> ref.id().compareTo(living.after()) > 0
                                && ref.id().compareTo(living.upTo()) <= 0)
                        .filter(ref -> !living.ids().contains(ref.id()))
                        .forEach(ref -> changes.add(new Change.Deleted(ref, living.at()))));
        return take(changes);
    }

    private boolean isNews(Change change) {
        Change before = held.get(change.ref());
        if (before == null) return true;
        Instant version = versions.getOrDefault(change.ref(), Instant.MIN);
        if (change instanceof Change.Present now) {
            if (now.version().isBefore(version)) return false;
            if (before instanceof Change.MergedInto then) return now.version().isAfter(then.seen());
            // Restored from the bin, a record may have the version that it had.
            if (!(before instanceof Change.Present then)) return true;
            // Stamps of whole seconds: a record that was read in the second of its change may change again in it.
            return now.version().isAfter(version)
                    || !now.fields().equals(then.fields())
                    || !now.links().equals(then.links());
        }
        if (change instanceof Change.MergedInto now) {
            if (before instanceof Change.MergedInto then) return !now.survivor().equals(then.survivor());
            return !version.isAfter(now.seen());
        }
        // A merged record is in the vendor's bin as well; where it went is the better news.
        if (change instanceof Change.Deleted now) {
            return before instanceof Change.Present && !version.isAfter(now.seen());
        }
        return true;
    }

    public Optional<Change.Present> present(SourceRef ref) {
        return held.get(ref) instanceof Change.Present present ? Optional.of(present) : Optional.empty();
    }

    public boolean isDeleted(SourceRef ref) {
        return held.get(ref) instanceof Change.Deleted;
    }

    /** Where a record is now, after all merges; itself when it was not merged. */
    public SourceRef current(SourceRef ref) {
        Set<SourceRef> seen = new LinkedHashSet<>();
        SourceRef at = ref;
        while (held.get(at) instanceof Change.MergedInto merged) {
            if (!seen.add(at)) throw new AssertionError("the merges go round in a circle: " + seen);
            at = merged.survivor();
        }
        return at;
    }

    public Set<SourceRef> live() {
        Set<SourceRef> live = new LinkedHashSet<>();
        held.forEach((ref, change) -> {
            if (change instanceof Change.Present) live.add(ref);
        });
        return live;
    }
}
