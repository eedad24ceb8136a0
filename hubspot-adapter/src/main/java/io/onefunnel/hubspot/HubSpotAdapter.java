package io.onefunnel.hubspot;

import io.onefunnel.hubspot.check.ConnectionCheck;
import io.onefunnel.hubspot.check.HubSpotMetadata;
import io.onefunnel.hubspot.check.HubSpotProvisioning;
import io.onefunnel.hubspot.client.AccountDetails;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RefusedException;
import io.onefunnel.hubspot.merge.HubSpotMerging;
import io.onefunnel.hubspot.merge.SalesforceSync;
import io.onefunnel.hubspot.pull.HubSpotCounts;
import io.onefunnel.hubspot.pull.RecordPull;
import io.onefunnel.hubspot.pull.RecordReader;
import io.onefunnel.hubspot.write.OutcomeEvent;
import io.onefunnel.hubspot.write.Writers;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AccountMetadata;
import io.onefunnel.spi.AdapterContext;
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
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;

/** A HubSpot portal as the core sees it: each call goes to the part of the adapter that it concerns. */
final class HubSpotAdapter implements CrmAdapter {
    private final ConnectionSettings settings;
    private final Portal portal;
    private final RecordPull changes;
    private final RecordReader records;
    private final Optional<OutcomeEvent> outcomeEvent;
    private final Writers writers;
    private final SalesforceSync salesforceSync;
    private final HubSpotMerging merging;

    HubSpotAdapter(ConnectionSettings settings, AdapterContext context, OkHttpClient http) {
        this.settings = settings;
        portal = Portal.of(settings, HubSpotOptions.client(settings), context, http);
        changes = new RecordPull(portal, HubSpotOptions.pull(settings));
        records = new RecordReader(portal);
        outcomeEvent = HubSpotOptions.outcomeEvent(settings).map(name -> new OutcomeEvent(portal, name));
        writers = new Writers(portal, HubSpotOptions.lifecycleBackwards(settings), outcomeEvent);
        salesforceSync = new SalesforceSync(portal, HubSpotOptions.salesforceSyncDeletes(settings));
        merging = new HubSpotMerging(portal, HubSpotOptions.mergesCompanies(settings), salesforceSync);
    }

    @Override
    public ConnectionId connection() {
        return settings.id();
    }

    @Override
    public String account(Use use) {
        return RefusedException.translating(
                "to tell its account",
                () -> AccountDetails.of(portal, portal.client(use)).id());
    }

    @Override
    public Readiness check() {
        return new ConnectionCheck(portal, salesforceSync, outcomeEvent).run();
    }

    @Override
    public Budget budget() {
        return portal.client().budget();
    }

    @Override
    public PullPage pull(RecordKind kind, Cursor from) {
        return RefusedException.translating("reading " + kind, () -> changes.page(kind, from));
    }

    @Override
    public List<Change> read(List<SourceRef> refs) {
        return RefusedException.translating("reading by id", () -> records.read(refs));
    }

    @Override
    @SuppressWarnings("unchecked") // the writer is of the class that was asked for
    public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
        if (type.equals(Command.Merge.class))
            return Optional.of((CommandWriter<C>) (CommandWriter<?>) merging.writer());
        return writers.of(type);
    }

    @Override
    public Optional<Merging> merging() {
        return Optional.of(merging);
    }

    @Override
    public Optional<Provisioning> provisioning() {
        return Optional.of(new HubSpotProvisioning(portal, outcomeEvent));
    }

    @Override
    public Optional<RecordCounts> counts() {
        return Optional.of(new HubSpotCounts(portal));
    }

    @Override
    public Optional<AccountMetadata> metadata() {
        return Optional.of(new HubSpotMetadata(portal.client(Use.READ), portal.paths()));
    }

    @Override
    public void close() {
        portal.close();
    }
}
