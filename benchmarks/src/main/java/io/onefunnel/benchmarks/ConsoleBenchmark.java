package io.onefunnel.benchmarks;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.onefunnel.app.console.Console;
import io.onefunnel.app.console.signin.Users;
import io.onefunnel.app.engine.ProgressListener;
import io.onefunnel.app.view.Figures;
import io.onefunnel.app.view.Standing;
import io.onefunnel.app.view.StatusView;
import io.onefunnel.model.Capability;
import io.onefunnel.state.Store;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** What pages, status and a saved plan cost over a large store, and how soon the program ends while pages are asked for. */
final class ConsoleBenchmark implements Benchmark {
    /** Pulled and decided by the product; the others are their copies. */
    private static final int PULLED = 10_000;

    private static final List<String> PAGES = List.of("/", "/funnel", "/people", "/plan", "/metrics");
    private static final Duration LOAD = Duration.ofSeconds(15);

    @Override
    public int people() {
        return 1_000_000;
    }

    @Override
    public int pulled(Size size) {
        return Math.min(PULLED, size.people());
    }

    @Override
    public boolean writes() {
        return false;
    }

    /** @param statements that the server ran */
    private record Page(String name, Cost cost, long statements, long heap, int status) {}

    @Override
    public void run(World world, Size size, Report report) throws Exception {
        world.services().sync().run(world.now(), ProgressListener.NONE);
        copy(world, Math.max(1, size.people() / pulled(size)));
        Store store = world.store();
        Standing standing = Standing.of(store, world.installation().inputs().hash(), world.now());
        report.put("storedPeople", standing.people());
        report.put("pendingChanges", standing.changes());
        report.put("pendingActions", standing.actions());

        List<Page> pages = new ArrayList<>();
        PeakHeap heap = new PeakHeap();
        StatementLog log = new StatementLog(world);
        Users users = Users.of(world.installation().config());
        Figures figures = Figures.of(world.installation());
        try (Console console = Console.start(
                world.installation(),
                world.services(),
                figures,
                users,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
            Browser browser = new Browser(console.url());
            browser.signIn(password(world));
            for (String page : PAGES) {
                browser.get(page);
                pages.add(measured(world, heap, log, page, () -> browser.get(page)));
            }
        }
        pages.add(measured(world, heap, log, "status", () -> status(world)));
        Path file = world.file("plan.jsonl");
        pages.add(measured(world, heap, log, "plan --out", () -> save(world, file)));
        report.put("planFileMiB", Files.size(file) >> 20);
        Files.delete(file);
        report(pages, report);
        stop(world, report);
    }

    /** Of the user that the console makes. */
    private static String password(World world) throws IOException {
        return Files.readString(world.installation().config().store().data().resolve("console-password"))
                .strip();
    }

    private static int status(World world) {
        Instant now = world.now();
        Standing standing =
                Standing.of(world.store(), world.installation().inputs().hash(), now);
        return StatusView.of(world.store(), standing, now).connections().isEmpty() ? 1 : 0;
    }

    private static int save(World world, Path file) throws IOException {
        return world.services()
                        .plans()
                        .save(EnumSet.allOf(Capability.class), world.now(), file)
                        .isEmpty()
                ? 1
                : 0;
    }

    /** Something that answers with a status. */
    @FunctionalInterface
    private interface Answered {
        int get() throws Exception;
    }

    private static Page measured(World world, PeakHeap heap, StatementLog log, String name, Answered work)
            throws Exception {
        System.gc();
        heap.reset();
        log.start();
        int[] status = new int[1];
        Cost cost = world.meter().of(() -> status[0] = work.get());
        return new Page(name, cost, log.statements(), heap.orUsedMebibytes(), status[0]);
    }

    private static void copy(World world, int copies) throws IOException, SQLException {
        String script;
        try (InputStream file = ConsoleBenchmark.class.getResourceAsStream("copies.sql")) {
            script = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
        try (Connection connection = world.database().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            for (String each :
                    script.replace(":copies", Integer.toString(copies)).split(";")) {
                if (!each.isBlank()) statement.execute(each);
            }
            // What autovacuum does within minutes of such a load.
            statement.execute("vacuum analyze");
            connection.setAutoCommit(false);
        }
    }

    private static void report(List<Page> pages, Report report) {
        List<List<String>> rows = new ArrayList<>();
        List<Map<String, Object>> figures = new ArrayList<>();
        for (Page each : pages) {
            long millis = each.cost().own().toMillis();
            rows.add(List.of(
                    each.name(),
                    Long.toString(each.cost().product().toMillis()),
                    Long.toString(each.cost().database().toMillis()),
                    Long.toString(each.statements()),
                    Long.toString(each.heap()),
                    Integer.toString(each.status())));
            Map<String, Object> figure = new LinkedHashMap<>();
            figure.put("name", each.name());
            figure.put("cpuMs", millis);
            figure.put("databaseCpuMs", each.cost().database().toMillis());
            figure.put("statements", each.statements());
            figure.put("peakHeapMiB", each.heap());
            figure.put("status", each.status());
            figures.add(figure);
        }
        report.put("pages", figures);
        report.say("Pages when they are asked for the second time, and what two commands do. CPU in milliseconds.");
        report.table(List.of("", "product CPU ms", "PostgreSQL CPU ms", "statements", "heap MiB", "status"), rows);
    }

    /** Starts the program on the same store, asks for pages all the time, and tells it to stop. */
    private static void stop(World world, Report report) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path config = world.file("config/onefunnel.yaml");
        Files.writeString(config, Files.readString(config).replace("{port: 0}", "{port: " + port + "}"));
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("onefunnel.home", "."), "onefunnel")
                                .toString(),
                        "run",
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(world.file("run.log").toFile())
                .start();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> readers = new ArrayList<>();
        try {
            Browser browser = new Browser("http://127.0.0.1:" + port + "/");
            browser.signInWhenItRuns(password(world), Duration.ofMinutes(2));
            for (String page : List.of("/", "/plan", "/people", "/metrics")) {
                Thread reader = new Thread(() -> browser.getUntil(page, over));
                reader.start();
                readers.add(reader);
            }
            Thread.sleep(LOAD.toMillis());
            long told = System.nanoTime();
            program.destroy();
            boolean ended = program.waitFor(60, TimeUnit.SECONDS);
            double seconds = (System.nanoTime() - told) / 1e9;
            report.put("stopSeconds", ended ? seconds : -1.0);
            report.put("stopStatus", ended ? program.exitValue() : -1);
            report.say("Told to stop while four pages were asked for all the time: ended after %.1f s.", seconds);
        } finally {
            over.set(true);
            program.destroyForcibly();
            for (Thread reader : readers) reader.join();
        }
    }
}
