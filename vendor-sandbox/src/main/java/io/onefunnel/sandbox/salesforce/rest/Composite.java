package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code composite}: up to 25 requests in one call, later ones with values of earlier answers. The call is answered 200
 * whatever becomes of its parts; with allOrNone one that fails takes all others back.
 */
final class Composite {
    private static final int MOST_PARTS = 25;
    private static final Pattern REFERENCE = Pattern.compile("@\\{([A-Za-z0-9_]+)\\.?([^}]*)}");

    private final OrgServices org;
    private final JsonMapper json;
    private final Function<HttpCall, HttpAnswer> part;

    Composite(OrgServices org, JsonMapper json, Function<HttpCall, HttpAnswer> part) {
        this.org = org;
        this.json = json;
        this.part = part;
    }

    HttpAnswer answer(HttpCall call, JsonNode body) {
        if (body.path("compositeRequest").size() > MOST_PARTS) {
            throw new SalesforceError(
                    400, "LIMIT_EXCEEDED", "Request exceeds the limit of " + MOST_PARTS + " subrequests");
        }
        boolean allOrNone = body.path("allOrNone").asBoolean(false);
        ArrayNode parts = allOrNone
                ? org.store().transaction(() -> run(call, body, true), Composite::cameOff)
                : run(call, body, false);
        if (allOrNone && !cameOff(parts)) halt(parts);
        ObjectNode answer = json.createObjectNode();
        answer.set("compositeResponse", parts);
        return HttpAnswer.json(200, answer.toString());
    }

    private ArrayNode run(HttpCall call, JsonNode body, boolean stopAtFailure) {
        ArrayNode answers = json.createArrayNode();
        Map<String, JsonNode> byReference = new HashMap<>();
        boolean stopped = false;
        for (JsonNode each : body.path("compositeRequest")) {
            String reference = each.path("referenceId").asText();
            HttpAnswer answer = stopped ? halted() : one(call, each, byReference);
            stopped = stopAtFailure && (stopped || answer.status() >= 400);
            ObjectNode shown = answers.addObject();
            JsonNode content = content(answer);
            shown.set("body", content);
            ObjectNode headers = shown.putObject("httpHeaders");
            answer.headers().forEach((name, value) -> {
                if (!name.equalsIgnoreCase("content-type")) headers.put(name, value);
            });
            shown.put("httpStatusCode", answer.status()).put("referenceId", reference);
            if (answer.status() < 400) byReference.put(reference, content);
        }
        return answers;
    }

    private HttpAnswer one(HttpCall call, JsonNode request, Map<String, JsonNode> byReference) {
        try {
            Map<String, String> headers = new LinkedHashMap<>(call.headers());
            request.path("httpHeaders")
                    .properties()
                    .forEach(header -> headers.put(
                            header.getKey().toLowerCase(Locale.ROOT),
                            header.getValue().asText()));
            String body = request.has("body") ? resolved(request.get("body").toString(), byReference) : "";
            return part.apply(new HttpCall(
                    request.path("method").asText("GET").toUpperCase(Locale.ROOT),
                    resolved(request.path("url").asText(), byReference).replace(" ", "%20"),
                    headers,
                    body.getBytes(StandardCharsets.UTF_8)));
        } catch (SalesforceError error) {
            return RestEndpoint.refusal(json, error);
        }
    }

    /** Puts the value of an earlier answer in the place of "@{lead.id}". */
    private static String resolved(String text, Map<String, JsonNode> byReference) {
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (reference.find()) {
            JsonNode answer = byReference.get(reference.group(1));
            if (answer == null) {
                throw new SalesforceError(
                        400,
                        "PROCESSING_HALTED",
                        "Invalid reference specified. No value for " + reference.group(1) + " found");
            }
            String pointer =
                    "/" + reference.group(2).replaceAll("\\[(\\d+)]", "/$1").replace('.', '/');
            reference.appendReplacement(
                    out, Matcher.quoteReplacement(answer.at(pointer).asText()));
        }
        return reference.appendTail(out).toString();
    }

    private static boolean cameOff(ArrayNode parts) {
        for (JsonNode each : parts) {
            if (each.path("httpStatusCode").asInt() >= 400) return false;
        }
        return true;
    }

    /** The parts that came off alone are taken back with the one that did not. */
    private void halt(ArrayNode parts) {
        for (JsonNode each : parts) {
            if (each.path("httpStatusCode").asInt() >= 400 || !(each instanceof ObjectNode shown)) continue;
            shown.set("body", content(halted()));
            shown.put("httpStatusCode", 400);
        }
    }

    private HttpAnswer halted() {
        return RestEndpoint.refusal(
                json,
                new SalesforceError(
                        400,
                        "PROCESSING_HALTED",
                        "The transaction was rolled back since another operation in the same transaction failed."));
    }

    private JsonNode content(HttpAnswer answer) {
        if (answer.body().length == 0) return json.nullNode();
        try {
            return json.readTree(answer.text());
        } catch (JsonProcessingException e) {
            return json.getNodeFactory().textNode(answer.text());
        }
    }
}
