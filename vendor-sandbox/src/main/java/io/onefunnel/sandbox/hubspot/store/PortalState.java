package io.onefunnel.sandbox.hubspot.store;

import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.schema.Pipelines;
import io.onefunnel.sandbox.hubspot.schema.PropertyCatalogue;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/** What the portal holds, for the endpoints that read and change it. Guarded by the portal's one lock. */
public final class PortalState {
    // The recycle bin keeps 90 days: guide "Using object APIs".
    private static final Duration RECYCLE_BIN = Duration.ofDays(90);

    private record Pending(long at, Runnable work) {}

    private final SandboxClock clock;
    private final PortalSettings settings;
    private final WriteAudit audit;
    private final Faults faults;
    private final PropertyCatalogue catalogue;
    private final Map<ObjectKind, Pipelines> pipelines = new EnumMap<>(ObjectKind.class);
    private final Associations associations = new Associations(new AssociationTypes());
    private final Map<ObjectKind, ObjectTable> tables = new EnumMap<>(ObjectKind.class);
    private final Queue<Pending> pending = new PriorityQueue<>(Comparator.comparingLong(Pending::at));

    public PortalState(SandboxClock clock, PortalSettings settings, WriteAudit audit, Faults faults) {
        this.clock = clock;
        this.settings = settings;
        this.audit = audit;
        this.faults = faults;
        Instant since = Instant.ofEpochMilli(clock.millis());
        catalogue = new PropertyCatalogue(since);
        pipelines.put(ObjectKind.DEALS, Pipelines.ofDeals(since));
        pipelines.put(ObjectKind.LEADS, Pipelines.ofLeads(since));
        for (ObjectKind kind : ObjectKind.values()) {
            ObjectTable table = new ObjectTable(catalogue.of(kind), id -> settings.indexLag(kind, id));
            tables.put(kind, table);
        }
    }

    public SandboxClock clock() {
        return clock;
    }

    public PortalSettings settings() {
        return settings;
    }

    public WriteAudit audit() {
        return audit;
    }

    public Faults faults() {
        return faults;
    }

    public PropertyCatalogue catalogue() {
        return catalogue;
    }

    public Associations associations() {
        return associations;
    }

    public ObjectTable table(ObjectKind kind) {
        return Objects.requireNonNull(tables.get(kind));
    }

    /** The pipelines of a type that has any. */
    public Optional<Pipelines> pipelines(ObjectKind kind) {
        return Optional.ofNullable(pipelines.get(kind));
    }

    /** Has {@code work} done once {@code at} is reached; at once where it is. */
    public void later(long at, Runnable work) {
        if (at <= now()) work.run();
        else pending.add(new Pending(at, work));
    }

    /** Does what has fallen due since the last call. */
    public void catchUp() {
        long now = now();
        while (!pending.isEmpty() && pending.element().at() <= now)
            pending.remove().work().run();
        tables.values().forEach(table -> table.purge(now - RECYCLE_BIN.toMillis()));
    }

    public long now() {
        return clock.millis();
    }
}
