package io.onefunnel.salesforce.pull;

import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.call.Parallel;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the next page while the last one is being stored. A page is used only for the very cursor that it was fetched
 * for: what a cursor gives is bounded by its window, so that it does not matter when it was fetched. What fails ahead is
 * forgotten, and done in its time.
 */
final class Prefetch<T> implements AutoCloseable {
    private record Fetching<T>(Cursor at, Future<T> page) {}

    private final Parallel threads;
    private @Nullable Fetching<T> fetching;

    Prefetch(Parallel threads) {
        this.threads = threads;
    }

    void fetch(Cursor at, Callable<T> page) {
        close();
        fetching = new Fetching<>(at, threads.start(page));
    }

    Optional<T> take(Cursor at) {
        Fetching<T> known = fetching;
        if (known == null) return Optional.empty();
        if (!known.at().equals(at)) {
            close();
            return Optional.empty();
        }
        fetching = null;
        try {
            return Optional.of(known.page().get());
        } catch (ExecutionException | CancellationException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            known.page().cancel(true);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        Fetching<T> known = fetching;
        if (known != null) known.page().cancel(true);
        fetching = null;
    }
}
