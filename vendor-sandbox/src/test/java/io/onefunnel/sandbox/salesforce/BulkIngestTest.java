package io.onefunnel.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.onefunnel.sandbox.salesforce.OrgOnPort.Answer;
import io.onefunnel.sandbox.vendor.Faults.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bulk API 2.0 ingest over the wire. */
class BulkIngestTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String JOBS = "/services/data/v65.0/jobs/ingest";
    private final OrgOnPort port = new OrgOnPort();
    private String token = "";

    @BeforeEach
    void signIn() throws Exception {
        token = port.accessToken();
    }

    @AfterEach
    void stop() {
        port.close();
    }

    @Test
    void rowsAreWrittenOnceTheJobHasRunAndRefusalsStandInTheFailedResults() throws Exception {
        port.org.set("bulkDelaySeconds", "60");
        String lead = port.lead("Ada", "Acme");
        String job = open("update", "");
        assertThat(port.csv(
                                JOBS + "/" + job + "/batches",
                                token,
                                "Id,City,Title\n" + lead + ",Rome,#N/A\n00Qbad,Oslo,\n")
                        .status())
                .isEqualTo(201);
        assertThat(patch(job, "UploadComplete").get("state").asText()).isEqualTo("UploadComplete");
        port.clock.advance(Duration.ofSeconds(40));
        assertThat(get(job).get("state").asText()).isEqualTo("InProgress");
        assertThat(port.org.record("Lead", lead)).doesNotContainKey("City");
        port.clock.advance(Duration.ofSeconds(30));

        JsonNode done = get(job);
        assertThat(done.get("state").asText()).isEqualTo("JobComplete");
        assertThat(done.get("numberRecordsProcessed").asInt()).isEqualTo(2);
        assertThat(done.get("numberRecordsFailed").asInt()).isEqualTo(1);
        assertThat(port.org.record("Lead", lead)).containsEntry("City", "Rome");
        assertThat(results(job, "successfulResults"))
                .isEqualTo("\"sf__Id\",\"sf__Created\",\"Id\",\"City\",\"Title\"\n\"" + lead + "\",\"false\",\"" + lead
                        + "\",\"Rome\",\"#N/A\"\n");
        assertThat(results(job, "failedResults")).contains("\"MALFORMED_ID:bad id 00Qbad:--\"");
        assertThat(results(job, "unprocessedrecords")).isEqualTo("\"Id\",\"City\",\"Title\"\n");
        assertThat(port.rest("DELETE", JOBS + "/" + job, token, null).status()).isEqualTo(204);
    }

    @Test
    void upsertCreatesOnceAndDeleteBins() throws Exception {
        String csv = "OneFunnel_Ledger_Key__c,Subject\nk1,Call\n";
        String first = run(open("upsert", "\"externalIdFieldName\":\"OneFunnel_Ledger_Key__c\",", "Task"), csv);
        String second = run(open("upsert", "\"externalIdFieldName\":\"OneFunnel_Ledger_Key__c\",", "Task"), csv);
        assertThat(results(first, "successfulResults")).contains("\"true\"");
        assertThat(results(second, "successfulResults")).contains("\"false\"");
        String lead = port.lead("Ada", "Acme");
        run(open("delete", ""), "Id\n" + lead + "\n");
        assertThat(port.org.record("Lead", lead)).isEmpty();
        assertThat(port.org.state()).containsEntry("Lead.deleted", 1);
    }

    @Test
    void aJobThatFailsHalfWayLeavesTheRestUnprocessed() throws Exception {
        StringBuilder csv = new StringBuilder("LastName,Company\n");
        for (int i = 0; i < 450; i++) csv.append("Lead").append(i).append(",Acme\n");
        port.faults.add(new Fault("bulk-failed", "jobs/ingest", 0, 1, Map.of("rows", "200", "message", "Gone")));
        String job = run(open("insert", ""), csv.toString());
        assertThat(get(job).get("state").asText()).isEqualTo("Failed");
        assertThat(get(job).get("errorMessage").asText()).isEqualTo("Gone");
        assertThat(results(job, "unprocessedrecords").lines()).hasSize(251);
        assertThat(port.org.state()).containsEntry("Lead", 200);
    }

    @Test
    void anUnknownColumnFailsTheJobAndAnAbortedOneWritesNothing() throws Exception {
        String wrong = run(open("insert", ""), "LastName,Nope\nAda,1\n");
        assertThat(get(wrong).get("errorMessage").asText()).isEqualTo("InvalidBatch : Field name not found : Nope");
        String job = open("insert", "");
        port.csv(JOBS + "/" + job + "/batches", token, "LastName,Company\nAda,Acme\n");
        assertThat(port.csv(JOBS + "/" + job + "/batches", token, "LastName\nAda\n")
                        .status())
                .isEqualTo(400);
        assertThat(patch(job, "Aborted").get("state").asText()).isEqualTo("Aborted");
        assertThat(port.org.state()).containsEntry("Lead", 0);
        port.clock.advance(Duration.ofDays(8));
        token = port.accessToken();
        assertThat(port.rest("GET", JOBS + "/" + job, token, null).status()).isEqualTo(404);
    }

    private String open(String operation, String more) throws Exception {
        return open(operation, more, "Lead");
    }

    private String open(String operation, String more, String object) throws Exception {
        Answer created = port.rest(
                "POST",
                JOBS,
                token,
                "{" + more + "\"object\":\"" + object + "\",\"operation\":\"" + operation
                        + "\",\"contentType\":\"CSV\"}");
        JsonNode job = JSON.readTree(created.body());
        assertThat(job.get("state").asText()).isEqualTo("Open");
        return job.get("id").asText();
    }

    private String run(String job, String csv) throws Exception {
        port.csv(JOBS + "/" + job + "/batches", token, csv);
        patch(job, "UploadComplete");
        return job;
    }

    private JsonNode patch(String job, String state) throws Exception {
        return JSON.readTree(port.rest("PATCH", JOBS + "/" + job, token, "{\"state\":\"" + state + "\"}")
                .body());
    }

    private JsonNode get(String job) throws Exception {
        return JSON.readTree(port.rest("GET", JOBS + "/" + job, token, null).body());
    }

    private String results(String job, String which) throws Exception {
        return port.rest("GET", JOBS + "/" + job + "/" + which, token, null).body();
    }
}
