package io.onefunnel.hubspot;

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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** One HubSpot portal. */
final class HubSpotAdapter implements CrmAdapter {
    private final ConnectionSettings settings;
    private final HubSpotOptions options;
    private final HubSpotPaths paths;
    private final HubSpotHttp http;
    private final Map<Use, HubSpotHttp> credentials = new EnumMap<>(Use.class);
    private final SalesforceSync nativeSync;
    private final Lanes lanes;
    private final HubSpotObjects objects;
    private final Ids ids;
    private final Pulls pulls;
    private final Reads reads;
    private final Merging merging;
    private final Map<Class<? extends Command>, CommandWriter<? extends Command>> writes;
    private final Optional<OutcomeEvent> outcomeEvent;
    private final Optional<OutcomeWrites> outcomes;

    HubSpotAdapter(ConnectionSettings settings, AdapterContext context, OkHttpClient client) {
        this.settings = settings;
        options = HubSpotOptions.of(settings);
        paths = options.paths();
        ids = new Ids(settings.id(), settings.mapping());
        Pace pace = new Pace(
                settings.id().value(),
                options.callsPer10Seconds(),
                options.searchesPerSecond(),
                options.dayShare(),
                context);
        lanes = new Lanes(settings.id().value());
        http = new HubSpotHttp(
                settings.id(), client, options.baseUrl(), tokens(settings, "", context, client), pace, context);
        for (Use use : Use.values()) {
            if (!settings.separate(use)) continue;
            String label = use.name().toLowerCase(Locale.ROOT);
            credentials.put(use, http.with(tokens(settings.forUse(use), label + ".", context, client)));
        }
        HubSpotHttp reading = by(Use.READ);
        objects = new HubSpotObjects(reading, paths, lanes);
        RecordPages pages = new RecordPages(objects, lanes);
        pulls = new Pulls(
                pages,
                new OwnerList(reading, paths, ids),
                new ListMemberships(reading, paths, ids, options.overlap()),
                new FormSubmissions(reading, paths, objects, ids),
                ids,
                options,
                lanes,
                context.clock());
        reads = new Reads(objects, pages, ids, context.clock());
        LiveRecords live = new LiveRecords(objects, ids);
        LifecycleStages stages = new LifecycleStages(reading, paths, options);
        nativeSync = new SalesforceSync(reading, paths, objects, options);
        BatchUpdates updates = updates(Use.WRITE, context);
        BatchUpdates merging = updates(Use.MERGE, context);
        MergeWrites merges = new MergeWrites(by(Use.MERGE), paths, merging, live, ids, options, context.clock());
        this.merging = new HubSpotMerging(reading, paths, objects, merges, merging, live, ids, nativeSync);
        writes = Map.of(
                Command.SetFields.class, new FieldWrites(updates, live, ids, stages),
                Command.Reassign.class, new OwnerWrites(updates(Use.REASSIGN, context), live, ids),
                Command.CreateTask.class, new TaskWrites(by(Use.WRITE), paths, objects, ids, context.clock()),
                Command.LinkReferral.class, new ReferralWrites(by(Use.WRITE), paths, ids),
                Command.Merge.class, merges);
        outcomeEvent =
                options.outcomeEvent().map(name -> new OutcomeEvent(by(Use.WRITE), paths, context.clock(), name));
        outcomes =
                outcomeEvent.map(event -> new OutcomeWrites(by(Use.WRITE), paths, event, live, ids, context.clock()));
    }

    private BatchUpdates updates(Use use, AdapterContext context) {
        return new BatchUpdates(by(use), paths, objects, ids, lanes, context.clock());
    }

    /** A use without credentials of its own has those of the connection. */
    private HubSpotHttp by(Use use) {
        return credentials.getOrDefault(use, http);
    }

    private Tokens tokens(ConnectionSettings own, String vaultPrefix, AdapterContext context, OkHttpClient client) {
        if (own.secrets().containsKey(HubSpotOptions.TOKEN)) {
            return new StaticToken(() -> own.secret(HubSpotOptions.TOKEN));
        }
        HttpUrl url = options.baseUrl()
                .newBuilder()
                .addEncodedPathSegments(paths.token().substring(1))
                .build();
        return new OAuthTokens(client, url, own, context, vaultPrefix + HubSpotOptions.REFRESH_TOKEN);
    }

    @Override
    public ConnectionId connection() {
        return settings.id();
    }

    @Override
    public Readiness check() {
        return new HubSpotCheck(http, credentials, paths, ids, settings, nativeSync, outcomeEvent).run();
    }

    @Override
    public Budget budget() {
        return http.budget();
    }

    @Override
    public PullPage pull(RecordKind kind, Cursor from) {
        return whole("reading " + kind, () -> pulls.page(kind, from));
    }

    @Override
    public List<Change> read(List<SourceRef> refs) {
        return whole("reading by id", () -> reads.read(refs));
    }

    @Override
    @SuppressWarnings("unchecked") // each class is the key of its own writes
    public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
        // Whether a portal has custom events is told by its answers alone: the first question costs two calls.
        if (type.equals(Command.PublishOutcome.class)) {
            return outcomes.filter(
                            each -> outcomeEvent.filter(OutcomeEvent::isThere).isPresent())
                    .map(each -> (CommandWriter<C>) (CommandWriter<?>) each);
        }
        return Optional.ofNullable((CommandWriter<C>) writes.get(type));
    }

    @Override
    public Optional<Merging> merging() {
        return Optional.of(merging);
    }

    @Override
    public Optional<Provisioning> provisioning() {
        return Optional.of(new HubSpotProvisioning(by(Use.WRITE), paths, ids, outcomeEvent));
    }

    @Override
    public Optional<RecordCounts> counts() {
        return Optional.of(new HubSpotCounting(objects, ids));
    }

    @Override
    public Optional<AccountMetadata> metadata() {
        return Optional.of(new HubSpotCatalogue(by(Use.READ), paths));
    }

    @Override
    public void close() {
        lanes.close();
        http.close();
    }

    private static <T> T whole(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException e) {
            throw e.ofWhole(what);
        }
    }
}
