package io.onefunnel.sandbox.marketo.programs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.Page;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.schema.FieldSchema;
import io.onefunnel.sandbox.marketo.schema.SchemaField;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Who is in a program, in what status and with which fields of its own. */
public final class MemberReads {
    // "The maximum date range is 7 days": "Program Members", "Query", filter updatedAt.
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);
    // "A maximum of 100,000 program member records": definition of Get Program Members.
    private static final int MOST_FILTERED = 100_000;

    private final Programs programs;
    private final Memberships memberships;
    private final FieldSchema schema;
    private final MemberValues values;

    public MemberReads(Programs programs, Memberships memberships, FieldSchema schema, MemberValues values) {
        this.programs = programs;
        this.memberships = memberships;
        this.schema = schema;
        this.values = values;
    }

    /** Adds the endpoints that read and describe members. */
    public void serve(Routes routes) {
        String describe = "describe members";
        routes.on("GET", "rest/v1/programs/members/describe.json", describe, this::describe)
                .on("GET", "rest/v1/program/members/describe.json", describe, this::describe)
                .on("GET", "rest/v1/programs/{programId}/members.json", "program members", this::query)
                .on("GET", "rest/v1/leads/{leadId}/programMembership.json", "programs of lead", this::programsOfLead);
    }

    private HttpAnswer query(ApiCall call) {
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

    private HttpAnswer describe(ApiCall call) {
        ObjectNode shape = Replies.object()
                .put("name", "API Program Membership")
                .put("description", "Map for API program membership fields")
                .put("createdAt", Dates.lead(Dates.INSTANCE_MADE))
                .put("updatedAt", Dates.lead(Dates.INSTANCE_MADE));
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

    private HttpAnswer programsOfLead(ApiCall call) {
        int leadId = call.id("leadId");
        List<ObjectNode> rows = new ArrayList<>();
        for (int programId : memberships.programsOf(leadId)) {
            memberships.find(programId, leadId).ifPresent(member -> rows.add(membership(leadId, member)));
        }
        return Replies.page(call, Page.of(call, rows, row -> row));
    }

    /** The members of a program, by the ids of their leads. */
    public Map<Integer, Memberships.Member> of(int programId) {
        return memberships.members(programs.get(programId).id());
    }

    /** A membership as it is shown beside a lead. */
    public ObjectNode membership(int leadId, Memberships.Member member) {
        return Replies.object()
                .put("id", member.programId)
                .put("progressionStatus", member.status.name())
                .put("isExhausted", false)
                .put("acquiredBy", values.acquired(leadId, member.programId))
                .put("reachedSuccess", member.successAt != null)
                .put("membershipDate", Dates.lead(member.since))
                .put("updatedAt", Dates.lead(member.updatedAt));
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
}
