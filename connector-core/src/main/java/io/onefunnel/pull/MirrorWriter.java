package io.onefunnel.pull;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Mirror;
import io.onefunnel.state.Mirror.Observed;
import io.onefunnel.state.Mirror.Stored;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Takes the pages of one kind into the mirror, in their order. Several are stored in one transaction with the cursor of
 * the last, because vendors give a hundred rows at a time and a transaction costs as much as a thousand; and they are
 * stored on a thread of their own, while the next ones are read and normalized. One bundle is being stored and one
 * gathered: no more is ever held.
 */
final class MirrorWriter {
    // A crash repeats two bundles at most: the one that is being stored and the one that is gathered.
    private static final int ROWS_AT_ONCE = 5_000;
    // From a slow vendor: not more than this is read again after a crash.
    private static final Duration LONGEST_GATHERED = Duration.ofSeconds(5);

    /** Told of what is stored. */
    @FunctionalInterface
    interface StoredListener {
        void stored(int changes, Stored stored);
    }

    /** What all pages of it have in common. */
    record Mark(Lease lease, ConnectionId connection, RecordKind kind, Mirror.Reach reach) {}

    private final Mirror mirror;
    private final Mark mark;
    private final InstantSource clock;
    private final ExecutorService thread;
    private final StoredListener listener;

    private @Nullable Bundle gathered;
    private @Nullable Storing storing;
    private boolean broken;

    /** @param thread one thread: bundles are stored one behind the other */
    MirrorWriter(Mirror mirror, Mark mark, InstantSource clock, ExecutorService thread, StoredListener listener) {
        this.mirror = mirror;
        this.mark = mark;
        this.clock = clock;
        this.thread = thread;
        this.listener = listener;
    }

    /** Pages that are stored together. */
    private static final class Bundle {
        final Instant since;
        final List<Observed> observed = new ArrayList<>();
        int changes;
        Cursor next;
        Progress progress;

        Bundle(Instant since, Cursor next, Progress progress) {
            this.since = since;
            this.next = next;
            this.progress = progress;
        }
    }

    private record Storing(int changes, Future<Stored> stored) {}

    /** @param changes how many the vendor gave, of which some may be nothing yet */
    void take(int changes, List<Observed> observed, Cursor next, Progress progress) throws InterruptedException {
        boolean alone = !observed.stream().allMatch(MirrorWriter::mayShareABundle);
        if (alone) handOver();
        Bundle bundle = gathered;
        if (bundle == null) {
            bundle = new Bundle(clock.instant(), next, progress);
            gathered = bundle;
        }
        bundle.observed.addAll(observed);
        bundle.changes += changes;
        bundle.next = next;
        bundle.progress = progress;
        boolean full = bundle.observed.size() >= ROWS_AT_ONCE
                || Duration.between(bundle.since, clock.instant()).compareTo(LONGEST_GATHERED) >= 0;
        if (alone || full || !(progress instanceof Progress.More)) handOver();
    }

    /** What ends a record is told apart from what the pages around it say: the order of the pages decides. */
    private static boolean mayShareABundle(Observed observed) {
        return !(observed instanceof Observed.Gone || observed instanceof Observed.Merged);
    }

    /** Waits until everything that was taken is stored. After a failure nothing is: a page must not pass a lost one. */
    void settle() throws InterruptedException {
        handOver();
        awaitStored();
    }

    private void handOver() throws InterruptedException {
        Bundle bundle = gathered;
        gathered = null;
        if (bundle == null || broken) return;
        awaitStored();
        Mirror.Page page = new Mirror.Page(
                mark.connection(),
                mark.kind(),
                bundle.observed,
                bundle.next,
                bundle.progress,
                clock.instant(),
                mark.reach());
        storing = new Storing(bundle.changes, thread.submit(() -> mirror.store(mark.lease(), page)));
    }

    private void awaitStored() throws InterruptedException {
        Storing last = storing;
        storing = null;
        if (last == null) return;
        boolean done = false;
        try {
            listener.stored(last.changes(), last.stored().get());
            done = true;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) throw cause;
            if (failed.getCause() instanceof Error cause) throw cause;
            throw new IllegalStateException(failed.getCause());
        } finally {
            broken = !done;
        }
    }
}
