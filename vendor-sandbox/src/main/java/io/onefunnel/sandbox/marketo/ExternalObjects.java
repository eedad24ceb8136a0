package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.WriteAudit;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Opportunities, their roles, companies or sales persons: records keyed by the ids of an outside system. */
final class ExternalObjects {
    private final ObjectKind kind;
    private final LeadDatabase database;
    private final Settings settings;
    private final WriteAudit audit;
    private final Map<String, Map<String, String>> byKey = new LinkedHashMap<>();
    private int nextId = 3433;

    ExternalObjects(ObjectKind kind, LeadDatabase database, Settings settings, WriteAudit audit) {
        this.kind = kind;
        this.database = database;
        this.settings = settings;
        this.audit = audit;
    }

    int size() {
        return byKey.size();
    }

    Optional<Map<String, String>> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    HttpAnswer describe(ApiCall call) {
        refuseUnderNativeSync();
        ObjectNode shape = Replies.object().put("name", kind.singular()).put("idField", kind.idField());
        ArrayNode dedupe = shape.putArray("dedupeFields");
        kind.dedupeFields().forEach(dedupe::add);
        ArrayNode searchable = shape.putArray("searchableFields");
        searchable.addArray().addAll(dedupe);
        searchable.addArray().add(kind.idField());
        ArrayNode fields = shape.putArray("fields");
        fields.addObject().put("name", kind.idField()).put("dataType", "string").put("updateable", false);
        for (String field : kind.dedupeFields()) {
            fields.addObject().put("name", field).put("dataType", "string").put("updateable", false);
        }
        for (String field : new TreeSet<>(kind.updateable())) {
            fields.addObject().put("name", field).put("dataType", "string").put("updateable", true);
        }
        return Replies.result(call, shape);
    }

    HttpAnswer sync(ApiCall call) {
        refuseUnderNativeSync();
        String action = call.text("action", "createOrUpdate");
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode record : call.input()) {
            ObjectNode row = Replies.object().put("seq", rows.size());
            try {
                rows.add(sync(record, action, row));
            } catch (SkippedRow why) {
                rows.add(Replies.skipped(row, why, "reasons"));
            }
        }
        return Replies.result(call, rows);
    }

    HttpAnswer query(ApiCall call) {
        refuseUnderNativeSync();
        List<Map<String, String>> found = new ArrayList<>();
        if (call.body().path("input").isArray()) {
            for (JsonNode key : call.input()) find(key(key)).ifPresent(found::add);
        } else {
            String field = searchField(call.required("filterType"));
            List<String> values = call.list("filterValues");
            for (Map<String, String> each : byKey.values()) {
                if (values.contains(each.getOrDefault(field, ""))) found.add(each);
            }
        }
        int[] seq = {0};
        return Replies.page(call, Page.of(call, found, each -> shape(each).put("seq", seq[0]++)));
    }

    HttpAnswer delete(ApiCall call) {
        refuseUnderNativeSync();
        List<ObjectNode> rows = new ArrayList<>();
        for (JsonNode record : call.input()) {
            ObjectNode row = Replies.object().put("seq", rows.size());
            Map<String, String> gone = byKey.remove(key(record));
            if (gone == null) rows.add(Replies.skipped(row, new SkippedRow("1013", "Record not found"), "reasons"));
            else rows.add(identified(row, gone).put("status", "deleted"));
        }
        return Replies.result(call, rows);
    }

    /** A change in the vendor's own screen. */
    void edit(String key, Map<String, String> fields) {
        find(key)
                .orElseThrow(() -> new IllegalArgumentException("no " + kind.singular() + " " + key))
                .putAll(fields);
    }

    private ObjectNode sync(JsonNode record, String action, ObjectNode row) {
        Map<String, String> sent = sent(record);
        String key = key(record);
        Map<String, String> held = byKey.get(key);
        if (held == null && action.equals("updateOnly")) throw new SkippedRow("1013", "Record not found");
        if (held != null && action.equals("createOnly")) throw new SkippedRow("1017", "Object already exists");
        if (kind == ObjectKind.OPPORTUNITY_ROLE
                && database.leads().find(record.path("leadId").asInt()).isEmpty()) {
            throw new SkippedRow("1004", "Lead not found");
        }
        if (held == null) {
            Map<String, String> created = new LinkedHashMap<>();
            created.put(kind.idField(), newId());
            created.putAll(sent);
            byKey.put(key, created);
            audit.wrote(database.now(), "create", kind.singular(), key, sent, false);
            return identified(row, created).put("status", "created");
        }
        audit.wrote(database.now(), "set", kind.singular(), key, sent, WriteAudit.repeats(held, sent));
        held.putAll(sent);
        return identified(row, held).put("status", "updated");
    }

    private Map<String, String> sent(JsonNode record) {
        Map<String, String> sent = new LinkedHashMap<>();
        record.properties().forEach(each -> {
            if (!kind.has(each.getKey())) throw new SkippedRow("1006", "Field '" + each.getKey() + "' not found");
            sent.put(
                    each.getKey(),
                    each.getValue().isNull() ? "" : each.getValue().asText());
        });
        return sent;
    }

    private String key(JsonNode record) {
        return kind.dedupeFields().stream()
                .map(field -> record.path(field).asText(""))
                .peek(value -> {
                    if (value.isEmpty()) throw new SkippedRow("1003", "Value for dedupe field not found");
                })
                .collect(Collectors.joining("/"));
    }

    private String searchField(String filterType) {
        if (filterType.equals("idField")) return kind.idField();
        if (filterType.equals("dedupeFields") && kind.dedupeFields().size() == 1) {
            return kind.dedupeFields().get(0);
        }
        if (!kind.has(filterType)) throw new Refusal("1011", "Field '" + filterType + "' is not supported as filter");
        return filterType;
    }

    private String newId() {
        return kind.idField().equals("id")
                ? Integer.toString(nextId++)
                : UUID.randomUUID().toString();
    }

    private ObjectNode identified(ObjectNode row, Map<String, String> record) {
        String id = record.getOrDefault(kind.idField(), "");
        return kind.idField().equals("id") ? row.put("id", Integer.parseInt(id)) : row.put("marketoGUID", id);
    }

    private ObjectNode shape(Map<String, String> record) {
        ObjectNode shape = Replies.object();
        record.forEach((field, value) -> shape.put(field, value.isEmpty() ? null : value));
        return identified(shape, record);
    }

    private void refuseUnderNativeSync() {
        if (settings.on("nativeSync")) throw new Refusal("1018", "CRM Enabled");
    }
}
