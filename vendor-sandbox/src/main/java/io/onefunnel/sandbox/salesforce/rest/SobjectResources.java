package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.http.HttpAnswer;
import io.onefunnel.sandbox.http.HttpCall;
import io.onefunnel.sandbox.salesforce.OrgServices;
import io.onefunnel.sandbox.salesforce.SalesforceError;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.rules.DuplicatesFound;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.salesforce.write.RowResult;
import io.onefunnel.sandbox.salesforce.write.Sent;
import io.onefunnel.sandbox.salesforce.write.Writes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single records, describes, and collections of records. */
final class SobjectResources {
    private final OrgServices org;
    private final JsonMapper json;
    private final RecordJson records;

    SobjectResources(OrgServices org, JsonMapper json) {
        this.org = org;
        this.json = json;
        this.records = new RecordJson(org.store(), org.runner(), json);
    }

    /** {@code sobjects}, {@code sobjects/X/describe}, {@code sobjects/X} and {@code sobjects/X/id}. */
    HttpAnswer answer(HttpCall call, List<String> parts, JsonNode body, String version, Access access) {
        if (parts.size() == 1) return global(version, access);
        ObjectType type = type(parts.get(1), access);
        if (parts.size() == 3 && parts.get(2).equals("describe")) {
            return HttpAnswer.json(200, describe(access).object(type, version).toString());
        }
        if (parts.size() == 2 && call.method().equals("POST")) {
            return created(org.writes().create(List.of(sent(type.name(), null, body)), options(call, access, false)));
        }
        if (parts.size() != 3) throw RestEndpoint.notFound();
        String id = parts.get(2);
        return switch (call.method()) {
            case "GET" ->
                HttpAnswer.json(200, one(type, id, call, version, access).toString());
            case "PATCH" ->
                changed(org.writes().update(List.of(sent(type.name(), id, body)), options(call, access, false)));
            case "DELETE" -> changed(org.writes().delete(List.of(id), options(call, access, false)));
            default ->
                throw new SalesforceError(405, "METHOD_NOT_ALLOWED", "HTTP Method '" + call.method() + "' not allowed");
        };
    }

    /** {@code composite/sobjects}: one result for each row, whatever happened to it; the status is 200. */
    HttpAnswer collection(HttpCall call, List<String> parts, JsonNode body, Access access) {
        if (parts.size() < 2 || !parts.get(1).equals("sobjects")) throw RestEndpoint.notFound();
        List<Sent> rows = new ArrayList<>();
        for (JsonNode each : body.path("records")) {
            JsonNode id = each.has("id") ? each.get("id") : each.path("Id");
            rows.add(sent(each.path("attributes").path("type").asText(), id.isTextual() ? id.asText() : null, each));
        }
        Writes.Options options = options(call, access, body.path("allOrNone").asBoolean(false));
        boolean upsert = parts.size() == 4;
        List<RowResult> results = upsert
                ? org.writes().upsert(parts.get(3), rows, options)
                : call.method().equals("POST")
                        ? org.writes().create(rows, options)
                        : org.writes().update(rows, options);
        ArrayNode answer = json.createArrayNode();
        for (RowResult each : results) answer.add(result(each, upsert));
        return HttpAnswer.json(200, answer.toString());
    }

    private HttpAnswer global(String version, Access access) {
        ObjectNode answer = json.createObjectNode();
        answer.put("encoding", "UTF-8").put("maxBatchSize", 200);
        ArrayNode types = answer.putArray("sobjects");
        for (ObjectType type : org.store().schema().types()) {
            if (access.sees(type)) types.add(describe(access).summary(type, version));
        }
        return HttpAnswer.json(200, answer.toString());
    }

    private ObjectNode one(ObjectType type, String id, HttpCall call, String version, Access access) {
        Row row = org.store()
                .table(type)
                .row(id)
                .filter(found -> access.sees(type, found))
                .orElseThrow(RestEndpoint::notFound);
        if (row.isDeleted()) throw new SalesforceError(404, "ENTITY_IS_DELETED", "entity is deleted");
        List<String> asked = call.parameter("fields")
                .map(names -> Arrays.asList(names.split(",")))
                .orElse(List.of());
        List<Field> fields = new ArrayList<>();
        for (Field field : type.fields()) {
            boolean wanted = asked.isEmpty() || field.isId() || asked.contains(field.name());
            if (wanted && access.sees(type, field)) fields.add(field);
        }
        return records.record(type, row, fields, version);
    }

    private HttpAnswer created(List<RowResult> results) {
        RowResult result = results.get(0);
        return result.success() ? HttpAnswer.json(201, result(result, false).toString()) : refused(result);
    }

    private HttpAnswer changed(List<RowResult> results) {
        RowResult result = results.get(0);
        return result.success() ? HttpAnswer.empty(204) : refused(result);
    }

    private HttpAnswer refused(RowResult result) {
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
        boolean missing = result.errors().stream()
                .anyMatch(error -> List.of("ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY")
                        .contains(error.code()));
        return HttpAnswer.json(missing ? 404 : 400, errors.toString());
    }

    private ObjectNode result(RowResult each, boolean upsert) {
        ObjectNode out = json.createObjectNode();
        if (each.id() != null) out.put("id", each.id());
        out.put("success", each.success());
        ArrayNode errors = out.putArray("errors");
        for (RowResult.RowError error : each.errors()) {
            ObjectNode shown = errors.addObject();
            shown.put("statusCode", error.code()).put("message", error.message());
            ArrayNode fields = shown.putArray("fields");
            error.fields().forEach(fields::add);
        }
        if (upsert) out.put("created", each.created());
        return out;
    }

    private DescribeJson describe(Access access) {
        return new DescribeJson(json, access);
    }

    private ObjectType type(String name, Access access) {
        return org.store().schema().type(name).filter(access::sees).orElseThrow(RestEndpoint::notFound);
    }

    private static Writes.Options options(HttpCall call, Access access, boolean allOrNone) {
        boolean allowDuplicates = call.header("sforce-duplicate-rule-header")
                .map(header -> header.replace(" ", "").contains("allowSave=true"))
                .orElse(false);
        return new Writes.Options(allOrNone, false, allowDuplicates, access, call);
    }

    private static Sent sent(String type, @Nullable String id, JsonNode body) {
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : body.properties()) {
            String name = each.getKey();
            if (name.equals("attributes") || name.equalsIgnoreCase("id")) continue;
            values.put(name, each.getValue().isNull() ? null : each.getValue().asText());
        }
        return new Sent(type, id, values);
    }
}
