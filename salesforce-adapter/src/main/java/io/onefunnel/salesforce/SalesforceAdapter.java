package io.onefunnel.salesforce;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AccountMetadata;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Command.CreateTask;
import io.onefunnel.spi.Command.LinkReferral;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.Command.Reassign;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.RecordCounts;
import io.onefunnel.spi.WriteResult;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One Salesforce org. */
final class SalesforceAdapter implements CrmAdapter {
    private final ConnectionSettings settings;
    private final Http http = new Http();
    private final CallBudget budget;
    private final Map<Use, Access> accesses = new EnumMap<>(Use.class);
    private final Access reading;
    private final Check check;
    private final OrgCounts counts;
    private final OrgCatalogue catalogue;
    private final Pulls pulls;
    private final Lanes lanes;
    private final MergeDesk mergeDesk;
    private final Runs runs = new Runs();
    private final Map<Class<?>, CommandWriter<?>> writes = new LinkedHashMap<>();

    SalesforceAdapter(ConnectionSettings settings, SalesforceOptions options, AdapterContext context) {
        this.settings = settings;
        InstantSource clock = context.clock();
        budget = new CallBudget(settings.id(), options.budgetDayShare(), options.budgetRunCalls(), clock);
        reading = access(Use.READ, settings, context);
        for (Use use : Use.values()) {
            accesses.put(use, use == Use.READ || !settings.separate(use) ? reading : access(use, settings, context));
        }
        pulls = new Pulls(settings.id(), options, reading, context);
        counts = new OrgCounts(options, reading);
        catalogue = new OrgCatalogue(reading, clock);
        check = new Check(settings, reading, of(Use.WRITE), of(Use.MERGE), clock);
        lanes = new Lanes(settings.id().value());
        Access merge = of(Use.MERGE);
        Desk mergeWith = desk(merge, clock);
        mergeDesk = new MergeDesk(mergeWith);
        Access write = of(Use.WRITE);
        Desk writeWith = desk(write, clock);
        Access reassign = of(Use.REASSIGN);
        put(SetFields.class, write, new FieldWrites(writeWith, options.bulkWritesFrom()));
        put(Reassign.class, reassign, new OwnerWrites(desk(reassign, clock)));
        put(CreateTask.class, write, new TaskWrites(writeWith, options.zone()));
        put(LinkReferral.class, write, new ReferralWrites(writeWith));
        put(Merge.class, merge, new MergeWrites(mergeWith));
    }

    private Desk desk(Access access, InstantSource clock) {
        return new Desk(access.calls(), access.schema(), access.reads(), lanes, clock);
    }

    private Access access(Use use, ConnectionSettings shared, AdapterContext context) {
        ConnectionSettings own = shared.forUse(use);
        return new Access(own, use, SalesforceOptions.of(own), http, context, budget);
    }

    private Access of(Use use) {
        return accesses.getOrDefault(use, reading);
    }

    private <C extends Command> void put(Class<C> type, Access access, CommandWriter<C> by) {
        writes.put(type, new Pinned<>(access, by));
    }

    @Override
    public ConnectionId connection() {
        return settings.id();
    }

    @Override
    public Readiness check() {
        return check.run();
    }

    @Override
    public Budget budget() {
        return budget.budget();
    }

    @Override
    public PullPage pull(RecordKind kind, Cursor from) {
        if (!settings.mapping().typesOf(kind).isEmpty()) {
            if (runs.beginsWith(kind, from)) budget.runBegins();
            reading.demandAccount(reading);
        }
        return pulls.page(kind, from);
    }

    @Override
    public List<Change> read(List<SourceRef> refs) {
        if (refs.isEmpty()) return List.of();
        reading.demandAccount(reading);
        return reading.reads().read(refs);
    }

    @Override
    @SuppressWarnings("unchecked") // the key of each entry is the type of its commands
    public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
        return Optional.ofNullable((CommandWriter<C>) writes.get(type));
    }

    @Override
    public Optional<Merging> merging() {
        return Optional.of(mergeDesk);
    }

    @Override
    public Optional<RecordCounts> counts() {
        return Optional.of(counts);
    }

    @Override
    public Optional<AccountMetadata> metadata() {
        return Optional.of(catalogue);
    }

    @Override
    public void close() {
        pulls.close();
        lanes.close();
        http.close();
    }

    /** Writes that first make sure of the org. */
    private final class Pinned<C extends Command> implements CommandWriter<C> {
        private final Access access;
        private final CommandWriter<C> writes;

        Pinned(Access access, CommandWriter<C> writes) {
            this.access = access;
            this.writes = writes;
        }

        @Override
        public int batchSize() {
            return writes.batchSize();
        }

        @Override
        public int commandsPerCall() {
            return writes.commandsPerCall();
        }

        @Override
        public List<WriteResult> write(List<C> commands) {
            if (!commands.isEmpty()) access.demandAccount(reading);
            return writes.write(commands);
        }

        @Override
        public List<WriteResult> settle(List<C> unknown) {
            if (!unknown.isEmpty()) access.demandAccount(reading);
            return writes.settle(unknown);
        }
    }
}
