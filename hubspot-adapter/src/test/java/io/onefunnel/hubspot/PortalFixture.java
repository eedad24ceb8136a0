package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.config.MappingFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.hubspot.HubSpotPortal;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.option.OptionValues;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.Behaviour;
import io.onefunnel.testkit.CallKind;
import io.onefunnel.testkit.ManualClock;
import io.onefunnel.testkit.SandboxFixture;
import io.onefunnel.testkit.Trouble;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A portal of the sandbox, reached with a static token or with OAuth. */
final class PortalFixture extends SandboxFixture<HubSpotPortal> {
    private static final Mapping MAPPING =
            MappingFile.read(Path.of(System.getProperty("onefunnel.root"), "config", "mappings", "hubspot.yaml"));

    private final AdapterContext context;
    private final boolean oauth;

    PortalFixture(ManualClock clock, AdapterContext context, boolean oauth) {
        super(clock, HubSpotPortal::new);
        this.context = context;
        this.oauth = oauth;
    }

    HubSpotPortal portal() {
        return vendor();
    }

    /** A call of somebody else to the portal, which must take it; the text that it answers. */
    String call(String method, String target, String body) {
        String token = vendor().credentials().getOrDefault("token", "");
        HttpAnswer answer = vendor().answer(new HttpCall(
                method,
                target,
                Map.of("authorization", "Bearer " + token, "content-type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.status()).as(method + " " + target).isBetween(200, 299);
        return answer.text();
    }

    void fault(String kind, String match, Map<String, String> params) {
        faults().add(new Faults.Fault(kind, match, 0, 1, params));
    }

    void fault(Faults.Fault fault) {
        faults().add(fault);
    }

    @Override
    public ConnectionId connection() {
        return new ConnectionId("hubspot");
    }

    @Override
    public Mapping mapping() {
        return MAPPING;
    }

    @Override
    public String accountId() {
        return vendor().credentials().getOrDefault("portalId", "");
    }

    @Override
    public Set<Behaviour> lacks() {
        return oauth ? Set.of() : Set.of(Behaviour.TOKENS_EXPIRE);
    }

    @Override
    public CrmAdapter adapter(Mapping mapping, Access access) {
        return adapter(mapping, access, Map.of("outcome-event", "onefunnel_outcome"));
    }

    /** With a token of its own for writing. */
    CrmAdapter adapterWithWriteToken(String token) {
        ConnectionSettings.Credentials writing =
                new ConnectionSettings.Credentials(OptionValues.NONE, Map.of("token", () -> token));
        ConnectionSettings settings = new ConnectionSettings(
                connection(),
                OptionValues.parse(HubSpotOptions.ALL, Map.of("base-url", url())),
                Map.of("token", () -> vendor().credentials().getOrDefault("token", "")),
                MAPPING,
                Map.of(ConnectionSettings.Use.WRITE, writing));
        return new HubSpotAdapterFactory().create(settings, context);
    }

    CrmAdapter adapter(Mapping mapping, Access access, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        // What only an admin can know of HubSpot's own Salesforce integration.
        options.putIfAbsent("salesforce-sync-deletes", "off");
        options.put("base-url", access == Access.UNREACHABLE_HOST ? unreachableUrl() : url());
        Map<String, String> held = vendor().credentials();
        boolean wrong = access == Access.WRONG_CREDENTIALS;
        Map<String, Supplier<String>> secrets = new HashMap<>();
        if (oauth) {
            options.put("client-id", held.getOrDefault("clientId", ""));
            secrets.put("client-secret", () -> held.getOrDefault("clientSecret", ""));
            secrets.put("refresh-token", () -> wrong ? WRONG_SECRET : held.getOrDefault("refreshToken", ""));
        } else {
            secrets.put("token", () -> wrong ? WRONG_SECRET : held.getOrDefault("token", ""));
        }
        ConnectionSettings settings =
                new ConnectionSettings(connection(), OptionValues.parse(HubSpotOptions.ALL, options), secrets, mapping);
        return new HubSpotAdapterFactory().create(settings, context);
    }

    @Override
    public SourceRef add(RecordKind kind, Map<Field, String> values) {
        Map<String, String> properties = properties(kind, values);
        if (kind == RecordKind.OPPORTUNITY) {
            properties.putIfAbsent("dealname", "Deal");
            properties.putIfAbsent("dealstage", "qualifiedtobuy");
        }
        return new SourceRef(connection(), kind, vendor().insert(type(kind).name(), properties));
    }

    @Override
    public void edit(SourceRef ref, Map<Field, String> values) {
        vendor().editByHand(type(ref.kind()).name(), ref.id(), properties(ref.kind(), values));
    }

    @Override
    public void delete(SourceRef ref) {
        vendor().archiveByHand(type(ref.kind()).name(), ref.id());
    }

    @Override
    public SourceRef merge(SourceRef survivor, SourceRef loser) {
        String id = vendor().mergeByHand(type(survivor.kind()).name(), survivor.id(), loser.id());
        return new SourceRef(connection(), survivor.kind(), id);
    }

    @Override
    public String value(SourceRef ref, Field field) {
        Mapping.Type type = type(ref.kind());
        return vendor().record(type.name(), ref.id())
                .getOrDefault(type.nameOf(field).orElseThrow(), "");
    }

    @Override
    public SourceRef addUser(String email) {
        return new SourceRef(connection(), RecordKind.USER, vendor().owner(email, "Grace", "Hopper"));
    }

    @Override
    public void assign(SourceRef person, SourceRef user) {
        vendor().editByHand(type(person.kind()).name(), person.id(), Map.of("hubspot_owner_id", user.id()));
    }

    @Override
    public Optional<SourceRef> ownerOf(SourceRef person) {
        return Optional.ofNullable(
                        vendor().record(type(person.kind()).name(), person.id()).get("hubspot_owner_id"))
                .map(id -> new SourceRef(connection(), RecordKind.USER, id));
    }

    @Override
    public void hide(RecordKind kind, Field field) {
        Mapping.Type type = type(kind);
        vendor().set(
                        "sensitiveProperties",
                        type.name() + "." + type.nameOf(field).orElseThrow());
    }

    @Override
    public void refuseWritesTo(SourceRef ref) {
        faults().add(new Faults.Fault("batch-400", "/batch/update", 0, Trouble.FOR_EVER, Map.of("id", ref.id())));
    }

    @Override
    public void hideAccount() {
        answerAboutTheAccount("{}");
    }

    void answerAboutTheAccount(String body) {
        Map<String, String> answer = Map.of("status", "200", "contentType", "application/json", "body", body);
        faults().add(new Faults.Fault("status", "GET /account-info/", 0, Trouble.FOR_EVER, answer));
    }

    @Override
    public SourceRef addSeenLate(Map<Field, String> values) {
        vendor().set("indexLagSeconds", Long.toString(lateness().toSeconds()));
        SourceRef late = add(RecordKind.PERSON, values);
        vendor().set("indexLagSeconds", "0");
        return late;
    }

    @Override
    public Duration lateness() {
        return Duration.ofMinutes(8);
    }

    @Override
    public int callsOfAnIdlePull() {
        // An access token lives half an hour, and the contract lets forty minutes pass before it counts.
        return oauth ? 2 : 1;
    }

    @Override
    public Duration tellsRemovalsWithin() {
        return Duration.ofHours(7);
    }

    @Override
    protected FaultKind faultKind(Trouble trouble) {
        return switch (trouble) {
            case TOKEN_EXPIRED -> FaultKind.of("expired-token");
            case RATE_LIMITED -> FaultKind.of("rate-limit");
            case QUOTA_EXHAUSTED -> new FaultKind("rate-limit", Map.of("policy", "DAILY"));
            case RECORD_LOCKED -> FaultKind.of("locked");
            default -> throw new IllegalArgumentException("the HTTP side serves " + trouble);
        };
    }

    @Override
    protected String pattern(CallKind on) {
        return switch (on) {
            case PULL -> "GET [^ ]*/contacts\\?|POST [^ ]*/contacts/(search|batch/read)";
            case WRITE -> "POST [^ ]*/contacts/batch/update";
            case MERGE -> "POST [^ ]*/contacts/merge";
            case APPEND -> "POST [^ ]*/(tasks|send/batch)($|\\?)";
            case ANY -> "^(GET|POST|PATCH|PUT|DELETE) /(crm|account-info)/";
        };
    }

    private static Mapping.Type type(RecordKind kind) {
        return MAPPING.typesOf(kind).get(0);
    }

    private static Map<String, String> properties(RecordKind kind, Map<Field, String> values) {
        Mapping.Type type = type(kind);
        Map<String, String> properties = new LinkedHashMap<>();
        values.forEach((field, value) -> {
            Mapping.Source source =
                    Optional.ofNullable(type.fields().get(field)).orElseThrow();
            properties.put(source.from().get(0), value);
        });
        return properties;
    }
}
