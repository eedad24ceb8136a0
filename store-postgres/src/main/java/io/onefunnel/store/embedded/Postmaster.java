package io.onefunnel.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The server process of one cluster. It outlives us when we are killed, and is found again by its own pid file. */
final class Postmaster {
    private static final int SETTLING_ATTEMPTS = 20;
    private static final long SETTLING_MILLIS = 250;

    private final Path log;
    private final Path cluster;
    private final Path pgCtl;
    private final OsUser osUser;

    Postmaster(Path cluster, Path binaries, OsUser osUser) {
        this.log = cluster.resolve("server.log");
        this.cluster = cluster;
        this.pgCtl = binaries.resolve("bin/pg_ctl");
        this.osUser = osUser;
    }

    Command.Result start(int port, Map<String, String> settings) throws IOException, InterruptedException {
        StringBuilder options = new StringBuilder("-p " + port);
        new TreeMap<>(settings)
                .forEach((name, value) -> options.append(" -c ")
                        .append(name)
                        .append("='")
                        .append(value)
                        .append('\''));
        List<String> command = List.of(
                pgCtl.toString(),
                "start",
                "-w",
                "-t",
                "90",
                "-s",
                "-D",
                cluster.toString(),
                "-l",
                log.toString(),
                "-o",
                options.toString());
        Command.Result result = osUser.run(command);
        // After a kill of the postmaster alone, its children need a moment to notice and to let go of the memory.
        for (int i = 0; i < SETTLING_ATTEMPTS && !result.succeeded() && stillSettling(); i++) {
            TimeUnit.MILLISECONDS.sleep(SETTLING_MILLIS);
            result = osUser.run(command);
        }
        return result;
    }

    private boolean stillSettling() throws IOException {
        return lastWords().contains("shared memory block");
    }

    /** Stops fast: transactions that run are rolled back, what is committed is on disk. */
    void stop() throws IOException, InterruptedException {
        osUser.run(List.of(pgCtl.toString(), "stop", "-m", "fast", "-w", "-t", "60", "-s", "-D", cluster.toString()));
    }

    /** Stops a server of this cluster that nobody can use, and clears a pid file that names somebody else. */
    void stopLeftOver() throws IOException, InterruptedException {
        Optional<ProcessHandle> process = process();
        if (process.isEmpty()) return;
        if (isPostgres(process.get())) {
            stop();
        } else {
            // The number was given to another program since, and PostgreSQL would take that for the server.
            Files.deleteIfExists(pidFile());
        }
    }

    /** The port that the pid file names, on its fourth line. */
    OptionalInt port() throws IOException {
        if (process().filter(Postmaster::isPostgres).isEmpty()) return OptionalInt.empty();
        List<String> lines = Files.readAllLines(pidFile());
        if (lines.size() < 4) return OptionalInt.empty();
        try {
            return OptionalInt.of(Integer.parseInt(lines.get(3).strip()));
        } catch (NumberFormatException damaged) {
            return OptionalInt.empty();
        }
    }

    /** The process that the pid file names, when there is one. */
    private Optional<ProcessHandle> process() throws IOException {
        if (!Files.isReadable(pidFile())) return Optional.empty();
        List<String> lines = Files.readAllLines(pidFile());
        if (lines.isEmpty()) return Optional.empty();
        try {
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        // Linux hides the program of another account's process from Java, and tells its name to everybody.
        Path name = Path.of("/proc", Long.toString(process.pid()), "comm");
        try {
            if (Files.isReadable(name)) return Files.readString(name).strip().equals("postgres");
        } catch (IOException ended) {
            return false;
        }
        return process.info()
                .command()
                .map(command -> command.endsWith("postgres"))
                .orElse(true);
    }

    private Path pidFile() {
        return cluster.resolve("postmaster.pid");
    }

    /** The end of the server's log. */
    String lastWords() throws IOException {
        if (!Files.isReadable(log)) return "it wrote no log";
        List<String> lines = new ArrayList<>(new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList());
        return String.join("; ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    }
}
