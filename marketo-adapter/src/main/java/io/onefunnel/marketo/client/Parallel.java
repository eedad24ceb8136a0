package io.onefunnel.marketo.client;

import io.onefunnel.spi.AdapterErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Work that waits for the vendor, done at the same time; how much of it really runs is the limits' matter. */
public final class Parallel {
    private final ExecutorService workers;

    Parallel(ExecutorService workers) {
        this.workers = workers;
    }

    /** Starts work; asking for its result waits for its end. */
    public <T> Supplier<T> start(Supplier<T> work) {
        Future<T> future = workers.submit(work::get);
        return () -> await(future);
    }

    /** The results in order. The first failure is thrown once everything has ended. */
    public <T> List<T> all(List<Supplier<T>> works) {
        if (works.size() == 1) return List.of(works.get(0).get());
        return await(works.stream().map(this::start).toList());
    }

    /** The same of work that is already started. */
    public static <T> List<T> await(List<Supplier<T>> started) {
        List<T> results = new ArrayList<>();
        RuntimeException failure = null;
        for (Supplier<T> each : started) {
            try {
                results.add(each.get());
            } catch (RefusedException | UnknownOutcomeException failed) {
                if (failure == null) failure = failed;
            }
        }
        if (failure != null) throw failure;
        return results;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw RefusedException.of(AdapterErrorCode.UNREACHABLE, "stopped while waiting for Marketo");
        }
    }
}
