package io.onefunnel.sandbox.marketo;

import static io.onefunnel.sandbox.marketo.MarketoClient.NOW;
import static io.onefunnel.sandbox.marketo.MarketoClient.code;
import static io.onefunnel.sandbox.marketo.MarketoClient.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Merges and races")
class MergesAndRacesTest {
    private final MarketoClient client = new MarketoClient();
    private final MarketoInstance instance = client.instance;

    @Test
    void letTheCrmsRecordSurviveWhateverWasNamed() {
        long lead = instance.lead(Map.of("email", "a@example.org", "sfdcLeadId", "00Q1", "phone", "1"));
        long contact = instance.lead(Map.of("email", "b@example.org", "sfdcContactId", "0031"));
        long plain = instance.lead(Map.of("email", "c@example.org", "title", "Engineer"));
        instance.set("nativeSync", "on");

        JsonNode merged = client.post(
                "/rest/v1/leads/" + plain + "/merge.json?leadIds=" + lead + "," + contact + "&mergeInCRM=true", "");

        assertThat(merged.path("success").asBoolean()).isTrue();
        assertThat(instance.record("lead", Long.toString(plain))).isEmpty();
        assertThat(instance.record("lead", Long.toString(contact)))
                .containsEntry("email", "b@example.org")
                .containsEntry("phone", "1")
                .containsEntry("title", "Engineer");
        JsonNode activity = client.activities("32").get(0);
        assertThat(activity.path("leadId").asLong()).isEqualTo(contact);
        assertThat(activity.path("attributes").toString())
                .contains("[" + plain + "," + lead + "]")
                .contains("{\"name\":\"Merged in Sales\",\"value\":\"true\"}");
    }

    @Test
    void followAMergeThatWasMadeInTheCrm() {
        long winner = instance.lead(Map.of("email", "a@example.org", "sfdcContactId", "0031"));
        long loser = instance.lead(Map.of("email", "b@example.org", "sfdcContactId", "0032"));
        long other = instance.lead(Map.of("email", "c@example.org", "sfdcLeadId", "00Q2"));

        assertThat(instance.byHand("merge-in-crm", Map.of("winner", "0031", "loser", "0032")))
                .containsEntry("id", Long.toString(winner));
        assertThat(instance.record("lead", Long.toString(loser))).isEmpty();
        instance.byHand("merge-in-crm", Map.of("winner", "00Q1", "loser", "00Q2"));
        assertThat(instance.record("lead", Long.toString(other))).containsEntry("sfdcLeadId", "00Q1");
        assertThat(client.audit.entries()).isEmpty();
    }

    @Test
    void takeMembershipsListsAndRolesToTheSurvivor() {
        long winner = instance.lead(Map.of("email", "a@example.org"));
        long loser = instance.lead(Map.of("email", "b@example.org"));
        long webinar = instance.program("Cost of downtime", "Webinar", NOW);
        instance.member(webinar, loser, "Attended", NOW);
        client.post("/rest/v1/opportunities.json", "{'input':[{'externalOpportunityId':'e','name':'E'}]}");
        client.post(
                "/rest/v1/opportunities/roles.json",
                "{'input':[{'externalOpportunityId':'e','leadId':" + loser + ",'role':'Buyer'}]}");

        client.post("/rest/v1/leads/" + winner + "/merge.json?leadId=" + loser, "");

        assertThat(client.get("/rest/v1/leads/" + winner + "/programMembership.json")
                        .at("/result/0/id")
                        .asLong())
                .isEqualTo(webinar);
        assertThat(instance.record("opportunityRole", "e/" + winner + "/Buyer")).isNotEmpty();
    }

    @Test
    void refuseMoreThanTwentyFiveLosersAndWhateverTheCrmRefuses() {
        long winner = instance.lead(Map.of("email", "a@example.org"));
        String losers = IntStream.rangeClosed(1, 26).mapToObj(Integer::toString).collect(Collectors.joining(","));
        assertThat(code(client.post("/rest/v1/leads/" + winner + "/merge.json?leadIds=" + losers, "")))
                .isEqualTo("1080");
        for (String refusal : List.of("712", "714", "1076", "1077", "1078", "1079")) {
            client.faults.add(new Faults.Fault("error", "merge", 0, 1, Map.of("code", refusal)));
            assertThat(code(client.post("/rest/v1/leads/" + winner + "/merge.json?leadIds=1", "")))
                    .isEqualTo(refusal);
        }
    }

    @Test
    void makeDuplicatesOfUpsertsThatOverlap() {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        // The instance looks at its clock once a call has come in; what runs then runs beside that call.
        MarketoClient raced = new MarketoClient(() -> {
            meanwhile.getAndSet(() -> {}).run();
            return NOW;
        });
        HttpCall upsert = new HttpCall(
                "POST",
                "/rest/v1/leads.json",
                Map.of("authorization", "Bearer " + raced.token(), "content-type", "application/json"),
                "{\"input\":[{\"email\":\"ada@example.org\"}]}".getBytes(StandardCharsets.UTF_8));
        List<String> outcomes = new ArrayList<>();
        Runnable call = () -> outcomes.addAll(statuses(MarketoClient.read(raced.instance.answer(upsert))));

        meanwhile.set(call);
        call.run();
        assertThat(outcomes).containsExactly("created", "created");

        raced.instance.set("racingUpserts", "off");
        raced.instance.byHand("delete", Map.of("id", "100001"));
        outcomes.clear();
        meanwhile.set(call);
        call.run();
        assertThat(outcomes).containsExactly("updated", "updated");
    }

    @Test
    void makeNoDuplicatesOfUpsertsInTurn() {
        String body = "{'input':[{'email':'ada@example.org'}]}";
        assertThat(statuses(client.post("/rest/v1/leads.json", body))).containsExactly("created");
        assertThat(statuses(client.post("/rest/v1/leads.json", body))).containsExactly("updated");

        client.faults.add(Faults.Fault.once("racing-upsert", "leads.json"));
        assertThat(statuses(client.post("/rest/v1/leads.json", body))).containsExactly("created");
        assertThat(statuses(client.post("/rest/v1/leads.json", body))).containsExactly("1007");
    }

    @Test
    void forgetDeletionsAfterTwoWeeksAndActivitiesAfterTheirRetention() {
        long ada = instance.lead(Map.of("email", "a@example.org", "createdAt", "2026-02-01T00:00:00Z"));
        instance.activity(ada, 1, NOW.minus(Duration.ofDays(20)), 1, "old page", Map.of());
        instance.activity(ada, 1, NOW, 2, "page", Map.of());
        instance.byHand("delete", Map.of("id", Long.toString(ada)));
        String since = client.since(NOW.minus(Duration.ofDays(30)));
        String deleted = "/rest/v1/activities/deletedleads.json?nextPageToken=" + since;
        String visits = "/rest/v1/activities.json?activityTypeIds=1&nextPageToken=" + since;

        assertThat(client.get(deleted).path("result")).hasSize(1);
        assertThat(client.get(visits).path("result")).hasSize(2);
        instance.set("retentionDays", "10");
        assertThat(client.get(visits).path("result")).hasSize(1);
        client.clock.advance(Duration.ofDays(15));
        assertThat(client.get(deleted).path("result")).isEmpty();
    }
}
