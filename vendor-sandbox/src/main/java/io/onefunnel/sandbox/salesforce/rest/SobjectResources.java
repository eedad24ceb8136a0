package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.services.Replication;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.salesforce.write.RowResult;
import io.onefunnel.sandbox.salesforce.write.Sent;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single records, describes, and what was updated or deleted. */
final class SobjectResources {
    private final OrgServices org;
    private final JsonMapper json;
    private final RecordJson records;

    SobjectResources(OrgServices org, JsonMapper json) {
        this.org = org;
        this.json = json;
        this.records = new RecordJson(org.store(), org.runner(), json);
    }

    /** {@code sobjects}, {@code sobjects/X}, {@code sobjects/X/describe}, {@code sobjects/X/id} and the like. */
    HttpAnswer answer(HttpCall call, List<String> parts, JsonNode body, String version, Access access) {
        if (parts.size() == 1) return global(version, access);
        ObjectType type =
                org.store().schema().type(parts.get(1)).filter(access::sees).orElseThrow(RestEndpoint::notFound);
        if (parts.size() == 2) return root(type, call, body, version, access);
        String third = parts.get(2);
        boolean get = call.method().equals("GET");
        if (parts.size() == 4) return keyed(type, third, parts.get(3), call, body, version, access);
        if (get && third.equals("describe")) return described(type, call, version, access);
        if (get && third.equals("updated")) return updated(type, call, access);
        if (get && third.equals("deleted")) return deleted(type, call, access);
        return record(type, third, call, body, version, access);
    }

    private HttpAnswer root(ObjectType type, HttpCall call, JsonNode body, String version, Access access) {
        if (call.method().equals("GET")) {
            ObjectNode answer = json.createObjectNode();
            answer.set("objectDescribe", new DescribeJson(json, access).summary(type, version));
            answer.putArray("recentItems");
            return HttpAnswer.json(200, answer.toString());
        }
        if (!call.method().equals("POST")) throw RestEndpoint.notAllowed(call);
        Sent sent = RestRows.sent(type.name(), null, body);
        return saved(org.writes().create(List.of(sent), RestRows.options(call, access, false)), true);
    }

    private HttpAnswer record(ObjectType type, String id, HttpCall call, JsonNode body, String version, Access access) {
        return switch (call.method()) {
            case "GET" ->
                HttpAnswer.json(200, one(type, id, call, version, access).toString());
            case "PATCH" -> {
                Sent sent = RestRows.sent(type.name(), id, body);
                yield saved(org.writes().update(List.of(sent), RestRows.options(call, access, false)), false);
            }
            case "DELETE" -> saved(org.writes().delete(List.of(id), RestRows.options(call, access, false)), false);
            default -> throw RestEndpoint.notAllowed(call);
        };
    }

    /** {@code sobjects/X/key field/value}: a record by an external id. */
    private HttpAnswer keyed(
            ObjectType type,
            String keyName,
            String value,
            HttpCall call,
            JsonNode body,
            String version,
            Access access) {
        Field key = type.field(keyName)
                .filter(field -> field.externalId() || field.isId())
                .orElseThrow(() -> new SalesforceError(
                        404,
                        "NOT_FOUND",
                        "Provided external ID field does not exist or is not accessible: " + keyName));
        if (key.isId()) return record(type, value, call, body, version, access);
        if (call.method().equals("PATCH")) {
            Sent plain = RestRows.sent(type.name(), null, body);
            Map<String, @Nullable String> values = plain.values();
            values.put(key.name(), value);
            List<RowResult> results = org.writes()
                    .upsert(
                            key.name(),
                            List.of(new Sent(type.name(), null, values)),
                            RestRows.options(call, access, false));
            RowResult result = results.get(0);
            if (!result.success()) return RestRows.refused(json, result);
            return HttpAnswer.json(
                    result.created() ? 201 : 200,
                    RestRows.result(json, result, true).toString());
        }
        Row found = org.store().table(type).holding(key, value).stream()
                .filter(row -> !row.isDeleted())
                .findFirst()
                .orElseThrow(RestEndpoint::notFound);
        return record(type, found.id(), call, body, version, access);
    }

    /** Answered 304 when nothing of the object has changed since: the sandbox's schema never does. */
    private HttpAnswer described(ObjectType type, HttpCall call, String version, Access access) {
        Instant changed = org.rightsChangedAt(access);
        boolean known = call.header("if-modified-since")
                .map(SobjectResources::httpDate)
                .map(since -> !since.isBefore(changed))
                .orElse(false);
        if (known) return HttpAnswer.empty(304);
        String lastModified = DateTimeFormatter.RFC_1123_DATE_TIME.format(changed.atZone(ZoneOffset.UTC));
        return HttpAnswer.json(
                        200,
                        new DescribeJson(json, access)
                                .object(type, version, org.store().schema())
                                .toString())
                .with("Last-Modified", lastModified);
    }

    private HttpAnswer updated(ObjectType type, HttpCall call, Access access) {
        Replication.Window window = org.replication().updated(type, time(call, "start"), time(call, "end"), access);
        ObjectNode answer = json.createObjectNode();
        ArrayNode ids = answer.putArray("ids");
        window.rows().forEach(row -> ids.add(row.id()));
        answer.put("latestDateCovered", datetime(window.covered()));
        return HttpAnswer.json(200, answer.toString());
    }

    private HttpAnswer deleted(ObjectType type, HttpCall call, Access access) {
        Replication.Window window = org.replication().deleted(type, time(call, "start"), time(call, "end"), access);
        ObjectNode answer = json.createObjectNode();
        ArrayNode rows = answer.putArray("deletedRecords");
        window.rows()
                .forEach(row -> rows.addObject()
                        .put("id", row.id())
                        .put("deletedDate", datetime(Instant.ofEpochSecond(row.deletedAt()))));
        answer.put("earliestDateAvailable", datetime(org.replication().earliest()));
        answer.put("latestDateCovered", datetime(window.covered()));
        return HttpAnswer.json(200, answer.toString());
    }

    private HttpAnswer global(String version, Access access) {
        ObjectNode answer = json.createObjectNode();
        answer.put("encoding", "UTF-8").put("maxBatchSize", 200);
        ArrayNode types = answer.putArray("sobjects");
        DescribeJson describe = new DescribeJson(json, access);
        for (ObjectType type : org.store().schema().types()) {
            if (access.sees(type) && !type.tooling()) types.add(describe.summary(type, version));
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

    private HttpAnswer saved(List<RowResult> results, boolean created) {
        RowResult result = results.get(0);
        if (!result.success()) return RestRows.refused(json, result);
        return created
                ? HttpAnswer.json(201, RestRows.result(json, result, false).toString())
                : HttpAnswer.empty(204);
    }

    private static String time(HttpCall call, String name) {
        // "+" in a query string is a space unless it was encoded.
        return call.parameter(name).orElse("").replace(' ', '+');
    }

    private static String datetime(Instant instant) {
        return FieldType.datetime(instant).replace("Z", "+0000");
    }

    private static Instant httpDate(String text) {
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            throw new SalesforceError(400, "INVALID_HEADER", "If-Modified-Since is no HTTP date: " + text);
        }
    }
}
