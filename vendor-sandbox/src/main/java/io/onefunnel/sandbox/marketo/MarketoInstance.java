package io.onefunnel.sandbox.marketo;

import io.onefunnel.sandbox.marketo.activities.ActivityReads;
import io.onefunnel.sandbox.marketo.activities.ActivityShapes;
import io.onefunnel.sandbox.marketo.activities.ActivityTypes;
import io.onefunnel.sandbox.marketo.activities.CustomActivities;
import io.onefunnel.sandbox.marketo.activities.CustomActivityTypes;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.auth.Identity;
import io.onefunnel.sandbox.marketo.auth.Limits;
import io.onefunnel.sandbox.marketo.auth.Usage;
import io.onefunnel.sandbox.marketo.bulk.ActivityExtracts;
import io.onefunnel.sandbox.marketo.bulk.BulkExtracts;
import io.onefunnel.sandbox.marketo.bulk.LeadExtracts;
import io.onefunnel.sandbox.marketo.bulk.MemberExtracts;
import io.onefunnel.sandbox.marketo.crm.CrmObjects;
import io.onefunnel.sandbox.marketo.crm.ObjectCalls;
import io.onefunnel.sandbox.marketo.crm.ObjectKind;
import io.onefunnel.sandbox.marketo.leads.LeadReads;
import io.onefunnel.sandbox.marketo.leads.LeadRemovals;
import io.onefunnel.sandbox.marketo.leads.LeadSync;
import io.onefunnel.sandbox.marketo.programs.Campaigns;
import io.onefunnel.sandbox.marketo.programs.Channels;
import io.onefunnel.sandbox.marketo.programs.MemberReads;
import io.onefunnel.sandbox.marketo.programs.MemberValues;
import io.onefunnel.sandbox.marketo.programs.MemberWrites;
import io.onefunnel.sandbox.marketo.programs.Memberships;
import io.onefunnel.sandbox.marketo.programs.Programs;
import io.onefunnel.sandbox.marketo.schema.FieldSchema;
import io.onefunnel.sandbox.marketo.schema.SchemaPages;
import io.onefunnel.sandbox.marketo.store.Lead;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.marketo.store.Origin;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.Vendor;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Marketo Engage instance: identity, lead database, activities, programs, campaigns, bulk extracts, and the limits they
 * share. Errors come with HTTP 200.
 *
 * <p>Settings: {@code limits} (off for benchmarks), {@code callsPer20Seconds}, {@code concurrency},
 * {@code apiCallsPerDay}, {@code tokenLifetimeSeconds} (of tokens given from then on), {@code nativeSync} (on: the
 * opportunity, role, company and sales person endpoints answer 1018, describe2 calls the CRM's fields
 * {@code crmManaged}, and a merge is survived by the record that the CRM holds), {@code nativeSyncReads} (on: describe
 * and query of those records answer all the same; documents disagree), {@code opportunityActivities} (roles and
 * opportunities leave activities 34 to 36), {@code emptyPageEvery} (each n-th page of a stream is empty with moreResult
 * true; 0 never), {@code bulkUpdatedAt} (off: that filter answers 1035), {@code bulkSeconds} (how long an extract
 * is processed), {@code exportMegabytesPerDay}, {@code mergeLosersInDeleted} (whether losers of a merge are listed
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
    // "Up to 100 custom fields by API": "Leads", "Create Fields"; 20 for program members: "Program Members", "Create".
    private static final int MOST_LEAD_FIELDS = 100;
    private static final int MOST_MEMBER_FIELDS = 20;
    private static final Set<ObjectKind> LISTS_FIELDS =
            Set.of(ObjectKind.OPPORTUNITY, ObjectKind.COMPANY, ObjectKind.NAMED_ACCOUNT);

    private final InstanceSettings settings = new InstanceSettings();
    private final LeadDatabase database;
    private final Programs programs;
    private final MemberWrites members;
    private final LeadSync sync;
    private final CrmObjects crmObjects;
    private final Map<ObjectKind, ObjectCalls> objects = new TreeMap<>();
    private final UiActions ui;
    private final Gateway gateway;

    public MarketoInstance(SandboxClock clock, Calls calls, WriteAudit audit, Faults faults) {
        Identity identity = new Identity(clock, settings, faults);
        Limits limits = new Limits(clock, settings);
        Routes routes = new Routes();
        database = new LeadDatabase(clock, new FieldSchema(FieldSchema.listed("lead-fields.txt"), MOST_LEAD_FIELDS));
        Memberships memberships = new Memberships();
        Channels channels = new Channels();
        programs = new Programs(channels);
        FieldSchema memberFields = new FieldSchema(FieldSchema.listed("member-fields.txt"), MOST_MEMBER_FIELDS);
        MemberValues memberValues = new MemberValues(database, programs, memberFields);
        members = new MemberWrites(database, programs, memberships, memberFields, memberValues, audit, faults);
        crmObjects = new CrmObjects(database, settings, audit, faults);
        LeadRemovals removals = new LeadRemovals(database, memberships, crmObjects, settings, audit);
        sync = new LeadSync(database, programs, members, crmObjects, settings, audit, faults);
        LeadReads reads = new LeadReads(database, settings);
        Campaigns campaigns = new Campaigns(database, programs, audit);
        ui = new UiActions(database, removals, programs, channels, campaigns);
        CustomActivityTypes customTypes =
                new CustomActivityTypes(clock, type -> database.log().has(type));
        ActivityShapes shapes = new ActivityShapes(database, customTypes);
        ActivityReads activities =
                new ActivityReads(database, shapes, new ActivityTypes(), customTypes, settings, faults);

        MemberReads memberReads = new MemberReads(programs, memberships, memberFields, memberValues);
        memberReads.serve(routes);
        reads.serve(routes, memberReads);
        sync.serve(routes);
        removals.serve(routes);
        new SchemaPages(database.schema()).serve(routes, "leads", true);
        activities.serve(routes);
        new CustomActivities(database, customTypes, audit, faults).serve(routes);
        customTypes.serve(routes);
        channels.serve(routes);
        programs.serve(routes);
        members.serve(routes);
        new SchemaPages(memberFields).serve(routes, "programs/members", true);
        campaigns.serve(routes);
        for (ObjectKind kind : ObjectKind.values()) {
            ObjectCalls calling = new ObjectCalls(kind, crmObjects);
            objects.put(kind, calling);
            calling.serve(routes);
            if (LISTS_FIELDS.contains(kind)) {
                new SchemaPages(crmObjects.schema(kind)).serve(routes, kind.path(), false);
            }
        }
        BulkExtracts bulk = new BulkExtracts(database, settings, limits, faults);
        bulk.serve(routes, "leads", new LeadExtracts(database, settings)::asked);
        bulk.serve(routes, "activities", new ActivityExtracts(database, shapes, settings)::asked);
        bulk.serve(
                routes,
                "program/members",
                new MemberExtracts(database, programs, memberships, memberFields, memberValues, settings)::asked);
        new Usage(limits).serve(routes);
        gateway = new Gateway(identity, limits, database, routes, calls, faults);
    }

    @Override
    public String name() {
        return "marketo";
    }

    @Override
    public HttpAnswer answer(HttpCall http) {
        return gateway.answer(http);
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
                "apiUser", InstanceSettings.API_USER);
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
            database.change(ui.live(Integer.parseInt(id)), values, Origin.screen());
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
            return ui.does(action, arguments);
        }
    }

    /** Deletes a lead as a marketer would: no call is counted, the write audit does not list it. */
    public void deleteByHand(long leadId) {
        synchronized (database) {
            ui.delete(ui.live(leadId));
        }
    }

    /** Merges leads as a marketer would. */
    public void mergeByHand(long winnerId, List<Long> loserIds) {
        synchronized (database) {
            ui.merge(ui.live(winnerId), loserIds);
        }
    }

    /** Hides a lead field from the API, as an admin may. */
    public void hideField(String name) {
        synchronized (database) {
            database.schema().hide(name);
        }
    }

    /** Has reads and extracts refuse a lead field that is described all the same. */
    public void refuseReadsOf(String name) {
        synchronized (database) {
            database.schema().refuseReads(name);
        }
    }

    /** From now on every write to this lead is refused as invalid. */
    public void refuseWritesTo(long leadId) {
        synchronized (database) {
            sync.refuse(ui.live(leadId).id());
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
                            ui.live(leadId).id(),
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
            members.seed((int) programId, ui.live(leadId).id(), status, at);
        }
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
