package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** A portal at noon of a Monday and one client of it, without a port in between. */
final class PortalClient {
    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    static final String CONTACTS = "/crm/objects/2026-09/contacts";

    final SandboxClock clock = new SandboxClock(() -> NOON);
    final Calls calls = new Calls();
    final WriteAudit audit = new WriteAudit();
    final Faults faults = new Faults();
    final HubSpotPortal portal = new HubSpotPortal(clock, calls, audit, faults);

    String token = portal.credentials().getOrDefault("token", "");

    String contact(String email) {
        return portal.insert("contacts", Map.of("email", email, "firstname", "Ada", "lastname", "Lovelace"));
    }

    HttpAnswer get(String target) {
        return send("GET", target, "");
    }

    HttpAnswer post(String target, String body) {
        return send("POST", target, body);
    }

    HttpAnswer send(String method, String target, String body) {
        return portal.answer(new HttpCall(method, target, Map.of("authorization", "Bearer " + token), quoted(body)));
    }

    /** A form without a token, as the OAuth endpoints take it. */
    HttpAnswer form(String target, String form) {
        return portal.answer(new HttpCall("POST", target, Map.of(), form.getBytes(StandardCharsets.UTF_8)));
    }

    static JsonNode json(HttpAnswer answer) {
        return Json.read(answer.body());
    }

    /** JSON is written with single quotes in tests, because Java needs the double ones. */
    private static byte[] quoted(String body) {
        return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
