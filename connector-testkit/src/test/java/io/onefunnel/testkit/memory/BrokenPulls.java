package io.onefunnel.testkit.memory;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.ForwardingAdapter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Adapters that read a vendor wrongly: they lose, repeat or misread what it holds. */
final class BrokenPulls {
    private BrokenPulls() {}

    static CrmAdapter pages(CrmAdapter sound, Predicate<Change> kept) {
        return new ForwardingAdapter(sound) {
            @Override
            public PullPage pull(RecordKind kind, Cursor from) {
                PullPage page = sound.pull(kind, from);
                return new PullPage(page.changes().stream().filter(kept).toList(), page.next(), page.progress());
            }
        };
    }

    static CrmAdapter changes(CrmAdapter sound, UnaryOperator<Change> altered) {
        return new ForwardingAdapter(sound) {
            @Override
            public PullPage pull(RecordKind kind, Cursor from) {
                PullPage page = sound.pull(kind, from);
                return new PullPage(page.changes().stream().map(altered).toList(), page.next(), page.progress());
            }
        };
    }

    static Change.Present fetched(Change.Present present, Set<String> fetched) {
        return new Change.Present(
                present.ref(),
                present.type(),
                present.version(),
                present.fields(),
                fetched,
                present.links(),
                present.history());
    }

    static Change.Present inLatin1(Change.Present present) {
        Map<String, String> fields = new LinkedHashMap<>(present.fields());
        fields.replaceAll((name, value) -> value.replaceAll("[^\\x00-\\xff]", "?"));
        return new Change.Present(
                present.ref(),
                present.type(),
                present.version(),
                fields,
                present.fetched(),
                present.links(),
                present.history());
    }

    static Change.Present firstVersion(Change.Present present) {
        return new Change.Present(
                present.ref(),
                present.type(),
                Instant.EPOCH,
                present.fields(),
                present.fetched(),
                present.links(),
                present.history());
    }

    /** Goes on "after the last stamp": who shares it with the last row of a page is never read. */
    static final class LosesTies extends ForwardingAdapter {
        LosesTies(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            String[] parts = from.value().split("~", -1);
            PullPage page = sound.pull(kind, new Cursor(parts[0]));
            Instant after = parts.length > 1 ? Instant.parse(parts[1]) : Instant.MIN;
            List<Change> later = page.changes().stream()
                    .filter(change -> !(change instanceof Change.Present present)
                            || present.version().isAfter(after))
                    .toList();
            Instant last = later.stream()
                    .map(change -> change instanceof Change.Present present ? present.version() : Instant.MIN)
                    .max(Instant::compareTo)
                    .orElse(after);
            boolean more = page.progress() instanceof Progress.More;
            Cursor next =
                    more && last.isAfter(Instant.MIN) ? new Cursor(page.next().value() + "~" + last) : page.next();
            return new PullPage(later, next, page.progress());
        }
    }

    static final class KeepsItsPlaceInMemory extends ForwardingAdapter {
        private final Map<String, Cursor> places = new HashMap<>();

        KeepsItsPlaceInMemory(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            Cursor place = from.isBeginning() ? from : places.get(from.value());
            if (place == null) return new PullPage(List.of(), from, new Progress.CaughtUp(Instant.EPOCH));
            PullPage page = sound.pull(kind, place);
            String name = "place-" + places.size();
            places.put(name, page.next());
            return new PullPage(page.changes(), new Cursor(name), page.progress());
        }
    }

    static final class PromisesTooMuch extends ForwardingAdapter {
        PromisesTooMuch(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            PullPage page = sound.pull(kind, from);
            if (!(page.progress() instanceof Progress.CaughtUp caughtUp)) return page;
            return new PullPage(
                    page.changes(),
                    page.next(),
                    new Progress.CaughtUp(caughtUp.completeTo().plus(Duration.ofHours(1))));
        }
    }

    static final class GivesEverythingAgain extends ForwardingAdapter {
        GivesEverythingAgain(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            PullPage page = sound.pull(kind, from);
            boolean done = page.progress() instanceof Progress.CaughtUp;
            return done ? new PullPage(page.changes(), Cursor.BEGINNING, page.progress()) : page;
        }
    }

    static final class SpendsCalls extends ForwardingAdapter {
        SpendsCalls(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            sound.check();
            return sound.pull(kind, from);
        }
    }

    static final class AsksForUnmappedKinds extends ForwardingAdapter {
        AsksForUnmappedKinds(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            PullPage page = sound.pull(kind, from);
            if (page.changes().isEmpty()) sound.check();
            return page;
        }
    }

    static final class TakesHiddenForEmpty extends ForwardingAdapter {
        private static final Set<String> ALL = new LinkedHashSet<>(Field.keys());

        TakesHiddenForEmpty(CrmAdapter sound) {
            super(changes(sound, change -> change instanceof Change.Present present ? fetched(present, ALL) : change));
        }
    }

    /** Takes a page that it gave for a page that was stored. */
    static final class GoesOnBehindWhatItGave extends ForwardingAdapter {
        private final Map<Cursor, Cursor> given = new HashMap<>();

        GoesOnBehindWhatItGave(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            PullPage page = sound.pull(kind, given.getOrDefault(from, from));
            given.put(from, page.next());
            return page;
        }
    }

    /** Tells the end only of those whom it has told before, and remembers these in memory. */
    static final class ForgetsAtARestart extends ForwardingAdapter {
        private final Set<SourceRef> known = new HashSet<>();

        ForgetsAtARestart(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            PullPage page = sound.pull(kind, from);
            List<Change> told = new ArrayList<>();
            for (Change change : page.changes()) {
                if (change instanceof Change.Present) known.add(change.ref());
                if (!(change instanceof Change.Deleted) || known.contains(change.ref())) told.add(change);
            }
            return new PullPage(told, page.next(), page.progress());
        }
    }

    /** Looks up where a merged record went among the living, and finds nobody when that one was merged as well. */
    static final class BreaksChains extends ForwardingAdapter {
        BreaksChains(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            PullPage page = sound.pull(kind, from);
            List<Change> told = page.changes().stream().map(this::looked).toList();
            return new PullPage(told, page.next(), page.progress());
        }

        private Change looked(Change change) {
            if (!(change instanceof Change.MergedInto merged)) return change;
            boolean there = sound.read(List.of(merged.survivor())).stream().allMatch(Change.Present.class::isInstance);
            return there ? change : new Change.Deleted(merged.ref(), merged.seen());
        }
    }

    static final class StaysRefused extends ForwardingAdapter {
        private Optional<AdapterException> refused = Optional.empty();

        StaysRefused(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public PullPage pull(RecordKind kind, Cursor from) {
            if (refused.isPresent()) throw refused.get();
            try {
                return sound.pull(kind, from);
            } catch (AdapterException e) {
                if (e.code() == AdapterErrorCode.CREDENTIALS_REFUSED) refused = Optional.of(e);
                throw e;
            }
        }
    }

    static final class ReadsACopy extends ForwardingAdapter {
        private final Map<SourceRef, List<Change>> copies = new HashMap<>();

        ReadsACopy(CrmAdapter sound) {
            super(sound);
        }

        @Override
        public List<Change> read(List<SourceRef> refs) {
            List<Change> read = new ArrayList<>();
            refs.forEach(ref -> read.addAll(copies.computeIfAbsent(ref, each -> sound.read(List.of(each)))));
            return read;
        }
    }
}
