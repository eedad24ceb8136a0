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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Adapters that read a vendor wrongly: they lose, repeat or misread what it holds. */
final class BrokenPulls {
    private BrokenPulls() {}

    static CrmAdapter pulling(CrmAdapter sound, BiFunction<RecordKind, Cursor, PullPage> pull) {
        return new ForwardingAdapter(sound) {
            @Override
            public PullPage pull(RecordKind kind, Cursor from) {
                return pull.apply(kind, from);
            }
        };
    }

    private static CrmAdapter pages(CrmAdapter sound, UnaryOperator<PullPage> altered) {
        return pulling(sound, (kind, from) -> altered.apply(sound.pull(kind, from)));
    }

    private static CrmAdapter telling(CrmAdapter sound, UnaryOperator<Stream<Change>> altered) {
        return pages(sound, page -> {
            List<Change> told = altered.apply(page.changes().stream()).toList();
            return new PullPage(told, page.next(), page.progress());
        });
    }

    static CrmAdapter only(CrmAdapter sound, Predicate<Change> kept) {
        return telling(sound, changes -> changes.filter(kept));
    }

    static CrmAdapter changes(CrmAdapter sound, UnaryOperator<Change> altered) {
        return telling(sound, changes -> changes.map(altered));
    }

    static CrmAdapter records(CrmAdapter sound, UnaryOperator<Change.Present> altered) {
        return changes(sound, change -> change instanceof Change.Present present ? altered.apply(present) : change);
    }

    static CrmAdapter fetching(CrmAdapter sound, Function<Change.Present, Set<String>> fetched) {
        return records(sound, present -> like(present, present.version(), present.fields(), fetched.apply(present)));
    }

    static Change.Present inLatin1(Change.Present present) {
        Map<String, String> fields = new LinkedHashMap<>(present.fields());
        fields.replaceAll((name, value) -> value.replaceAll("[^\\x00-\\xff]", "?"));
        return like(present, present.version(), fields, present.fetched());
    }

    static Change.Present firstVersion(Change.Present present) {
        return like(present, Instant.EPOCH, present.fields(), present.fetched());
    }

    private static Change.Present like(
            Change.Present present, Instant version, Map<String, String> fields, Set<String> fetched) {
        return new Change.Present(
                present.ref(), present.type(), version, fields, fetched, present.links(), present.history());
    }

    /** Goes on "after the last stamp": who shares it with the last row of a page is never read. */
    static CrmAdapter losesTies(CrmAdapter sound) {
        return pulling(sound, (kind, from) -> {
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
        });
    }

    static CrmAdapter keepsItsPlaceInMemory(CrmAdapter sound) {
        Map<String, Cursor> places = new HashMap<>();
        return pulling(sound, (kind, from) -> {
            Cursor place = from.isBeginning() ? from : places.get(from.value());
            if (place == null) return new PullPage(List.of(), from, new Progress.CaughtUp(Instant.EPOCH));
            PullPage page = sound.pull(kind, place);
            String name = "place-" + places.size();
            places.put(name, page.next());
            return new PullPage(page.changes(), new Cursor(name), page.progress());
        });
    }

    static CrmAdapter promisesTooMuch(CrmAdapter sound) {
        return pages(sound, page -> {
            if (!(page.progress() instanceof Progress.CaughtUp caughtUp)) return page;
            return new PullPage(
                    page.changes(),
                    page.next(),
                    new Progress.CaughtUp(caughtUp.completeTo().plus(Duration.ofHours(1))));
        });
    }

    static CrmAdapter givesEverythingAgain(CrmAdapter sound) {
        return pages(sound, page -> {
            boolean done = page.progress() instanceof Progress.CaughtUp;
            return done ? new PullPage(page.changes(), Cursor.BEGINNING, page.progress()) : page;
        });
    }

    static CrmAdapter spendsCalls(CrmAdapter sound) {
        return pulling(sound, (kind, from) -> {
            sound.check();
            return sound.pull(kind, from);
        });
    }

    static CrmAdapter takesTheUnreadableForNothing(CrmAdapter sound) {
        return pulling(sound, (kind, from) -> {
            try {
                return sound.pull(kind, from);
            } catch (AdapterException unreadable) {
                if (unreadable.code() != AdapterErrorCode.UNEXPECTED_RESPONSE) throw unreadable;
                return new PullPage(List.of(), from, new Progress.CaughtUp(Instant.EPOCH));
            }
        });
    }

    static CrmAdapter asksForUnmappedKinds(CrmAdapter sound) {
        return pages(sound, page -> {
            if (page.changes().isEmpty()) sound.check();
            return page;
        });
    }

    static CrmAdapter takesHiddenForEmpty(CrmAdapter sound) {
        Set<String> all = Set.copyOf(Field.keys());
        return fetching(sound, present -> all);
    }

    /** Takes a page that it gave for a page that was stored. */
    static CrmAdapter goesOnBehindWhatItGave(CrmAdapter sound) {
        Map<Cursor, Cursor> given = new HashMap<>();
        return pulling(sound, (kind, from) -> {
            PullPage page = sound.pull(kind, given.getOrDefault(from, from));
            given.put(from, page.next());
            return page;
        });
    }

    /** Tells the end only of those whom it has told before, and remembers these in memory. */
    static CrmAdapter forgetsAtARestart(CrmAdapter sound) {
        Set<SourceRef> known = new HashSet<>();
        return only(sound, change -> {
            if (change instanceof Change.Present) known.add(change.ref());
            return !(change instanceof Change.Deleted) || known.contains(change.ref());
        });
    }

    /** Looks up where a merged record went among the living, and finds nobody when that one was merged as well. */
    static CrmAdapter breaksChains(CrmAdapter sound) {
        return changes(sound, change -> {
            if (!(change instanceof Change.MergedInto merged)) return change;
            boolean there = sound.read(List.of(merged.survivor())).stream().allMatch(Change.Present.class::isInstance);
            return there ? change : new Change.Deleted(merged.ref(), merged.seen());
        });
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
