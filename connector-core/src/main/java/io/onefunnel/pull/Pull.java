package io.onefunnel.pull;

import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.spi.AdapterContext.Pause;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.IdRangeSnapshot;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Mirror;
import io.onefunnel.state.Mirror.Stored;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.state.Shortfalls;
import io.onefunnel.state.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;

/**
 * Brings one connection's changes into the mirror. Pages, their cursor and what they make dirty are stored together, so a
 * crash at any line repeats some pages and skips none.
 */
public final class Pull {
    /** What others refer to comes first, so that most links find their target in one run. */
    private static final List<RecordKind> ORDER = List.of(
            RecordKind.USER,
            RecordKind.CAMPAIGN,
            RecordKind.COMPANY,
            RecordKind.PERSON,
            RecordKind.OPPORTUNITY,
            RecordKind.CONTACT_ROLE,
            RecordKind.RESPONSE,
            RecordKind.TOUCH,
            RecordKind.MEETING);

    private final Store store;
    private final CrmAdapter adapter;
    private final ChangeMapper observation;
    private final InstantSource clock;
    private final Pause pause;
    private final boolean believesDeletions;

    public Pull(Store store, CrmAdapter adapter, Normalizer normalizer, InstantSource clock, Pause pause) {
        this(store, adapter, new ChangeMapper(normalizer), clock, pause, false);
    }

    private Pull(
            Store store,
            CrmAdapter adapter,
            ChangeMapper observation,
            InstantSource clock,
            Pause pause,
            boolean believesDeletions) {
        this.store = store;
        this.adapter = adapter;
        this.observation = observation;
        this.clock = clock;
        this.pause = pause;
        this.believesDeletions = believesDeletions;
    }

    /** The same pull without its read fuse: somebody knows that the records really were deleted. */
    public Pull acceptingDeletions() {
        return new Pull(store, adapter, observation, clock, pause, true);
    }

    /**
     * What a pull brought.
     *
     * @param read changes by kind, also those that changed nothing here
     */
    public record Result(
            Map<RecordKind, Integer> read, int changed, int unchanged, int quarantined, List<Shortfall> shortfalls) {
        public Result {
            read = Map.copyOf(read);
            shortfalls = List.copyOf(shortfalls);
        }
    }

    /** Pulls every kind until it is caught up. A kind that fails is a named shortfall and does not stop the others. */
    public Result run(Lease lease, ObjIntConsumer<RecordKind> progress) throws InterruptedException {
        ExecutorService storing = Executors.newSingleThreadExecutor();
        try {
            return run(lease, progress, storing);
        } finally {
            end(storing);
        }
    }

    /** What is being stored is stored: nobody gives the lease back before. */
    private static void end(ExecutorService storing) {
        storing.shutdown();
        boolean interrupted = false;
        while (!storing.isTerminated()) {
            try {
                storing.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private Result run(Lease lease, ObjIntConsumer<RecordKind> progress, ExecutorService storing)
            throws InterruptedException {
        Map<RecordKind, Integer> read = new EnumMap<>(RecordKind.class);
        List<Shortfall> shortfalls = new ArrayList<>();
        Stored total = new Stored(0, 0, 0);
        Map<RecordKind, Long> known = store.mirror().counts().getOrDefault(adapter.connection(), Map.of());
        for (RecordKind kind : ORDER) {
            OneKind pull = new OneKind(lease, kind, known.getOrDefault(kind, 0L), progress, storing);
            try {
                pull.run();
            } catch (AdapterException failed) {
                shortfalls.add(Shortfalls.of(adapter.connection() + " " + kind, failed));
                if (stopsConnection(failed)) {
                    total = plus(total, pull.stored);
                    read.merge(kind, pull.read, Integer::sum);
                    break;
                }
            }
            shortfalls.addAll(pull.shortfalls);
            total = plus(total, pull.stored);
            read.merge(kind, pull.read, Integer::sum);
        }
        if (total.quarantined() > 0) {
            shortfalls.add(new Shortfall(
                    total.quarantined() + " records of " + adapter.connection(),
                    "could not be read and are kept in quarantine",
                    "run `onefunnel status --quarantine` for the reasons"));
        }
        return new Result(read, total.changed(), total.unchanged(), total.quarantined(), shortfalls);
    }

    private static Stored plus(Stored a, Stored b) {
        return new Stored(a.changed() + b.changed(), a.unchanged() + b.unchanged(), a.quarantined() + b.quarantined());
    }

    private static boolean stopsConnection(AdapterException failed) {
        return switch (failed.code()) {
            case CREDENTIALS_REFUSED, WRONG_ACCOUNT, QUOTA_EXHAUSTED, UNREACHABLE -> true;
            default -> false;
        };
    }

    /** The pull of one kind. */
    private final class OneKind {
        private final RecordKind kind;
        private final long known;
        private final MirrorWriter intake;
        private final List<Shortfall> shortfalls = new ArrayList<>();
        private Stored stored = new Stored(0, 0, 0);
        private int read;
        private long vanished;
        private final VanishingLimit limit;

        OneKind(
                Lease lease,
                RecordKind kind,
                long known,
                ObjIntConsumer<RecordKind> progress,
                ExecutorService storing) {
            this.kind = kind;
            this.known = known;
            this.limit = new VanishingLimit(kind, known);
            Mirror.Reach reach = new Mirror.Reach(clock.instant(), adapter.retention(kind));
            MirrorWriter.Mark mark = new MirrorWriter.Mark(lease, adapter.connection(), kind, reach);
            this.intake = new MirrorWriter(store.mirror(), mark, clock, storing, (changes, done) -> {
                stored = plus(stored, done);
                read += changes;
                progress.accept(kind, changes);
            });
        }

        /** Whatever ends it, what was read until then is stored and not read again. */
        void run() throws InterruptedException {
            try {
                read();
            } finally {
                intake.settle();
            }
        }

        private void read() throws InterruptedException {
            Cursor cursor = store.mirror().cursor(adapter.connection(), kind);
            // Pages that delete are stored once what follows them is known: one by one, each would look harmless.
            List<PullPage> held = new ArrayList<>();
            while (true) {
                PullPage page = withVanished(adapter.pull(kind, cursor));
                long deletions = deletions(page);
                vanished += deletions;
                if (tripsReadFuse()) return;
                held.add(page);
                boolean ends =
                        page.progress() instanceof Progress.CaughtUp || page.progress() instanceof Progress.Postponed;
                if (ends || deletions == 0) {
                    for (PullPage each : held) take(each);
                    held.clear();
                }
                if (page.progress() instanceof Progress.Postponed postponed) {
                    shortfalls.add(Shortfalls.of(adapter.connection() + " " + kind, postponed));
                }
                if (ends) return;
                cursor = page.next();
                if (page.progress() instanceof Progress.Wait wait) {
                    Duration time = Duration.between(clock.instant(), wait.notBefore());
                    if (!time.isNegative()) pause.pause(time);
                }
            }
        }

        /** What is stored of a stretch that was compared as a whole and is not there any more was deleted. */
        private PullPage withVanished(PullPage page) throws InterruptedException {
            if (page.idRange().isEmpty()) return page;
            intake.settle();
            IdRangeSnapshot living = page.idRange().get();
            List<Change> changes = new ArrayList<>(page.changes());
            for (String id : store.mirror().live(adapter.connection(), kind, living.after(), living.upTo())) {
                if (living.ids().contains(id)) continue;
                changes.add(new Change.Deleted(new SourceRef(adapter.connection(), kind, id), living.at()));
            }
            return new PullPage(changes, page.next(), page.progress());
        }

        private void take(PullPage page) throws InterruptedException {
            List<Mirror.Observed> observed = new ArrayList<>(page.changes().size());
            for (Change change : page.changes()) observed.addAll(observation.of(kind, change));
            intake.take(page.changes().size(), observed, page.next(), page.progress());
        }

        /** How many records of ours a page takes away: vendors also tell of those that we never had. */
        private long deletions(PullPage page) {
            List<SourceRef> deleted = page.changes().stream()
                    .filter(Change.Deleted.class::isInstance)
                    .map(Change::ref)
                    .toList();
            if (deleted.isEmpty() || kind.isEvent()) return deleted.size();
            return known == 0 ? 0 : store.mirror().countLive(deleted);
        }

        /** Pages of mass disappearance are not stored, and the cursor does not move: nothing is deleted by mistake. */
        private boolean tripsReadFuse() {
            if (believesDeletions || !limit.isPassedBy(vanished)) return false;
            shortfalls.add(new Shortfall(
                    adapter.connection() + " " + kind,
                    vanished + " of " + known + " records vanished at once; their deletion was not taken over",
                    "check the integration user's permissions; if they really were deleted, run"
                            + " `onefunnel sync --accept-deletions`"));
            return true;
        }
    }
}
