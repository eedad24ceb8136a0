package io.onefunnel.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.app.config.AppConfig;
import io.onefunnel.app.config.AppConfigFile;
import io.onefunnel.app.demo.SandboxProcess;
import io.onefunnel.app.engine.Connected;
import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.engine.Services;
import io.onefunnel.config.PolicyFiles;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.spi.TokenVault;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Store;
import io.onefunnel.store.PostgresStore;
import io.onefunnel.store.embedded.EmbeddedServer;
import io.onefunnel.store.records.Mappings;
import io.onefunnel.writeback.PlanSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** An installation as an admin has it, in a folder that is thrown away, beside the sandbox in a process of its own. */
final class World implements AutoCloseable {
    /** Longer than any benchmark: leases are not what is measured. */
    private static final Duration LEASE = Duration.ofHours(12);

    private final Path folder;
    private final SandboxProcess vendors;
    private final EmbeddedServer server;
    private final PostgresStore store;
    private final Installation installation;
    private final Meter meter;
    private final Control control;
    private final MovableClock clock;

    private World(Path folder, SandboxProcess vendors, AppConfig config, MovableClock clock) throws IOException {
        this.folder = folder;
        this.vendors = vendors;
        this.clock = clock;
        this.server = EmbeddedServer.start(config.store().data(), OptionalInt.empty());
        this.store = PostgresStore.open(server.location(), Mappings.of(mappings(config)), clock);
        this.installation = new Installation(
                config,
                store,
                PolicyFiles.read(config.folder()),
                OpenInstallation.adapters(),
                clock,
                time -> Thread.sleep(time.toMillis()),
                connection -> (operation, took, outcome) -> {},
                TokenVault.inMemory(),
                () -> new PlanSeal(new byte[32]));
        this.meter = new Meter(postmaster(folder), sandbox());
        this.control = new Control(vendors.controlUrl());
    }

    static World open(Path home, Benchmark.Size size, InstantSource time, boolean writes) throws IOException {
        Path folder = Files.createTempDirectory("onefunnel-benchmark");
        MovableClock clock = new MovableClock(time);
        SandboxProcess vendors = SandboxProcess.start(List.of(
                "--people", Integer.toString(size.people()), "--seed", Long.toString(size.seed()), "--limits", "off"));
        try {
            Path file = configuration(home, folder, vendors.start(), clock.instant(), writes);
            World world = new World(folder, vendors, new AppConfigFile(OpenInstallation.adapters()).read(file), clock);
            world.services().readiness().check();
            return world;
        } catch (IOException | RuntimeException failed) {
            vendors.close();
            throw failed;
        }
    }

    private static Map<ConnectionId, Mapping> mappings(AppConfig config) {
        Map<ConnectionId, Mapping> mappings = new HashMap<>();
        config.connections().forEach(each -> mappings.put(each.id(), each.mapping()));
        return mappings;
    }

    /** The shipped configuration with the sandbox's addresses; calls are not held back, because no limit is on. */
    private static Path configuration(Path home, Path folder, JsonNode vendors, Instant now, boolean writes)
            throws IOException {
        Path config = folder.resolve("config");
        copy(home.resolve("config"), config);
        JsonNode salesforce = vendors.path("salesforce");
        JsonNode hubspot = vendors.path("hubspot");
        JsonNode marketo = vendors.path("marketo");
        secret(config, "salesforce-secret", salesforce.path("clientSecret"));
        secret(config, "hubspot-token", hubspot.path("token"));
        secret(config, "marketo-client", marketo.path("clientId"));
        secret(config, "marketo-secret", marketo.path("clientSecret"));
        Path followUp = config.resolve("framework/follow-up.yaml");
        // A month of promises, so that timers are decided about as in an installation at work.
        Files.writeString(followUp, Files.readString(followUp) + "\ngo-live: " + now.minus(Duration.ofDays(30)) + "\n");
        String standing = writes
                ? "writing: {standing: [sla, stage, outcomes, referrals, scores, identity], fuse-field-share: 1.0}"
                : "writing: {standing: []}";
        String yaml = """
                system-of-record: salesforce
                connections:
                  salesforce:
                    vendor: salesforce
                    url: %s
                    grant: client-credentials
                    client-id: "%s"
                    client-secret: ${file:salesforce-secret}
                  hubspot:
                    vendor: hubspot
                    base-url: %s
                    token: ${file:hubspot-token}
                    settle: PT0S
                    calls-per-10-seconds: 1000000
                    searches-per-second: 100000
                  marketo:
                    vendor: marketo
                    base-url: %s
                    identity-url: %s
                    munchkin-id: "%s"
                    client-id: ${file:marketo-client}
                    client-secret: ${file:marketo-secret}
                    calls-per-20-seconds: 1000000
                    concurrency: 8
                    first-load-from: "%s"
                store:
                  data: %s
                console: {port: 0}
                %s
                """.formatted(
                        salesforce.path("loginUrl").asText(),
                        salesforce.path("clientId").asText(),
                        hubspot.path("baseUrl").asText(),
                        marketo.path("baseUrl").asText(),
                        marketo.path("identityUrl").asText(),
                        marketo.path("munchkinId").asText(),
                        now.minus(Duration.ofDays(760)).atOffset(ZoneOffset.UTC).toLocalDate(),
                        folder.resolve("data"),
                        standing);
        Path file = config.resolve("onefunnel.yaml");
        Files.writeString(file, yaml);
        return file;
    }

    private static void secret(Path config, String name, JsonNode value) throws IOException {
        Path file = config.resolve(name);
        Files.writeString(file, value.asText());
        if (!file.toFile().setReadable(false, false) || !file.toFile().setReadable(true, true)) {
            throw new IOException("the rights of " + file + " cannot be set");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) throw new IOException("there is no folder " + from + "; use benchmarks/run");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target);
            }
        }
    }

    /** The first line of postmaster.pid is the server's process: PostgreSQL manual, "Database File Layout". */
    private static long postmaster(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Path file = files.filter(each -> each.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no PostgreSQL runs in " + folder));
            return Long.parseLong(Files.readAllLines(file).get(0).strip());
        }
    }

    private static long sandbox() throws IOException {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("SandboxMain"))
                .findFirst()
                .orElseThrow(() -> new IOException("the sandbox has ended"))
                .pid();
    }

    Meter meter() {
        return meter;
    }

    Control control() {
        return control;
    }

    Installation installation() {
        return installation;
    }

    Services services() {
        return Services.of(installation, "benchmark steps");
    }

    Store store() {
        return store;
    }

    List<Connected> connections() {
        return installation.connections();
    }

    DataSource database() {
        return store.dataSource();
    }

    /** Lets time pass for everybody: what was changed before lies behind the overlap of the next pull. */
    void advance(Duration step) throws IOException, InterruptedException {
        clock.advance(step);
        control.post("/clock", "{\"advance\":\"" + step + "\"}");
    }

    Instant now() {
        return clock.instant();
    }

    Lease lease(String step) {
        return store().leases()
                .acquire(step, "benchmark", LEASE)
                .orElseThrow(() -> new IllegalStateException("the lease " + step + " is taken"));
    }

    /** What the database server writes down. */
    Path serverLog() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(each -> each.endsWith("server.log"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no PostgreSQL runs in " + folder));
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() throws IOException {
        installation.close();
        server.close();
        vendors.close();
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) Files.delete(each);
    }
}
