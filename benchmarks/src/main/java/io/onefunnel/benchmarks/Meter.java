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
                cpu(stat(Path.of("/proc", Long.toString(vendors))), OWN_CPU),
                // With the serial collector the VM's thread collects.
                ownThreads("C1 Compiler", "C2 Compiler"),
                ownThreads("VM Thread", "GC Thread"));
    }

    /** What threads of this process took that have such names, of which the kernel keeps 15 letters. */
    private static Duration ownThreads(String... names) throws IOException {
        Duration sum = Duration.ZERO;
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                String line = line(thread);
                if (Stream.of(names).anyMatch(name -> line.contains("(" + name))) {
                    sum = sum.plus(cpu(fields(line), OWN_CPU));
                }
            }
        }
        return sum;
    }

    /** The living backends, and through the postmaster those that have ended. */
    private Duration databaseCpu() throws IOException {
        List<String> postmaster = stat(Path.of("/proc", Long.toString(database)));
        Duration sum = cpu(postmaster, OWN_CPU).plus(cpu(postmaster, CHILDREN_CPU));
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : (Iterable<Path>) processes::iterator) {
                String name = process.getFileName().toString();
                if (!Character.isDigit(name.charAt(0))) continue;
                List<String> stat = stat(process);
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
    private static List<String> stat(Path process) throws IOException {
        return fields(line(process));
    }

    private static List<String> fields(String line) {
        return line.isEmpty()
                ? List.of()
                : List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
    }

    private static String line(Path process) throws IOException {
        try {
            return Files.readString(process.resolve("stat"));
        } catch (NoSuchFileException ended) {
            return "";
        } catch (IOException ended) {
            // "No such process": it ended between opening and reading.
            if (!Files.exists(process)) return "";
            throw ended;
        }
    }
}
