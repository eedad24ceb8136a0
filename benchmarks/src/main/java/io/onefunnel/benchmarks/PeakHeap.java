package io.onefunnel.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** The most heap that was still in use after a collection: an upper bound of what the work keeps alive. */
final class PeakHeap {
    private static final long MEBIBYTE = 1 << 20;

    private final AtomicLong peak = new AtomicLong();
    private final List<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .toList();

    PeakHeap() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> collected(
                                    GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())),
                            notification -> notification
                                    .getType()
                                    .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
                            null);
        }
    }

    private void collected(GarbageCollectionNotificationInfo info) {
        Map<String, MemoryUsage> after = info.getGcInfo().getMemoryUsageAfterGc();
        long used = pools.stream()
                .mapToLong(pool -> after.containsKey(pool) ? after.get(pool).getUsed() : 0)
                .sum();
        peak.accumulateAndGet(used, Math::max);
    }

    void reset() {
        peak.set(0);
    }

    /** 0 when nothing was collected since it was reset. */
    long mebibytes() {
        return peak.get() / MEBIBYTE;
    }

    /** The same; what is used now, garbage included, when nothing was collected since it was reset. */
    long orUsedMebibytes() {
        Runtime heap = Runtime.getRuntime();
        return peak.get() == 0 ? (heap.totalMemory() - heap.freeMemory()) / MEBIBYTE : mebibytes();
    }

    static long limitMebibytes() {
        return Runtime.getRuntime().maxMemory() / MEBIBYTE;
    }
}
