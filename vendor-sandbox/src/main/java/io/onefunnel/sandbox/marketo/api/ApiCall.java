package io.onefunnel.sandbox.marketo.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A call as the API behind the gateway sees it: dot segments removed, {@code _method} obeyed, the query and a form body
 * joined.
 *
 * @param newestLead the newest lead there was when the call came in
 * @param method after {@code _method}
 * @param path without leading slash, dot segments resolved
 * @param values of the path, by the names in the route
 */
public record ApiCall(
        HttpCall http,
        String requestId,
        int newestLead,
        String method,
        String path,
        Map<String, List<String>> parameters,
        JsonNode body,
        Map<String, String> values) {

    // "Up to 300 records": Lead Database, "Batch size".
    private static final int LARGEST_BATCH = 300;

    public static ApiCall of(HttpCall http, String requestId, int newestLead) {
        Map<String, List<String>> parameters = new LinkedHashMap<>(http.query());
        JsonNode body = MissingNode.getInstance();
        String type = http.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded")) {
            http.form().forEach(parameters::putIfAbsent);
        } else if (http.body().length > 0 && type.startsWith("application/json")) {
            body = parse(http.text());
        } else if (http.body().length > 0) {
            throw new Refusal("612", "Invalid Content Type");
        }
        return new ApiCall(
                http, requestId, newestLead, method(http, parameters, body), path(http), parameters, body, Map.of());
    }

    public ApiCall with(Map<String, String> pathValues) {
        return new ApiCall(http, requestId, newestLead, method, path, parameters, body, pathValues);
    }

    public String value(String name) {
        return Optional.ofNullable(values.get(name)).orElseThrow(() -> new IllegalStateException("no {" + name + "}"));
    }

    public int id(String name) {
        try {
            return Integer.parseInt(value(name));
        } catch (NumberFormatException notANumber) {
            throw new Refusal("1001", "Invalid value '" + value(name) + "'. Required of type 'Integer'");
        }
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).map(all -> all.get(0)).filter(text -> !text.isEmpty());
    }

    public String required(String name) {
        return parameter(name)
                .orElseThrow(() -> new Refusal("1002", "Missing value for required parameter '" + name + "'"));
    }

    public int number(String name, int byDefault) {
        Optional<String> text = parameter(name);
        if (text.isEmpty()) return byDefault;
        try {
            return Integer.parseInt(text.get());
        } catch (NumberFormatException notANumber) {
            throw new Refusal("1001", "Invalid value '" + text.get() + "'. Required of type 'Integer'");
        }
    }

    public int batchSize() {
        return Math.max(1, Math.min(LARGEST_BATCH, number("batchSize", LARGEST_BATCH)));
    }

    /** A parameter that may be repeated, hold several values between commas, or both. */
    public List<String> list(String name) {
        List<String> all = new ArrayList<>();
        for (String text : parameters.getOrDefault(name, List.of())) {
            for (String each : text.split(",")) if (!each.isBlank()) all.add(each.trim());
        }
        return all;
    }

    /** The records of a batch call. */
    public List<JsonNode> input() {
        JsonNode input = body.path("input");
        if (!input.isArray() || input.isEmpty())
            throw new Refusal("1002", "Missing value for required parameter 'input'");
        if (input.size() > LARGEST_BATCH) throw new Refusal("1003", "Maximum of 300 records exceeded");
        List<JsonNode> records = new ArrayList<>();
        input.forEach(records::add);
        return records;
    }

    public String text(String field, String byDefault) {
        JsonNode value = body.path(field);
        return value.isMissingNode() || value.isNull() ? byDefault : value.asText();
    }

    private static JsonNode parse(String text) {
        try {
            return Replies.JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new Refusal("609", "Invalid JSON");
        }
    }

    private static String method(HttpCall http, Map<String, List<String>> parameters, JsonNode body) {
        if (!http.method().equals("POST")) return http.method();
        List<String> override = parameters.get("_method");
        if (override != null) return override.get(0).toUpperCase(Locale.ROOT);
        return body.path("_method").asText("POST").toUpperCase(Locale.ROOT);
    }

    private static String path(HttpCall http) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = http.path().substring(1).split("/", -1);
        for (String segment : segments) {
            // The gateway refuses a double slash: notice linked from "REST API", 2026.
            if (segment.isEmpty()) throw new Refusal("610", "Requested resource not found");
            // node-marketo-rest sends /rest/../bulk/v1/...
            if (segment.equals("..")) kept.pollLast();
            else if (!segment.equals(".")) kept.addLast(segment);
        }
        return String.join("/", kept);
    }
}
