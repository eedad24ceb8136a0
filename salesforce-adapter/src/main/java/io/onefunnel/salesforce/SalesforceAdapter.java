package io.onefunnel.salesforce;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.check.ConnectionCheck;
import io.onefunnel.salesforce.check.SalesforceMetadata;
import io.onefunnel.salesforce.client.DailyQuota;
import io.onefunnel.salesforce.client.HttpRequests;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.SalesforceOptions;
import io.onefunnel.salesforce.merge.MergeWriter;
import io.onefunnel.salesforce.merge.SalesforceMerging;
import io.onefunnel.salesforce.pull.FieldHistories;
import io.onefunnel.salesforce.pull.RecordPull;
import io.onefunnel.salesforce.pull.RecordReader;
import io.onefunnel.salesforce.pull.RunBoundary;
import io.onefunnel.salesforce.pull.SalesforceCounts;
import io.onefunnel.salesforce.write.FieldWriter;
import io.onefunnel.salesforce.write.OwnerWriter;
import io.onefunnel.salesforce.write.ReferralWriter;
import io.onefunnel.salesforce.write.TaskWriter;
import io.onefunnel.salesforce.write.WriteContext;
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
import io.onefunnel.spi.call.Parallel;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One Salesforce org: its parts are put together here, and each write of theirs first makes sure of the org. */
final class SalesforceAdapter implements CrmAdapter {
    private final ConnectionSettings settings;
    private final HttpRequests http = new HttpRequests();
    private final DailyQuota quota;
    private final Map<Use, OrgAccess> accesses = new EnumMap<>(Use.class);
    private final OrgAccess reading;
    private final ConnectionCheck check;
    private final SalesforceCounts counts;
    private final SalesforceMetadata metadata;
    private final RecordReader records;
    private final RecordPull pull;
    private final Parallel parallel;
    private final SalesforceMerging merging;
    private final RunBoundary runBoundary = new RunBoundary();
    private final Map<Class<?>, CommandWriter<?>> writes = new LinkedHashMap<>();

    SalesforceAdapter(ConnectionSettings settings, SalesforceOptions options, AdapterContext context) {
        this.settings = settings;
        InstantSource clock = context.clock();
        quota = new DailyQuota(settings.id(), options.budgetDayShare(), options.budgetRunCalls(), clock);
        reading = access(Use.READ, settings, context);
        for (Use use : Use.values()) {
            accesses.put(use, use == Use.READ || !settings.separate(use) ? reading : access(use, settings, context));
        }
        FieldHistories histories = new FieldHistories();
        records = new RecordReader(settings.id(), reading, histories, clock);
        pull = new RecordPull(settings.id(), options, reading, histories, context);
        counts = new SalesforceCounts(options, reading);
        metadata = new SalesforceMetadata(reading, clock);
        check = new ConnectionCheck(settings, reading, of(Use.WRITE), of(Use.MERGE), clock);
        parallel = Parallel.limited("salesforce-" + settings.id(), HttpRequests.THREADS);
        WriteContext merge = writing(of(Use.MERGE), clock);
        merging = new SalesforceMerging(merge);
        WriteContext write = writing(of(Use.WRITE), clock);
        WriteContext reassign = writing(of(Use.REASSIGN), clock);
        put(SetFields.class, Use.WRITE, new FieldWriter(write, options.bulkWritesFrom()));
        put(Reassign.class, Use.REASSIGN, new OwnerWriter(reassign));
        put(CreateTask.class, Use.WRITE, new TaskWriter(write, options.zone()));
        put(LinkReferral.class, Use.WRITE, new ReferralWriter(write));
        put(Merge.class, Use.MERGE, new MergeWriter(merge));
    }

    private WriteContext writing(OrgAccess access, InstantSource clock) {
        RecordReader held = new RecordReader(settings.id(), access, new FieldHistories(), clock);
        return new WriteContext(access.client(), access.schema(), held, parallel, clock);
    }

    private OrgAccess access(Use use, ConnectionSettings shared, AdapterContext context) {
        ConnectionSettings own = shared.forUse(use);
        return new OrgAccess(own, use, SalesforceOptions.of(own), http, context, quota);
    }

    private OrgAccess of(Use use) {
        return accesses.getOrDefault(use, reading);
    }

    private <C extends Command> void put(Class<C> type, Use use, CommandWriter<C> by) {
        writes.put(type, new Pinned<>(of(use), by));
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
        return quota.budget();
    }

    @Override
    public PullPage pull(RecordKind kind, Cursor from) {
        if (!settings.mapping().typesOf(kind).isEmpty()) {
            if (runBoundary.beginsWith(kind, from)) quota.runBegins();
            reading.demandAccount(reading);
        }
        return pull.page(kind, from);
    }

    @Override
    public List<Change> read(List<SourceRef> refs) {
        if (refs.isEmpty()) return List.of();
        reading.demandAccount(reading);
        return records.read(refs);
    }

    @Override
    @SuppressWarnings("unchecked") // the key of each entry is the type of its commands
    public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
        return Optional.ofNullable((CommandWriter<C>) writes.get(type));
    }

    @Override
    public Optional<Merging> merging() {
        return Optional.of(merging);
    }

    @Override
    public Optional<RecordCounts> counts() {
        return Optional.of(counts);
    }

    @Override
    public Optional<AccountMetadata> metadata() {
        return Optional.of(metadata);
    }

    @Override
    public void close() {
        pull.close();
        parallel.close();
        http.close();
    }

    /** Writes that first make sure of the org. */
    private final class Pinned<C extends Command> implements CommandWriter<C> {
        private final OrgAccess access;
        private final CommandWriter<C> writes;

        Pinned(OrgAccess access, CommandWriter<C> writes) {
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
