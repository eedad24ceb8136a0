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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A Marketo Engage instance: identity, lead database, activities, programs, lists, campaigns, bulk extracts and imports,
 * and the limits they share. Errors come with HTTP 200.
 *
 * <p>Settings: {@code limits} (off for benchmarks), {@code callsPer20Seconds}, {@code concurrency},
 * {@code apiCallsPerDay}, {@code tokenLifetimeSeconds} (of tokens given from then on), {@code nativeSync} (on: the
 * opportunity, role, company and sales person endpoints answer 1018, describe2 calls the CRM's fields
 * {@code crmManaged}, and a merge is survived by the record that the CRM holds), {@code nativeSyncReads} (on: describe
 * and query of those records answer all the same; documents disagree), {@code opportunityActivities} (roles and
 * opportunities leave activities 34 to 36), {@code emptyPageEvery} (each n-th page of a stream is empty with moreResult
 * true; 0 never), {@code bulkUpdatedAt} (off: that filter answers 1035), {@code bulkSeconds} (how long an extract or
 * import is processed), {@code exportMegabytesPerDay}, {@code mergeLosersInDeleted} (whether losers of a merge are listed
 * as deleted too; documents do not say), {@code racingUpserts} (whether concurrent upserts of one key create duplicates),
 * {@code retentionDays} (of activities; 0 keeps all) and {@code deletedLeadDays} (of the stream of deleted leads).
 *
 * <p>Faults: {@code error} (params code, message: the call is refused with any code, nothing is done),
 * {@code expired-token} (602, the token ends), {@code zero-token} (the identity endpoint hands the token out with no
 * second left), {@code rate-limit} (606), {@code concurrency} (615), {@code quota} (607), {@code transient} (an
 * {@code error}, 713 unless told), {@code row-error} (params rows, code, message: the first rows of a batch are skipped),
 * {@code empty-page} (an empty page with moreResult true), {@code racing-upsert} (Sync Leads does not see what another
 * call is creating, so that duplicates arise), {@code failed-extract} (matched at enqueue: the job fails) and
 * {@code late-file} (a completed job has no file yet: 404).
 *
 * <p>By hand: {@code delete} (id), {@code merge} (winner, losers), {@code merge-in-crm} (winner, loser by the CRM's ids:
 * the native sync repeats a merge made there), {@code program} (name, channel) and {@code campaign} (name, type trigger
 * or batch, active, program, tokens).
 */
public final class MarketoInstance implements Vendor, MarketoData {
    private static final int LONGEST_URI = 8 * 1024;
    private static final int LARGEST_BODY = 1024 * 1024;
    // "Up to 100 custom fields by API": "Leads", "Create Fields"; 20 for program members: "Program Members", "Create".
    private static final int MOST_LEAD_FIELDS = 100;
    private static final int MOST_MEMBER_FIELDS = 20;
    // Import files are refused from 10 MB on: "Bulk Import", "Limits".
    private static final int LARGEST_IMPORT = 10 * 1024 * 1024;
    private static final Map<String, String> CODE_OF_FAULT =
            Map.of("rate-limit", "606", "concurrency", "615", "quota", "607", "transient", "713", "error", "611");

    private static final Set<ObjectKind> LISTS_FIELDS =
            Set.of(ObjectKind.OPPORTUNITY, ObjectKind.COMPANY, ObjectKind.NAMED_ACCOUNT);

    private final Calls calls;
    private final Faults faults;
    private final Settings settings = new Settings();
    private final Identity identity;
    private final Limits limits;
    private final LeadDatabase database;
    private final Programs programs;
    private final ProgramMembers members;
    private final LeadSync sync;
    private final CrmObjects crmObjects;
    private final Map<ObjectKind, ObjectCalls> objects = new TreeMap<>();
    private final HandWork byHand;
    private final Routes routes;
    private final AtomicLong requests = new AtomicLong(0xe42b);

    public MarketoInstance(SandboxClock clock, Calls calls, WriteAudit audit, Faults faults) {
        this.calls = calls;
        this.faults = faults;
        identity = new Identity(clock, settings, faults);
        limits = new Limits(clock, settings);
        database = new LeadDatabase(clock, new FieldSchema(FieldSchema.listed("lead-fields.txt"), MOST_LEAD_FIELDS));
        Memberships memberships = new Memberships();
        Channels channels = new Channels();
        programs = new Programs(channels);
        FieldSchema memberFields = new FieldSchema(FieldSchema.listed("member-fields.txt"), MOST_MEMBER_FIELDS);
        MemberValues memberValues = new MemberValues(database, programs, memberFields);
        members = new ProgramMembers(database, programs, memberships, memberFields, memberValues, audit, faults);
        crmObjects = new CrmObjects(database, settings, audit, faults);
        LeadRemovals removals = new LeadRemovals(database, memberships, crmObjects, settings, audit);
        sync = new LeadSync(database, programs, members, crmObjects, settings, audit, faults);
        LeadReads reads = new LeadReads(database, settings);
        StaticLists lists = new StaticLists(database, memberships, reads);
        Campaigns campaigns = new Campaigns(database, programs, audit);
        byHand = new HandWork(database, removals, programs, channels, campaigns);
        CustomActivityTypes customTypes =
                new CustomActivityTypes(clock, type -> database.log().has(type));
        ActivityShapes shapes = new ActivityShapes(database, customTypes);
        ActivityReads activities =
                new ActivityReads(database, shapes, new ActivityTypes(), customTypes, lists, settings, faults);

        RestApi api = new RestApi(new Routes());
        api.leads(reads, sync, removals, new Partitions(database));
        api.memberships(members, reads, lists, campaigns);
        api.schema("leads", database.schema(), true);
        api.activities(activities, new CustomActivities(database, customTypes, audit, faults), customTypes);
        api.programs(programs, members, channels);
        api.schema("programs/members", memberFields, true);
        api.lists(lists);
        api.campaigns(campaigns);
        for (ObjectKind kind : ObjectKind.values()) {
            ObjectCalls calling = new ObjectCalls(kind, crmObjects);
            objects.put(kind, calling);
            api.objects(kind, calling);
            if (LISTS_FIELDS.contains(kind)) api.schema(kind.path(), crmObjects.schema(kind), false);
        }
        BulkExtracts bulk = new BulkExtracts(database, settings, limits, faults);
        api.bulk("leads", bulk, new LeadExtracts(database, lists, settings)::asked);
        api.bulk("activities", bulk, new ActivityExtracts(database, shapes, settings)::asked);
        api.bulk(
                "program/members",
                bulk,
                new MemberExtracts(database, programs, memberships, memberFields, memberValues, settings)::asked);
        api.imports(new BulkImports(database, sync, lists, programs, members, settings));
        api.usage(new Usage(limits));
        routes = api.routes();
    }

    @Override
    public String name() {
        return "marketo";
    }

    @Override
    public HttpAnswer answer(HttpCall http) {
        if (http.target().length() > LONGEST_URI) return HttpAnswer.empty(414);
        boolean imports = http.header("content-type").orElse("").startsWith("multipart/");
        if (http.body().length > (imports ? LARGEST_IMPORT : LARGEST_BODY)) return HttpAnswer.empty(413);
        if (http.path().startsWith("/identity/oauth/token")) {
            calls.count("token");
            return identity.answer(http);
        }
        // Before anything else: two calls overlap from the moment the second arrives.
        int newestLead = database.leads().newest();
        String requestId = Long.toHexString(requests.incrementAndGet()) + "#"
                + Long.toHexString(database.now().toEpochMilli());
        try {
            limits.enter();
        } catch (Refusal refusal) {
            calls.count("refused");
            return refused(requestId, refusal);
        }
        boolean counted = true;
        try {
            return admitted(http, requestId, newestLead);
        } catch (Refusal refusal) {
            counted = refusal.counted();
            return refused(requestId, refusal);
        } catch (SkippedRow misplaced) {
            return refused(requestId, new Refusal(misplaced.code(), misplaced.text()));
        } catch (IllegalArgumentException | DateTimeException notUnderstood) {
            return refused(requestId, new Refusal("1001", "Invalid value in request"));
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

    /** Types: "lead" by id; "opportunity", "opportunityRole", "company", "salesPerson", "namedAccount" by key. */
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
            database.change(byHand.live(Integer.parseInt(id)), values, Origin.screen());
        }
    }

    @Override
    public Map<String, String> record(String type, String id) {
        synchronized (database) {
            Optional<ObjectKind> kind = kind(type);
            if (kind.isPresent()) return objects(kind.get()).find(id);
            requireLead(type);
            return database.leads().find(Integer.parseInt(id)).map(Lead::all).orElse(Map.of());
        }
    }

    @Override
    public Map<String, String> byHand(String action, Map<String, String> arguments) {
        synchronized (database) {
            return byHand.act(action, arguments);
        }
    }

    /** Deletes a lead as a marketer would: no call is counted, the write audit does not list it. */
    public void deleteByHand(long leadId) {
        synchronized (database) {
            byHand.delete(byHand.live(leadId));
        }
    }

    /** Merges leads as a marketer would. */
    public void mergeByHand(long winnerId, List<Long> loserIds) {
        synchronized (database) {
            byHand.merge(byHand.live(winnerId), loserIds);
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
            sync.refuse(byHand.live(leadId).id());
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
                            byHand.live(leadId).id(),
                            typeId,
                            at,
                            primaryAttributeValueId,
                            primaryAttributeValue,
                            attributes));
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
            members.seed((int) programId, byHand.live(leadId).id(), status, at);
        }
    }

    private HttpAnswer admitted(HttpCall http, String requestId, int newestLead) {
        if (faults.take("expired-token", http).isPresent()) identity.expire();
        identity.check(http);
        Routes.Found found = routes.find(ApiCall.of(http, requestId, newestLead));
        calls.count(found.operation());
        refuseByFault(http);
        synchronized (database) {
            return found.answer().apply(found.call());
        }
    }

    private void refuseByFault(HttpCall http) {
        CODE_OF_FAULT.forEach((kind, usual) -> faults.take(kind, http).ifPresent(fault -> {
            String code = fault.params().getOrDefault("code", usual);
            throw new Refusal(code, fault.params().getOrDefault("message", ErrorCodes.text(code)));
        }));
    }

    private HttpAnswer refused(String requestId, Refusal refusal) {
        limits.refused(refusal.code());
        return Replies.refused(requestId, refusal);
    }

    private ObjectCalls objects(ObjectKind kind) {
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
