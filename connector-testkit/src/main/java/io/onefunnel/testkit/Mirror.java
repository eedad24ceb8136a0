package io.onefunnel.testkit;

import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a core knows after it took in changes: of each record the newest version. Redelivery changes nothing. */
public final class Mirror {
    private final Map<SourceRef, Change> held = new LinkedHashMap<>();

    /** Takes changes in; returns those that told something new. */
    public List<Change> take(List<Change> changes) {
        List<Change> news = new ArrayList<>();
        for (Change change : changes) {
            if (!isNews(change)) continue;
            held.put(change.ref(), change);
            news.add(change);
        }
        return news;
    }

    private boolean isNews(Change change) {
        Change before = held.get(change.ref());
        if (before == null) return true;
        if (change instanceof Change.Present now && before instanceof Change.Present then) {
            return now.version().isAfter(then.version());
        }
        if (change instanceof Change.MergedInto now && before instanceof Change.MergedInto then) {
            return !now.survivor().equals(then.survivor());
        }
        // A merged record is in the vendor's bin as well; where it went is the better news.
        if (change instanceof Change.Deleted) return before instanceof Change.Present;
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
