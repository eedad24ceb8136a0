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

@DisplayName("A bulk import")
class BulkImportsTest {
    private final MarketoClient client = new MarketoClient();
    private final MarketoInstance instance = client.instance;

    @Test
    void upsertsLeadsAndReturnsTheRowsThatFailedWithTheirReason() {
        long ada = instance.lead(Map.of("email", "ada@example.org", "title", "Engineer"));
        instance.set("bulkSeconds", "30");
        JsonNode queued = post(
                "/bulk/v1/leads.json?format=csv",
                "email,firstName,title,company\nada@example.org,Ada,null,Acme\nnot an address,X,,\nbob@example.org,\"B, ob\",,\n");
        String batch = "/bulk/v1/leads/batch/" + queued.at("/result/0/batchId").asText();

        assertThat(statuses(queued)).containsExactly("Queued");
        assertThat(statuses(client.get(batch + ".json"))).containsExactly("Importing");
        client.clock.advance(Duration.ofSeconds(30));
        JsonNode done = client.get(batch + ".json").at("/result/0");
        assertThat(done.path("status").asText()).isEqualTo("Complete");
        assertThat(done.path("numOfLeadsProcessed").asInt()).isEqualTo(2);
        assertThat(done.path("message").asText())
                .isEqualTo("Import completed with errors, 2 records imported (2 members), 1 failed");
        assertThat(client.answer("GET", batch + "/failures.json", "", Map.of()).text())
                .isEqualTo("email,firstName,title,company,Import Failure Reason\n"
                        + "not an address,X,,,Invalid value for field 'email' and value 'not an address'\n");
        assertThat(instance.record("lead", Long.toString(ada)))
                .containsEntry("firstName", "Ada")
                .containsEntry("company", "Acme")
                .doesNotContainKey("title");
        assertThat(instance.record("lead", Long.toString(ada + 1))).containsEntry("firstName", "B, ob");
    }

    @Test
    void onlyUpdatesWhenItLooksUpById() {
        JsonNode queued = post("/bulk/v1/leads.json?format=tsv&lookupField=id", "id\tfirstName\n7\tX\n");
        String batch = "/bulk/v1/leads/batch/" + queued.at("/result/0/batchId").asText();
        assertThat(client.get(batch + ".json").at("/result/0/numOfRowsFailed").asInt())
                .isEqualTo(1);
        assertThat(instance.state()).containsEntry("lead", 0);
    }

    @Test
    void putsMembersInAProgramWithTheirOwnFields() {
        long webinar = instance.program("Cost of downtime", "Webinar", NOW);
        JsonNode queued = post(
                "/bulk/v1/program/" + webinar + "/members/import.json?format=csv&programMemberStatus=Registered",
                "email,registrationCode\nada@example.org,A1\n,B2\n");
        JsonNode done = client.get("/bulk/v1/program/members/import/"
                        + queued.at("/result/0/batchId").asText() + "/status.json")
                .at("/result/0");

        assertThat(done.path("numOfLeadsProcessed").asInt()).isEqualTo(1);
        assertThat(done.path("numOfRowsFailed").asInt()).isEqualTo(1);
        JsonNode member = client.get("/rest/v1/programs/" + webinar
                        + "/members.json?filterType=statusName&filterValues=Registered&fields=registrationCode")
                .at("/result/0");
        assertThat(member.path("registrationCode").asText()).isEqualTo("A1");
        assertThat(code(post(
                        "/bulk/v1/program/" + webinar + "/members/import.json?format=csv&programMemberStatus=Nonsense",
                        "email\n")))
                .isEqualTo("1025");
    }

    @Test
    void waitsInAQueueOfTenAndNeedsAFile() {
        instance.set("bulkSeconds", "30");
        for (int i = 0; i < 10; i++) post("/bulk/v1/leads.json?format=csv", "email\na@example.org\n");
        assertThat(code(post("/bulk/v1/leads.json?format=csv", "email\na@example.org\n")))
                .isEqualTo("1016");
        assertThat(code(client.post("/bulk/v1/leads.json?format=csv", "{}"))).isEqualTo("612");
    }

    private JsonNode post(String target, String file) {
        String body =
                "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                        + file + "\r\n--XX--\r\n";
        return MarketoClient.read(
                client.answer("POST", target, body, Map.of("content-type", "multipart/form-data; boundary=XX")));
    }
}
