package io.onefunnel.app.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is counted, and kept while counting is dear. A small store is counted whenever it is asked about. A large one is
 * counted beside the work, at most a sixtieth of the time, and until then says what it said last: whatever is kept says of
 * when it is.
 */
public final class Kept<T> {
    private static final Logger log = LoggerFactory.getLogger(Kept.class);

    private static final Duration CHEAP = Duration.ofMillis(250);
    private static final int SHARE = 60;

    private final Supplier<T> count;
    private final LongSupplier nanos;

    private volatile @Nullable Counted<T> last;
    private final AtomicBoolean counting = new AtomicBoolean();

    /** @param count may take long; is never run twice at once */
    public Kept(Supplier<T> count) {
        this(count, System::nanoTime);
    }

    /** @param nanos tells how long counting took, and how long ago that was */
    Kept(Supplier<T> count, LongSupplier nanos) {
        this.count = count;
        this.nanos = nanos;
    }

    private record Counted<T>(T value, long endedNanos, long tookNanos) {
        boolean isCheap() {
            return tookNanos <= CHEAP.toNanos();
        }

        boolean isDue(long now) {
            return now - endedNanos >= SHARE * tookNanos;
        }
    }

    /** What was counted last, without counting; empty before the first count. */
    public Optional<T> latest() {
        Counted<T> known = last;
        return known == null ? Optional.empty() : Optional.of(known.value());
    }

    /** As of now while that is cheap, and otherwise what is kept. The very first time it is waited for. */
    public T get() {
        Counted<T> known = last;
        if (known == null) return first();
        if (known.isCheap()) return countNow().value();
        refresh();
        return known.value();
    }

    /** Counts again beside whatever the caller does, unless it was counted recently for what it costs. */
    public void refresh() {
        Counted<T> known = last;
        if (known != null && !known.isCheap() && !known.isDue(nanos.getAsLong())) return;
        if (!counting.compareAndSet(false, true)) return;
        Thread beside = new Thread(this::countBeside, "counting");
        beside.setDaemon(true);
        beside.start();
    }

    private void countBeside() {
        try {
            countNow();
        } catch (RuntimeException failed) {
            log.warn("counting failed, and what was counted last stays: {}", failed.getMessage());
        } finally {
            counting.set(false);
        }
    }

    private synchronized T first() {
        Counted<T> known = last;
        return known == null ? countNow().value() : known.value();
    }

    private synchronized Counted<T> countNow() {
        long begun = nanos.getAsLong();
        T value = count.get();
        long ended = nanos.getAsLong();
        Counted<T> counted = new Counted<>(value, ended, ended - begun);
        last = counted;
        return counted;
    }
}
