package io.onefunnel.sandbox.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The HubSpot portal")
class HubSpotPortalTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final String CONTACTS = "/crm/objects/2026-09/contacts";

    private final SandboxClock clock = new SandboxClock(() -> NOON);
    private final Calls calls = new Calls();
    private final WriteAudit audit = new WriteAudit();
    private final HubSpotPortal portal = new HubSpotPortal(clock, calls, audit, new Faults());

    @ParameterizedTest
    @ValueSource(strings = {"/crm/objects/2026-09/contacts", "/crm/v3/objects/contacts", "/crm/v3/objects/Contact"})
    @DisplayName("serves dated and numbered paths alike")
    void everyPathListsTheContact(String path) {
        String id = contact("ada@example.org");

        JsonNode page = json(get(path + "?properties=email,no_such_property"));

        assertThat(page.path("results").path(0).path("id").asText()).isEqualTo(id);
        assertThat(page.path("results").path(0).path("properties").path("email").asText())
                .isEqualTo("ada@example.org");
        assertThat(page.path("results").path(0).path("properties").has("no_such_property"))
                .isFalse();
    }

    @Test
    @DisplayName("merges into a new id, to which reads follow the old ids and batches do not")
    void mergeGivesANewId() {
        String one = contact("ada@example.org");
        String other = contact("ada@example.com");

        String merged = json(post(
                        CONTACTS + "/merge",
                        "{\"primaryObjectId\":\"" + one + "\",\"objectIdToMerge\":\"" + other + "\"}"))
                .path("id")
                .asText();

        assertThat(merged).isNotIn(one, other);
        JsonNode read =
                json(get(CONTACTS + "/" + other + "?properties=email,hs_additional_emails,hs_merged_object_ids"));
        assertThat(read.path("id").asText()).isEqualTo(merged);
        assertThat(read.path("properties").path("email").asText()).isEqualTo("ada@example.org");
        assertThat(read.path("properties").path("hs_additional_emails").asText())
                .isEqualTo("ada@example.com");
        assertThat(read.path("properties").path("hs_merged_object_ids").asText())
                .isEqualTo(one + ";" + other);
        HttpAnswer update = post(
                CONTACTS + "/batch/update",
                "{\"inputs\":[{\"id\":\"" + one + "\",\"properties\":{\"city\":\"Berlin\"}}]}");
        assertThat(update.status()).isEqualTo(207);
        assertThat(json(update).path("errors").path(0).path("category").asText())
                .isEqualTo("OBJECT_NOT_FOUND");
    }

    @Test
    @DisplayName("loses no row to a keyset scan over 12,000 rows with one stamp")
    void keysetScanIsComplete() {
        portal.set("limits", "off");
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 12_000; i++) ids.add(portal.insert("contacts", Map.of("lastname", "L" + i)));
        Set<String> found = new HashSet<>();
        String last = "0";
        for (JsonNode page = window(last); !page.path("results").isEmpty(); page = window(last)) {
            for (JsonNode result : page.path("results")) {
                last = result.path("id").asText();
                found.add(last);
            }
        }

        assertThat(found).isEqualTo(ids);
    }

    @Test
    @DisplayName("refuses to page a search beyond 10,000 results, or to read more than 3,000 characters of it")
    void searchHasItsLimits() {
        assertThat(search("{\"limit\":200,\"after\":\"9900\"}").status()).isEqualTo(400);
        assertThat(search("{\"query\":\"" + "x".repeat(3_000) + "\"}").status()).isEqualTo(400);
        assertThat(search("{\"sorts\":[\"email\",\"createdate\"]}").status()).isEqualTo(400);
        assertThat(search("{\"limit\":200,\"after\":\"9800\"}").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("shows a write to search only when the index has caught up")
    void searchLags() {
        portal.set("indexLagSeconds", "90");
        contact("ada@example.org");

        assertThat(json(search("{}")).path("total").asInt()).isZero();
        assertThat(json(get(CONTACTS)).path("results")).hasSize(1);
        clock.advance(Duration.ofSeconds(90));
        assertThat(json(search("{}")).path("total").asInt()).isEqualTo(1);
    }

    @Test
    @DisplayName("does not let search forget an edit for a write before it that nobody had searched for")
    void searchShowsTheLatestWrite() {
        portal.set("indexLagSeconds", "90");
        String id = contact("ada@example.org");
        clock.advance(Duration.ofMinutes(5));
        portal.set("indexLagSeconds", "0");

        portal.editByHand("contacts", id, Map.of("lastname", "Byron"));

        JsonNode found = json(search("{\"properties\":[\"lastname\"]}")).path("results");
        assertThat(found.path(0).path("properties").path("lastname").asText()).isEqualTo("Byron");
    }

    @Test
    @DisplayName("finds nothing by IN when the values are not lower-case")
    void textInWantsLowerCase() {
        contact("ada@example.org");
        String filter = "{\"filterGroups\":[{\"filters\":[{\"propertyName\":\"lastname\",\"operator\":\"IN\","
                + "\"values\":[\"%s\"]}]}]}";

        assertThat(json(search(filter.formatted("Lovelace"))).path("total").asInt())
                .isZero();
        assertThat(json(search(filter.formatted("lovelace"))).path("total").asInt())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("refuses the 191st call in ten seconds and the sixth search in one, by policy name")
    void limitsRoll() {
        for (int i = 0; i < 190; i++) assertThat(get(CONTACTS).status()).isEqualTo(200);
        assertThat(policy(get(CONTACTS))).isEqualTo("TEN_SECONDLY_ROLLING");
        for (int i = 0; i < 5; i++) assertThat(search("{}").status()).isEqualTo(200);
        assertThat(policy(search("{}"))).isEqualTo("SECONDLY");
        clock.advance(Duration.ofSeconds(1));
        assertThat(search("{}").status()).isEqualTo(200);
        assertThat(get(CONTACTS).status()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(9));
        assertThat(get(CONTACTS).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("renews the day's calls at midnight of the account's zone")
    void theDayEndsAtTheAccountsMidnight() {
        portal.set("callsPerDay", "1");
        portal.set("timeZone", "America/New_York");
        assertThat(get(CONTACTS).status()).isEqualTo(200);
        assertThat(policy(get(CONTACTS))).isEqualTo("DAILY");
        clock.advance(Duration.between(NOON, Instant.parse("2026-03-03T04:59:00Z")));
        assertThat(get(CONTACTS).status()).isEqualTo(429);
        clock.advance(Duration.ofMinutes(1));
        assertThat(get(CONTACTS).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("refuses a whole batch for one unknown property")
    void unknownPropertyRefusesAll() {
        String id = contact("ada@example.org");
        String other = contact("grace@example.org");

        HttpAnswer answer = post(
                CONTACTS + "/batch/update",
                "{\"inputs\":[{\"id\":\"" + id + "\",\"properties\":{\"city\":\"Berlin\"}},{\"id\":\"" + other
                        + "\",\"properties\":{\"testproperty\":\"1\"}}]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).path("errors").path(0).path("code").asText()).isEqualTo("PROPERTY_DOESNT_EXIST");
        assertThat(portal.record("contacts", id)).doesNotContainKey("city");
        assertThat(audit.entries()).isEmpty();
    }

    @Test
    @DisplayName("tells the audit which update repeated what was there")
    void auditKnowsRepeats() {
        String id = contact("ada@example.org");
        String body = "{\"inputs\":[{\"id\":\"" + id
                + "\",\"properties\":{\"onefunnel_sla_first_touch_due\":\"1795000000000\"}}]}";

        post(CONTACTS + "/batch/update", body);
        post(CONTACTS + "/batch/update", body);

        assertThat(audit.entries()).extracting(WriteAudit.Entry::repeated).containsExactly(false, true);
        assertThat(portal.record("contacts", id))
                .containsEntry("onefunnel_sla_first_touch_due", "2026-11-18T11:06:40Z");
    }

    @Test
    @DisplayName("moves a lifecycle stage forward only, unless it is cleared first")
    void lifecycleMovesForward() {
        String id = contact("ada@example.org");
        stage(id, "opportunity");
        stage(id, "lead");
        assertThat(portal.record("contacts", id)).containsEntry("lifecyclestage", "opportunity");
        stage(id, "");
        stage(id, "lead");
        assertThat(portal.record("contacts", id)).containsEntry("lifecyclestage", "lead");
    }

    @Test
    @DisplayName("names the contact that already has an e-mail address")
    void emailIsUnique() {
        String id = contact("ada@example.org");

        HttpAnswer answer = post(CONTACTS, "{\"properties\":{\"email\":\"ADA@example.org\"}}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(json(answer).path("message").asText()).isEqualTo("Contact already exists. Existing ID: " + id);
    }

    @Test
    @DisplayName("lets an OAuth token live half an hour")
    void accessTokensExpire() {
        Map<String, String> held = portal.credentials();
        String form = "grant_type=refresh_token&client_id=" + held.get("clientId") + "&client_secret="
                + held.get("clientSecret") + "&refresh_token=" + held.get("refreshToken");
        String token = json(portal.answer(
                        new HttpCall("POST", "/oauth/2026-09/token", Map.of(), form.getBytes(StandardCharsets.UTF_8))))
                .path("access_token")
                .asText();

        assertThat(call("GET", CONTACTS, "", token).status()).isEqualTo(200);
        clock.advance(Duration.ofMinutes(30));
        HttpAnswer late = call("GET", CONTACTS, "", token);
        assertThat(late.status()).isEqualTo(401);
        assertThat(json(late).path("category").asText()).isEqualTo("EXPIRED_AUTHENTICATION");
    }

    @Test
    @DisplayName("names the scopes of which one is missing")
    void scopesAreNeeded() {
        portal.set("scopes", "crm.objects.companies.read");

        HttpAnswer answer = get(CONTACTS);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("MISSING_SCOPES", "crm.objects.contacts.read");
    }

    @Test
    @DisplayName("answers a missing task with a page, not with JSON")
    void missingTaskIsHtml() {
        HttpAnswer answer = get("/crm/v3/objects/tasks/996174569112");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).startsWith("<html>");
    }

    private String contact(String email) {
        return portal.insert("contacts", Map.of("email", email, "firstname", "Ada", "lastname", "Lovelace"));
    }

    private void stage(String id, String stage) {
        call("PATCH", CONTACTS + "/" + id, "{\"properties\":{\"lifecyclestage\":\"" + stage + "\"}}", token());
    }

    private JsonNode window(String lastId) {
        return json(
                search("{\"filterGroups\":[{\"filters\":[{\"propertyName\":\"lastmodifieddate\",\"operator\":\"GTE\","
                        + "\"value\":\"" + NOON.toEpochMilli()
                        + "\"},{\"propertyName\":\"hs_object_id\",\"operator\":\"GT\","
                        + "\"value\":\"" + lastId
                        + "\"}]}],\"sorts\":[{\"propertyName\":\"hs_object_id\",\"direction\":"
                        + "\"ASCENDING\"}],\"limit\":200,\"after\":\"0\"}"));
    }

    private HttpAnswer search(String body) {
        return post(CONTACTS + "/search", body);
    }

    private HttpAnswer get(String target) {
        return call("GET", target, "", token());
    }

    private HttpAnswer post(String target, String body) {
        return call("POST", target, body, token());
    }

    private HttpAnswer call(String method, String target, String body, String token) {
        return portal.answer(new HttpCall(
                method, target, Map.of("authorization", "Bearer " + token), body.getBytes(StandardCharsets.UTF_8)));
    }

    private String token() {
        return portal.credentials().getOrDefault("token", "");
    }

    private static String policy(HttpAnswer answer) {
        assertThat(answer.status()).isEqualTo(429);
        return json(answer).path("policyName").asText();
    }

    private static JsonNode json(HttpAnswer answer) {
        return Json.read(answer.body());
    }
}
