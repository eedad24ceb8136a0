package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.rules.DuplicatesFound;
import io.onefunnel.sandbox.salesforce.write.RowResult;
import io.onefunnel.sandbox.salesforce.write.Sent;
import io.onefunnel.sandbox.salesforce.write.Writes;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records as REST clients send them, and what became of them as REST tells it. */
final class RestRows {
    private static final Set<String> MISSING = Set.of("ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY", "NOT_FOUND");

    private RestRows() {}

    static Sent sent(String type, @Nullable String id, JsonNode body) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : body.properties()) {
            String name = each.getKey();
            if (name.equals("attributes") || name.equalsIgnoreCase("id")) continue;
            values.put(name, each.getValue().isNull() ? null : each.getValue().asText());
        }
        return new Sent(type, id, values);
    }

    static Writes.Options options(HttpCall call, Access access, boolean allOrNone) {
        boolean allowDuplicates = call.header("sforce-duplicate-rule-header")
                .map(header -> header.replace(" ", "").contains("allowSave=true"))
                .orElse(false);
        return new Writes.Options(allOrNone, false, allowDuplicates, access, call);
    }

    static ObjectNode result(JsonMapper json, RowResult each, boolean upsert) {
        ObjectNode out = json.createObjectNode();
        if (each.id() != null) out.put("id", each.id());
        out.put("success", each.success());
        ArrayNode errors = out.putArray("errors");
        for (RowResult.RowError error : each.errors()) {
            ObjectNode shown = errors.addObject();
            DuplicatesFound duplicates = error.duplicates();
            if (duplicates != null) shown.set("duplicateResult", DuplicateJson.of(json, duplicates));
            shown.put("statusCode", error.code()).put("message", error.message());
            ArrayNode fields = shown.putArray("fields");
            error.fields().forEach(fields::add);
        }
        if (upsert) out.put("created", each.created());
        return out;
    }

    /** The answer to a refused write of a single record: an array of errors, as every REST refusal. */
    static HttpAnswer refused(JsonMapper json, RowResult result) {
        ArrayNode errors = json.createArrayNode();
        for (RowResult.RowError error : result.errors()) {
            ObjectNode shown = errors.addObject();
            DuplicatesFound duplicates = error.duplicates();
            // The vendor's own spelling, in single-record answers only.
            if (duplicates != null) shown.set("duplicateResut", DuplicateJson.of(json, duplicates));
            shown.put("message", error.message()).put("errorCode", error.code());
            ArrayNode fields = shown.putArray("fields");
            error.fields().forEach(fields::add);
        }
        boolean missing = result.errors().stream().anyMatch(error -> MISSING.contains(error.code()));
        return HttpAnswer.json(missing ? 404 : 400, errors.toString());
    }
}
