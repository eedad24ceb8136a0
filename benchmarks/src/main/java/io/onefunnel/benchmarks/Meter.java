package io.onefunnel.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Reads the CPU clocks of the product, its database and the vendors. Needs Linux, for /proc. */
final class Meter {
    /** The kernel counts CPU in hundredths of a second for programs: USER_HZ, proc(5). */
    private static final long TICK_NANOS = 10_000_000;

    // Fields of /proc/<pid>/stat after the name in brackets, counted from "state", which is 0: proc(5).
    private static final int PARENT = 1;
    private static final int OWN_CPU = 11;
    private static final int CHILDREN_CPU = 13;

    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long database;
    private final long vendors;

    /**
     * @param database the process that started all others of the server
     * @param vendors the sandbox's process
     */
    Meter(long database, long vendors) {
        this.database = database;
        this.vendors = vendors;
    }

    /** Work that is measured. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    Cost of(Work work) throws Exception {
        Cost before = read();
        work.run();
        return read().minus(before);
    }

    private Cost read() throws IOException {
        return new Cost(
                Duration.ofNanos(System.nanoTime()),
                Duration.ofNanos(machine.getProcessCpuTime()),
                databaseCpu(),
                cpu(stat(vendors), OWN_CPU));
    }

    /** The living backends, and through the postmaster those that have ended. */
    private Duration databaseCpu() throws IOException {
        List<String> postmaster = stat(database);
        Duration sum = cpu(postmaster, OWN_CPU).plus(cpu(postmaster, CHILDREN_CPU));
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : (Iterable<Path>) processes::iterator) {
                String name = process.getFileName().toString();
                if (!Character.isDigit(name.charAt(0))) continue;
                List<String> stat = stat(Long.parseLong(name));
                if (!stat.isEmpty() && Long.parseLong(stat.get(PARENT)) == database) {
                    sum = sum.plus(cpu(stat, OWN_CPU));
                }
            }
        }
        return sum;
    }

    private static Duration cpu(List<String> stat, int user) {
        if (stat.isEmpty()) return Duration.ZERO;
        return Duration.ofNanos(TICK_NANOS * (Long.parseLong(stat.get(user)) + Long.parseLong(stat.get(user + 1))));
    }

    /** Empty when the process has ended. */
    private static List<String> stat(long process) throws IOException {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (NoSuchFileException ended) {
            return List.of();
        } catch (IOException ended) {
            // "No such process": it ended between opening and reading.
            if (!Files.exists(Path.of("/proc", Long.toString(process)))) return List.of();
            throw ended;
        }
    }
}
