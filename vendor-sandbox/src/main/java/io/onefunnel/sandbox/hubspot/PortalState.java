package io.onefunnel.sandbox.hubspot;

import io.onefunnel.sandbox.Faults;
import io.onefunnel.sandbox.SandboxClock;
import io.onefunnel.sandbox.WriteAudit;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What the portal holds, for the endpoints that read and change it. Guarded by the portal's one lock. */
final class PortalState {
    final SandboxClock clock;
    final PortalSettings settings;
    final WriteAudit audit;
    final Faults faults;
    final PropertyCatalogue catalogue;
    final Pipelines pipelines;
    final Owners owners = new Owners();
    final Associations associations = new Associations(new AssociationTypes());
    private final Map<ObjectKind, ObjectTable> tables = new EnumMap<>(ObjectKind.class);
    private final Map<ObjectKind, Search> searches = new EnumMap<>(ObjectKind.class);

    PortalState(SandboxClock clock, PortalSettings settings, WriteAudit audit, Faults faults) {
        this.clock = clock;
        this.settings = settings;
        this.audit = audit;
        this.faults = faults;
        Instant since = Instant.ofEpochMilli(clock.millis());
        catalogue = new PropertyCatalogue(since);
        pipelines = new Pipelines(since);
        for (ObjectKind kind : ObjectKind.values()) {
            ObjectTable table = new ObjectTable(catalogue.of(kind), () -> settings.number("indexLagSeconds") * 1_000);
            tables.put(kind, table);
            searches.put(kind, new Search(table, associations));
        }
    }

    ObjectTable table(ObjectKind kind) {
        return Objects.requireNonNull(tables.get(kind));
    }

    Search search(ObjectKind kind) {
        return Objects.requireNonNull(searches.get(kind));
    }

    long now() {
        return clock.millis();
    }
}
