package io.onefunnel.testkit.memory;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.CallKind;
import io.onefunnel.testkit.ManualClock;
import io.onefunnel.testkit.Trouble;
import io.onefunnel.testkit.VendorFixture;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@link InMemoryCrm} as the contract needs it. Its field names are the canonical ones, under four types. */
class InMemoryFixture implements VendorFixture {
    private static final ConnectionId CONNECTION = new ConnectionId("memory");
    private static final Mapping MAPPING = everyFieldOfFourTypes();

    private final AdapterContext context;
    private final InMemoryCrm crm;

    InMemoryFixture(ManualClock clock, AdapterContext context) {
        this.context = context;
        Set<String> schema = new HashSet<>();
        MAPPING.types()
                .values()
                .forEach(type -> type.fetched().forEach(field -> schema.add(type.name() + "." + field)));
        this.crm = new InMemoryCrm(clock, schema);
    }

    private static Mapping everyFieldOfFourTypes() {
        Map<String, Mapping.Type> types = new LinkedHashMap<>();
        types.put("people", type("people", RecordKind.PERSON, Map.of(LinkRole.OWNER, List.of(InMemoryCrm.OWNER))));
        types.put("companies", type("companies", RecordKind.COMPANY, Map.of()));
        types.put("deals", type("deals", RecordKind.OPPORTUNITY, Map.of()));
        types.put("users", type("users", RecordKind.USER, Map.of()));
        return new Mapping(types);
    }

    private static Mapping.Type type(String name, RecordKind kind, Map<LinkRole, List<String>> links) {
        Map<Field, Mapping.Source> fields = new EnumMap<>(Field.class);
        for (Field field : Field.values()) fields.put(field, Mapping.Source.of(field.key()));
        Set<Field> writes = EnumSet.allOf(Field.class).stream()
                .filter(field -> field.writer() == Field.Writer.ONEFUNNEL)
                .collect(Collectors.toSet());
        return new Mapping.Type(name, kind, PersonType.PERSON, fields, links, writes, Map.of());
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
        return InMemoryCrm.ACCOUNT;
    }

    @Override
    public CrmAdapter adapter(Mapping mapping, Access access) {
        return adapter(mapping, access, InMemoryAdapter.OVERLAP);
    }

    CrmAdapter adapter(Mapping mapping, Access access, Duration overlap) {
        String secret = access == Access.WRONG_CREDENTIALS ? WRONG_SECRET : InMemoryCrm.SECRET;
        Wire wire = new Wire(CONNECTION, context, crm, secret, access != Access.UNREACHABLE_HOST);
        return new InMemoryAdapter(CONNECTION, context, crm, wire, mapping, overlap);
    }

    @Override
    public SourceRef add(RecordKind kind, Map<Field, String> values) {
        return ref(kind, crm.add(typeOf(kind), named(values)));
    }

    @Override
    public SourceRef addSeenLate(Map<Field, String> values) {
        return ref(RecordKind.PERSON, crm.addSeenLate("people", named(values)));
    }

    @Override
    public Duration lateness() {
        return InMemoryCrm.LATENESS;
    }

    @Override
    public void edit(SourceRef ref, Map<Field, String> values) {
        crm.edit(id(ref), named(values));
    }

    @Override
    public void delete(SourceRef ref) {
        crm.delete(id(ref));
    }

    @Override
    public SourceRef merge(SourceRef survivor, SourceRef loser) {
        crm.mergeByHand(id(survivor), id(loser));
        return survivor;
    }

    @Override
    public String value(SourceRef ref, Field field) {
        return crm.value(id(ref), field.key());
    }

    @Override
    public SourceRef addUser(String email) {
        return ref(RecordKind.USER, crm.add("users", Map.of(Field.USER_EMAIL.key(), email)));
    }

    @Override
    public void assign(SourceRef person, SourceRef user) {
        crm.edit(id(person), Map.of(InMemoryCrm.OWNER, user.id()));
    }

    @Override
    public Optional<SourceRef> ownerOf(SourceRef person) {
        String owner = crm.value(id(person), InMemoryCrm.OWNER);
        return owner.isEmpty() ? Optional.empty() : Optional.of(ref(RecordKind.USER, Long.parseLong(owner)));
    }

    @Override
    public void hide(RecordKind kind, Field field) {
        crm.hide(typeOf(kind), field.key());
    }

    @Override
    public void refuseWritesTo(SourceRef ref) {
        crm.refuseWrites(id(ref));
    }

    @Override
    public void inject(Trouble trouble, CallKind on, int after, int times) {
        crm.inject(trouble, on, after, times);
    }

    @Override
    public void hideAccount() {
        crm.hideAccount();
    }

    @Override
    public void heal() {
        crm.heal();
    }

    @Override
    public long calls() {
        return crm.calls();
    }

    @Override
    public List<WriteAudit.Entry> audit() {
        return crm.audit();
    }

    @Override
    public int callsOfAnIdlePull() {
        return 1;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private static String typeOf(RecordKind kind) {
        return MAPPING.typesOf(kind).get(0).name();
    }

    private static Map<String, String> named(Map<Field, String> values) {
        Map<String, String> named = new LinkedHashMap<>();
        values.forEach((field, value) -> named.put(field.key(), value));
        return named;
    }

    private static SourceRef ref(RecordKind kind, long id) {
        return new SourceRef(CONNECTION, kind, String.valueOf(id));
    }

    private static long id(SourceRef ref) {
        return Long.parseLong(ref.id());
    }
}
