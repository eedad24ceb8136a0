package io.onefunnel.sandbox.marketo;

import static io.onefunnel.sandbox.marketo.MarketoClient.NOW;
import static io.onefunnel.sandbox.marketo.MarketoClient.code;
import static io.onefunnel.sandbox.marketo.MarketoClient.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Programs and campaigns")
class ProgramsAndCampaignsTest {
    private final MarketoClient client = new MarketoClient();
    private final MarketoInstance instance = client.instance;
    private final long webinar = instance.program("Cost of downtime", "Webinar", NOW);
    private final long ada =
            instance.lead(Map.of("email", "ada@example.org", "acquisitionProgramId", Long.toString(webinar)));
    private final String members = "/rest/v1/programs/" + webinar + "/members";

    @Test
    void answerTheUsualFieldsOfAMemberAndOthersOnDemand() {
        instance.member(webinar, ada, "Attended", NOW);

        JsonNode usual = client.get(members + ".json?filterType=statusName&filterValues=Attended")
                .at("/result/0");
        assertThat(usual.fieldNames())
                .toIterable()
                .containsExactly("seq", "leadId", "reachedSuccess", "programId", "acquiredBy", "membershipDate");
        assertThat(usual.path("acquiredBy").asBoolean()).isTrue();
        JsonNode asked = client.get(members + ".json?filterType=leadId&filterValues=" + ada
                        + "&fields=statusName,registrationCode,updatedAt")
                .at("/result/0");
        assertThat(asked.path("statusName").asText()).isEqualTo("Attended");
        assertThat(asked.path("registrationCode").isNull()).isTrue();
        String week = "&startAt=2026-02-26T00:00:00Z&endAt=2026-03-04T00:00:00Z";
        assertThat(client.get(members + ".json?filterType=updatedAt" + week).path("result"))
                .hasSize(1);
        assertThat(code(client.get(members + ".json?filterType=updatedAt" + week.replace("02-26", "02-20"))))
                .isEqualTo("1003");
        assertThat(code(client.get("/rest/v1/programs/7/members.json?filterType=leadId&filterValues=1")))
                .isEqualTo("1013");
    }

    @Test
    void takeOnlyCustomFieldsOfMembersTheyHave() {
        instance.member(webinar, ada, "Registered", NOW);
        String code = "{'input':[{'leadId':" + ada + ",'registrationCode':'A1'}]}";

        assertThat(statuses(client.post(members + ".json", code))).containsExactly("updated");
        assertThat(statuses(client.post(members + ".json", code))).containsExactly("updated");
        assertThat(client.audit.repeated()).isEqualTo(1);
        assertThat(client.activities("123")).hasSize(1);
        assertThat(statuses(client.post(
                        members + ".json",
                        "{'input':[{'leadId':7,'registrationCode':'A1'},{'leadId':" + ada
                                + ",'statusReason':'x'},{'leadId':" + ada + ",'nonsense':1}]}")))
                .containsExactly("1013", "1006", "1006");
        assertThat(statuses(client.post(
                        members + "/delete.json", "{'input':[{'leadId':" + ada + "},{'leadId':" + ada + "}]}")))
                .containsExactly("deleted", "1013");
    }

    @Test
    void growNewMemberFieldsUpToTwenty() {
        String path = "/rest/v1/programs/members/schema/fields.json";
        for (int i = 0; i < 20; i++) {
            assertThat(statuses(client.post(
                            path, "{'input':[{'displayName':'F','name':'f" + i + "','dataType':'string'}]}")))
                    .containsExactly("created");
        }
        assertThat(
                        statuses(
                                client.post(
                                        path,
                                        "{'input':[{'displayName':'F','name':'f20','dataType':'string'},{'displayName':'F','name':'f0','dataType':'string'},{'displayName':'F','name':'g','dataType':'blob'}]}")))
                .containsExactly("1014", "1017", "1003");
        assertThat(client.get("/rest/v1/programs/members/schema/fields/f3.json")
                        .at("/result/0/isApiCreated")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void runARequestedCampaignForAllLeadsOrForNone() {
        String id = instance.byHand(
                        "campaign",
                        Map.of(
                                "name",
                                "Outcome",
                                "program",
                                Long.toString(webinar),
                                "tokens",
                                "{{my.outcome}},{{my.reason}}"))
                .get("id");
        String path = "/rest/v1/campaigns/" + id + "/trigger.json";
        String lead = "{'input':{'leads':[{'id':" + ada + "}],'tokens':[{'name':'{{my.outcome}}','value':'Won'}]}}";

        assertThat(client.post(path, lead).at("/result/0/id").asText()).isEqualTo(id);
        JsonNode asked = client.activities("47").get(0);
        assertThat(asked.path("primaryAttributeValue").asText()).isEqualTo("Outcome");
        assertThat(client.audit.entries().get(0).values()).containsEntry("{{my.outcome}}", "Won");
        assertThat(client.get("/rest/v1/leads/" + ada + "/smartCampaignMembership.json")
                        .at("/result/0/smartCampaignId")
                        .asText())
                .isEqualTo(id);

        assertThat(code(client.post(path, lead.replace("outcome", "nonsense")))).isEqualTo("1003");
        assertThat(code(client.post(path, "{'input':{'leads':[{'id':" + ada + "},{'id':7}]}}")))
                .isEqualTo("1004");
        assertThat(code(client.post("/rest/v1/campaigns/9/trigger.json", lead))).isEqualTo("1013");
        assertThat(code(client.post("/rest/v1/campaigns/1004/trigger.json", lead)))
                .isEqualTo("1003");
        String off = instance.byHand("campaign", Map.of("name", "Switched off", "active", "false"))
                .get("id");
        assertThat(code(client.post("/rest/v1/campaigns/" + off + "/trigger.json", lead)))
                .isEqualTo("1003");
        assertThat(client.activities("47")).hasSize(1);
    }

    @Test
    void scheduleBatchCampaignsWithinTwoYears() {
        String path = "/rest/v1/campaigns/1004/schedule.json";
        assertThat(client.post(path, "{'input':{'runAt':'2026-03-28T18:05:00+0000'}}")
                        .at("/result/0/id")
                        .asInt())
                .isEqualTo(1004);
        assertThat(code(client.post(path, "{'input':{'runAt':'2029-03-28T18:05:00+0000'}}")))
                .isEqualTo("1042");
        assertThat(code(client.post("/rest/v1/campaigns/1003/schedule.json", "{'input':{}}")))
                .isEqualTo("1003");
    }

    @Test
    void joinAProgramByPushAndByForm() {
        JsonNode pushed = client.post(
                "/rest/v1/leads/push.json",
                "{'programName':'Cost of downtime','programStatus':'Registered','source':'fair','reason':'scan','lookupField':'email','input':[{'email':'bob@example.org'}]}");
        long bob = pushed.at("/result/0/id").asLong();
        assertThat(client.activities("104,145")).hasSize(2);
        assertThat(client.get("/rest/v1/leads/" + bob + "/programMembership.json")
                        .at("/result/0/progressionStatus")
                        .asText())
                .isEqualTo("Registered");

        client.clock.advance(Duration.ofSeconds(1));
        JsonNode form = client.post(
                "/rest/v1/leads/submitForm.json",
                "{'formId':1029,'input':[{'leadFormFields':{'email':'bob@example.org','lastName':'B'},'visitorData':{'pageURL':'https://x'}}]}");
        assertThat(statuses(form)).containsExactly("updated");
        assertThat(client.activities("2").get(0).path("primaryAttributeValueId").asInt())
                .isEqualTo(1029);
    }
}
