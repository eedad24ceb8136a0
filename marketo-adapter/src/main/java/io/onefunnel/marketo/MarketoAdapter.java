package io.onefunnel.marketo;

import io.onefunnel.marketo.check.ConnectionCheck;
import io.onefunnel.marketo.check.MarketoMetadata;
import io.onefunnel.marketo.check.MarketoProvisioning;
import io.onefunnel.marketo.client.InstanceOptions;
import io.onefunnel.marketo.client.InstanceResources;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.marketo.merge.MarketoMerging;
import io.onefunnel.marketo.merge.MergeWriter;
import io.onefunnel.marketo.pull.RecordPull;
import io.onefunnel.marketo.write.FieldWriter;
import io.onefunnel.marketo.write.OpportunityRoute;
import io.onefunnel.marketo.write.OutcomeActivityType;
import io.onefunnel.marketo.write.OutcomeOptions;
import io.onefunnel.marketo.write.OutcomeWriter;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AccountMetadata;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.RecordCounts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A connection to one Marketo Engage instance: its parts, put together. */
final class MarketoAdapter implements CrmAdapter {
    private final InstanceOptions instance;
    private final OutcomeOptions outcomes;
    private final boolean mergeInCrm;
    private final Mapping mapping;
    private final Optional<Mapping.Type> leads;
    private final MarketoConnection connection;
    private final RecordPull pull;
    private final OutcomeActivityType outcomeType;
    private final OpportunityRoute opportunityRoute;
    private final Map<Class<?>, CommandWriter<?>> writers = new HashMap<>();

    MarketoAdapter(
            ConnectionSettings settings,
            InstanceOptions instance,
            InstanceResources resources,
            AdapterContext context) {
        this.instance = instance;
        outcomes = MarketoOptions.outcomes(settings);
        mergeInCrm = MarketoOptions.mergeInCrm(settings);
        mapping = settings.mapping();
        leads = mapping.typesOf(RecordKind.PERSON).stream().findFirst();
        connection = new MarketoConnection(settings, instance, resources, context);
        pull = new RecordPull(connection, mapping, MarketoOptions.firstLoadFrom(settings));
        outcomeType = new OutcomeActivityType(connection.reading(), outcomes.activity());
        opportunityRoute = new OpportunityRoute(connection.reading(), outcomes.opportunities());
        leads.ifPresent(this::addWriters);
    }

    private void addWriters(Mapping.Type type) {
        FieldWriter fields = new FieldWriter(connection, type, instance.concurrency());
        put(Command.SetFields.class, fields);
        put(Command.Merge.class, new MergeWriter(connection, fields, pull.history(), mergeInCrm));
        put(Command.PublishOutcome.class, new OutcomeWriter(connection, outcomeType, opportunityRoute, outcomes));
    }

    private <C extends Command> void put(Class<C> type, CommandWriter<C> writer) {
        writers.put(type, writer);
    }

    @Override
    public ConnectionId connection() {
        return connection.id();
    }

    /** No call of the vendor tells the account; every instance has addresses of its own, and they do. */
    @Override
    public String account(Use use) {
        instance.contradiction().ifPresent(why -> {
            throw new AdapterException(AdapterErrorCode.WRONG_ACCOUNT, connection.id() + ": " + why);
        });
        return instance.munchkinId()
                .orElseThrow(() -> new AdapterException(
                        AdapterErrorCode.UNEXPECTED_RESPONSE,
                        connection.id() + ": neither munchkin-id nor base-url says which instance this is"));
    }

    @Override
    public Readiness check() {
        return new ConnectionCheck(connection, mapping, instance, outcomes, outcomeType, opportunityRoute).run();
    }

    @Override
    public Budget budget() {
        return connection.budget();
    }

    @Override
    public PullPage pull(RecordKind kind, Cursor from) {
        return pull.pull(kind, from);
    }

    @Override
    public List<Change> read(List<SourceRef> refs) {
        return pull.read(refs);
    }

    @Override
    public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
        @SuppressWarnings("unchecked") // put under the class that it takes, a few lines above
        CommandWriter<C> found = (CommandWriter<C>) writers.get(type);
        return Optional.ofNullable(found);
    }

    @Override
    public Optional<RecordCounts> counts() {
        return Optional.of(pull.forecast());
    }

    @Override
    public Optional<AccountMetadata> metadata() {
        return Optional.of(new MarketoMetadata(connection.reading()));
    }

    @Override
    public Optional<Duration> retention(RecordKind kind) {
        return pull.retention(kind);
    }

    @Override
    public Optional<Merging> merging() {
        if (leads.isEmpty()) return Optional.empty();
        return Optional.of(new MarketoMerging(connection, mergeInCrm));
    }

    @Override
    public Optional<Provisioning> provisioning() {
        return leads.map(type -> new MarketoProvisioning(connection, type, outcomeType));
    }

    @Override
    public void close() {
        pull.close();
    }
}
