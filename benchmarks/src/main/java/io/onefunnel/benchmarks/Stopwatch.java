package io.onefunnel.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.Supplier;

/** Adds up what one part of a thread's work takes. For one thread. */
final class Stopwatch {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long wall;
    private long cpu;

    <T> T time(Supplier<T> work) {
        long wallBefore = System.nanoTime();
        long cpuBefore = threads.getCurrentThreadCpuTime();
        try {
            return work.get();
        } finally {
            wall += System.nanoTime() - wallBefore;
            cpu += threads.getCurrentThreadCpuTime() - cpuBefore;
        }
    }

    Duration wall() {
        return Duration.ofNanos(wall);
    }

    Duration cpu() {
        return Duration.ofNanos(cpu);
    }
}
