package io.onefunnel.marketo;

import io.onefunnel.config.MappingFile;
import io.onefunnel.marketo.client.LeadValues;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.marketo.MarketoInstance;
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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The sandbox's Marketo under the contract's eyes. */
public final class InstanceFixture extends SandboxFixture<MarketoInstance> {
    private static final ConnectionId CONNECTION = new ConnectionId("marketo");
    public static final Mapping MAPPING =
            MappingFile.read(Path.of(System.getProperty("onefunnel.root", ".."), "config", "mappings", "marketo.yaml"));

    private final AdapterContext context;
    private boolean nameless;
    private final MarketoAdapterFactory factory = new MarketoAdapterFactory();
    private final LeadValues values =
            new LeadValues(MAPPING.typesOf(RecordKind.PERSON).get(0));

    public InstanceFixture(ManualClock clock, AdapterContext context) {
        super(clock, MarketoInstance::new);
        this.context = context;
        // The contract's clock stands still: a rate per 20 seconds would never open again.
        vendor().set("callsPer20Seconds", "1000000");
        vendor().set("apiCallsPerDay", "1000000");
    }

    public MarketoInstance instance() {
        return vendor();
    }

    public String baseUrl() {
        return url();
    }

    @Override
    public ConnectionId connection() {
        return CONNECTION;
    }

    @Override
    public Mapping mapping() {
        return MAPPING;
    }

    @Override
    public String accountId() {
        return "284-RPR-133";
    }

    @Override
    public Set<Behaviour> lacks() {
        return EnumSet.of(
                Behaviour.REASSIGNS,
                Behaviour.CREATES_TASKS,
                Behaviour.LINKS_REFERRALS,
                Behaviour.COUNTS,
                Behaviour.SHOWS_CHANGES_LATE,
                Behaviour.LOCKS_RECORDS);
    }

    @Override
    public CrmAdapter adapter(Mapping mapping, Access access) {
        return adapter(mapping, access, Map.of());
    }

    public CrmAdapter adapter(Mapping mapping, Access access, Map<String, String> more) {
        Map<String, String> credentials = vendor().credentials();
        Map<String, String> options = new HashMap<>();
        options.put("base-url", (access == Access.UNREACHABLE_HOST ? unreachableUrl() : url()) + "/rest");
        if (!nameless) options.put("munchkin-id", accountId());
        options.put("calls-per-20-seconds", "1000000");
        options.put("first-load-from", "2025-12-01");
        options.putAll(more);
        Supplier<String> id = () -> credentials.getOrDefault("clientId", "");
        Supplier<String> secret =
                () -> access == Access.WRONG_CREDENTIALS ? WRONG_SECRET : credentials.getOrDefault("clientSecret", "");
        return factory.create(
                new ConnectionSettings(
                        CONNECTION,
                        OptionValues.parse(MarketoOptions.ALL, options),
                        Map.of("client-id", id, "client-secret", secret),
                        mapping),
                context);
    }

    @Override
    public SourceRef add(RecordKind kind, Map<Field, String> canonical) {
        long id = switch (kind) {
            case PERSON -> vendor().lead(texts(canonical));
            case CAMPAIGN ->
                vendor().program(
                                canonical.getOrDefault(Field.NAME, "Program"),
                                "Webinar",
                                context.clock().instant());
            default -> throw new UnsupportedOperationException("Marketo maps no " + kind);
        };
        return new SourceRef(CONNECTION, kind, Long.toString(id));
    }

    @Override
    public void edit(SourceRef ref, Map<Field, String> canonical) {
        vendor().editByHand("lead", ref.id(), texts(canonical));
    }

    @Override
    public void delete(SourceRef ref) {
        vendor().deleteByHand(Long.parseLong(ref.id()));
    }

    @Override
    public SourceRef merge(SourceRef survivor, SourceRef loser) {
        vendor().mergeByHand(Long.parseLong(survivor.id()), List.of(Long.parseLong(loser.id())));
        return survivor;
    }

    @Override
    public String value(SourceRef ref, Field field) {
        return values.held(List.of(field), vendor().record("lead", ref.id())).getOrDefault(field, "");
    }

    @Override
    public SourceRef addUser(String email) {
        throw new UnsupportedOperationException("leads of this mapping have no owner");
    }

    @Override
    public void assign(SourceRef person, SourceRef user) {
        throw new UnsupportedOperationException("leads of this mapping have no owner");
    }

    @Override
    public Optional<SourceRef> ownerOf(SourceRef person) {
        return Optional.empty();
    }

    @Override
    public void hide(RecordKind kind, Field field) {
        vendor().hideField(values.name(field).orElseThrow());
    }

    @Override
    public void refuseWritesTo(SourceRef ref) {
        vendor().refuseWritesTo(Long.parseLong(ref.id()));
    }

    @Override
    public SourceRef addSeenLate(Map<Field, String> canonical) {
        throw new UnsupportedOperationException("no document tells of a delay");
    }

    /** A page of the pull is twenty pages of the log. */
    @Override
    public int moreThanOnePage() {
        return 6_500;
    }

    /** The log of changes; and every half hour the deletions. */
    @Override
    public void hideAccount() {
        nameless = true;
    }

    @Override
    public int callsOfAnIdlePull() {
        return 2;
    }

    @Override
    protected FaultKind faultKind(Trouble trouble) {
        return FaultKind.of(
                switch (trouble) {
                    case TOKEN_EXPIRED -> "expired-token";
                    case RATE_LIMITED -> "rate-limit";
                    case QUOTA_EXHAUSTED -> "quota";
                    default -> throw new UnsupportedOperationException("no fault for " + trouble);
                });
    }

    @Override
    protected String pattern(CallKind on) {
        return switch (on) {
            case PULL -> "GET /rest/v1/leads\\.json|GET /rest/v1/activities\\.json|leads\\.json\\?_method=GET";
            case WRITE -> "POST /rest/v1/leads\\.json$";
            case MERGE -> "/merge\\.json";
            case APPEND -> "POST /rest/v1/activities/external\\.json";
            case ANY -> " /(rest|bulk)/";
        };
    }

    private Map<String, String> texts(Map<Field, String> canonical) {
        Map<String, String> texts = new LinkedHashMap<>();
        canonical.forEach(
                (field, value) -> texts.put(values.name(field).orElseThrow(), values.vendorText(field, value)));
        return texts;
    }
}
