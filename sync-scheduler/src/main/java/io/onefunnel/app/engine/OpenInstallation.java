package io.onefunnel.app.engine;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.onefunnel.app.config.AppConfig;
import io.onefunnel.app.config.AppConfigFile;
import io.onefunnel.config.PolicyFiles;
import io.onefunnel.hubspot.HubSpotAdapterFactory;
import io.onefunnel.marketo.MarketoAdapterFactory;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.SystemId;
import io.onefunnel.policy.Inputs;
import io.onefunnel.salesforce.SalesforceAdapterFactory;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.store.PostgresStore;
import io.onefunnel.store.embedded.EmbeddedServer;
import io.onefunnel.store.records.Mappings;
import io.onefunnel.store.sql.DatabaseLocation;
import io.onefunnel.store.tokens.EncryptionKey;
import io.onefunnel.writeback.PlanSeal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Opens an installation from its configuration file, and closes it again. */
public final class OpenInstallation implements AutoCloseable {
    private final Optional<EmbeddedServer> server;
    private final PostgresStore store;
    private final Installation installation;
    private final Services services;
    private final PrometheusMeterRegistry metrics;

    private OpenInstallation(
            Optional<EmbeddedServer> server,
            PostgresStore store,
            Installation installation,
            Services services,
            PrometheusMeterRegistry metrics) {
        this.server = server;
        this.store = store;
        this.installation = installation;
        this.services = services;
        this.metrics = metrics;
    }

    /** The adapters of this build, by vendor. */
    public static Map<SystemId, AdapterFactory> adapters() {
        Map<SystemId, AdapterFactory> adapters = new EnumMap<>(SystemId.class);
        for (AdapterFactory each : new AdapterFactory[] {
            new SalesforceAdapterFactory(), new HubSpotAdapterFactory(), new MarketoAdapterFactory()
        }) {
            adapters.put(each.system(), each);
        }
        return adapters;
    }

    /**
     * Reads the configuration, opens the store (starting its server when it has none of its own) and makes the adapters.
     * Talks to no vendor.
     */
    public static OpenInstallation of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new NoConfigurationException(file);
        }
        AppConfig config = new AppConfigFile(adapters()).read(file);
        Inputs policy = PolicyFiles.read(config.folder());
        InstantSource clock = InstantSource.system();
        Optional<EmbeddedServer> server = config.store().url().isPresent()
                ? Optional.empty()
                : Optional.of(EmbeddedServer.start(config.store().data(), OptionalInt.empty()));
        try {
            return of(config, policy, server, clock);
        } catch (RuntimeException failed) {
            server.ifPresent(EmbeddedServer::close);
            throw failed;
        }
    }

    private static OpenInstallation of(
            AppConfig config, Inputs policy, Optional<EmbeddedServer> server, InstantSource clock) {
        DatabaseLocation location = server.map(EmbeddedServer::location).orElseGet(() -> location(config.store()));
        PostgresStore store = PostgresStore.open(location, Mappings.of(mappings(config)), clock);
        try {
            PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            Installation installation = new Installation(
                    config,
                    store,
                    policy,
                    adapters(),
                    clock,
                    time -> Thread.sleep(time.toMillis()),
                    new CallMetrics(metrics),
                    store.tokens(() -> sealingKey(config.store())),
                    () -> new PlanSeal(sealingKey(config.store()).derived("plan files")));
            return new OpenInstallation(
                    server, store, installation, Services.of(installation, ProcessName.CURRENT), metrics);
        } catch (RuntimeException failed) {
            store.close();
            throw failed;
        }
    }

    private static DatabaseLocation location(AppConfig.StoreConfig config) {
        return new DatabaseLocation(
                config.url().orElseThrow(),
                config.user().orElse("onefunnel"),
                config.password().map(Supplier::get).orElse(""));
    }

    private static EncryptionKey sealingKey(AppConfig.StoreConfig config) {
        return config.tokenKey()
                .map(key -> EncryptionKey.of(key.get()))
                .orElseGet(() -> EncryptionKey.keptIn(config.data().resolve("token.key")));
    }

    private static Map<ConnectionId, Mapping> mappings(AppConfig config) {
        Map<ConnectionId, Mapping> mappings = new HashMap<>();
        config.connections().forEach(each -> mappings.put(each.id(), each.mapping()));
        return mappings;
    }

    /** There is no such file; the message says how to make one. */
    public static final class NoConfigurationException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoConfigurationException(Path file) {
            super("there is no configuration " + file + "; `onefunnel init` makes one");
        }
    }

    public Installation installation() {
        return installation;
    }

    public Services services() {
        return services;
    }

    /** For an admin who knows that a mass of records really was deleted at the vendor. */
    public Services servicesAcceptingDeletions() {
        return Services.acceptingDeletions(installation, ProcessName.CURRENT);
    }

    public PrometheusMeterRegistry metrics() {
        return metrics;
    }

    /** Looks after the store's own server; false when it is gone for good. One of somebody else's is theirs to look after. */
    public boolean reviveStore() {
        return server.map(EmbeddedServer::revive).orElse(true);
    }

    /** The store's database, for Quartz. */
    public DataSource database() {
        return store.dataSource();
    }

    @Override
    public void close() {
        installation.close();
        metrics.close();
        server.ifPresent(EmbeddedServer::close);
    }
}
