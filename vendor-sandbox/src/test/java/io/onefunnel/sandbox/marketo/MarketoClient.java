package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** An instance and a client of it that keeps its token fresh; JSON may be written with single quotes. */
final class MarketoClient {
    static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    final SandboxClock clock;
    final WriteAudit audit = new WriteAudit();
    final Faults faults = new Faults();
    final MarketoInstance instance;

    private BiConsumer<HttpCall, HttpAnswer> observer = (call, answer) -> {};

    MarketoClient() {
        this(InstantSource.fixed(NOW));
    }

    MarketoClient(InstantSource time) {
        clock = new SandboxClock(time);
        instance = new MarketoInstance(clock, new Calls(), audit, faults);
    }

    /** Shows every call from now on, with its answer. */
    void observer(BiConsumer<HttpCall, HttpAnswer> watching) {
        observer = watching;
    }

    JsonNode get(String target) {
        return read(answer("GET", target, "", Map.of()));
    }

    JsonNode post(String target, String body) {
        return read(answer("POST", target, body.replace('\'', '"'), Map.of("content-type", "application/json")));
    }

    HttpAnswer answer(String method, String target, String body, Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("authorization", "Bearer " + token());
        return answer(new HttpCall(method, target, all, body.getBytes(StandardCharsets.UTF_8)));
    }

    JsonNode sync(String action, String lookup, Map<?, ?>... records) {
        ObjectNode body = JSON.createObjectNode().put("action", action).put("lookupField", lookup);
        body.set("input", JSON.valueToTree(records));
        return post("/rest/v1/leads.json", body.toString());
    }

    /** All activities of the types since NOW less a day, over all pages. */
    List<JsonNode> activities(String types) {
        List<JsonNode> all = new ArrayList<>();
        String token = since();
        boolean more = true;
        while (more) {
            JsonNode page = get("/rest/v1/activities.json?activityTypeIds=" + types + "&nextPageToken=" + token);
            page.path("result").forEach(all::add);
            token = encoded(page.path("nextPageToken").asText());
            more = page.path("moreResult").asBoolean();
        }
        return all;
    }

    String since() {
        return since(NOW.minusSeconds(86_400));
    }

    String since(Instant at) {
        JsonNode answer = get("/rest/v1/activities/pagingtoken.json?sinceDatetime=" + at);
        return encoded(answer.path("nextPageToken").asText());
    }

    String token() {
        return signIn().path("access_token").asText();
    }

    JsonNode signIn() {
        return read(answer(new HttpCall(
                "GET",
                "/identity/oauth/token?grant_type=client_credentials&client_id=" + Identity.CLIENT_ID
                        + "&client_secret=" + Identity.CLIENT_SECRET,
                Map.of(),
                new byte[0])));
    }

    private HttpAnswer answer(HttpCall call) {
        HttpAnswer answer = instance.answer(call);
        observer.accept(call, answer);
        return answer;
    }

    /** The status of each row of a result, or the code that a skipped one gives. */
    static List<String> statuses(JsonNode answer) {
        List<String> statuses = new ArrayList<>();
        for (JsonNode row : answer.path("result")) {
            String code =
                    row.at("/reasons/0/code").asText(row.at("/errors/0/code").asText(""));
            statuses.add(code.isEmpty() ? row.path("status").asText() : code);
        }
        return statuses;
    }

    static String code(JsonNode answer) {
        return answer.at("/errors/0/code").asText();
    }

    static String message(JsonNode answer) {
        return answer.at("/errors/0/message").asText();
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
}
