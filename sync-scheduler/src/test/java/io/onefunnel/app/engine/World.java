package io.onefunnel.app.engine;

import io.onefunnel.app.ConfigFolder;
import io.onefunnel.app.TestServer;
import io.onefunnel.app.config.AppConfig;
import io.onefunnel.app.config.AppConfigFile;
import io.onefunnel.config.PolicyFiles;
import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.policy.Inputs;
import io.onefunnel.sample.company.GroundTruth;
import io.onefunnel.sample.company.SampleCompany;
import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.http.Hosted;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.spi.TokenVault;
import io.onefunnel.state.Store;
import io.onefunnel.store.PostgresStore;
import io.onefunnel.store.records.Mappings;
import io.onefunnel.store.sql.DatabaseLocation;
import io.onefunnel.testkit.ManualClock;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import io.onefunnel.writeback.PlanSeal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * An installation and its three vendors in one process: real adapters over real HTTP, a real database, and one clock
 * for all. Whoever waits moves the clock, so nothing sleeps.
 */
final class World implements AutoCloseable {
    /** A Monday morning. Decisions are made as of this instant, so that time alone gives nobody another score. */
    static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    final ManualClock clock;
    final Sandbox sandbox;
    final ConfigFolder config;
    private final GroundTruth truth;
    final Installation installation;
    final Services services;
    private final PostgresStore database;

    private World(
            ManualClock clock, Sandbox sandbox, GroundTruth truth, ConfigFolder config, DatabaseLocation location) {
        this.clock = clock;
        this.sandbox = sandbox;
        this.truth = truth;
        this.config = config;
        Map<ConnectionId, Mapping> mappings = new HashMap<>();
        settings(config).connections().forEach(each -> mappings.put(each.id(), each.mapping()));
        this.database = PostgresStore.open(location, Mappings.of(mappings), clock);
        this.installation = installed(config, database, clock, goLive(config));
        this.services = Services.of(installation, "this node");
    }

    /** The vendors hold the sample company; nothing was pulled yet. */
    static World of(Class<?> test, Path folder, int people) {
        return of(test, folder, people, Map.of());
    }

    /** @param edits replacements in the configuration's main file */
    static World of(Class<?> test, Path folder, int people, Map<String, String> edits) {
        ManualClock clock = ManualClock.at(NOW.toString());
        Sandbox sandbox = Sandbox.of(new SandboxClock(clock), Sandbox.Ports.FREE);
        GroundTruth truth = SampleCompany.fill(sandbox, people, 7);
        sandbox.start();
        DatabaseLocation location = TestServer.freshDatabase(test);
        ConfigFolder config =
                ConfigFolder.in(folder, sandbox.describe(), location).edit("onefunnel.yaml", edits);
        return new World(clock, sandbox, truth, config, location);
    }

    private static AppConfig settings(ConfigFolder config) {
        return new AppConfigFile(OpenInstallation.adapters()).read(config.file());
    }

    private static Inputs goLive(ConfigFolder config) {
        return PolicyFiles.read(config.folder()).liveFrom(NOW.minus(Duration.ofDays(30)));
    }

    private static Installation installed(ConfigFolder config, Store store, ManualClock clock, Inputs inputs) {
        return new Installation(
                settings(config),
                store,
                inputs,
                OpenInstallation.adapters(),
                clock,
                clock::advance,
                connection -> (operation, took, outcome) -> {},
                TokenVault.inMemory(),
                () -> new PlanSeal(new byte[32]));
    }

    /** As after a restart on this configuration, with the same store. */
    Installation installed(ConfigFolder on) {
        return installed(on, database, clock, goLive(on));
    }

    /** As after a restart where nobody wrote a go-live into the framework. */
    Installation installedWithoutGoLive() {
        return installed(config, database, clock, PolicyFiles.read(config.folder()));
    }

    Store store() {
        return installation.store();
    }

    DataSource database() {
        return database.dataSource();
    }

    /** Salesforce leads that are still leads, in order. */
    List<SourceRef> leads() {
        return IntStream.range(0, truth.people())
                .mapToObj(truth::recordsOfPerson)
                .flatMap(List::stream)
                .filter(ref -> ref.vendor().equals("salesforce") && ref.type().equals("Lead"))
                .filter(ref -> "false".equals(lead(ref.id()).get("IsConverted")))
                .map(ref -> new SourceRef(connected("salesforce").id(), RecordKind.PERSON, ref.id()))
                .sorted()
                .toList();
    }

    /** What Salesforce holds of a lead. */
    Map<String, String> lead(String id) {
        return sandbox.salesforce().vendor().record("Lead", id);
    }

    Connected connected(String name) {
        return installation.connections().stream()
                .filter(each -> each.id().value().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Pulls, resolves and decides, an hour later than the last time. Nothing is written. */
    SyncReport sync() throws InterruptedException {
        clock.advance(Duration.ofHours(1));
        SyncReport report = services.sync().run(NOW, ProgressListener.NONE);
        // A referred person's origin is the referrer's, who may have been decided after them.
        services.decisions().decide(NOW, ProgressListener.NONE);
        return report;
    }

    Plan plan() {
        return plan(EnumSet.allOf(Capability.class), NOW);
    }

    /** Saved, so that it stays what it is. */
    Plan plan(Set<Capability> capabilities, Instant now) {
        try {
            return services.plans().save(capabilities, now, Files.createTempFile(config.folder(), "plan", ".jsonl"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    WriteSummary apply(Plan plan) throws InterruptedException {
        return services.writes().apply(plan, NOW, ProgressListener.NONE);
    }

    /** Syncs and writes until there is nothing left to write. */
    void settleDown() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            sync();
            Plan plan = plan();
            if (plan.isEmpty()) return;
            apply(plan);
        }
        throw new IllegalStateException("there is always something left to write: " + items(plan()));
    }

    /** Somebody changes a record in the vendor's own screen. */
    void edit(Hosted vendor, String type, SourceRef record, Map<String, String> fields) {
        clock.advance(Duration.ofMinutes(10));
        vendor.vendor().editByHand(type, record.id(), fields);
    }

    Optional<PlanItem.Fields> planned(SourceRef record) {
        try (Stream<PlanItem.Fields> fields = plan().fields(record.connection())) {
            return fields.filter(item -> item.on().equals(record)).findFirst();
        }
    }

    static List<PlanItem> items(Plan plan) {
        try (Stream<PlanItem> items = plan.items()) {
            return items.toList();
        }
    }

    /** Every write that the vendors took from the API, all together. */
    List<WriteAudit.Entry> written() {
        return sandbox.vendors().values().stream()
                .flatMap(vendor -> vendor.audit().entries().stream())
                .toList();
    }

    void forgetWrites() {
        sandbox.vendors().values().forEach(vendor -> vendor.audit().reset());
    }

    @Override
    public void close() {
        installation.close();
        sandbox.close();
    }
}
