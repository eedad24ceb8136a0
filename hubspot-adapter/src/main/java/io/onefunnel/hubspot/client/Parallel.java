package io.onefunnel.hubspot.client;

import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The adapter's own threads, for calls that are under way side by side. How many there are at once is decided by who
 * starts them; how fast they go, by {@link RateLimiter}.
 */
public final class Parallel implements AutoCloseable {
    /** Batches written side by side: enough for 19 calls a second at 3.2 s latency, and for bursts of a window. */
    public static final int WRITES = 64;
    /** Searches side by side: enough for 5 a second at 1.6 s latency. */
    public static final int SEARCHES = 8;

    private final ExecutorService threads;

    public Parallel(String connection) {
        AtomicInteger count = new AtomicInteger();
        threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "hubspot-" + connection + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    public <T> Future<T> start(Callable<T> work) {
        try {
            return threads.submit(work);
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
    }

    /** Work that tells of its end, and of its failure, by itself. */
    public void run(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
    }

    /** All results, in the order of the work; the first failure once all have ended. */
    public <T> List<T> all(List<Callable<T>> work) {
        if (work.size() == 1) return List.of(here(work.get(0)));
        List<Future<T>> started = new ArrayList<>();
        work.forEach(each -> started.add(start(each)));
        List<T> results = new ArrayList<>();
        RuntimeException failure = null;
        for (Future<T> each : started) {
            try {
                results.add(result(each));
            } catch (RuntimeException e) {
                if (failure == null) failure = e;
            }
        }
        if (failure != null) throw failure;
        return results;
    }

    /** What became of started work: its result, or what it threw. */
    public static <T> T result(Future<T> work) {
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (CancellationException e) {
            throw closed(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) throw failure;
            if (e.getCause() instanceof Error error) throw error;
            throw new IllegalStateException(e.getCause());
        }
    }

    private static <T> T here(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public static AdapterException interrupted(InterruptedException cause) {
        return new AdapterException(AdapterErrorCode.UNREACHABLE, "interrupted while calls were under way", cause);
    }

    private static AdapterException closed(RuntimeException cause) {
        return new AdapterException(AdapterErrorCode.UNREACHABLE, "the adapter is closed", cause);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
