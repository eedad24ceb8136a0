package io.onefunnel.sandbox.marketo;

import static io.onefunnel.sandbox.marketo.MarketoClient.NOW;
import static io.onefunnel.sandbox.marketo.MarketoClient.code;
import static io.onefunnel.sandbox.marketo.MarketoClient.read;
import static io.onefunnel.sandbox.marketo.MarketoClient.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Marketo instance")
class MarketoInstanceTest {
    private final MarketoClient client = new MarketoClient();
    private final MarketoInstance instance = client.instance;

    @Test
    void givesTheSameTokenUntilItExpires() {
        JsonNode first = client.signIn();
        client.clock.advance(Duration.ofSeconds(3599));
        JsonNode second = client.signIn();
        client.clock.advance(Duration.ofSeconds(1));
        JsonNode third = client.signIn();

        assertThat(second.path("access_token")).isEqualTo(first.path("access_token"));
        assertThat(second.path("expires_in").asInt()).isEqualTo(1);
        assertThat(third.path("access_token")).isNotEqualTo(first.path("access_token"));
    }

    @Test
    void refusesWrongSecretsWith401AndStrangeTokensWith200() {
        HttpAnswer refused = instance.answer(new HttpCall(
                "GET",
                "/identity/oauth/token?grant_type=client_credentials&client_id=a&client_secret=b",
                Map.of(),
                new byte[0]));
        assertThat(refused.status()).isEqualTo(401);

        String token = client.token();
        assertThat(code(read(described("nonsense")))).isEqualTo("601");
        client.clock.advance(Duration.ofHours(2));
        HttpAnswer expired = described(token);
        assertThat(expired.status()).isEqualTo(200);
        assertThat(code(read(expired))).isEqualTo("602");
    }

    @Test
    void neverMovesAMemberBackwards() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        long program = instance.program("Cost of downtime", "Webinar", NOW);
        String path = "/rest/v1/programs/" + program + "/members/status.json";

        assertThat(statuses(client.post(path, status("Attended", id)))).containsExactly("created");
        assertThat(statuses(client.post(path, status("Registered", id)))).containsExactly("1037");
        assertThat(code(client.post(path, status("Nonsense", id)))).isEqualTo("1025");
        JsonNode change = client.activities("104").get(0);
        assertThat(change.path("primaryAttributeValueId").asLong()).isEqualTo(program);
        assertThat(change.path("attributes").toString()).contains("{\"name\":\"Success\",\"value\":true}");
    }

    @Test
    void closesItsOpportunitiesUnderANativeSync() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        String opportunity = "{'input':[{'externalOpportunityId':'sf:1','name':'Acme'}]}";
        String role = "{'input':[{'externalOpportunityId':'sf:1','leadId':" + id + ",'role':'Buyer'}]}";
        assertThat(statuses(client.post("/rest/v1/opportunities.json", opportunity)))
                .containsExactly("created");
        assertThat(statuses(client.post("/rest/v1/opportunities.json", opportunity)))
                .containsExactly("updated");
        assertThat(statuses(client.post("/rest/v1/opportunities/roles.json", role)))
                .containsExactly("created");

        instance.set("nativeSync", "on");

        assertThat(code(client.post("/rest/v1/opportunities.json", opportunity)))
                .isEqualTo("1018");
        assertThat(code(client.get("/rest/v1/companies/describe.json"))).isEqualTo("1018");
    }

    @Test
    void limitsCallsInTwentySecondsAndInADay() {
        instance.set("callsPer20Seconds", "2");
        instance.set("apiCallsPerDay", "3");
        client.get("/rest/v1/leads/describe.json");
        client.get("/rest/v1/leads/describe.json");
        assertThat(code(client.get("/rest/v1/leads/describe.json"))).isEqualTo("606");
        client.clock.advance(Duration.ofSeconds(21));
        client.get("/rest/v1/leads/describe.json");
        assertThat(code(client.get("/rest/v1/leads/describe.json"))).isEqualTo("607");

        instance.set("limits", "off");
        assertThat(client.get("/rest/v1/leads/describe.json").path("success").asBoolean())
                .isTrue();
        assertThatThrownBy(() -> instance.set("speed", "1")).hasMessageContaining("apiCallsPerDay");
    }

    @Test
    void servesFaultsWithoutDoingTheWork() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        for (String kind : List.of("expired-token", "rate-limit", "concurrency", "quota", "transient")) {
            client.faults.add(Faults.Fault.once(kind, "leads.json"));
        }
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < 5; i++)
            codes.add(code(client.sync("updateOnly", "id", Map.of("id", id, "firstName", "A"))));
        assertThat(codes).containsExactlyInAnyOrder("602", "606", "615", "607", "713");
        assertThat(client.audit.entries()).isEmpty();

        client.faults.add(new Faults.Fault("row-error", "leads.json", 0, 1, Map.of("rows", "1", "code", "1014")));
        assertThat(statuses(client.sync(
                        "updateOnly", "id", Map.of("id", id, "firstName", "A"), Map.of("id", 7, "firstName", "A"))))
                .containsExactly("1014", "1004");
    }

    @Test
    void warnsInPlainStringsAndDatesItsAssetsItsOwnWay() {
        instance.program("Cost of downtime", "Webinar", NOW);
        assertThat(client.get("/rest/asset/v1/programs.json")
                        .at("/result/0/createdAt")
                        .asText())
                .isEqualTo("2026-03-02T09:00:00Z+0000");
        JsonNode none = client.get("/rest/asset/v1/program/byName.json?name=x");
        assertThat(none.at("/warnings/0").asText()).startsWith("No assets found");
        assertThat(none.path("result").isMissingNode()).isTrue();
    }

    @Test
    void extractsLeadsInAFileThatCanBeFetchedInParts() throws Exception {
        instance.lead(
                Map.of("email", "ada@example.org", "company", "Acme, \"Inc\"", "createdAt", "2026-02-20T00:00:00Z"));
        instance.lead(Map.of("email", "old@example.org", "createdAt", "2025-02-20T00:00:00Z"));
        String filter =
                "{'fields':['email','company','phone'],'filter':{'createdAt':{'startAt':'2026-02-10T00:00:00Z','endAt':'2026-03-01T00:00:00Z'}}}";
        instance.set("bulkSeconds", "60");

        String job = "/bulk/v1/leads/export/"
                + client.post("/rest/../bulk/v1/leads/export/create.json", filter)
                        .at("/result/0/exportId")
                        .asText();
        client.post(job + "/enqueue.json", "");
        assertThat(client.get(job + "/status.json").at("/result/0/status").asText())
                .isEqualTo("Processing");
        assertThat(client.answer("GET", job + "/file.json", "", Map.of()).status())
                .isEqualTo(404);
        client.clock.advance(Duration.ofSeconds(60));
        JsonNode done = client.get(job + "/status.json").at("/result/0");
        HttpAnswer whole = client.answer("GET", job + "/file.json", "", Map.of());
        HttpAnswer part = client.answer("GET", job + "/file.json", "", Map.of("range", "bytes=0-4"));

        assertThat(whole.text()).isEqualTo("email,company,phone\nada@example.org,\"Acme, \"\"Inc\"\"\",null\n");
        assertThat(done.path("fileChecksum").asText())
                .isEqualTo("sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(whole.body())));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("email");
        assertThat(code(client.post(job + "/enqueue.json", ""))).isEqualTo("1029");
    }

    private HttpAnswer described(String token) {
        return instance.answer(new HttpCall(
                "GET", "/rest/v1/leads/describe.json", Map.of("authorization", "Bearer " + token), new byte[0]));
    }

    private static String status(String name, long leadId) {
        return "{'statusName':'" + name + "','input':[{'leadId':" + leadId + "}]}";
    }
}
