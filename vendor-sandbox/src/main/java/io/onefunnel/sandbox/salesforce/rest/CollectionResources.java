package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.salesforce.write.RowResult;
import io.onefunnel.sandbox.salesforce.write.Sent;
import io.onefunnel.sandbox.salesforce.write.Writes;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code composite/sobjects}: one result for each row, whatever happened to it; the status is 200. */
final class CollectionResources {
    // Up to 200 records: sObject Collections; up to 2,000 are read at once.
    private static final int MOST_READ = 2_000;

    private final OrgServices org;
    private final JsonMapper json;
    private final RecordJson records;

    CollectionResources(OrgServices org, JsonMapper json) {
        this.org = org;
        this.json = json;
        this.records = new RecordJson(org.store(), org.runner(), json);
    }

    /** @param parts what follows {@code composite/sobjects} */
    HttpAnswer answer(HttpCall call, List<String> parts, JsonNode body, String version, Access access) {
        boolean upsert = parts.size() == 2 && call.method().equals("PATCH");
        return switch (call.method()) {
            case "POST" ->
                parts.size() == 1
                        ? read(parts.get(0), ids(body), fields(body), version, access)
                        : write(call, body, access);
            case "PATCH" -> upsert ? upsert(call, parts, body, access) : write(call, body, access);
            case "DELETE" -> delete(call, access);
            case "GET" -> {
                if (parts.size() != 1) throw RestEndpoint.notFound();
                yield read(parts.get(0), listed(call, "ids"), listed(call, "fields"), version, access);
            }
            default -> throw RestEndpoint.notAllowed(call);
        };
    }

    private HttpAnswer write(HttpCall call, JsonNode body, Access access) {
        List<Sent> rows = rows(body);
        Writes.Options options =
                RestRows.options(call, access, body.path("allOrNone").asBoolean(false));
        List<RowResult> results = call.method().equals("POST")
                ? org.writes().create(rows, options)
                : org.writes().update(rows, options);
        return results(results, false);
    }

    private HttpAnswer upsert(HttpCall call, List<String> parts, JsonNode body, Access access) {
        Writes.Options options =
                RestRows.options(call, access, body.path("allOrNone").asBoolean(false));
        return results(org.writes().upsert(parts.get(1), rows(body), options), true);
    }

    private HttpAnswer delete(HttpCall call, Access access) {
        boolean allOrNone =
                call.parameter("allOrNone").map(Boolean::parseBoolean).orElse(false);
        return results(org.writes().delete(listed(call, "ids"), RestRows.options(call, access, allOrNone)), false);
    }

    /** A record that is not there is null in its place. */
    private HttpAnswer read(String object, List<String> ids, List<String> names, String version, Access access) {
        ObjectType type = org.store().schema().type(object).filter(access::sees).orElseThrow(RestEndpoint::notFound);
        if (ids.size() > MOST_READ) {
            throw new SalesforceError(400, "LIMIT_EXCEEDED", "at most " + MOST_READ + " records are read at once");
        }
        List<Field> fields = new ArrayList<>();
        for (String name : names) {
            fields.add(type.field(name)
                    .filter(field -> access.sees(type, field))
                    .orElseThrow(() -> new SalesforceError(
                            400, "INVALID_FIELD", "No such column '" + name + "' on sobject of type " + type.name())));
        }
        ArrayNode answer = json.createArrayNode();
        for (String id : ids) {
            Row row = org.store()
                    .table(type)
                    .row(id)
                    .filter(found -> !found.isDeleted() && access.sees(type, found))
                    .orElse(null);
            if (row == null) {
                answer.addNull();
            } else {
                answer.add(records.record(type, row, fields, version));
            }
        }
        return HttpAnswer.json(200, answer.toString());
    }

    private HttpAnswer results(List<RowResult> results, boolean upsert) {
        ArrayNode answer = json.createArrayNode();
        for (RowResult each : results) answer.add(RestRows.result(json, each, upsert));
        return HttpAnswer.json(200, answer.toString());
    }

    private static List<Sent> rows(JsonNode body) {
        List<Sent> rows = new ArrayList<>();
        for (JsonNode each : body.path("records")) {
            JsonNode id = each.has("id") ? each.get("id") : each.path("Id");
            String type = each.path("attributes").path("type").asText();
            rows.add(RestRows.sent(type, id.isTextual() ? id.asText() : null, each));
        }
        return rows;
    }

    private static List<String> ids(JsonNode body) {
        return texts(body.path("ids"));
    }

    private static List<String> fields(JsonNode body) {
        return texts(body.path("fields"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static List<String> listed(HttpCall call, String name) {
        return call.parameter(name)
                .map(text -> Arrays.stream(text.split(",")).map(String::strip).toList())
                .orElse(List.of());
    }
}
