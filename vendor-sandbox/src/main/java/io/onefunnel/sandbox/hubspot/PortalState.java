package io.onefunnel.sandbox.hubspot;

import io.onefunnel.sandbox.Faults;
import io.onefunnel.sandbox.SandboxClock;
import io.onefunnel.sandbox.WriteAudit;
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
final class PortalState {
    // The recycle bin keeps 90 days: vendor page §2.
    private static final Duration RECYCLE_BIN = Duration.ofDays(90);

    private record Pending(long at, Runnable work) {}

    final SandboxClock clock;
    final PortalSettings settings;
    final WriteAudit audit;
    final Faults faults;
    final PropertyCatalogue catalogue;
    private final Map<ObjectKind, Pipelines> pipelines = new EnumMap<>(ObjectKind.class);
    final Owners owners = new Owners();
    final CustomEvents events = new CustomEvents();
    final RecordLists lists = new RecordLists();
    final Forms forms = new Forms();
    final Associations associations = new Associations(new AssociationTypes());
    private final Map<ObjectKind, ObjectTable> tables = new EnumMap<>(ObjectKind.class);
    private final Queue<Pending> pending = new PriorityQueue<>(Comparator.comparingLong(Pending::at));
    private final Map<ObjectKind, Search> searches = new EnumMap<>(ObjectKind.class);

    PortalState(SandboxClock clock, PortalSettings settings, WriteAudit audit, Faults faults) {
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
            searches.put(kind, new Search(table, associations));
        }
    }

    ObjectTable table(ObjectKind kind) {
        return Objects.requireNonNull(tables.get(kind));
    }

    /** The pipelines of a type that has any. */
    Optional<Pipelines> pipelines(ObjectKind kind) {
        return Optional.ofNullable(pipelines.get(kind));
    }

    Search search(ObjectKind kind) {
        return Objects.requireNonNull(searches.get(kind));
    }

    /** Has {@code work} done once {@code at} is reached; at once where it is. */
    void later(long at, Runnable work) {
        if (at <= now()) work.run();
        else pending.add(new Pending(at, work));
    }

    /** Does what has fallen due since the last call. */
    void catchUp() {
        long now = now();
        while (!pending.isEmpty() && pending.element().at() <= now)
            pending.remove().work().run();
        tables.values().forEach(table -> table.purge(now - RECYCLE_BIN.toMillis()));
    }

    long now() {
        return clock.millis();
    }
}
