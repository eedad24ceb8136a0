package io.onefunnel.sandbox.marketo.leads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.SkippedRow;
import io.onefunnel.sandbox.marketo.crm.CrmObjects;
import io.onefunnel.sandbox.marketo.schema.SchemaField;
import io.onefunnel.sandbox.marketo.store.Lead;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.marketo.store.Origin;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The upserts of one call, each with its own outcome. */
final class LeadBatch {
    /**
     * How a batch is meant.
     *
     * @param newestSeen the newest lead that lookups see: concurrent upserts of one key create duplicates ("Leads",
     *     "Create and Update"), because none sees what the others are creating
     */
    record Manner(String action, String lookup, Origin origin, int newestSeen) {}

    private final LeadDatabase database;
    private final CrmObjects objects;
    private final WriteAudit audit;
    private final Set<Integer> refused;
    private final Manner manner;
    private final Set<String> seen = new HashSet<>();

    /** @param refused leads whose every write is refused as invalid */
    LeadBatch(LeadDatabase database, CrmObjects objects, WriteAudit audit, Set<Integer> refused, Manner manner) {
        this.database = database;
        this.objects = objects;
        this.audit = audit;
        this.refused = refused;
        this.manner = manner;
    }

    /** @throws SkippedRow with the reason */
    ObjectNode write(JsonNode record) {
        Map<String, @Nullable String> values = values(record);
        List<Lead> found = lookUp(record);
        if (found.size() > 1) throw new SkippedRow("1007", "Multiple lead match lookup criteria");
        if (found.isEmpty()) return create(values);
        if (manner.action().equals("createOnly")) throw new SkippedRow("1005", "Lead already exists");
        return update(found.get(0), values);
    }

    private ObjectNode create(Map<String, @Nullable String> values) {
        if (manner.action().equals("updateOnly")) throw new SkippedRow("1004", "Lead not found");
        Lead lead = database.create(values, manner.origin());
        audit.wrote(database.now(), "create", "lead", Integer.toString(lead.id()), blanks(values), false);
        objects.joinCompany(lead, manner.origin());
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
        database.change(lead, values, manner.origin());
        if (values.containsKey("externalCompanyId")) objects.joinCompany(lead, manner.origin());
        return Replies.object().put("id", lead.id()).put("status", "updated");
    }

    private List<Lead> lookUp(JsonNode record) {
        if (manner.action().equals("createDuplicate")) return List.of();
        String key = record.path(manner.lookup()).asText("");
        if (key.isEmpty()) throw new SkippedRow("1003", "Value for lookup field '" + manner.lookup() + "' not found");
        if (!seen.add(key.toLowerCase(Locale.ROOT))) throw new SkippedRow("1036", "Duplicate object in input");
        List<Lead> found = database.leads().by(manner.lookup(), key);
        if (manner.lookup().equals("id")) return found;
        return found.stream().filter(lead -> lead.id() <= manner.newestSeen()).toList();
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
        if (!manner.action().equals("updateOnly")) {
            throw new SkippedRow("1003", "Field 'id' is not allowed with " + manner.action());
        }
    }

    private static Map<String, String> blanks(Map<String, @Nullable String> values) {
        Map<String, String> blanks = new HashMap<>();
        values.forEach((field, value) -> blanks.put(field, value == null ? "" : value));
        return blanks;
    }
}
