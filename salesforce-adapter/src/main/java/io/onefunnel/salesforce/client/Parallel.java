package io.onefunnel.salesforce.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A few calls side by side. Each has a thread of its own, and so a connection of its own: force-wsc keeps the headers of a
 * call on the connection.
 */
public final class Parallel implements AutoCloseable {
    /**
     * How many calls are under way. The org allows 25 requests that last longer than 20 seconds, of all its
     * integrations together, and 5 in a Developer org: API Request Limits and Allocations.
     */
    public static final int IN_FLIGHT = 5;

    // More threads than calls under way: some write the next call or read the last answer meanwhile.
    private static final int THREADS = 8;

    private final ThreadPoolExecutor threads;

    public Parallel(String name) {
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> daemon(work, name));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Does the work for each, and returns when all of it is done; what is alone is done where one stands. */
    public <T> void each(List<T> all, Consumer<T> work) {
        if (all.size() == 1) {
            work.accept(all.get(0));
            return;
        }
        List<Future<?>> begun = new ArrayList<>();
        for (T one : all) begun.add(threads.submit(() -> work.accept(one)));
        boolean interrupted = false;
        for (Future<?> each : begun) interrupted |= finished(each);
        if (interrupted) Thread.currentThread().interrupt();
    }

    /**
     * Waits even when interrupted, and says so: a call that is under way has an outcome to be recorded, and it ends by
     * its own timeout.
     */
    private static boolean finished(Future<?> work) {
        boolean interrupted = false;
        while (true) {
            try {
                work.get();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException broken) throw broken;
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, "salesforce-" + name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
