package io.onefunnel.marketo;

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
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.RecordCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One Marketo Engage instance. */
final class MarketoAdapter implements CrmAdapter {
    private final ConnectionSettings settings;
    private final MarketoOptions options;
    private final MarketoClient client;
    private final MarketoClient writer;
    private final MarketoClient merger;
    private final Optional<Mapping.Type> leads;
    private final Optional<Mapping.Type> programs;
    private final Records records;
    private final LeadFields fields;
    private final LeadReader reader;
    private final ActivityStream stream;
    private final LeadLoad load;
    private final MergeHistory history;
    private final OutcomeType outcomeType;
    private final ClosedLoop loop;
    private final PersonPull personPull;
    private final Map<RecordKind, EventPull> eventPulls = new EnumMap<>(RecordKind.class);
    private final ProgramPull programPull;
    private final Map<Class<?>, CommandWriter<?>> writes = new LinkedHashMap<>();
    private volatile OptionalLong spent = OptionalLong.empty();

    MarketoAdapter(ConnectionSettings settings, MarketoOptions options, Instance instance, AdapterContext context) {
        this.settings = settings;
        this.options = options;
        client = client(ConnectionSettings.Use.READ, instance, context);
        writer = client(ConnectionSettings.Use.WRITE, instance, context);
        merger = client(ConnectionSettings.Use.MERGE, instance, context);
        leads = first(RecordKind.PERSON);
        programs = first(RecordKind.CAMPAIGN);
        records = new Records(settings.id());
        fields = new LeadFields(client);
        reader = new LeadReader(client, fields, records);
        stream = new ActivityStream(client);
        history = new MergeHistory(client, stream, options.firstLoadFrom());
        outcomeType = new OutcomeType(client, options.outcomes().activity());
        loop = new ClosedLoop(client, options.outcomes().opportunities());
        load = new LeadLoad(client, stream, reader, records, options.dailyQuota());
        personPull = new PersonPull(
                client,
                load,
                new LeadChanges(client, stream, reader, fields, records, history),
                options.firstLoadFrom());
        for (RecordKind kind : List.of(RecordKind.RESPONSE, RecordKind.TOUCH)) {
            List<Mapping.Type> types = activities(kind);
            if (!types.isEmpty()) eventPulls.put(kind, new EventPull(client, stream, records, options, types));
        }
        programPull = new ProgramPull(client, records);
        leads.ifPresent(this::addWrites);
    }

    /** The custom service for a use, where the connection has one of its own for it; the limits are the same. */
    private MarketoClient client(ConnectionSettings.Use use, Instance instance, AdapterContext context) {
        boolean reading = use == ConnectionSettings.Use.READ || !settings.separate(use);
        if (reading && use != ConnectionSettings.Use.READ) return client;
        return new MarketoClient(
                instance,
                options,
                new Secrets(settings.forUse(use)),
                context,
                settings.id().value());
    }

    private void addWrites(Mapping.Type type) {
        Batches batches = new Batches(writer);
        SetFieldsWrites setFields =
                new SetFieldsWrites(writer, reader, new LeadValues(type), fields, batches, options.concurrency());
        put(Command.SetFields.class, setFields);
        put(Command.Merge.class, new MergeWrites(merger, reader, options, setFields, batches, records, history));
        MarketoOptions.Outcomes ways = options.outcomes();
        put(
                Command.PublishOutcome.class,
                new OutcomeWrites(
                        writer,
                        outcomeType,
                        new PublishedOutcomes(client, stream),
                        new Opportunities(writer, loop, new Parties(writer, ways.companies()), batches, ways.role()),
                        new ProgramStatuses(writer, batches, ways),
                        new CampaignRequests(writer, ways.campaign()),
                        batches));
    }

    private <C extends Command> void put(Class<C> type, CommandWriter<C> ofType) {
        writes.put(type, new OwnAccount<>(ofType, this::requireOwnAccount));
    }

    @Override
    public ConnectionId connection() {
        return settings.id();
    }

    @Override
    public Readiness check() {
        MarketoCheck check = new MarketoCheck(settings, options, client, leads, fields, outcomeType, loop);
        Readiness readiness = check.run();
        spent = check.spent();
        return readiness;
    }

    @Override
    public Budget budget() {
        OptionalLong used = spent;
        OptionalLong left =
                used.isPresent() ? OptionalLong.of(Math.max(0, options.dailyQuota() - used.getAsLong())) : used;
        return new Budget(calls(), used, left, Optional.of(client.quotaReset()));
    }

    private long calls() {
        return Stream.of(client, writer, merger)
                .distinct()
                .mapToLong(MarketoClient::calls)
                .sum();
    }

    @Override
    public PullPage pull(RecordKind kind, Cursor from) {
        requireOwnAccount();
        return Boundary.cross(() -> switch (kind) {
            case PERSON ->
                leads.map(type -> fields.current(() -> personPull.pull(type, from)))
                        .orElseGet(() -> nothing(from));
            case CAMPAIGN -> programs.map(type -> programPull.pull(type, from)).orElseGet(() -> nothing(from));
            default ->
                Optional.ofNullable(eventPulls.get(kind))
                        .map(events -> events.pull(from))
                        .orElseGet(() -> nothing(from));
        });
    }

    @Override
    public List<Change> read(List<SourceRef> refs) {
        requireOwnAccount();
        return Boundary.cross(() -> {
            List<Change> found = new ArrayList<>();
            List<String> people = new ArrayList<>();
            for (SourceRef ref : refs) {
                if (ref.kind() == RecordKind.PERSON) people.add(ref.id());
                else found.add(readOther(ref));
            }
            if (!people.isEmpty()) found.addAll(readPeople(people));
            return found;
        });
    }

    @Override
    public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
        @SuppressWarnings("unchecked") // put under the class that it takes, a few lines above
        CommandWriter<C> found = (CommandWriter<C>) writes.get(type);
        return Optional.ofNullable(found);
    }

    @Override
    public Optional<RecordCounts> counts() {
        return Optional.of(new LoadForecast(client, stream, options, settings.mapping(), load::road, programPull));
    }

    @Override
    public Optional<AccountMetadata> metadata() {
        return Optional.of(new MarketoCatalogue(client));
    }

    @Override
    public Optional<Duration> retention(RecordKind kind) {
        return Retention.shortest(settings.mapping().typesOf(kind));
    }

    @Override
    public Optional<Merging> merging() {
        if (leads.isEmpty()) return Optional.empty();
        return Optional.of(new MarketoMerging(merger, reader, fields, options));
    }

    @Override
    public Optional<Provisioning> provisioning() {
        return leads.map(type -> new MarketoProvisioning(client, type, fields, outcomeType));
    }

    /** Connections belong to the instance, which other adapters go on using; files of extracts are ours. */
    @Override
    public void close() {
        personPull.close();
        eventPulls.values().forEach(EventPull::close);
    }

    /** Ids of two instances overlap: nothing is asked of the wrong one, let alone written. */
    private void requireOwnAccount() {
        options.contradiction().ifPresent(why -> {
            throw new AdapterException(AdapterErrorCode.WRONG_ACCOUNT, settings.id() + ": " + why);
        });
    }

    private List<Mapping.Type> activities(RecordKind kind) {
        return settings.mapping().typesOf(kind).stream()
                .filter(type -> type.options().containsKey(EventPull.ACTIVITY_TYPE))
                .toList();
    }

    private PullPage nothing(Cursor from) {
        return new PullPage(List.of(), from, new Progress.CaughtUp(client.now()));
    }

    private List<Change> readPeople(List<String> ids) {
        Mapping.Type type = leads.orElseThrow(() -> notMapped(RecordKind.PERSON));
        List<Change> found = new ArrayList<>(fields.current(() -> reader.present(type, ids)));
        Set<String> present = found.stream().map(change -> change.ref().id()).collect(Collectors.toSet());
        List<String> gone =
                ids.stream().filter(id -> !present.contains(id)).distinct().toList();
        if (gone.isEmpty()) return found;
        history.lookFor(gone);
        for (String id : gone) {
            found.add(history.of(id)
                    .<Change>map(merged ->
                            new Change.MergedInto(records.person(id), records.person(merged.winner()), merged.at()))
                    .orElseGet(() -> new Change.Deleted(records.person(id), client.now())));
        }
        return found;
    }

    private Change readOther(SourceRef ref) {
        if (ref.kind() != RecordKind.CAMPAIGN) throw notMapped(ref.kind());
        Mapping.Type type = programs.orElseThrow(() -> notMapped(RecordKind.CAMPAIGN));
        List<Map<String, String>> rows = client.page("program", "rest/asset/v1/program/" + ref.id() + ".json", Map.of())
                .rows();
        return rows.isEmpty() ? new Change.Deleted(ref, client.now()) : programPull.change(type, rows.get(0));
    }

    private Refused notMapped(RecordKind kind) {
        return client.refusal(AdapterErrorCode.FEATURE_MISSING, "Marketo has no " + kind + " to read by id here");
    }

    private Optional<Mapping.Type> first(RecordKind kind) {
        return settings.mapping().typesOf(kind).stream().findFirst();
    }

    private record Secrets(ConnectionSettings settings) implements AccessTokens.Credentials {
        @Override
        public String clientId() {
            boolean secret = settings.secrets().containsKey(MarketoOptions.CLIENT_ID);
            return secret ? settings.secret(MarketoOptions.CLIENT_ID) : settings.required(MarketoOptions.CLIENT_ID);
        }

        @Override
        public String clientSecret() {
            return settings.secret(MarketoOptions.CLIENT_SECRET);
        }
    }
}
