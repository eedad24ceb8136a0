package io.onefunnel.salesforce;

import io.onefunnel.config.MappingFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.ValueType;
import io.onefunnel.salesforce.client.SalesforceOptions;
import io.onefunnel.sandbox.salesforce.SalesforceOrg;
import io.onefunnel.sandbox.vendor.Faults;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The sandbox's org under the contract. People are leads: of the two types they are the ones that come and go. */
public class OrgFixture extends SandboxFixture<SalesforceOrg> {
    private static final ConnectionId CONNECTION = new ConnectionId("salesforce");
    private static final String SMALL_PAGES = "200";

    private final AdapterContext context;
    private final Mapping mapping = MappingFile.read(
            Path.of(System.getProperty("onefunnel.root", ".."), "config", "mappings", "salesforce.yaml"));

    public OrgFixture(ManualClock clock, AdapterContext context) {
        super(clock, SalesforceOrg::new);
        this.context = context;
        vendor().set("queryBatchSize", SMALL_PAGES);
    }

    @Override
    public ConnectionId connection() {
        return CONNECTION;
    }

    @Override
    public Mapping mapping() {
        return mapping;
    }

    @Override
    public String accountId() {
        return credential("orgId");
    }

    @Override
    public Set<Behaviour> lacks() {
        // Our fields come with a package that an admin deploys; outcomes go to marketing automation.
        return Set.of(Behaviour.PROVISIONS, Behaviour.PUBLISHES_OUTCOMES);
    }

    @Override
    public CrmAdapter adapter(Mapping mapping, Access access) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("url", access == Access.UNREACHABLE_HOST ? unreachableUrl() : url());
        options.put("client-id", credential("clientId"));
        options.put("bulk-page", SMALL_PAGES);
        Map<String, Supplier<String>> secrets = new LinkedHashMap<>();
        signIn(options, secrets, access == Access.WRONG_CREDENTIALS);
        OptionValues values = OptionValues.parse(SalesforceOptions.ALL, options);
        return new SalesforceAdapterFactory()
                .create(new ConnectionSettings(CONNECTION, values, secrets, mapping), context);
    }

    /** How this fixture's adapters sign in. */
    protected void signIn(Map<String, String> options, Map<String, Supplier<String>> secrets, boolean wrongly) {
        options.put("grant", "client-credentials");
        secrets.put("client-secret", () -> wrongly ? WRONG_SECRET : credential("clientSecret"));
    }

    protected final String credential(String name) {
        return Objects.requireNonNull(vendor().credentials().get(name));
    }

    @Override
    public SourceRef add(RecordKind kind, Map<Field, String> values) {
        Mapping.Type type = typeOf(kind);
        Map<String, String> fields = new LinkedHashMap<>();
        switch (type.name()) {
            case "Lead" -> fields.putAll(Map.of("LastName", "Unknown", "Company", "Unknown"));
            case "Opportunity" -> fields.putAll(Map.of("StageName", "Prospecting", "CloseDate", "2026-06-30"));
            default -> {}
        }
        fields.putAll(named(type, values));
        return new SourceRef(CONNECTION, kind, vendor().insert(type.name(), fields));
    }

    @Override
    public void edit(SourceRef ref, Map<Field, String> values) {
        vendor().editByHand(typeOf(ref.kind()).name(), ref.id(), named(typeOf(ref.kind()), values));
    }

    @Override
    public void delete(SourceRef ref) {
        vendor().deleteByHand(typeOf(ref.kind()).name(), ref.id());
    }

    @Override
    public SourceRef merge(SourceRef survivor, SourceRef loser) {
        vendor().mergeByHand(typeOf(survivor.kind()).name(), survivor.id(), List.of(loser.id()));
        return survivor;
    }

    @Override
    public String value(SourceRef ref, Field field) {
        Mapping.Type type = typeOf(ref.kind());
        String value = vendor().record(type.name(), ref.id()).getOrDefault(nameOf(type, field), "");
        return field.type() == ValueType.INSTANT && !value.isEmpty()
                ? Instant.parse(value).toString()
                : value;
    }

    @Override
    public SourceRef addUser(String email) {
        String id = vendor().insert("User", Map.of("LastName", email, "Username", email, "Email", email));
        return new SourceRef(CONNECTION, RecordKind.USER, id);
    }

    @Override
    public void assign(SourceRef person, SourceRef user) {
        vendor().editByHand(typeOf(person.kind()).name(), person.id(), Map.of("OwnerId", user.id()));
    }

    @Override
    public Optional<SourceRef> ownerOf(SourceRef person) {
        return Optional.ofNullable(vendor().record(typeOf(person.kind()).name(), person.id())
                        .get("OwnerId"))
                .map(id -> new SourceRef(CONNECTION, RecordKind.USER, id));
    }

    @Override
    public void hide(RecordKind kind, Field field) {
        List<String> hidden = mapping.typesOf(kind).stream()
                .flatMap(type -> type.nameOf(field).map(name -> type.name() + "." + name).stream())
                .toList();
        vendor().set("hiddenFields", String.join(",", hidden));
    }

    @Override
    public void refuseWritesTo(SourceRef ref) {
        vendor().set("refusedRecords", ref.id());
    }

    public final SalesforceOrg org() {
        return vendor();
    }

    /** From now on every row of a call that names this record is refused. */
    final void refuseBatchesWith(SourceRef ref, String code) {
        faults().add(new Faults.Fault("row-error", ref.id(), 0, Trouble.FOR_EVER, Map.of("rows", "200", "code", code)));
    }

    /** The next call that says this breaks. */
    public final void breakNext(String kind, String saying) {
        faults().add(Faults.Fault.once(kind, saying));
    }

    /** From now on every such call that names this record is refused as a whole, for a value that cannot be read. */
    public final void refuseCallsWith(SourceRef ref, String saying) {
        String fault = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope"
                + " xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body><soapenv:Fault>"
                + "<faultcode>soapenv:Client</faultcode><faultstring>'x' is not a valid value for the type"
                + " xsd:double</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>";
        faults().add(new Faults.Fault(
                "status",
                saying + "(?s:.*)" + ref.id(),
                0,
                Trouble.FOR_EVER,
                Map.of("status", "500", "contentType", "text/xml", "body", fault)));
    }

    /** So many rows of the next such call are locked. */
    public final void lock(int rows, String saying) {
        faults().add(new Faults.Fault("row-lock", saying, 0, 1, Map.of("rows", String.valueOf(rows))));
    }

    @Override
    public void hideAccount() {
        Map<String, String> answer = Map.of(
                "status",
                "200",
                "contentType",
                "text/xml",
                "body",
                CannedOrg.organization("").body());
        faults().add(new Faults.Fault("status", "FROM Organization", 0, Trouble.FOR_EVER, answer));
    }

    @Override
    public SourceRef addSeenLate(Map<Field, String> values) {
        vendor().set("lateCommitSeconds", Long.toString(lateness().toSeconds()));
        SourceRef late = add(RecordKind.PERSON, values);
        vendor().set("lateCommitSeconds", "0");
        return late;
    }

    @Override
    public Duration lateness() {
        return Duration.ofMinutes(10);
    }

    @Override
    public int callsOfAnIdlePull() {
        // The org's time, leads, contacts.
        return 3;
    }

    @Override
    protected FaultKind faultKind(Trouble trouble) {
        return switch (trouble) {
            case TOKEN_EXPIRED -> new FaultKind("expired-session", Map.of("text", "2"));
            case RATE_LIMITED -> new FaultKind("request-limit", Map.of("kind", "concurrent"));
            case QUOTA_EXHAUSTED -> new FaultKind("request-limit", Map.of("kind", "daily"));
            case RECORD_LOCKED -> new FaultKind("row-lock", Map.of("rows", "1"));
            default -> throw new IllegalArgumentException("served by the HTTP side: " + trouble);
        };
    }

    @Override
    protected String pattern(CallKind on) {
        return switch (on) {
            case PULL -> "queryString>SELECT [^<]* FROM (Lead|Contact) |/jobs/query";
            case WRITE -> "<m:update ";
            case MERGE -> "<m:merge ";
            case APPEND -> "<m:create ";
            case ANY -> " /services/(Soap|data)/";
        };
    }

    private Mapping.Type typeOf(RecordKind kind) {
        return mapping.typesOf(kind).get(0);
    }

    private static Map<String, String> named(Mapping.Type type, Map<Field, String> values) {
        Map<String, String> named = new LinkedHashMap<>();
        values.forEach((field, value) -> named.put(nameOf(type, field), value));
        return named;
    }

    private static String nameOf(Mapping.Type type, Field field) {
        return type.nameOf(field)
                .orElseThrow(() -> new IllegalArgumentException(type.name() + " has no single " + field));
    }
}
