package io.onefunnel.sandbox.marketo;

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
class MarketoInstanceTest extends InstanceCalls {
    @Test
    void givesTheSameTokenUntilItExpires() {
        JsonNode first = token();
        clock.advance(Duration.ofSeconds(3599));
        JsonNode second = token();
        clock.advance(Duration.ofSeconds(1));
        JsonNode third = token();

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
                bytes("")));
        assertThat(refused.status()).isEqualTo(401);

        String token = token().path("access_token").asText();
        assertThat(codeOf(send("GET", "/rest/v1/leads/describe.json", "nonsense", "")))
                .isEqualTo("601");
        clock.advance(Duration.ofHours(2));
        HttpAnswer expired = instance.answer(call("GET", "/rest/v1/leads/describe.json", token, ""));
        assertThat(expired.status()).isEqualTo(200);
        assertThat(codeOf(read(expired))).isEqualTo("602");
    }

    @Test
    void neverMovesAMemberBackwards() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        long program = instance.program("Cost of downtime", "Webinar", NOW);
        String path = "/rest/v1/programs/" + program + "/members/status.json";

        assertThat(statuses(post(path, status("Attended", id)))).containsExactly("created");
        assertThat(statuses(post(path, status("Registered", id)))).containsExactly("1037");
        assertThat(codeOf(post(path, status("Nonsense", id)))).isEqualTo("1025");
        JsonNode change = activities("104").get(0);
        assertThat(change.path("primaryAttributeValueId").asLong()).isEqualTo(program);
        assertThat(change.path("attributes").toString()).contains("{\"name\":\"Success\",\"value\":true}");
    }

    @Test
    void closesItsOpportunitiesUnderANativeSync() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        String opportunity = "{'input':[{'externalOpportunityId':'sf:1','name':'Acme'}]}";
        String role = "{'input':[{'externalOpportunityId':'sf:1','leadId':" + id + ",'role':'Buyer'}]}";
        assertThat(statuses(post("/rest/v1/opportunities.json", opportunity))).containsExactly("created");
        assertThat(statuses(post("/rest/v1/opportunities.json", opportunity))).containsExactly("updated");
        assertThat(statuses(post("/rest/v1/opportunities/roles.json", role))).containsExactly("created");

        instance.set("nativeSync", "on");

        assertThat(codeOf(post("/rest/v1/opportunities.json", opportunity))).isEqualTo("1018");
        assertThat(codeOf(get("/rest/v1/companies/describe.json"))).isEqualTo("1018");
    }

    @Test
    void limitsCallsInTwentySecondsAndInADay() {
        instance.set("callsPer20Seconds", "2");
        instance.set("apiCallsPerDay", "3");
        get("/rest/v1/leads/describe.json");
        get("/rest/v1/leads/describe.json");
        assertThat(codeOf(get("/rest/v1/leads/describe.json"))).isEqualTo("606");
        clock.advance(Duration.ofSeconds(21));
        get("/rest/v1/leads/describe.json");
        assertThat(codeOf(get("/rest/v1/leads/describe.json"))).isEqualTo("607");

        instance.set("limits", "off");
        assertThat(get("/rest/v1/leads/describe.json").path("success").asBoolean())
                .isTrue();
        assertThatThrownBy(() -> instance.set("speed", "1")).hasMessageContaining("apiCallsPerDay");
    }

    @Test
    void servesFaultsWithoutDoingTheWork() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        for (String kind : List.of("expired-token", "rate-limit", "concurrency", "quota", "transient")) {
            faults.add(Faults.Fault.once(kind, "leads.json"));
        }
        List<String> codes = new ArrayList<>();
        for (int i = 0; i < 5; i++) codes.add(codeOf(sync("updateOnly", "id", Map.of("id", id, "firstName", "A"))));
        assertThat(codes).containsExactlyInAnyOrder("602", "606", "615", "607", "713");
        assertThat(audit.entries()).isEmpty();

        faults.add(new Faults.Fault("row-error", "leads.json", 0, 1, Map.of("rows", "1", "code", "1014")));
        assertThat(statuses(sync(
                        "updateOnly", "id", Map.of("id", id, "firstName", "A"), Map.of("id", 7, "firstName", "A"))))
                .containsExactly("1014", "1004");
    }

    @Test
    void warnsInPlainStringsAndDatesItsAssetsItsOwnWay() {
        instance.program("Cost of downtime", "Webinar", NOW);
        assertThat(get("/rest/asset/v1/programs.json").at("/result/0/createdAt").asText())
                .isEqualTo("2026-03-02T09:00:00Z+0000");
        JsonNode none = get("/rest/asset/v1/program/byName.json?name=x");
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
                + post("/rest/../bulk/v1/leads/export/create.json", filter)
                        .at("/result/0/exportId")
                        .asText();
        post(job + "/enqueue.json", "");
        assertThat(get(job + "/status.json").at("/result/0/status").asText()).isEqualTo("Processing");
        assertThat(instance.answer(call("GET", job + "/file.json", bearer().substring(7), ""))
                        .status())
                .isEqualTo(404);
        clock.advance(Duration.ofSeconds(60));
        JsonNode done = get(job + "/status.json").at("/result/0");
        HttpAnswer whole = instance.answer(call("GET", job + "/file.json", bearer().substring(7), ""));
        HttpAnswer part = instance.answer(new HttpCall(
                "GET", job + "/file.json", Map.of("authorization", bearer(), "range", "bytes=0-4"), bytes("")));

        assertThat(whole.text()).isEqualTo("email,company,phone\nada@example.org,\"Acme, \"\"Inc\"\"\",null\n");
        assertThat(done.path("fileChecksum").asText())
                .isEqualTo("sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(whole.body())));
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("email");
        assertThat(codeOf(post(job + "/enqueue.json", ""))).isEqualTo("1029");
    }

    private static String status(String name, long leadId) {
        return "{'statusName':'" + name + "','input':[{'leadId':" + leadId + "}]}";
    }
}
