package io.onefunnel.spi.call;

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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Work that waits for a vendor, done side by side on daemon threads of its own. Results come in the order of the work, and
 * the first failure is thrown once everything has ended, so that nothing is under way any more when the caller goes on.
 *
 * <p>What happens when the waiting thread is interrupted depends on what would be lost:
 *
 * <ul>
 *   <li>{@link #all} and {@link #each} wait on to the end, and leave the thread marked as interrupted: a write that is under
 *       way has an outcome to be recorded. Calls end by their own timeouts.
 *   <li>{@link #result} gives up at once, with UNREACHABLE: what was started ahead of being asked for can be done again.
 *   <li>{@link #allOrInterrupted} tells the work to stop, too, for callers whose work knows what to do then.
 * </ul>
 */
public final class Parallel implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;

    private final String name;
    private final ExecutorService threads;

    private Parallel(String name, ExecutorService threads) {
        this.name = name;
        this.threads = threads;
    }

    /** As much at once as is asked for; whoever starts the work decides how much that is. */
    public static Parallel unlimited(String name) {
        return new Parallel(name, Executors.newCachedThreadPool(daemons(name)));
    }

    /** So much at once, the rest when its turn comes. Its work must not wait for other work of the same object. */
    public static Parallel limited(String name, int most) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name));
        threads.allowCoreThreadTimeOut(true);
        return new Parallel(name, threads);
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Starts what can be done again if nobody comes for it: a read ahead of its time. */
    public <T> Future<T> start(Callable<T> work) {
        try {
            return threads.submit(work);
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
    }

    /** Starts work that tells of its end, and of its failure, by itself. */
    public void run(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
    }

    /** What became of started work: its result, or what it threw. When interrupted, the work is given up as well. */
    public <T> T result(Future<T> work) {
        try {
            return work.get();
        } catch (InterruptedException e) {
            work.cancel(true);
            throw AdapterException.interrupted(name, e);
        } catch (CancellationException e) {
            throw closed(e);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        }
    }

    /** All results; what is alone is done where one stands. */
    public <T> List<T> all(List<Callable<T>> work) {
        return work.size() == 1 ? List.of(here(work.get(0))) : results(started(work));
    }

    /** The same of work that was started before. */
    public <T> List<T> results(List<Future<T>> started) {
        boolean interrupted = false;
        try {
            Gathered<T> gathered = new Gathered<>();
            for (Future<T> each : started) {
                while (true) {
                    try {
                        gathered.add(each);
                        break;
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            return gathered.results();
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** Does the work for each of these. */
    public <T> void each(List<T> all, Consumer<T> work) {
        List<Callable<Boolean>> works = new ArrayList<>();
        for (T one : all) {
            works.add(() -> {
                work.accept(one);
                return true;
            });
        }
        if (!works.isEmpty()) all(works);
    }

    /** All results, of work that may be interrupted: it is, when the waiting thread is. */
    public <T> List<T> allOrInterrupted(List<Callable<T>> work) throws InterruptedException {
        List<Future<T>> started = started(work);
        try {
            Gathered<T> gathered = new Gathered<>();
            for (Future<T> each : started) gathered.add(each);
            if (gathered.failure instanceof InterruptedException stopped) throw stopped;
            return gathered.results();
        } catch (InterruptedException e) {
            for (Future<T> each : started) each.cancel(true);
            throw e;
        }
    }

    private <T> List<Future<T>> started(List<Callable<T>> work) {
        List<Future<T>> started = new ArrayList<>();
        for (Callable<T> each : work) started.add(start(each));
        return started;
    }

    /** Results so far, and the first failure. */
    private final class Gathered<T> {
        private final List<T> results = new ArrayList<>();
        private @Nullable Throwable failure;

        void add(Future<T> work) throws InterruptedException {
            try {
                results.add(work.get());
            } catch (CancellationException e) {
                if (failure == null) failure = closed(e);
            } catch (ExecutionException e) {
                if (failure == null) failure = e.getCause();
            }
        }

        List<T> results() {
            if (failure != null) throw unchecked(failure);
            return results;
        }
    }

    private static <T> T here(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    private static RuntimeException unchecked(@Nullable Throwable failure) {
        if (failure instanceof Error error) throw error;
        return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }

    private AdapterException closed(RuntimeException cause) {
        return new AdapterException(AdapterErrorCode.UNREACHABLE, name + ": closed while calls were under way", cause);
    }

    /** Interrupts what is under way; work that has not begun ends as cancelled, so that nobody waits for it for ever. */
    @Override
    public void close() {
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof Future<?> never) never.cancel(true);
        }
    }
}
