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
import io.onefunnel.spi.call.Parallel;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One Salesforce org: its parts are put together here. */
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

    SalesforceAdapter(ConnectionSettings settings, AdapterContext context) {
        this.settings = settings;
        InstantSource clock = context.clock();
        quota = new DailyQuota(
                settings.id(),
                settings.get(SalesforceOptions.BUDGET_DAY_SHARE),
                settings.find(SalesforceOptions.BUDGET_RUN_CALLS)
                        .map(Integer::longValue)
                        .orElse(Long.MAX_VALUE),
                clock);
        reading = access(Use.READ, settings, context);
        for (Use use : Use.values()) {
            accesses.put(use, use == Use.READ || !settings.separate(use) ? reading : access(use, settings, context));
        }
        FieldHistories histories = new FieldHistories();
        records = new RecordReader(settings.id(), reading, histories, clock);
        pull = new RecordPull(settings.id(), settings.options(), reading, histories, context);
        counts = new SalesforceCounts(settings.options(), reading);
        metadata = new SalesforceMetadata(reading, clock);
        check = new ConnectionCheck(settings.mapping(), reading, of(Use.WRITE), of(Use.MERGE));
        parallel = Parallel.limited("salesforce-" + settings.id(), HttpRequests.THREADS);
        WriteContext merge = writing(of(Use.MERGE), clock);
        merging = new SalesforceMerging(merge);
        WriteContext write = writing(of(Use.WRITE), clock);
        WriteContext reassign = writing(of(Use.REASSIGN), clock);
        put(SetFields.class, new FieldWriter(write, bulkWritesFrom(settings)));
        put(Reassign.class, new OwnerWriter(reassign));
        put(CreateTask.class, new TaskWriter(write, settings.get(SalesforceOptions.ZONE)));
        put(LinkReferral.class, new ReferralWriter(write));
        put(Merge.class, new MergeWriter(merge));
    }

    /** From how many rows on field writes go by Bulk 2.0; empty when the admin has not accepted that. */
    private static OptionalInt bulkWritesFrom(ConnectionSettings settings) {
        return settings.get(SalesforceOptions.BULK_WRITES)
                ? OptionalInt.of(settings.get(SalesforceOptions.BULK_WRITES_FROM))
                : OptionalInt.empty();
    }

    private WriteContext writing(OrgAccess access, InstantSource clock) {
        RecordReader held = new RecordReader(settings.id(), access, new FieldHistories(), clock);
        return new WriteContext(access.client(), access.schema(), held, parallel, clock);
    }

    private OrgAccess access(Use use, ConnectionSettings shared, AdapterContext context) {
        return new OrgAccess(shared.forUse(use), use, http, context, quota);
    }

    private OrgAccess of(Use use) {
        return accesses.getOrDefault(use, reading);
    }

    private <C extends Command> void put(Class<C> type, CommandWriter<C> by) {
        writes.put(type, by);
    }

    @Override
    public ConnectionId connection() {
        return settings.id();
    }

    @Override
    public String account(Use use) {
        return of(use).account();
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
        if (!settings.mapping().typesOf(kind).isEmpty() && runBoundary.beginsWith(kind, from)) quota.runBegins();
        return pull.page(kind, from);
    }

    @Override
    public List<Change> read(List<SourceRef> refs) {
        return refs.isEmpty() ? List.of() : records.read(refs);
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
}
