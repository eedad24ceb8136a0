package io.onefunnel.hubspot;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.Counting;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Writes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/** One HubSpot portal. */
final class HubSpotAdapter implements CrmAdapter {
    private final ConnectionSettings settings;
    private final HubSpotPaths paths;
    private final HubSpotHttp http;
    private final HubSpotObjects objects;
    private final Ids ids;
    private final Pulls pulls;
    private final Reads reads;
    private final MergeWrites merges;
    private final Merging merging;
    private final Map<Class<? extends Command>, Writes<? extends Command>> writes;

    HubSpotAdapter(ConnectionSettings settings, AdapterContext context, OkHttpClient client) {
        this.settings = settings;
        HubSpotOptions options = HubSpotOptions.of(settings);
        paths = options.paths();
        ids = new Ids(settings.id(), settings.mapping());
        Pace pace = new Pace(settings.id().value(), options.callsPer10Seconds(), options.searchesPerSecond(), context);
        http = new HubSpotHttp(
                settings.id(), client, options.baseUrl(), tokens(options, context, client), pace, context);
        objects = new HubSpotObjects(http, paths);
        pulls = new Pulls(objects, new OwnerList(http, paths, ids), ids, options, context.clock());
        reads = new Reads(objects, pulls, ids, context.clock());
        LiveRecords live = new LiveRecords(objects, ids);
        BatchUpdates updates = new BatchUpdates(http, paths, objects, ids, context.clock());
        merges = new MergeWrites(http, paths, updates, live, ids, options, context.clock());
        merging = new HubSpotMerging(http, paths, objects, merges, updates, live, ids);
        writes = Map.of(
                Command.SetFields.class, new FieldWrites(updates, live, ids),
                Command.Reassign.class, new OwnerWrites(updates, live, ids),
                Command.CreateTask.class, new TaskWrites(http, paths, objects, ids, context.clock()),
                Command.LinkReferral.class, new ReferralWrites(http, paths, ids),
                Command.Merge.class, merges);
    }

    private Tokens tokens(HubSpotOptions options, AdapterContext context, OkHttpClient client) {
        if (settings.secrets().containsKey(HubSpotOptions.TOKEN)) {
            return new StaticToken(() -> settings.secret(HubSpotOptions.TOKEN));
        }
        return new OAuthTokens(
                client,
                options.baseUrl()
                        .newBuilder()
                        .addEncodedPathSegments(paths.token().substring(1))
                        .build(),
                settings,
                context.clock());
    }

    @Override
    public ConnectionId connection() {
        return settings.id();
    }

    @Override
    public Readiness check() {
        return new HubSpotCheck(http, paths, ids, settings).run();
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
    public <C extends Command> Optional<Writes<C>> writes(Class<C> type) {
        return Optional.ofNullable((Writes<C>) writes.get(type));
    }

    @Override
    public Optional<Merging> merging() {
        return Optional.of(merging);
    }

    @Override
    public Optional<Provisioning> provisioning() {
        return Optional.of(new HubSpotProvisioning(http, paths, ids));
    }

    @Override
    public Optional<Counting> counting() {
        return Optional.of(this::count);
    }

    /** The number of live records is the "total" of a search that asks for one of them. */
    private OptionalLong count(RecordKind kind) {
        List<MappedType> types = ids.of(kind);
        boolean countable =
                !types.isEmpty() && types.stream().noneMatch(type -> type.isOwners() || type.isEventOfObject());
        if (!countable) return OptionalLong.empty();
        return OptionalLong.of(whole(
                "counting " + kind,
                () -> types.stream()
                        .mapToLong(type -> objects.count(type.object()))
                        .sum()));
    }

    @Override
    public void close() {
        http.close();
    }

    /** A whole request that the vendor refuses is a matter for the admin: the adapter asked for something wrong. */
    private <T> T whole(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException e) {
            throw new AdapterException(
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    settings.id() + ": HubSpot refuses " + what + ": "
                            + e.failure().summary(),
                    e);
        }
    }
}
