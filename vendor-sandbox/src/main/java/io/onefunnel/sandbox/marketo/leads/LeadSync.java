package io.onefunnel.sandbox.marketo.leads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.api.RowFaults;
import io.onefunnel.sandbox.marketo.api.SkippedRow;
import io.onefunnel.sandbox.marketo.crm.CrmObjects;
import io.onefunnel.sandbox.marketo.programs.Channels;
import io.onefunnel.sandbox.marketo.programs.MemberWrites;
import io.onefunnel.sandbox.marketo.programs.Program;
import io.onefunnel.sandbox.marketo.programs.Programs;
import io.onefunnel.sandbox.marketo.schema.SchemaField;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.marketo.store.Origin;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The calls that upsert leads: Sync Leads, Push Lead, Submit Form. */
public final class LeadSync {
    private static final Set<String> ACTIONS = Set.of("createOrUpdate", "createOnly", "updateOnly", "createDuplicate");
    private static final int FILL_OUT_FORM = 2;
    private static final int PUSH_LEAD = 145;
    private static final String ONLY_PARTITION = "Default";

    private final LeadDatabase database;
    private final Programs programs;
    private final MemberWrites members;
    private final CrmObjects objects;
    private final InstanceSettings settings;
    private final WriteAudit audit;
    private final Faults faults;
    private final Set<Integer> refused = new HashSet<>();

    public LeadSync(
            LeadDatabase database,
            Programs programs,
            MemberWrites members,
            CrmObjects objects,
            InstanceSettings settings,
            WriteAudit audit,
            Faults faults) {
        this.database = database;
        this.programs = programs;
        this.members = members;
        this.objects = objects;
        this.settings = settings;
        this.audit = audit;
        this.faults = faults;
    }

    /** Adds the endpoints that upsert leads. */
    public void serve(Routes routes) {
        routes.on("POST", "rest/v1/leads.json", "sync leads", this::sync)
                .on("POST", "rest/v1/leads/push.json", "push leads", this::push)
                .on("POST", "rest/v1/leads/submitForm.json", "submit form", this::submitForm);
    }

    /** From now on every write to this lead is refused as invalid. */
    public void refuse(int leadId) {
        refused.add(leadId);
    }

    private HttpAnswer sync(ApiCall call) {
        String action = call.text("action", "createOrUpdate");
        if (!ACTIONS.contains(action)) {
            throw new Refusal("1003", "Invalid value for field 'action' and value '" + action + "'");
        }
        LeadBatch batch = batch(call, action, call.text("lookupField", "email"), "syncLead");
        return Replies.result(call, rows(call, batch, call.input()));
    }

    private HttpAnswer push(ApiCall call) {
        String programName = call.text("programName", "");
        if (programName.isEmpty()) throw new Refusal("1002", "Missing value for required parameter 'programName'");
        Optional<Program> program = programs.named(programName);
        String statusName = call.text("programStatus", "");
        Optional<Channels.Status> status =
                statusName.isEmpty() ? Optional.empty() : program.map(each -> MemberWrites.status(each, statusName));
        LeadBatch batch = batch(call, "createOrUpdate", call.text("lookupField", "email"), "pushLead");
        List<ObjectNode> rows = rows(call, batch, call.input());
        Map<String, String> attributes = Map.of("Source", call.text("source", ""), "Reason", call.text("reason", ""));
        for (ObjectNode row : rows) {
            if (!row.has("id")) continue;
            int id = row.path("id").asInt();
            database.log(id, PUSH_LEAD, database.now(), program.map(Program::id).orElse(0), programName, attributes);
            if (program.isPresent() && status.isPresent()) members.advance(program.get(), status.get(), id);
        }
        return Replies.result(call, rows);
    }

    private HttpAnswer submitForm(ApiCall call) {
        int formId = call.body().path("formId").asInt();
        if (formId == 0) throw new Refusal("1002", "Missing value for required parameter 'formId'");
        LeadBatch batch = batch(call, "createOrUpdate", "email", "submitForm");
        List<JsonNode> fields = new ArrayList<>();
        for (JsonNode each : call.input()) fields.add(each.path("leadFormFields"));
        List<ObjectNode> rows = rows(call, batch, fields);
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).has("id")) continue;
            JsonNode visitor = call.input().get(i).path("visitorData");
            database.log(
                    rows.get(i).path("id").asInt(),
                    FILL_OUT_FORM,
                    database.now(),
                    formId,
                    "Form " + formId,
                    Map.of(
                            "Form Fields", fields.get(i).toString(),
                            "Referrer URL", visitor.path("pageURL").asText(""),
                            "User Agent", visitor.path("userAgentString").asText(""),
                            "Client IP Address",
                                    visitor.path("leadClientIpAddress").asText("")));
        }
        return Replies.result(call, rows);
    }

    private LeadBatch batch(ApiCall call, String action, String lookup, String method) {
        checkLookup(lookup);
        String partition = call.text("partitionName", ONLY_PARTITION);
        if (!partition.equals(ONLY_PARTITION)) throw new Refusal("1003", "Partition '" + partition + "' not found");
        boolean racing = faults.take("racing-upsert", call.http()).isPresent();
        int newestSeen = settings.on("racingUpserts") ? call.newestLead() : Integer.MAX_VALUE;
        Origin origin = Origin.api(method, call.requestId());
        LeadBatch.Manner manner = new LeadBatch.Manner(action, lookup, origin, racing ? 0 : newestSeen);
        return new LeadBatch(database, objects, audit, refused, manner);
    }

    private List<ObjectNode> rows(ApiCall call, LeadBatch batch, List<JsonNode> input) {
        RowFaults rowFaults = RowFaults.of(faults, call);
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode record : input) {
            try {
                rowFaults.next();
                rows.add(batch.write(record));
            } catch (SkippedRow why) {
                rows.add(Replies.skipped(Replies.object(), why, "reasons"));
            }
        }
        return rows;
    }

    private void checkLookup(String lookup) {
        if (database.schema().find(lookup).filter(SchemaField::searchable).isEmpty()) {
            throw new Refusal("1011", "Field '" + lookup + "' is not supported as lookup field");
        }
    }
}
