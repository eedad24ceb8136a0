package io.onefunnel.sandbox.marketo;

import static io.onefunnel.sandbox.marketo.MarketoClient.NOW;
import static io.onefunnel.sandbox.marketo.MarketoClient.encoded;
import static io.onefunnel.sandbox.marketo.MarketoClient.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.vendor.Faults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Marketo instance, of its activities,")
class ActivitiesTest {
    private final MarketoClient client = new MarketoClient();
    private final MarketoInstance instance = client.instance;

    @Test
    void streamsEveryActivityOnceInPagesThatMayBeEmpty() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        for (int i = 0; i < 700; i++)
            instance.activity(id, i % 2 == 0 ? 1 : 2, NOW.minusSeconds(i), i, "page", Map.of());
        client.faults.add(Faults.Fault.once("empty-page", "activities.json"));

        List<JsonNode> all = client.activities("1,2");

        assertThat(all).hasSize(700).doesNotHaveDuplicates();
        assertThat(all.get(0).path("activityDate").asText()).isEqualTo("2026-03-02T08:48:21Z");
    }

    @Test
    void showsALateActivityToWhoeverHasReadPastItsDate() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        instance.activity(id, 1, NOW, 1, "early", Map.of());
        JsonNode page = client.get("/rest/v1/activities.json?activityTypeIds=1&nextPageToken=" + client.since());
        assertThat(page.path("moreResult").asBoolean()).isFalse();

        instance.activity(id, 1, NOW.minusSeconds(600), 2, "late", Map.of());
        JsonNode next = client.get("/rest/v1/activities.json?activityTypeIds=1&nextPageToken="
                + encoded(page.path("nextPageToken").asText()));

        assertThat(next.at("/result/0/primaryAttributeValue").asText()).isEqualTo("late");
    }

    @Test
    void tellsWhoChangedALeadAndWhich() {
        long id = instance.lead(Map.of("email", "ada@example.org", "createdAt", "2020-01-01T00:00:00Z"));
        client.sync("updateOnly", "id", Map.of("id", id, "oneFunnelScore", 78, "firstName", "Ada"));
        instance.editByHand("lead", Long.toString(id), Map.of("leadStatus", "Working"));

        JsonNode changes =
                client.get("/rest/v1/activities/leadchanges.json?fields=oneFunnelScore,leadStatus&nextPageToken="
                        + client.since());

        assertThat(changes.path("result")).hasSize(2);
        assertThat(changes.at("/result/0/fields/0/name").asText()).isEqualTo("oneFunnelScore");
        assertThat(changes.at("/result/0/attributes").toString()).contains("Web service API");
        assertThat(changes.at("/result/1/attributes").toString()).doesNotContain("Web service API");
    }

    @Test
    void takesCustomActivitiesOfAnApprovedTypeAndNoticesASecondOne() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        JsonNode type = client.post(
                "/rest/v1/activities/external/type.json",
                "{'apiName':'outcome','name':'Outcome','triggerName':'T','filterName':'F','primaryAttribute':{'apiName':'key','name':'Key'}}");
        int typeId = type.at("/result/0/id").asInt();
        client.post(
                "/rest/v1/activities/external/type/outcome/attributes/create.json",
                "{'attributes':[{'apiName':'amount','name':'Amount','dataType':'integer'}]}");
        String record =
                "{'input':[{'leadId':" + id + ",'activityDate':'2026-03-02T08:00:00Z','activityTypeId':" + typeId
                        + ",'primaryAttributeValue':'k1','attributes':[{'apiName':'amount','value':5}]},{'leadId':1,'activityTypeId':"
                        + typeId
                        + ",'primaryAttributeValue':'k1'}]}";
        assertThat(statuses(client.post("/rest/v1/activities/external.json", record)))
                .containsExactly("1013", "1013");
        client.post("/rest/v1/activities/external/type/outcome/approve.json", "");

        JsonNode added = client.post("/rest/v1/activities/external.json", record);
        client.post("/rest/v1/activities/external.json", record);

        assertThat(added.at("/result/0/status").asText()).isEqualTo("added");
        assertThat(added.at("/result/1/errors/0/code").asText()).isEqualTo("1004");
        assertThat(client.activities(Integer.toString(typeId))
                        .get(0)
                        .at("/attributes/0/value")
                        .asInt())
                .isEqualTo(5);
        assertThat(client.audit.repeated()).isEqualTo(1);
    }

    @Test
    void holdsTwoHundredThousandLeadsAndPagesThroughAMillionActivitiesWithoutScanningThem() {
        instance.set("limits", "off");
        for (int i = 0; i < 200_000; i++) {
            long id = instance.lead(
                    Map.of("email", "p" + i + "@example.org", "firstName", "P", "createdAt", "2025-01-01T00:00:00Z"));
            for (int k = 0; k < 4; k++) instance.activity(id, 6, NOW.minusSeconds(i * 100L + k), k, "Mail", Map.of());
        }
        String token = client.since(NOW.minusSeconds(1000));

        JsonNode page = client.get("/rest/v1/activities.json?activityTypeIds=6,2&nextPageToken=" + token);

        assertThat(page.path("result")).hasSize(41);
        assertThat(page.path("moreResult").asBoolean()).isFalse();
        assertThat(instance.state()).containsEntry("lead", 200_000).containsEntry("activity", 1_000_000L);
    }
}
