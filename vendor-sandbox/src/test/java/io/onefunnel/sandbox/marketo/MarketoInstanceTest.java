package io.onefunnel.sandbox.marketo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Marketo instance")
class MarketoInstanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private final SandboxClock clock = new SandboxClock(InstantSource.fixed(NOW));
    private final Calls calls = new Calls();
    private final WriteAudit audit = new WriteAudit();
    private final Faults faults = new Faults();
    private final MarketoInstance instance = new MarketoInstance(clock, calls, audit, faults);

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
    void findsLeadsByEmailWhateverItsCase() {
        long id = instance.lead(Map.of("email", "Ada@Example.org", "leadScore", "7"));

        JsonNode found = get(
                "/rest/v1/leads.json?filterType=email&filterValues=ada@example.ORG,x@y.z&fields=email,leadScore,phone");

        assertThat(found.path("result")).hasSize(1);
        assertThat(found.at("/result/0/id").asLong()).isEqualTo(id);
        assertThat(found.at("/result/0/leadScore").isNumber()).isTrue();
        assertThat(found.at("/result/0/phone").isNull()).isTrue();
        assertThat(found.path("nextPageToken").isMissingNode()).isTrue();
    }

    @Test
    void takesAQueryInAFormWhoseMethodIsOverridden() {
        instance.lead(Map.of("email", "ada@example.org"));
        String form = "_method=GET&filterType=email&filterValues=ada%40example.org";
        HttpCall post = new HttpCall(
                "POST",
                "/rest/v1/leads.json",
                Map.of("authorization", bearer(), "content-type", "application/x-www-form-urlencoded"),
                bytes(form));
        assertThat(read(instance.answer(post)).path("result")).hasSize(1);
    }

    @Test
    void answersEachRowOfASyncForItself() {
        long known = instance.lead(Map.of("email", "ada@example.org"));
        instance.lead(Map.of("email", "twin@example.org"));
        instance.lead(Map.of("email", "twin@example.org"));

        JsonNode answer = sync(
                "createOrUpdate",
                "email",
                Map.of("email", "ada@example.org", "firstName", "Ada"),
                Map.of("email", "twin@example.org", "firstName", "T"),
                Map.of("email", "new@example.org"),
                Map.of("email", "not an address"),
                Map.of("email", "other@example.org", "noSuchField", "1"),
                Map.of("email", "ada@example.org"),
                Map.of("firstName", "Nobody"));

        assertThat(statuses(answer)).containsExactly("updated", "1007", "created", "1003", "1006", "1036", "1003");
        assertThat(answer.at("/result/0/id").asLong()).isEqualTo(known);
        assertThat(answer.at("/result/1/id").isMissingNode()).isTrue();
    }

    @Test
    void keepsActionsApart() {
        long known = instance.lead(Map.of("email", "ada@example.org"));

        assertThat(statuses(sync("createOnly", "email", Map.of("email", "ada@example.org"))))
                .containsExactly("1005");
        assertThat(statuses(sync(
                        "updateOnly", "id", Map.of("id", 5, "firstName", "X"), Map.of("id", known, "firstName", "X"))))
                .containsExactly("1004", "updated");
        assertThat(statuses(sync("updateOnly", "id", Map.of("id", known, "company", "Acme"))))
                .containsExactly("1021");
        assertThat(statuses(sync("createDuplicate", "email", Map.of("email", "ada@example.org"))))
                .containsExactly("created");
        assertThat(codeOf(sync("upsert", "email", Map.of("email", "ada@example.org"))))
                .isEqualTo("1003");
        assertThat(codeOf(sync("createOrUpdate", "firstName", Map.of("firstName", "Ada"))))
                .isEqualTo("1011");
    }

    @Test
    void knowsAWriteThatChangesNothing() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        Map<String, Object> score = Map.of("id", id, "oneFunnelScore", 78);

        sync("updateOnly", "id", score);
        clock.advance(Duration.ofMinutes(1));
        sync("updateOnly", "id", score);

        assertThat(audit.entries()).extracting(WriteAudit.Entry::repeated).containsExactly(false, true);
        assertThat(instance.record("lead", Long.toString(id)))
                .containsEntry("oneFunnelScore", "78")
                .containsEntry("updatedAt", "2026-03-02T09:00:00Z");
    }

    @Test
    void mergesIntoTheWinnerAndLetsTheLosersVanish() {
        long winner = instance.lead(Map.of("email", "ada@example.org"));
        long loser = instance.lead(Map.of("email", "ada@example.com", "phone", "123"));
        instance.activity(loser, 2, NOW, 5, "Contact us", Map.of());

        JsonNode merged = post("/rest/v1/leads/" + winner + "/merge.json?leadIds=" + loser, "");
        JsonNode again = post("/rest/v1/leads/" + winner + "/merge.json?leadIds=" + loser, "");

        assertThat(merged.path("success").asBoolean()).isTrue();
        assertThat(merged.path("result").isMissingNode()).isTrue();
        assertThat(codeOf(again)).isEqualTo("1004");
        assertThat(audit.entries()).extracting(WriteAudit.Entry::repeated).containsExactly(false, true);
        assertThat(instance.record("lead", Long.toString(loser))).isEmpty();
        assertThat(instance.record("lead", Long.toString(winner)))
                .containsEntry("phone", "123")
                .containsEntry("email", "ada@example.org");
        List<JsonNode> activities = activities("2,32");
        assertThat(activities).extracting(each -> each.path("leadId").asLong()).containsOnly(winner);
        assertThat(activities.get(1).path("attributes").get(0).path("value"))
                .isEqualTo(JSON.createArrayNode().add((int) loser));
    }

    @Test
    void streamsEveryActivityOnceInPagesThatMayBeEmpty() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        for (int i = 0; i < 700; i++)
            instance.activity(id, i % 2 == 0 ? 1 : 2, NOW.minusSeconds(i), i, "page", Map.of());
        faults.add(Faults.Fault.once("empty-page", "activities.json"));

        List<JsonNode> all = activities("1,2");

        assertThat(all).hasSize(700).doesNotHaveDuplicates();
        assertThat(all.get(0).path("activityDate").asText()).isEqualTo("2026-03-02T08:48:21Z");
    }

    @Test
    void showsALateActivityToWhoeverHasReadPastItsDate() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        instance.activity(id, 1, NOW, 1, "early", Map.of());
        JsonNode page = get("/rest/v1/activities.json?activityTypeIds=1&nextPageToken=" + since());
        assertThat(page.path("moreResult").asBoolean()).isFalse();

        instance.activity(id, 1, NOW.minusSeconds(600), 2, "late", Map.of());
        JsonNode next = get("/rest/v1/activities.json?activityTypeIds=1&nextPageToken=" + encoded(page));

        assertThat(next.at("/result/0/primaryAttributeValue").asText()).isEqualTo("late");
    }

    @Test
    void tellsWhoChangedALeadAndWhich() {
        long id = instance.lead(Map.of("email", "ada@example.org", "createdAt", "2020-01-01T00:00:00Z"));
        sync("updateOnly", "id", Map.of("id", id, "oneFunnelScore", 78, "firstName", "Ada"));
        instance.editByHand("lead", Long.toString(id), Map.of("leadStatus", "Working"));

        JsonNode changes =
                get("/rest/v1/activities/leadchanges.json?fields=oneFunnelScore,leadStatus&nextPageToken=" + since());

        assertThat(changes.path("result")).hasSize(2);
        assertThat(changes.at("/result/0/fields/0/name").asText()).isEqualTo("oneFunnelScore");
        assertThat(changes.at("/result/0/attributes").toString()).contains("Web service API");
        assertThat(changes.at("/result/1/attributes").toString()).doesNotContain("Web service API");
    }

    @Test
    void listsDeletedLeadsApart() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        instance.deleteByHand(id);

        JsonNode deleted = get("/rest/v1/activities/deletedleads.json?nextPageToken=" + since());

        assertThat(deleted.at("/result/0/leadId").asLong()).isEqualTo(id);
        assertThat(codeOf(get("/rest/v1/lead/" + id + ".json"))).isEqualTo("1004");
        assertThat(get("/rest/v1/leads.json?filterType=id&filterValues=" + id).path("result"))
                .isEmpty();
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
    void takesCustomActivitiesOfAnApprovedTypeAndNoticesASecondOne() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        JsonNode type = post(
                "/rest/v1/activities/external/type.json",
                "{'apiName':'outcome','name':'Outcome','triggerName':'T','filterName':'F','primaryAttribute':{'apiName':'key','name':'Key'}}");
        int typeId = type.at("/result/0/id").asInt();
        post(
                "/rest/v1/activities/external/type/outcome/attributes/create.json",
                "{'attributes':[{'apiName':'amount','name':'Amount','dataType':'integer'}]}");
        String record =
                "{'input':[{'leadId':" + id + ",'activityDate':'2026-03-02T08:00:00Z','activityTypeId':" + typeId
                        + ",'primaryAttributeValue':'k1','attributes':[{'apiName':'amount','value':5}]},{'leadId':1,'activityTypeId':"
                        + typeId
                        + ",'primaryAttributeValue':'k1'}]}";
        assertThat(statuses(post("/rest/v1/activities/external.json", record))).containsExactly("1013", "1013");
        post("/rest/v1/activities/external/type/outcome/approve.json", "");

        JsonNode added = post("/rest/v1/activities/external.json", record);
        post("/rest/v1/activities/external.json", record);

        assertThat(added.at("/result/0/status").asText()).isEqualTo("added");
        assertThat(added.at("/result/1/errors/0/code").asText()).isEqualTo("1004");
        assertThat(activities(Integer.toString(typeId))
                        .get(0)
                        .at("/attributes/0/value")
                        .asInt())
                .isEqualTo(5);
        assertThat(audit.repeated()).isEqualTo(1);
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

    @Test
    void holdsTwoHundredThousandLeadsAndPagesThroughAMillionActivitiesWithoutScanningThem() {
        instance.set("limits", "off");
        for (int i = 0; i < 200_000; i++) {
            long id = instance.lead(
                    Map.of("email", "p" + i + "@example.org", "firstName", "P", "createdAt", "2025-01-01T00:00:00Z"));
            for (int k = 0; k < 4; k++) instance.activity(id, 6, NOW.minusSeconds(i * 100L + k), k, "Mail", Map.of());
        }
        String token = get("/rest/v1/activities/pagingtoken.json?sinceDatetime=" + NOW.minusSeconds(1000))
                .path("nextPageToken")
                .asText();

        JsonNode page = get("/rest/v1/activities.json?activityTypeIds=6,2&nextPageToken=" + encoded(token));

        assertThat(page.path("result")).hasSize(41);
        assertThat(page.path("moreResult").asBoolean()).isFalse();
        assertThat(instance.state()).containsEntry("lead", 200_000).containsEntry("activity", 1_000_000L);
    }

    private JsonNode sync(String action, String lookup, Map<?, ?>... records) {
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

    private List<JsonNode> activities(String types) {
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

    private String since() {
        return encoded(get("/rest/v1/activities/pagingtoken.json?sinceDatetime=2026-03-01T00:00:00Z"));
    }

    private static String status(String name, long leadId) {
        return "{'statusName':'" + name + "','input':[{'leadId':" + leadId + "}]}";
    }

    private static List<String> statuses(JsonNode answer) {
        List<String> statuses = new ArrayList<>();
        for (JsonNode row : answer.path("result")) {
            String code =
                    row.at("/reasons/0/code").asText(row.at("/errors/0/code").asText(""));
            statuses.add(code.isEmpty() ? row.path("status").asText() : code);
        }
        return statuses;
    }

    private static String codeOf(JsonNode answer) {
        return answer.at("/errors/0/code").asText();
    }

    private JsonNode token() {
        return read(instance.answer(new HttpCall(
                "GET",
                "/identity/oauth/token?grant_type=client_credentials&client_id=" + Identity.CLIENT_ID
                        + "&client_secret=" + Identity.CLIENT_SECRET,
                Map.of(),
                bytes(""))));
    }

    private String bearer() {
        return "Bearer " + token().path("access_token").asText();
    }

    private JsonNode get(String target) {
        return send("GET", target, bearer().substring(7), "");
    }

    private JsonNode post(String target, String body) {
        return send("POST", target, bearer().substring(7), body.replace('\'', '"'));
    }

    private JsonNode send(String method, String target, String token, String body) {
        return read(instance.answer(call(method, target, token, body)));
    }

    private static HttpCall call(String method, String target, String token, String body) {
        return new HttpCall(
                method,
                target,
                Map.of("authorization", "Bearer " + token, "content-type", "application/json"),
                bytes(body));
    }

    private static String encoded(JsonNode page) {
        return encoded(page.path("nextPageToken").asText());
    }

    private static String encoded(String token) {
        return URLEncoder.encode(token, StandardCharsets.UTF_8);
    }

    private static JsonNode read(HttpAnswer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException broken) {
            throw new AssertionError("not JSON: " + answer.text(), broken);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
