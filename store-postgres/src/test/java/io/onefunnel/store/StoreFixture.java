package io.onefunnel.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Attribution;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.Capability;
import io.onefunnel.model.Channel;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Decision;
import io.onefunnel.model.Field;
import io.onefunnel.model.IdentityKey;
import io.onefunnel.model.LeadScore;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Origin;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.ScoreTerm;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.Touch;
import io.onefunnel.model.Validity;
import io.onefunnel.model.WorkItem;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Mirror;
import io.onefunnel.state.Mirror.Observed;
import io.onefunnel.state.People;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.store.records.Mappings;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.DatabaseLocation;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.PendingChange;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A store, and short words for what tests put into it. */
public final class StoreFixture implements AutoCloseable {
    public static final ConnectionId CRM = new ConnectionId("crm");
    public static final ConnectionId MAP = new ConnectionId("map");
    public static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    public static final Instant V1 = Instant.parse("2026-02-01T00:00:00Z");
    public static final Instant V2 = Instant.parse("2026-02-02T00:00:00Z");
    public static final Instant V3 = Instant.parse("2026-02-03T00:00:00Z");
    public static final String INPUTS = "inputs-1";

    private static final Mapping MAPPING = new Mapping(Map.of(
            "Lead",
            new Mapping.Type(
                    "Lead",
                    RecordKind.PERSON,
                    PersonType.PROSPECT,
                    Map.of(
                            Field.EMAIL, Mapping.Source.of("Email"),
                            Field.CREATED_AT, Mapping.Source.of("CreatedDate"),
                            Field.OF_SCORE, Mapping.Source.of("Score__c"),
                            Field.OF_GRADE, Mapping.Source.of("Grade__c")),
                    Map.of(),
                    Set.of(Field.OF_SCORE, Field.OF_GRADE),
                    Map.of()),
            "Account",
            new Mapping.Type(
                    "Account",
                    RecordKind.COMPANY,
                    PersonType.PERSON,
                    Map.of(Field.WEBSITE, Mapping.Source.of("Website")),
                    Map.of(),
                    Set.of(),
                    Map.of())));

    public final DatabaseLocation location;
    public PostgresStore store;
    public Lease lease;

    public StoreFixture(Class<?> test) {
        location = TestServer.freshDatabase(test);
        store = open();
        lease = store.leases().acquire("test", "me", Duration.ofHours(1)).orElseThrow();
    }

    private PostgresStore open() {
        return PostgresStore.open(location, Mappings.of(Map.of(CRM, MAPPING, MAP, MAPPING)), InstantSource.fixed(NOW));
    }

    /** As if the process had died and another one had come up. */
    public void restart() {
        store.close();
        store = open();
        store.leases().release(lease);
        lease = store.leases().acquire("test", "other", Duration.ofHours(1)).orElseThrow();
    }

    /** Forgets everything, for the next test. */
    public void empty() {
        Database database = new Database(store.dataSource());
        database.change(sql -> {
            List<String> tables = sql.list("""
                    select c.relname::text from pg_class c where c.relnamespace = 'public'::regnamespace
                        and c.relkind in ('r', 'p') and not c.relispartition
                        and c.relname not in ('schema_history', 'connection', 'pending_fields') and c.relname not like 'qrtz%'
                    """, row -> row.text(1));
            sql.update("truncate " + String.join(", ", tables) + " cascade");
        });
        lease = store.leases().acquire("test", "me", Duration.ofHours(1)).orElseThrow();
    }

    public <T> T query(Database.Work<T> work) {
        return new Database(store.dataSource()).inTransaction(work);
    }

    @Override
    public void close() {
        store.close();
    }

    public static SourceRef person(String id) {
        return new SourceRef(CRM, RecordKind.PERSON, id);
    }

    public static SourceRef ref(RecordKind kind, String id) {
        return new SourceRef(CRM, kind, id);
    }

    /** A record to be told more about. */
    public static Lead lead(String id) {
        return new Lead(
                person(id),
                "Lead",
                V1,
                new HashMap<>(),
                new HashMap<>(),
                new ArrayList<>(),
                "facts",
                new EnumMap<>(Field.class));
    }

    public static Lead record(RecordKind kind, String id) {
        String type = kind == RecordKind.COMPANY ? "Account" : kind.name();
        return new Lead(
                ref(kind, id),
                type,
                V1,
                new HashMap<>(),
                new HashMap<>(),
                new ArrayList<>(),
                "facts",
                new EnumMap<>(Field.class));
    }

    public record Lead(
            SourceRef ref,
            String type,
            Instant version,
            Map<String, String> fields,
            Map<LinkRole, List<String>> links,
            List<IdentityKey> keys,
            String facts,
            Map<Field, String> own) {
        public Lead at(Instant other) {
            return new Lead(ref, type, other, fields, links, keys, facts, own);
        }

        public Lead facts(String other) {
            Lead lead = new Lead(ref, type, version, new HashMap<>(fields), links, keys, other, own);
            lead.fields.put("Title", other);
            return lead;
        }

        public Lead field(String name, String value) {
            Lead lead = new Lead(ref, type, version, new HashMap<>(fields), links, keys, facts, own);
            lead.fields.put(name, value);
            return lead;
        }

        public Lead key(String value) {
            Lead lead = new Lead(ref, type, version, fields, links, new ArrayList<>(keys), facts, own);
            lead.keys.add(new IdentityKey("email", value));
            return lead;
        }

        public Lead link(LinkRole role, String... ids) {
            Lead lead = new Lead(ref, type, version, fields, new HashMap<>(links), keys, facts, own);
            lead.links.put(role, List.of(ids));
            return lead;
        }

        public Lead score(String value) {
            Lead lead =
                    new Lead(ref, type, version, new HashMap<>(fields), links, keys, facts, new EnumMap<>(Field.class));
            lead.own.putAll(own);
            lead.own.put(Field.OF_SCORE, value);
            if (!value.isEmpty()) lead.fields.put("Score__c", value);
            return lead;
        }

        public Change.Present raw() {
            Set<String> fetched = new TreeSet<>(fields.keySet());
            fetched.add("Score__c");
            return new Change.Present(ref, type, version, fields, fetched, links, List.of());
        }

        public Observed.Record observed() {
            return new Observed.Record(raw(), facts.getBytes(StandardCharsets.UTF_8), own, keys);
        }
    }

    public static Observed.Touched touch(String id, String person, Instant at, String actor) {
        return new Observed.Touched(new Touch(
                ref(RecordKind.TOUCH, id),
                person(person),
                at,
                Channel.CALL,
                Touch.Direction.OUTBOUND,
                Touch.Result.CONNECTED,
                true,
                false,
                actor.isEmpty() ? Optional.empty() : Optional.of(ref(RecordKind.USER, actor))));
    }

    public static Observed.Responded response(String id, String person, Instant at) {
        return new Observed.Responded(new CampaignResponse(
                ref(RecordKind.RESPONSE, id),
                person(person),
                at,
                Channel.FORM,
                CampaignResponse.Offer.DEMO,
                true,
                false,
                "Talk to us",
                Optional.empty()));
    }

    public static Observed.Met meeting(String id, String facts, String... people) {
        Lead raw = record(RecordKind.MEETING, id).link(LinkRole.PERSON, people).facts(facts);
        return new Observed.Met(
                raw.raw(),
                facts.getBytes(StandardCharsets.UTF_8),
                new Meeting(
                        raw.ref(),
                        Arrays.stream(people).map(StoreFixture::person).toList(),
                        V1,
                        V2,
                        V3,
                        Meeting.Outcome.SCHEDULED,
                        "Demo",
                        true,
                        Optional.empty()));
    }

    public Mirror.Stored store(Observed... observed) {
        return store(RecordKind.PERSON, observed);
    }

    public Mirror.Stored store(RecordKind kind, Observed... observed) {
        return store.mirror().store(lease, page(kind, "next", List.of(observed)));
    }

    public static Mirror.Page page(RecordKind kind, String cursor, List<Observed> observed) {
        return new Mirror.Page(CRM, kind, observed, new Cursor(cursor), new Progress.More(), NOW);
    }

    /** Gives every dirty record a person: those that share a key are one, named after the first of them. */
    public void resolve() {
        while (true) {
            Optional<People.Batch> batch = store.people().claim(lease, 1000, 50);
            if (batch.isEmpty()) return;
            assign(batch.get(), member -> "p-" + member.raw().ref().id());
        }
    }

    public void assign(People.Batch batch, Function<People.Member, String> name) {
        assign(batch, name, List.of());
    }

    public void assign(People.Batch batch, Function<People.Member, String> name, List<MatchTerm> matches) {
        Map<SourceRef, PersonId> persons = new HashMap<>();
        Map<PersonId, String> accounts = new HashMap<>();
        for (People.Member member : batch.records()) {
            PersonId id = member.person().orElseGet(() -> new PersonId(name.apply(member)));
            persons.put(member.raw().ref(), id);
            accounts.put(id, member.accountDomain());
        }
        store.people().assign(lease, batch, persons, accounts, matches, Map.of(), NOW);
    }

    /** All that is pending, after it was checked that counting comes to the same. */
    public List<PendingChange> pendingChanges() {
        return new AllPending(this).checked().changes();
    }

    public List<PendingAction> pendingActions() {
        return new AllPending(this).checked().actions();
    }

    /** Resolves and decides until nothing is left to do. */
    public void settle() {
        resolve();
        decideAll();
        assertNothingIsDirty();
    }

    public void assertNothingIsDirty() {
        assertThat(store.people().claim(lease, 10, 50)).isEmpty();
        assertThat(claim()).isEmpty();
    }

    /** Decides everybody who is dirty, and returns who was. */
    public Set<String> decideAll() {
        List<Decisions.Stored> claimed = claim();
        store.decisions()
                .commit(
                        lease,
                        claimed.stream()
                                .map(stored -> decided(stored, List.of()))
                                .toList(),
                        NOW);
        return ids(claimed);
    }

    public List<Decisions.Stored> claim() {
        return store.decisions().claim(lease, 1000, NOW, INPUTS);
    }

    public static Set<String> ids(List<Decisions.Stored> stored) {
        return stored.stream().map(each -> each.person().value()).collect(Collectors.toCollection(TreeSet::new));
    }

    public static Decisions.Decided decided(Decisions.Stored stored, List<PendingChange> pending) {
        return new Decisions.Decided(
                decision(stored.person(), stored.records().get(0).ref()),
                pending,
                "Ada Lovelace",
                BigDecimal.ZERO,
                stored.generation());
    }

    public static Decision decision(PersonId person, SourceRef active) {
        return new Decision(
                person,
                new WorkItem(person, 1, Optional.of(V1), active, Optional.empty()),
                List.of(new StageEntry(Stage.EXCHANGE, 1, V2, "form Talk to us", active, "policy-1")),
                Optional.of(Stage.EXCHANGE),
                new Attribution(Origin.MARKETING, "organic search", "", active, Optional.empty()),
                new LeadScore("rules-1", false, List.of(new ScoreTerm("wants-to-talk", "asked for a demo", 78))),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Decision.NextAction.NONE,
                List.of(),
                Validity.VALID,
                "",
                0,
                "policy-1",
                Instant.MAX,
                INPUTS);
    }

    public static PendingChange pending(String person, String record, String before, String after) {
        return new PendingChange(
                new PersonId(person),
                person(record),
                Map.of(Field.OF_SCORE, before),
                Map.of(Field.OF_SCORE, after),
                "score " + before + " -> " + after);
    }

    public static WriteLedger.Intent intent(String id, String record, String score) {
        return new WriteLedger.Intent(
                new Command.SetFields(id, person(record), Map.of(Field.OF_SCORE, score), Map.of()),
                Set.of(Capability.SCORES),
                Map.of(Field.OF_SCORE, "41"),
                "asked for a demo",
                "plan-1",
                Optional.empty(),
                NOW);
    }
}
