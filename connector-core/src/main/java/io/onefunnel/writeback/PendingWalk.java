package io.onefunnel.writeback;

import io.onefunnel.writeback.Pending.Page;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Walks through pages, one page in memory at a time: the first one small, for whoever wants a few rows. */
final class PendingWalk<T> implements Iterator<T> {
    private static final int FIRST = 50;
    private static final int MOST = 1_000;

    private final Iterator<Pages<T>> sources;
    private Iterator<T> rows = List.<T>of().iterator();
    private Optional<Pages<T>> source = Optional.empty();
    private Optional<String> after = Optional.empty();
    private int limit = FIRST;

    private PendingWalk(List<Pages<T>> sources) {
        this.sources = sources.iterator();
    }

    /** Pages of one source, each after the one before. */
    @FunctionalInterface
    interface Pages<T> {
        Page<T> page(Optional<String> after, int limit);
    }

    /** One source after the other. */
    static <T> Stream<T> through(List<Pages<T>> sources) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                        new PendingWalk<>(sources), Spliterator.ORDERED | Spliterator.NONNULL),
                false);
    }

    @Override
    public boolean hasNext() {
        while (!rows.hasNext()) {
            if (source.isEmpty()) {
                if (!sources.hasNext()) return false;
                source = Optional.of(sources.next());
            }
            Page<T> page = source.get().page(after, limit);
            limit = Math.min(MOST, 2 * limit);
            rows = page.rows().iterator();
            after = page.next();
            if (after.isEmpty()) source = Optional.empty();
        }
        return true;
    }

    @Override
    public T next() {
        if (!hasNext()) throw new NoSuchElementException("the last row was passed");
        return rows.next();
    }
}
