package io.onefunnel.app.engine;

import io.onefunnel.app.config.AppConfig;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SystemId;
import io.onefunnel.normalize.NativeLinks;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.policy.Inputs;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterFactory;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.TokenVault;
import io.onefunnel.spi.UninstallNotes;
import io.onefunnel.spi.account.GuardedAdapter;
import io.onefunnel.state.Connections;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.FieldDiff;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.PlanSeal;
import io.onefunnel.writeback.WriteScope;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What an installation consists of once it is put together: the store, the connections and the inputs of decisions. */
public final class Installation implements AutoCloseable {
    private final AppConfig config;
    private final Store store;
    private volatile Inputs inputs;
    private final InstantSource clock;
    private final AdapterContext.Pause pause;
    private final TokenVault tokens;
    private final Supplier<PlanSeal> planKey;
    private final Map<SystemId, AdapterFactory> factories;
    private final List<Connected> connections = new ArrayList<>();
    private final Map<ConnectionId, LeaseGate> gates = new ConcurrentHashMap<>();

    /**
     * Makes the adapters; talks to nobody.
     *
     * @param calls told of every vendor call, for metrics
     * @param tokens where the vendors' refresh tokens are kept
     * @param planKey by which plans are sealed; asked for when one is saved or read
     */
    public Installation(
            AppConfig config,
            Store store,
            Inputs inputs,
            Map<SystemId, AdapterFactory> factories,
            InstantSource clock,
            AdapterContext.Pause pause,
            CallWatch calls,
            TokenVault tokens,
            Supplier<PlanSeal> planKey) {
        this.planKey = planKey;
        this.config = config;
        this.store = store;
        this.clock = clock;
        this.inputs = inputs;
        this.pause = pause;
        this.tokens = tokens;
        this.factories = Map.copyOf(factories);
        NativeLinks links = NativeLinks.to(config.systemOfRecord());
        for (AppConfig.Connection each : config.connections()) {
            connections.add(
                    new Connected(each, adapter(each, calls), new Normalizer(each.id(), each.mapping(), links)));
        }
    }

    /** Counts the calls of every connection. */
    @FunctionalInterface
    public interface CallWatch {
        AdapterContext.CallListener of(ConnectionId connection);
    }

    private CrmAdapter adapter(AppConfig.Connection connection, CallWatch calls) {
        CrmAdapter adapter = factory(connection.system())
                .create(
                        connection.settings(),
                        new AdapterContext(clock, pause, calls.of(connection.id()), tokens, gate(connection.id())));
        return new GuardedAdapter(
                adapter,
                connection.settings(),
                () -> store.connections().find(connection.id()).map(Connections.Pinned::accountId));
    }

    /** By which a connection's adapter learns that another process writes to it by now. */
    LeaseGate gate(ConnectionId connection) {
        return gates.computeIfAbsent(connection, each -> new LeaseGate(store.leases()));
    }

    private AdapterFactory factory(SystemId system) {
        AdapterFactory factory = factories.get(system);
        if (factory == null) throw new IllegalStateException("no adapter for " + system);
        return factory;
    }

    /** How what is ours goes away at a connection's vendor. */
    UninstallNotes uninstallNotes(Connected connected, Path home) {
        return factory(connected.config().system()).uninstallNotes(home);
    }

    public AppConfig config() {
        return config;
    }

    public Store store() {
        return store;
    }

    /**
     * What decisions are made with. SLAs count from when the system of record was first connected, unless the framework says;
     * until it is, none do: so that every start before decides as the one before it did.
     */
    public Inputs inputs() {
        if (inputs.policy().goLive().isEmpty()) {
            store.connections()
                    .find(config.systemOfRecord())
                    .ifPresent(pinned -> inputs = inputs.liveFrom(pinned.since()));
        }
        return inputs;
    }

    public InstantSource clock() {
        return clock;
    }

    PlanSeal planSeal() {
        return planKey.get();
    }

    AdapterContext.Pause pause() {
        return pause;
    }

    public List<Connected> connections() {
        return List.copyOf(connections);
    }

    public Optional<Connected> connection(ConnectionId id) {
        return connections.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    public Map<ConnectionId, Normalizer> normalizers() {
        Map<ConnectionId, Normalizer> normalizers = new LinkedHashMap<>();
        connections.forEach(each -> normalizers.put(each.id(), each.normalizer()));
        return normalizers;
    }

    public WriteScope scope() {
        Map<ConnectionId, Mapping> mappings = new LinkedHashMap<>();
        connections.forEach(each -> mappings.put(each.id(), each.config().mapping()));
        return new WriteScope(mappings, config.systemOfRecord());
    }

    /** Where outcomes are told: every system but the one in which sales works. */
    public Set<ConnectionId> listeners() {
        Set<ConnectionId> listeners = new TreeSet<>();
        for (Connected each : connections) {
            if (!each.id().equals(config.systemOfRecord())) listeners.add(each.id());
        }
        return listeners;
    }

    /** The listeners that take outcomes as events, and not as fields alone. */
    public Set<ConnectionId> publishers() {
        Set<ConnectionId> publishers = new TreeSet<>();
        for (Connected each : connections) {
            if (!each.id().equals(config.systemOfRecord())
                    && each.adapter().writer(Command.PublishOutcome.class).isPresent()) publishers.add(each.id());
        }
        return publishers;
    }

    /** Whether a connection has a way to do an action. */
    boolean offers(ConnectionId on, PendingAction.Kind kind) {
        return connection(on)
                .filter(each -> each.adapter().writer(kind.command()).isPresent())
                .filter(each -> kind != PendingAction.Kind.LINK
                        || !carriedByAField(each.config().mapping()))
                .isPresent();
    }

    /** Where the link is a field that we write anyway, it has its carrier. */
    private static boolean carriedByAField(Mapping mapping) {
        return mapping.typesOf(RecordKind.PERSON).stream()
                .anyMatch(type -> type.nameOf(Field.OF_REFERRED_BY)
                        .filter(name -> type.links()
                                .getOrDefault(LinkRole.REFERRED_BY, List.of())
                                .contains(name))
                        .isPresent());
    }

    public FieldDiff difference() {
        return new FieldDiff(config.writing().materialPoints());
    }

    /** Closes the adapters and the store. */
    @Override
    public void close() {
        connections.forEach(each -> each.adapter().close());
        store.close();
    }
}
