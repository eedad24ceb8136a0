package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.Faults;
import io.onefunnel.sandbox.WriteAudit;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sync Leads and Push Lead: up to 300 upserts, each with its own outcome. */
final class LeadSync {
    private static final Set<String> ACTIONS = Set.of("createOrUpdate", "createOnly", "updateOnly", "createDuplicate");
    private static final int PUSH_LEAD = 145;

    private final LeadDatabase database;
    private final WriteAudit audit;
    private final Faults faults;
    private final Set<Integer> refused = new HashSet<>();

    LeadSync(LeadDatabase database, WriteAudit audit, Faults faults) {
        this.database = database;
        this.audit = audit;
        this.faults = faults;
    }

    /** From now on every write to this lead is refused as invalid. */
    void refuse(int leadId) {
        refused.add(leadId);
    }

    HttpAnswer sync(ApiCall call) {
        Batch batch = new Batch(call, Origin.api("syncLead", call.requestId()));
        if (!ACTIONS.contains(batch.action)) {
            throw new Refusal("1003", "Invalid value for field 'action' and value '" + batch.action + "'");
        }
        return Replies.result(call, batch.rows());
    }

    HttpAnswer push(ApiCall call) {
        String program = call.text("programName", "");
        if (program.isEmpty()) throw new Refusal("1002", "Missing value for required parameter 'programName'");
        Batch batch = new Batch(call, Origin.api("pushLead", call.requestId()));
        List<ObjectNode> rows = batch.rows();
        Map<String, String> attributes = Map.of("Source", call.text("source", ""), "Reason", call.text("reason", ""));
        for (ObjectNode row : rows) {
            if (row.has("id")) database.log(row.path("id").asInt(), PUSH_LEAD, database.now(), 0, program, attributes);
        }
        return Replies.result(call, rows);
    }

    private final class Batch {
        private final List<JsonNode> input;
        private final String action;
        private final String lookup;
        private final Origin origin;
        private final RowFaults rowFaults;
        private final boolean blind;
        private final Set<String> seen = new HashSet<>();

        Batch(ApiCall call, Origin origin) {
            this.input = call.input();
            this.action = call.text("action", "createOrUpdate");
            this.lookup = call.text("lookupField", "email");
            this.origin = origin;
            this.rowFaults = RowFaults.of(faults, call);
            // Concurrent upserts of one key create duplicates: "Leads", "Create and Update".
            this.blind = faults.take("racing-upsert", call.http()).isPresent();
            SchemaField field = database.schema().find(lookup).orElseThrow(this::notALookupField);
            if (!field.searchable()) throw notALookupField();
            if (!call.text("partitionName", "Default").equals("Default")) {
                throw new Refusal("1003", "Partition '" + call.text("partitionName", "") + "' not found");
            }
        }

        List<ObjectNode> rows() {
            List<ObjectNode> rows = new ArrayList<>();
            for (JsonNode record : input) {
                try {
                    rowFaults.next();
                    rows.add(write(record));
                } catch (SkippedRow why) {
                    rows.add(Replies.skipped(Replies.object(), why, "reasons"));
                }
            }
            return rows;
        }

        private ObjectNode write(JsonNode record) {
            Map<String, @Nullable String> values = values(record);
            List<Lead> found = lookUp(record);
            if (found.size() > 1) throw new SkippedRow("1007", "Multiple lead match lookup criteria");
            if (found.isEmpty()) return create(values);
            if (action.equals("createOnly")) throw new SkippedRow("1005", "Lead already exists");
            return update(found.get(0), values);
        }

        private ObjectNode create(Map<String, @Nullable String> values) {
            if (action.equals("updateOnly")) throw new SkippedRow("1004", "Lead not found");
            Lead lead = database.create(values, origin);
            audit.wrote(database.now(), "create", "lead", Integer.toString(lead.id()), blanks(values), false);
            return Replies.object().put("id", lead.id()).put("status", "created");
        }

        private ObjectNode update(Lead lead, Map<String, @Nullable String> values) {
            for (String field : values.keySet()) {
                if (database.schema().get(field).ofCompany()) {
                    throw new SkippedRow("1021", "Company update not allowed in syncLead");
                }
            }
            if (refused.contains(lead.id())) throw new SkippedRow("1003", "Invalid value for field 'email'");
            Map<String, String> sent = blanks(values);
            boolean repeated = WriteAudit.repeats(lead.all(), sent);
            audit.wrote(database.now(), "set", "lead", Integer.toString(lead.id()), sent, repeated);
            database.change(lead, values, origin);
            return Replies.object().put("id", lead.id()).put("status", "updated");
        }

        private List<Lead> lookUp(JsonNode record) {
            if (action.equals("createDuplicate")) return List.of();
            String key = record.path(lookup).asText("");
            if (key.isEmpty()) throw new SkippedRow("1003", "Value for lookup field '" + lookup + "' not found");
            if (!seen.add(key.toLowerCase(Locale.ROOT))) throw new SkippedRow("1036", "Duplicate object in input");
            if (blind) return List.of();
            return database.leads().by(lookup, key);
        }

        private Map<String, @Nullable String> values(JsonNode record) {
            Map<String, @Nullable String> values = new LinkedHashMap<>();
            record.properties().forEach(each -> {
                if (each.getKey().equals("id")) {
                    checkId();
                    return;
                }
                SchemaField field = writable(each.getKey());
                values.put(field.name(), field.stored(each.getValue()).orElse(null));
            });
            return values;
        }

        private SchemaField writable(String name) {
            // Whether the live API says this of one record or of the whole call is unknown; clients must stand both.
            SchemaField field = database.schema()
                    .find(name)
                    .orElseThrow(() -> new SkippedRow("1006", "Field '" + name + "' not found"));
            if (field.readOnly()) throw new SkippedRow("1006", "Field '" + name + "' not found");
            return field;
        }

        private void checkId() {
            // "id" may be sent only with updateOnly: "Leads", "Create and Update".
            if (!action.equals("updateOnly")) throw new SkippedRow("1003", "Field 'id' is not allowed with " + action);
        }

        private Refusal notALookupField() {
            return new Refusal("1011", "Field '" + lookup + "' is not supported as lookup field");
        }
    }

    private static Map<String, String> blanks(Map<String, @Nullable String> values) {
        Map<String, String> blanks = new HashMap<>();
        values.forEach((field, value) -> blanks.put(field, value == null ? "" : value));
        return blanks;
    }
}
