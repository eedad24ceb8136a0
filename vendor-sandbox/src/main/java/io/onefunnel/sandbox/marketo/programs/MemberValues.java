package io.onefunnel.sandbox.marketo.programs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.schema.FieldSchema;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a program member holds, field by field: for queries and for extracts. */
public final class MemberValues {
    // "If omitted, the default fields are returned": "Program Members", "Query", and its example.
    private static final List<String> USUAL =
            List.of("leadId", "reachedSuccess", "programId", "acquiredBy", "membershipDate");

    private final LeadDatabase database;
    private final Programs programs;
    private final FieldSchema schema;

    public MemberValues(LeadDatabase database, Programs programs, FieldSchema schema) {
        this.database = database;
        this.programs = programs;
        this.schema = schema;
    }

    /** The fields that a query asks for, or the usual five. */
    List<String> fields(ApiCall call) {
        List<String> asked = call.list("fields");
        for (String name : asked) {
            if (schema.find(name).isEmpty()) throw new Refusal("1006", "Field '" + name + "' not found");
        }
        return asked.isEmpty() ? USUAL : asked;
    }

    ObjectNode shape(int leadId, Memberships.Member member, List<String> fields) {
        ObjectNode shape = Replies.object();
        for (String name : fields) shape.set(name, schema.get(name).shown(value(leadId, member, name)));
        return shape;
    }

    /**
     * A field of the member or, where members have none of that name, of the lead, as a file of an extract has it: there
     * reachedSuccess is 1 or 0 in live files, where the query says true or false.
     */
    @Nullable
    public String cell(int leadId, Memberships.Member member, String field) {
        if (field.equals("reachedSuccess")) return member.successAt == null ? "0" : "1";
        if (schema.find(field).isPresent()) return value(leadId, member, field);
        return database.leads().find(leadId).map(lead -> lead.get(field)).orElse(null);
    }

    private @Nullable String value(int leadId, Memberships.Member member, String field) {
        return switch (field) {
            case "leadId" -> Integer.toString(leadId);
            case "programId" -> Integer.toString(member.programId);
            case "program" -> programs.find(member.programId).map(Program::name).orElse(null);
            case "statusName" -> member.status.name();
            case "reachedSuccess" -> Boolean.toString(member.successAt != null);
            case "reachedSuccessDate" -> member.successAt == null ? null : Dates.lead(member.successAt);
            case "acquiredBy" -> Boolean.toString(acquired(leadId, member.programId));
            case "isExhausted" -> "false";
            case "membershipDate", "createdAt" -> Dates.lead(member.since);
            case "updatedAt" -> Dates.lead(member.updatedAt);
            default -> member.customFields.get(field);
        };
    }

    boolean acquired(int leadId, int programId) {
        return database.leads()
                .find(leadId)
                .filter(lead -> Objects.equals(lead.get("acquisitionProgramId"), Integer.toString(programId)))
                .isPresent();
    }
}
