package io.onefunnel.sandbox.marketo.programs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.api.RowFaults;
import io.onefunnel.sandbox.marketo.api.SkippedRow;
import io.onefunnel.sandbox.marketo.schema.FieldSchema;
import io.onefunnel.sandbox.marketo.schema.SchemaField;
import io.onefunnel.sandbox.marketo.store.Activity;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Moves members of a program, forward only, and sets their own fields. */
public final class MemberWrites {
    private static final int STATUS_CHANGE = 104;
    private static final int DATA_CHANGE = 123;

    private final LeadDatabase database;
    private final Programs programs;
    private final Memberships memberships;
    private final FieldSchema schema;
    private final MemberValues values;
    private final WriteAudit audit;
    private final Faults faults;

    public MemberWrites(
            LeadDatabase database,
            Programs programs,
            Memberships memberships,
            FieldSchema schema,
            MemberValues values,
            WriteAudit audit,
            Faults faults) {
        this.database = database;
        this.programs = programs;
        this.memberships = memberships;
        this.schema = schema;
        this.values = values;
        this.audit = audit;
        this.faults = faults;
    }

    /** Adds the endpoints that move, change and remove members. */
    public void serve(Routes routes) {
        String members = "rest/v1/programs/{programId}/members";
        routes.on("POST", members + ".json", "member fields", this::setFields)
                .on("POST", members + "/status.json", "member status", this::setStatus)
                .on("POST", members + "/delete.json", "delete members", this::delete)
                .on("POST", "rest/v1/leads/programs/{programId}/status.json", "change status", this::changeStatus);
    }

    /** Makes a lead a member as of {@code at}, for the data fill: the change enters the log at its own date. */
    public void seed(int programId, int leadId, String statusName, Instant at) {
        Program program =
                programs.find(programId).orElseThrow(() -> new IllegalArgumentException("no program " + programId));
        Channels.Status status = program.channel()
                .status(statusName)
                .orElseThrow(() -> new IllegalArgumentException(
                        "channel " + program.channel().name() + " has no status " + statusName));
        database.log().seed(move(program, leadId, status, at, ""));
    }

    private HttpAnswer setStatus(ApiCall call) {
        Program program = programs.get(call.id("programId"));
        Channels.Status status = status(program, call.text("statusName", ""));
        return each(call, record -> setStatus(program, status, leadId(record)));
    }

    /** Sets custom fields; status, dates and success are not for clients to set. */
    private HttpAnswer setFields(ApiCall call) {
        Program program = programs.get(call.id("programId"));
        return each(call, record -> setFields(program, leadId(record), record));
    }

    private HttpAnswer delete(ApiCall call) {
        Program program = programs.get(call.id("programId"));
        return each(call, record -> {
            int leadId = leadId(record);
            if (memberships.members(program.id()).remove(leadId) == null) throw notAMember();
            audit.wrote(database.now(), "delete", "member", program.id() + "/" + leadId, Map.of(), false);
            return row("deleted", leadId);
        });
    }

    /** Moves a lead forward where that is forward; who is there already stays, without a word. */
    public void advance(Program program, Channels.Status status, int leadId) {
        Optional<Memberships.Member> present = memberships.find(program.id(), leadId);
        if (present.isPresent() && present.get().status.step() >= status.step()) return;
        setStatus(program, status, leadId);
    }

    /** The superseded Change Lead Program Status: it moves members only, and keys its rows by id. */
    private HttpAnswer changeStatus(ApiCall call) {
        Program program = programs.get(call.id("programId"));
        Channels.Status status = status(program, call.text("status", ""));
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode record : call.input()) {
            int leadId = record.path("id").asInt();
            ObjectNode row = Replies.object().put("id", leadId);
            try {
                if (memberships.find(program.id(), leadId).isEmpty()) throw notAMember();
                setStatus(program, status, leadId);
                rows.add(row.put("status", "updated"));
            } catch (SkippedRow why) {
                rows.add(Replies.skipped(row, why, "reasons"));
            }
        }
        return Replies.result(call, rows);
    }

    /** @throws SkippedRow 1004 or 1037 */
    private ObjectNode setStatus(Program program, Channels.Status status, int leadId) {
        if (database.leads().find(leadId).isEmpty()) throw new SkippedRow("1004", "Lead not found");
        Optional<Memberships.Member> present = memberships.find(program.id(), leadId);
        Map<String, String> sent = Map.of("statusName", status.name());
        // A member never moves back: error 1037, "Program Members", "Update Status". Nothing is written then.
        if (present.isPresent() && present.get().status.step() >= status.step()) {
            throw new SkippedRow("1037", "Lead skipped because it is already in or past this status");
        }
        database.log().append(move(program, leadId, status, database.now(), "Web service API"));
        audit.wrote(database.now(), "set", "member", program.id() + "/" + leadId, sent, false);
        return row(present.isPresent() ? "updated" : "created", leadId);
    }

    /** @throws Refusal 1025 when the program's channel has no such status */
    public static Channels.Status status(Program program, String name) {
        return program.channel().status(name).orElseThrow(() -> new Refusal("1025", "Program status not found"));
    }

    /** @throws SkippedRow 1013 for somebody who is not in the program */
    private ObjectNode setFields(Program program, int leadId, JsonNode record) {
        Memberships.Member member = memberships.find(program.id(), leadId).orElseThrow(MemberWrites::notAMember);
        Map<String, String> sent = new LinkedHashMap<>();
        record.properties().forEach(each -> {
            if (each.getKey().equals("leadId")) return;
            SchemaField field = schema.find(each.getKey())
                    .orElseThrow(() -> new SkippedRow("1006", "Field '" + each.getKey() + "' not found"));
            if (field.readOnly()) throw new SkippedRow("1006", "Field '" + each.getKey() + "' not found");
            sent.put(field.name(), field.stored(each.getValue()).orElse(""));
        });
        boolean repeated = WriteAudit.repeats(member.customFields, sent);
        audit.wrote(database.now(), "set", "member", program.id() + "/" + leadId, sent, repeated);
        if (repeated) return row("updated", leadId);
        sent.forEach((field, value) -> {
            if (value.isEmpty()) member.customFields.remove(field);
            else member.customFields.put(field, value);
        });
        member.updatedAt = database.now();
        database.log(
                leadId, DATA_CHANGE, database.now(), program.id(), program.name(), Map.of("Source", "Web service API"));
        return row("updated", leadId);
    }

    private Activity move(Program program, int leadId, Channels.Status status, Instant at, String reason) {
        Optional<Memberships.Member> present = memberships.find(program.id(), leadId);
        Channels.Status before = present.map(each -> each.status)
                .orElseGet(() -> program.channel().statuses().get(0));
        Memberships.Member member = present.orElseGet(() -> memberships.join(program.id(), leadId, status, at));
        boolean firstSuccess = status.success() && member.successAt == null;
        if (firstSuccess) member.successAt = at;
        member.status = status;
        member.updatedAt = at;
        Map<String, String> attributes = new LinkedHashMap<>();
        if (!reason.isEmpty()) attributes.put("Reason", reason);
        attributes.put("Program Member ID", Integer.toString(member.id));
        attributes.put("Acquired By", Boolean.toString(values.acquired(leadId, program.id())));
        attributes.put("Old Status", before.name());
        attributes.put("Old Status ID", Integer.toString(before.id()));
        attributes.put("New Status", status.name());
        attributes.put("New Status ID", Integer.toString(status.id()));
        attributes.put("Success", Boolean.toString(firstSuccess));
        return LeadDatabase.activity(leadId, STATUS_CHANGE, at, program.id(), program.name(), attributes);
    }

    private HttpAnswer each(ApiCall call, Function<JsonNode, ObjectNode> write) {
        RowFaults rowFaults = RowFaults.of(faults, call);
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode record : call.input()) {
            ObjectNode row = Replies.object().put("seq", rows.size());
            try {
                rowFaults.next();
                rows.add(row.setAll(write.apply(record)));
            } catch (SkippedRow why) {
                rows.add(Replies.skipped(row, why, "reasons"));
            }
        }
        return Replies.result(call, rows);
    }

    private static ObjectNode row(String status, int leadId) {
        return Replies.object().put("status", status).put("leadId", leadId);
    }

    private static int leadId(JsonNode record) {
        return record.path("leadId").asInt();
    }

    private static SkippedRow notAMember() {
        return new SkippedRow("1013", "Membership not found");
    }
}
