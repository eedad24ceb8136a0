package io.onefunnel.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.sandbox.Recorder;
import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.http.Hosted;
import io.onefunnel.sandbox.vendor.SandboxClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The control API")
class ControlApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Sandbox sandbox = Sandbox.of(
            new SandboxClock(InstantSource.fixed(NOON)),
            Sandbox.Ports.FREE,
            Recorder.Org::new,
            Recorder.Portal::new,
            Recorder.Instance::new);

    @BeforeEach
    void start() {
        sandbox.start();
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void everyAddressInTheDescriptionAnswers() throws Exception {
        Sandbox.Access access = sandbox.describe();
        String salesforce = sandbox.salesforce().url();
        assertThat(access.salesforce())
                .containsEntry("apiVersion", "65.0")
                .containsEntry("clientId", "id-of-salesforce")
                .containsEntry("loginUrl", salesforce)
                .containsEntry("instanceUrl", salesforce);
        assertThat(access.hubspot()).containsEntry("baseUrl", sandbox.hubspot().url());
        assertThat(access.marketo())
                .containsEntry("baseUrl", sandbox.marketo().url())
                .containsEntry("identityUrl", sandbox.marketo().url() + "/identity");
        assertThat(access.control()).containsEntry("url", sandbox.controlUrl());
        for (Hosted vendor : sandbox.vendors().values()) {
            assertThat(vendor.url()).startsWith("http://127.0.0.1:");
            assertThat(get(vendor.url() + "/rest/v1/leads.json").body()).isEqualTo("\"/rest/v1/leads.json\"");
        }
        assertThat(get(sandbox.controlUrl() + "/state").statusCode()).isEqualTo(200);
    }

    @Test
    void callsAreCountedByVendorAndForgottenOnReset() throws Exception {
        get(sandbox.hubspot().url() + "/crm/objects/2026-09/contacts");
        assertThat(read("/calls").at("/hubspot/total").asInt()).isEqualTo(1);
        assertThat(read("/calls").at("/hubspot/byOperation/echo").asInt()).isEqualTo(1);
        assertThat(read("/calls").at("/hubspot/serverMicrosByOperation").has("echo"))
                .isTrue();
        assertThat(read("/calls").at("/marketo/total").asInt()).isZero();
        post("/calls/reset", "");
        assertThat(read("/calls").at("/hubspot/serverMicros").asLong()).isZero();
        assertThat(read("/calls").at("/hubspot/total").asInt()).isZero();
    }

    @Test
    void theAuditCountsRepeatedWritesAndListsThemOnDemand() throws Exception {
        sandbox.salesforce().audit().wrote(NOON, "set", "Lead", "00Q1", Map.of("OneFunnel_Score__c", "7"), false);
        sandbox.salesforce().audit().wrote(NOON, "set", "Lead", "00Q1", Map.of("OneFunnel_Score__c", "7"), true);
        JsonNode audit = read("/audit").path("salesforce");
        assertThat(audit.path("written").asInt()).isEqualTo(2);
        assertThat(audit.path("repeated").asInt()).isEqualTo(1);
        assertThat(audit.at("/byKind/set").asInt()).isEqualTo(2);
        assertThat(audit.has("entries")).isFalse();
        assertThat(read("/audit?list=true")
                        .at("/salesforce/entries/1/values/OneFunnel_Score__c")
                        .asText())
                .isEqualTo("7");
        post("/audit/reset?vendor=salesforce", "");
        assertThat(read("/audit").at("/salesforce/written").asInt()).isZero();
    }

    @Test
    void aFaultBitesTheCallItNamesAndIsThenUsedUp() throws Exception {
        post(
                "/faults",
                "{\"vendor\":\"marketo\",\"kind\":\"status\",\"match\":\"GET /rest\",\"params\":{\"status\":502}}");
        assertThat(read("/faults").at("/marketo/0/kind").asText()).isEqualTo("status");
        assertThat(get(sandbox.marketo().url() + "/rest/v1/x").statusCode()).isEqualTo(502);
        assertThat(get(sandbox.marketo().url() + "/rest/v1/x").statusCode()).isEqualTo(200);
        assertThat(read("/faults").path("marketo")).isEmpty();
    }

    @Test
    void waitingFaultsCanBeCalledOff() throws Exception {
        post("/faults", "{\"vendor\":\"hubspot\",\"kind\":\"status\",\"times\":3}");
        send("DELETE", "/faults", "");
        assertThat(get(sandbox.hubspot().url() + "/x").statusCode()).isEqualTo(200);
    }

    @Test
    void timeMovesForAllVendorsTogether() throws Exception {
        assertThat(post("/clock", "{\"advance\":\"PT4M\"}").body()).contains("2026-03-02T12:04:00Z");
        assertThat(sandbox.clock().instant()).isEqualTo(NOON.plusSeconds(240));
        assertThat(read("/state").path("now").asText()).isEqualTo("2026-03-02T12:04:00Z");
    }

    @Test
    void aRecordCanBeSeenAndEditedAsByHand() throws Exception {
        String id = sandbox.salesforceData().insert("Lead", Map.of("LastName", "Ruiz", "Status", "New"));
        post(
                "/edit",
                "{\"vendor\":\"salesforce\",\"type\":\"Lead\",\"id\":\"" + id
                        + "\",\"fields\":{\"Status\":\"Working\",\"Title\":null}}");
        JsonNode lead = read("/record?vendor=salesforce&type=Lead&id=" + id);
        assertThat(lead.path("Status").asText()).isEqualTo("Working");
        assertThat(lead.path("Title").asText()).isEmpty();
        assertThat(get(sandbox.controlUrl() + "/record?vendor=salesforce&type=Lead&id=none")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aSettingIsChangedAndAnUnknownOneRefusedWithTheVendorsWords() throws Exception {
        post("/settings", "{\"vendor\":\"hubspot\",\"key\":\"limits\",\"value\":\"off\"}");
        assertThat(read("/settings").at("/hubspot/limits").asText()).isEqualTo("off");
        HttpResponse<String> refused = post("/settings", "{\"vendor\":\"hubspot\",\"key\":\"colour\",\"value\":\"1\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("no such setting: colour");
    }

    @Test
    void latencyHoldsAnswersBack() throws Exception {
        post("/latency", "{\"vendor\":\"salesforce\",\"ms\":120}");
        long before = System.nanoTime();
        get(sandbox.salesforce().url() + "/x");
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(120_000_000L);
    }

    @Test
    void whatItCannotDoItSaysInASentence() throws Exception {
        assertThat(post("/faults", "{\"vendor\":\"oracle\",\"kind\":\"status\"}")
                        .body())
                .contains("no vendor \\\"oracle\\\"");
        assertThat(post("/faults", "{\"kind\":\"status\"}").body()).contains("vendor");
        assertThat(post("/faults", "not json").statusCode()).isEqualTo(400);
        assertThat(post("/clock", "{\"advance\":\"four minutes\"}").statusCode())
                .isEqualTo(400);
        assertThat(post("/clock", "{\"advance\":\"PT-4M\"}").statusCode()).isEqualTo(400);
        assertThat(get(sandbox.controlUrl() + "/nowhere").statusCode()).isEqualTo(404);
    }

    @Test
    void pagesCanBeAdded() throws Exception {
        sandbox.page("/truth", parameters -> Map.of("person", parameters.getOrDefault("person", "none")));
        assertThat(read("/truth?person=7").path("person").asText()).isEqualTo("7");
    }

    private JsonNode read(String path) throws Exception {
        return JSON.readTree(get(sandbox.controlUrl() + path).body());
    }

    private HttpResponse<String> get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, body);
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(sandbox.controlUrl() + path))
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
