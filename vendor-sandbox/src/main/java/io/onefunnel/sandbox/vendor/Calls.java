package io.onefunnel.sandbox.vendor;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Counts what clients asked of one vendor, by operation ("query", "search contacts", "sync leads"), and what answering
 * cost the vendor itself: a benchmark takes that time off what it measures.
 */
public final class Calls {
    private final Map<String, LongAdder> byOperation = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> nanosByOperation = new ConcurrentHashMap<>();
    private final ThreadLocal<String> answering = new ThreadLocal<>();

    public void count(String operation) {
        byOperation.computeIfAbsent(operation, key -> new LongAdder()).increment();
        answering.set(operation);
    }

    /**
     * Runs the vendor's answer to one call and adds the time it took to the operation that it counted last, or to
     * "uncounted" when it counted none. Latency that the sandbox adds comes later and is not in it.
     */
    public <T> T timed(Supplier<T> answer) {
        answering.remove();
        long began = System.nanoTime();
        try {
            return answer.get();
        } finally {
            long took = System.nanoTime() - began;
            took(answering(), took);
        }
    }

    /** Adds time to an operation that goes on after its answer began, such as a body written while it is sent. */
    public void took(String operation, long nanos) {
        nanosByOperation.computeIfAbsent(operation, key -> new LongAdder()).add(nanos);
    }

    /** What this thread counted last within {@link #timed}. */
    public String answering() {
        return Objects.requireNonNullElse(answering.get(), "uncounted");
    }

    public long total() {
        return byOperation.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public Map<String, Long> byOperation() {
        Map<String, Long> counts = new TreeMap<>();
        byOperation.forEach((operation, count) -> counts.put(operation, count.sum()));
        return counts;
    }

    /** The time spent on answers, by operation. */
    public Map<String, Duration> serverTime() {
        Map<String, Duration> times = new TreeMap<>();
        nanosByOperation.forEach((operation, nanos) -> times.put(operation, Duration.ofNanos(nanos.sum())));
        return times;
    }

    public void reset() {
        byOperation.clear();
        nanosByOperation.clear();
    }
}
