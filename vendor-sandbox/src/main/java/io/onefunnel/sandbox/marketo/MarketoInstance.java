package io.onefunnel.sandbox.marketo;

import io.onefunnel.sandbox.Calls;
import io.onefunnel.sandbox.Faults;
import io.onefunnel.sandbox.SandboxClock;
import io.onefunnel.sandbox.Vendor;
import io.onefunnel.sandbox.WriteAudit;
import io.onefunnel.sandbox.http.HttpAnswer;
import io.onefunnel.sandbox.http.HttpCall;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A Marketo Engage instance: identity, lead database, activities, programs, lists, bulk extracts, and the limits they
 * share. Errors come with HTTP 200.
 *
 * <p>Settings: {@code limits} (off for benchmarks), {@code callsPer20Seconds}, {@code concurrency},
 * {@code apiCallsPerDay}, {@code tokenLifetimeSeconds} (of tokens given from then on), {@code nativeSync} (on: the
 * opportunity, role, company and sales person endpoints answer 1018), {@code emptyPageEvery} (each n-th page of a stream
 * is empty with moreResult true; 0 never), {@code bulkUpdatedAt} (off: that filter answers 1035), {@code bulkSeconds}
 * (how long an extract is processed), {@code exportMegabytesPerDay}, {@code mergeLosersInDeleted} (whether losers of a
 * merge are listed as deleted too; documents do not say).
 *
 * <p>Faults: {@code expired-token} (602, the token ends), {@code rate-limit} (606), {@code concurrency} (615),
 * {@code quota} (607), {@code transient} (param code, 713 unless told; nothing is done), {@code row-error} (params rows,
 * code, message: the first rows of a batch are skipped), {@code empty-page} (an empty page with moreResult true) and
 * {@code racing-upsert} (Sync Leads does not see what another call is creating, so that duplicates arise).
 */
public final class MarketoInstance implements Vendor, MarketoData {
    private static final int LONGEST_URI = 8 * 1024;
    private static final int LARGEST_BODY = 1024 * 1024;
    // "Up to 100 custom fields by API": "Leads", "Create Fields"; 20 for program members: "Program Members", "Create".
    private static final int MOST_LEAD_FIELDS = 100;
    private static final int MOST_MEMBER_FIELDS = 20;
    private static final Map<String, String> RESPONSE_FAULTS = Map.of(
            "rate-limit", "606|Max rate limit '100' exceeded with in '20' secs",
            "concurrency", "615|Concurrent access limit '10' reached",
            "quota", "607|Daily quota reached");

    private final Calls calls;
    private final Faults faults;
    private final Settings settings = new Settings();
    private final Identity identity;
    private final Limits limits;
    private final LeadDatabase database;
    private final Programs programs;
    private final ProgramMembers members;
    private final LeadRemovals removals;
    private final LeadSync sync;
    private final CustomActivityTypes customTypes = new CustomActivityTypes();
    private final Map<ObjectKind, ExternalObjects> objects = new TreeMap<>();
    private final Routes routes;
    private final AtomicLong requests = new AtomicLong(0xe42b);

    public MarketoInstance(SandboxClock clock, Calls calls, WriteAudit audit, Faults faults) {
        this.calls = calls;
        this.faults = faults;
        identity = new Identity(clock, settings);
        limits = new Limits(clock, settings);
        database = new LeadDatabase(clock, new FieldSchema(FieldSchema.listed("lead-fields.txt"), MOST_LEAD_FIELDS));
        Memberships memberships = new Memberships();
        Channels channels = new Channels();
        programs = new Programs(channels);
        FieldSchema memberFields = new FieldSchema(FieldSchema.listed("member-fields.txt"), MOST_MEMBER_FIELDS);
        MemberValues memberValues = new MemberValues(database, programs, memberFields);
        members = new ProgramMembers(database, programs, memberships, memberFields, memberValues, audit, faults);
        removals = new LeadRemovals(database, memberships, settings, audit);
        for (ObjectKind kind : ObjectKind.values()) {
            objects.put(kind, new ExternalObjects(kind, database, settings, audit));
        }
        sync = new LeadSync(database, audit, faults);
        ActivityShapes shapes = new ActivityShapes(database, customTypes);
        LeadReads reads = new LeadReads(database, settings);
        StaticLists lists = new StaticLists(database, memberships, reads);
        ActivityReads activities =
                new ActivityReads(database, shapes, new ActivityTypes(), customTypes, settings, faults);
        BulkExtracts bulk = new BulkExtracts(database, settings, limits, faults);
        RestApi api = new RestApi(new Routes());
        api.leads(reads, sync, removals, members);
        api.schema("leads", database.schema(), true);
        api.activities(activities, new CustomActivities(database, customTypes, audit, faults), customTypes);
        api.programs(programs, members, channels);
        api.schema("programs/members", memberFields, true);
        api.lists(lists);
        api.campaigns(new Campaigns(database, audit));
        objects.forEach(api::objects);
        api.bulk("leads", bulk, new LeadExtracts(database, lists, settings)::asked);
        api.bulk("activities", bulk, new ActivityExtracts(database, shapes)::asked);
        api.bulk(
                "program/members",
                bulk,
                new MemberExtracts(database, programs, memberships, memberFields, memberValues, settings)::asked);
        api.usage(limits);
        routes = api.routes();
    }

    @Override
    public String name() {
        return "marketo";
    }

    @Override
    public HttpAnswer answer(HttpCall http) {
        if (http.target().length() > LONGEST_URI) return HttpAnswer.empty(414);
        if (http.body().length > LARGEST_BODY) return HttpAnswer.empty(413);
        if (http.path().startsWith("/identity/oauth/token")) {
            calls.count("token");
            return identity.answer(http);
        }
        String requestId = Long.toHexString(requests.incrementAndGet()) + "#"
                + Long.toHexString(database.now().toEpochMilli());
        try {
            limits.enter();
        } catch (Refusal refusal) {
            calls.count("refused");
            return Replies.refused(requestId, refusal);
        }
        boolean counted = true;
        try {
            return admitted(http, requestId);
        } catch (Refusal refusal) {
            counted = refusal.counted();
            return Replies.refused(requestId, refusal);
        } catch (SkippedRow misplaced) {
            return Replies.refused(requestId, new Refusal(misplaced.code(), misplaced.text()));
        } catch (IllegalArgumentException | DateTimeException notUnderstood) {
            return Replies.refused(requestId, new Refusal("1001", "Invalid value in request"));
        } finally {
            limits.leave(counted);
        }
    }

    @Override
    public Map<String, Object> state() {
        synchronized (database) {
            Map<String, Object> state = new TreeMap<>();
            state.put("lead", database.leads().all().size());
            state.put("lead.deleted", database.leads().deleted());
            state.put("lead.merged", database.leads().merged());
            state.put("activity", database.log().size());
            state.put("program", programs.size());
            objects.forEach((kind, records) -> state.put(kind.singular(), records.size()));
            return state;
        }
    }

    @Override
    public Map<String, String> credentials() {
        return Map.of(
                "munchkinId", "284-RPR-133",
                "clientId", Identity.CLIENT_ID,
                "clientSecret", Identity.CLIENT_SECRET,
                "apiUser", Identity.USER);
    }

    @Override
    public void set(String key, String value) {
        settings.set(key, value);
    }

    @Override
    public Map<String, String> settings() {
        return settings.all();
    }

    /** Types: "lead" by id; "opportunity", "opportunityRole", "company", "salesPerson" by external key. */
    @Override
    public void editByHand(String type, String id, Map<String, String> fields) {
        synchronized (database) {
            Optional<ObjectKind> kind = kind(type);
            if (kind.isPresent()) {
                objects(kind.get()).edit(id, fields);
                return;
            }
            requireLead(type);
            Map<String, @Nullable String> values = new LinkedHashMap<>();
            fields.forEach(
                    (field, value) -> values.put(database.schema().get(field).name(), value.isEmpty() ? null : value));
            database.change(live(Integer.parseInt(id)), values, Origin.screen());
        }
    }

    @Override
    public Map<String, String> record(String type, String id) {
        synchronized (database) {
            Optional<ObjectKind> kind = kind(type);
            if (kind.isPresent())
                return objects(kind.get()).find(id).map(Map::copyOf).orElse(Map.of());
            requireLead(type);
            return database.leads().find(Integer.parseInt(id)).map(Lead::all).orElse(Map.of());
        }
    }

    /** Deletes a lead as a marketer would: no call is counted, the write audit does not list it. */
    public void deleteByHand(long leadId) {
        synchronized (database) {
            removals.deleteNow(live(leadId), Origin.screen());
        }
    }

    /** Merges leads as a marketer would. */
    public void mergeByHand(long winnerId, List<Long> loserIds) {
        synchronized (database) {
            List<Lead> losers = new ArrayList<>();
            for (long loser : loserIds) losers.add(live(loser));
            removals.mergeNow(live(winnerId), losers, Origin.screen());
        }
    }

    /** Hides a lead field from the API, as an admin may. */
    public void hideField(String name) {
        synchronized (database) {
            database.schema().hide(name);
        }
    }

    /** From now on every write to this lead is refused as invalid. */
    public void refuseWritesTo(long leadId) {
        synchronized (database) {
            sync.refuse(live(leadId).id());
        }
    }

    @Override
    public long lead(Map<String, String> fields) {
        synchronized (database) {
            Map<String, String> values = new LinkedHashMap<>(fields);
            String created = values.remove("createdAt");
            String updated = values.remove("updatedAt");
            values.values().removeIf(String::isEmpty);
            Instant createdAt = created == null ? database.now() : Dates.parse(created);
            Instant updatedAt = updated == null ? createdAt : Dates.parse(updated);
            return database.seed(values, createdAt, updatedAt).id();
        }
    }

    @Override
    public void activity(
            long leadId,
            int typeId,
            Instant at,
            long primaryAttributeValueId,
            String primaryAttributeValue,
            Map<String, String> attributes) {
        synchronized (database) {
            database.log()
                    .seed(LeadDatabase.activity(
                            live(leadId).id(), typeId, at, primaryAttributeValueId, primaryAttributeValue, attributes));
        }
    }

    @Override
    public long program(String name, String channel, Instant createdAt) {
        synchronized (database) {
            return programs.create(name, channel, createdAt);
        }
    }

    @Override
    public void member(long programId, long leadId, String status, Instant at) {
        synchronized (database) {
            members.seed((int) programId, live(leadId).id(), status, at);
        }
    }

    private HttpAnswer admitted(HttpCall http, String requestId) {
        if (faults.take("expired-token", http).isPresent()) identity.expire();
        identity.check(http);
        Routes.Found found = routes.find(ApiCall.of(http, requestId));
        calls.count(found.operation());
        refuseByFault(http);
        synchronized (database) {
            return found.answer().apply(found.call());
        }
    }

    private void refuseByFault(HttpCall http) {
        RESPONSE_FAULTS.forEach((kind, answer) -> {
            if (faults.take(kind, http).isEmpty()) return;
            int bar = answer.indexOf('|');
            throw new Refusal(answer.substring(0, bar), answer.substring(bar + 1));
        });
        faults.take("transient", http).ifPresent(fault -> {
            throw new Refusal(fault.params().getOrDefault("code", "713"), "Transient Error");
        });
    }

    private Lead live(long id) {
        return database.leads()
                .find(Math.toIntExact(id))
                .orElseThrow(() -> new IllegalArgumentException("no lead " + id));
    }

    private ExternalObjects objects(ObjectKind kind) {
        return Optional.ofNullable(objects.get(kind)).orElseThrow();
    }

    private static Optional<ObjectKind> kind(String type) {
        for (ObjectKind kind : ObjectKind.values()) if (kind.singular().equals(type)) return Optional.of(kind);
        return Optional.empty();
    }

    private static void requireLead(String type) {
        if (!type.equals("lead") && !type.equals("leads")) {
            throw new IllegalArgumentException("Marketo has no " + type + " to edit or read here");
        }
    }
}
