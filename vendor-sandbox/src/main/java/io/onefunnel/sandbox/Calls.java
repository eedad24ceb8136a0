package io.onefunnel.sandbox;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what clients asked of one vendor, by operation ("query", "search contacts", "sync leads"). */
public final class Calls {
    private final Map<String, LongAdder> byOperation = new ConcurrentHashMap<>();

    public void count(String operation) {
        byOperation.computeIfAbsent(operation, key -> new LongAdder()).increment();
    }

    public long total() {
        return byOperation.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public Map<String, Long> byOperation() {
        Map<String, Long> counts = new TreeMap<>();
        byOperation.forEach((operation, count) -> counts.put(operation, count.sum()));
        return counts;
    }

    public void reset() {
        byOperation.clear();
    }
}
