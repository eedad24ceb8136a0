package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.Faults;
import io.onefunnel.sandbox.WriteAudit;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Who is in a program, and the one way for an API to move a member: forward. */
final class ProgramMembers {
    // "The maximum date range is 7 days": "Program Members", "Query", filter updatedAt.
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);
    // "A maximum of 100,000 program member records": definition of Get Program Members.
    private static final int MOST_FILTERED = 100_000;
    private static final int STATUS_CHANGE = 104;
    private static final int DATA_CHANGE = 123;

    private final LeadDatabase database;
    private final Programs programs;
    private final Memberships memberships;
    private final FieldSchema schema;
    private final MemberValues values;
    private final WriteAudit audit;
    private final Faults faults;

    ProgramMembers(
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

    void seed(int programId, int leadId, String statusName, Instant at) {
        Program program =
                programs.find(programId).orElseThrow(() -> new IllegalArgumentException("no program " + programId));
        Channels.Status status = program.channel()
                .status(statusName)
                .orElseThrow(() -> new IllegalArgumentException(
                        "channel " + program.channel().name() + " has no status " + statusName));
        database.log().seed(move(program, leadId, status, at, ""));
    }

    HttpAnswer query(ApiCall call) {
        Program program = programs.get(call.id("programId"));
        List<String> fields = values.fields(call);
        String type = call.required("filterType");
        Map<Integer, Memberships.Member> members = memberships.members(program.id());
        List<Map.Entry<Integer, Memberships.Member>> found = type.equals("leadId")
                ? byLead(call, members)
                : filtered(members, type.equals("updatedAt") ? updated(call) : valued(call, type));
        int[] seq = {0};
        return Replies.pageOfMore(
                call,
                Page.of(
                        call,
                        found,
                        each -> Replies.object()
                                .put("seq", seq[0]++)
                                .setAll(values.shape(each.getKey(), each.getValue(), fields))));
    }

    HttpAnswer setStatus(ApiCall call) {
        Program program = programs.get(call.id("programId"));
        Channels.Status status = status(program, call.text("statusName", ""));
        return each(call, record -> setStatus(program, status, leadId(record)));
    }

    /** Sets custom fields; status, dates and success are not for clients to set. */
    HttpAnswer setFields(ApiCall call) {
        Program program = programs.get(call.id("programId"));
        return each(call, record -> setFields(program, leadId(record), record));
    }

    HttpAnswer delete(ApiCall call) {
        Program program = programs.get(call.id("programId"));
        return each(call, record -> {
            int leadId = leadId(record);
            if (memberships.members(program.id()).remove(leadId) == null) throw notAMember();
            audit.wrote(database.now(), "delete", "member", program.id() + "/" + leadId, Map.of(), false);
            return row("deleted", leadId);
        });
    }

    HttpAnswer describe(ApiCall call) {
        ObjectNode shape = Replies.object()
                .put("name", "API Program Membership")
                .put("description", "Map for API program membership fields")
                .put("createdAt", Dates.lead(Channels.BORN))
                .put("updatedAt", Dates.lead(Channels.BORN));
        shape.putArray("dedupeFields").add("leadId").add("programId");
        ArrayNode searchable = shape.putArray("searchableFields");
        ArrayNode fields = shape.putArray("fields");
        for (SchemaField field : schema.all()) {
            if (field.searchable()) searchable.addArray().add(field.name());
            ObjectNode one = fields.addObject()
                    .put("name", field.name())
                    .put("displayName", field.name())
                    .put("dataType", field.dataType());
            field.length().ifPresent(length -> one.put("length", length));
            one.put("updateable", !field.readOnly()).put("crmManaged", false);
        }
        return Replies.result(call, shape);
    }

    HttpAnswer programsOfLead(ApiCall call) {
        int leadId = call.id("leadId");
        List<ObjectNode> rows = new ArrayList<>();
        for (int programId : memberships.programsOf(leadId)) {
            memberships.find(programId, leadId).ifPresent(member -> rows.add(membership(leadId, member)));
        }
        return Replies.page(call, Page.of(call, rows, row -> row));
    }

    /** Get Leads by Program Id: each lead with its membership. */
    HttpAnswer leads(ApiCall call, LeadReads reads) {
        Program program = programs.get(call.id("programId"));
        List<String> fields = reads.fields(call);
        List<Map.Entry<Integer, Memberships.Member>> members =
                List.copyOf(memberships.members(program.id()).entrySet());
        return Replies.page(call, Page.of(call, members, each -> {
            Lead lead = database.leads().find(each.getKey()).orElseThrow();
            ObjectNode shape = reads.shape(lead, fields);
            shape.set("membership", membership(lead.id(), each.getValue()));
            return shape;
        }));
    }

    /** Moves a lead forward where that is forward; who is there already stays, without a word. */
    void advance(Program program, Channels.Status status, int leadId) {
        Optional<Memberships.Member> present = memberships.find(program.id(), leadId);
        if (present.isPresent() && present.get().status.step() >= status.step()) return;
        setStatus(program, status, leadId);
    }

    /** The superseded Change Lead Program Status: it moves members only, and keys its rows by id. */
    HttpAnswer changeStatus(ApiCall call) {
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

    /** The fields of members that a client may set. */
    List<String> customFields() {
        return schema.all().stream()
                .filter(field -> !field.readOnly())
                .map(SchemaField::name)
                .toList();
    }

    /** @throws SkippedRow 1004 or 1037 */
    ObjectNode setStatus(Program program, Channels.Status status, int leadId) {
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

    /** @throws Refusal 1025 */
    static Channels.Status status(Program program, String name) {
        return program.channel().status(name).orElseThrow(() -> new Refusal("1025", "Program status not found"));
    }

    /** @throws SkippedRow 1013 for somebody who is not in the program */
    ObjectNode setFields(Program program, int leadId, JsonNode record) {
        Memberships.Member member = memberships.find(program.id(), leadId).orElseThrow(ProgramMembers::notAMember);
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

    private static List<Map.Entry<Integer, Memberships.Member>> byLead(
            ApiCall call, Map<Integer, Memberships.Member> members) {
        List<Map.Entry<Integer, Memberships.Member>> found = new ArrayList<>();
        for (String value : call.list("filterValues")) {
            if (!value.matches("\\d{1,9}")) continue;
            int leadId = Integer.parseInt(value);
            Memberships.Member member = members.get(leadId);
            if (member != null) found.add(Map.entry(leadId, member));
        }
        return found;
    }

    private static List<Map.Entry<Integer, Memberships.Member>> filtered(
            Map<Integer, Memberships.Member> members, Predicate<Map.Entry<Integer, Memberships.Member>> wanted) {
        if (members.size() > MOST_FILTERED) throw new Refusal("1003", "Total membership size exceeds 100,000");
        return members.entrySet().stream().filter(wanted).toList();
    }

    private static Predicate<Map.Entry<Integer, Memberships.Member>> updated(ApiCall call) {
        Instant from = Dates.parse(call.required("startAt"));
        Instant until = Dates.parse(call.required("endAt"));
        if (Duration.between(from, until).compareTo(LONGEST_WINDOW) > 0) {
            throw new Refusal("1003", "The date range exceeds 7 days");
        }
        return each -> !each.getValue().updatedAt.isBefore(from)
                && each.getValue().updatedAt.isBefore(until);
    }

    private Predicate<Map.Entry<Integer, Memberships.Member>> valued(ApiCall call, String type) {
        if (schema.find(type).filter(SchemaField::searchable).isEmpty()) {
            throw new Refusal("1003", "Invalid filterType '" + type + "'");
        }
        call.required("filterValues");
        List<String> wanted = call.list("filterValues");
        return each -> wanted.contains(String.valueOf(values.cell(each.getKey(), each.getValue(), type)));
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

    private ObjectNode membership(int leadId, Memberships.Member member) {
        return Replies.object()
                .put("id", member.programId)
                .put("progressionStatus", member.status.name())
                .put("isExhausted", false)
                .put("acquiredBy", values.acquired(leadId, member.programId))
                .put("reachedSuccess", member.successAt != null)
                .put("membershipDate", Dates.lead(member.since))
                .put("updatedAt", Dates.lead(member.updatedAt));
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
