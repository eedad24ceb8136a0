package io.onefunnel.sandbox.marketo.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.util.Collection;
import java.util.List;

/** The envelopes every JSON answer comes in. */
public final class Replies {
    public static final ObjectMapper JSON = new ObjectMapper();

    private Replies() {}

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public static HttpAnswer success(ApiCall call) {
        return send(envelope(call).put("success", true));
    }

    public static HttpAnswer result(ApiCall call, Collection<? extends JsonNode> records) {
        return send(body(call, records));
    }

    public static HttpAnswer result(ApiCall call, JsonNode record) {
        return result(call, List.of(record));
    }

    /** A page of a list: the token is there only while there is more. */
    public static HttpAnswer page(ApiCall call, Page<? extends JsonNode> page) {
        ObjectNode body = body(call, page.records());
        page.next().ifPresent(token -> body.put("nextPageToken", token));
        return send(body);
    }

    /** A page that says besides whether more follows, as program members and field lists do. */
    public static HttpAnswer pageOfMore(ApiCall call, Page<? extends JsonNode> page) {
        ObjectNode body = body(call, page.records());
        page.next().ifPresent(token -> body.put("nextPageToken", token));
        return send(body.put("moreResult", page.next().isPresent()));
    }

    /** A page of activities: the token is always there. "result" is left out of an empty page. */
    public static HttpAnswer stream(ApiCall call, Collection<? extends JsonNode> records, String token, boolean more) {
        ObjectNode body = envelope(call);
        if (!records.isEmpty()) body.set("result", array(records));
        body.put("success", true).put("nextPageToken", token).put("moreResult", more);
        return send(body);
    }

    /** Asset endpoints put empty lists of errors and warnings in, and warn in plain strings. */
    public static HttpAnswer assets(ApiCall call, Collection<? extends JsonNode> records) {
        ObjectNode body = object().put("success", true);
        body.putArray("errors");
        body.put("requestId", call.requestId());
        ArrayNode warnings = body.putArray("warnings");
        if (records.isEmpty()) warnings.add("No assets found for the given search criteria.");
        else body.set("result", array(records));
        return send(body);
    }

    public static HttpAnswer refused(String requestId, Refusal refusal) {
        ObjectNode body = object().put("requestId", requestId).put("success", false);
        body.putArray("errors").addObject().put("code", refusal.code()).put("message", refusal.text());
        return send(body);
    }

    /** What a skipped record says; custom activities use "errors" where everything else has "reasons". */
    public static ObjectNode skipped(ObjectNode row, SkippedRow why, String reasons) {
        row.put("status", "skipped");
        row.putArray(reasons).addObject().put("code", why.code()).put("message", why.text());
        return row;
    }

    public static HttpAnswer send(JsonNode body) {
        try {
            return HttpAnswer.json(200, JSON.writeValueAsString(body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectNode body(ApiCall call, Collection<? extends JsonNode> records) {
        ObjectNode body = envelope(call);
        body.set("result", array(records));
        return body.put("success", true);
    }

    private static ObjectNode envelope(ApiCall call) {
        return object().put("requestId", call.requestId());
    }

    private static ArrayNode array(Collection<? extends JsonNode> records) {
        return JSON.createArrayNode().addAll(records);
    }
}
