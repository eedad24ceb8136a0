package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.sandbox.marketo.auth.Identity;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Marketo instance without a port: what is called is answered on the spot. */
abstract class InstanceCalls {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    final SandboxClock clock = new SandboxClock(InstantSource.fixed(NOW));
    final Calls calls = new Calls();
    final WriteAudit audit = new WriteAudit();
    final Faults faults = new Faults();
    final MarketoInstance instance = new MarketoInstance(clock, calls, audit, faults);

    JsonNode sync(String action, String lookup, Map<?, ?>... records) {
        Map<String, Object> body = new HashMap<>();
        body.put("action", action);
        body.put("lookupField", lookup);
        body.put("input", List.of(records));
        return send(
                "POST",
                "/rest/v1/leads.json",
                bearer().substring(7),
                JSON.valueToTree(body).toString());
    }

    List<JsonNode> activities(String types) {
        List<JsonNode> all = new ArrayList<>();
        String token = since();
        boolean more = true;
        while (more) {
            JsonNode page = get("/rest/v1/activities.json?activityTypeIds=" + types + "&nextPageToken=" + token);
            page.path("result").forEach(all::add);
            token = encoded(page);
            more = page.path("moreResult").asBoolean();
        }
        return all;
    }

    String since() {
        return encoded(get("/rest/v1/activities/pagingtoken.json?sinceDatetime=2026-03-01T00:00:00Z"));
    }

    static List<String> statuses(JsonNode answer) {
        List<String> statuses = new ArrayList<>();
        for (JsonNode row : answer.path("result")) {
            String code =
                    row.at("/reasons/0/code").asText(row.at("/errors/0/code").asText(""));
            statuses.add(code.isEmpty() ? row.path("status").asText() : code);
        }
        return statuses;
    }

    static String codeOf(JsonNode answer) {
        return answer.at("/errors/0/code").asText();
    }

    JsonNode token() {
        return read(instance.answer(new HttpCall(
                "GET",
                "/identity/oauth/token?grant_type=client_credentials&client_id=" + Identity.CLIENT_ID
                        + "&client_secret=" + Identity.CLIENT_SECRET,
                Map.of(),
                bytes(""))));
    }

    String bearer() {
        return "Bearer " + token().path("access_token").asText();
    }

    JsonNode get(String target) {
        return send("GET", target, bearer().substring(7), "");
    }

    JsonNode post(String target, String body) {
        return send("POST", target, bearer().substring(7), body.replace('\'', '"'));
    }

    JsonNode send(String method, String target, String token, String body) {
        return read(instance.answer(call(method, target, token, body)));
    }

    static HttpCall call(String method, String target, String token, String body) {
        return new HttpCall(
                method,
                target,
                Map.of("authorization", "Bearer " + token, "content-type", "application/json"),
                bytes(body));
    }

    static String encoded(JsonNode page) {
        return encoded(page.path("nextPageToken").asText());
    }

    static String encoded(String token) {
        return URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    static JsonNode read(HttpAnswer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException broken) {
            throw new AssertionError("not JSON: " + answer.text(), broken);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
