package io.onefunnel.sandbox.marketo;

import static io.onefunnel.sandbox.marketo.MarketoClient.NOW;
import static io.onefunnel.sandbox.marketo.MarketoClient.code;
import static io.onefunnel.sandbox.marketo.MarketoClient.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A bulk extract")
class BulkExtractsTest {
    private static final String LAST_WEEKS =
            "'createdAt':{'startAt':'2026-02-10T00:00:00Z','endAt':'2026-03-03T00:00:00Z'}";

    private final MarketoClient client = new MarketoClient();
    private final MarketoInstance instance = client.instance;

    @Test
    void ofMembersMixesFieldsOfTheMemberAndOfItsLead() {
        long ada = instance.lead(Map.of("email", "ada@example.org", "firstName", "Ada"));
        long bob = instance.lead(Map.of("email", "bob@example.org"));
        long webinar = instance.program("Cost of downtime", "Webinar", NOW);
        long fair = instance.program("Fair", "Tradeshow", NOW);
        instance.member(webinar, ada, "Attended", NOW);
        instance.member(webinar, bob, "Registered", NOW);
        instance.member(fair, bob, "Influenced", NOW);
        String fields = "'fields':['leadId','firstName','program','statusName','reachedSuccess']";

        assertThat(extract("program/members", "{" + fields + ",'format':'TSV','filter':{'programId':" + webinar + "}}"))
                .isEqualTo("leadId\tfirstName\tprogram\tstatusName\treachedSuccess\n" + ada
                        + "\tAda\tCost of downtime\tAttended\t1\n" + bob
                        + "\tnull\tCost of downtime\tRegistered\t0\n");
        assertThat(extract(
                        "program/members",
                        "{" + fields + ",'filter':{'programIds':[" + webinar + "," + fair
                                + "],'statusNames':['Influenced']}}"))
                .endsWith(bob + ",null,Fair,Influenced,1\n")
                .hasLineCount(2);
        assertThat(code(create("program/members", "{" + fields + ",'filter':{'statusNames':['Attended']}}")))
                .isEqualTo("1003");
        assertThat(code(create("program/members", "{" + fields + ",'filter':{'programId':7}}")))
                .isEqualTo("1013");
    }

    @Test
    void ofActivitiesCarriesTheirAttributesAsOneCellOfJson() {
        long ada = instance.lead(Map.of("email", "ada@example.org", "createdAt", "2025-01-01T00:00:00Z"));
        instance.activity(ada, 2, NOW, 5, "Contact us", Map.of("Form Fields", "a,\"b\""));
        instance.activity(ada, 1, NOW, 6, "page", Map.of());

        String file = extract(
                "activities",
                "{'fields':['leadId','activityTypeId','campaignId','attributes'],'columnHeaderNames':{'leadId':'Lead'},'filter':{"
                        + LAST_WEEKS + ",'activityTypeIds':[2]}}");

        assertThat(file)
                .isEqualTo("Lead,activityTypeId,campaignId,attributes\n" + ada
                        + ",2,null,\"{\"\"Form Fields\"\":\"\"a,\\\"\"b\\\"\"\"\"}\"\n");
        assertThat(code(create("activities", "{'filter':{'activityTypeIds':[2]}}")))
                .isEqualTo("1002");
        assertThat(code(create("activities", "{'filter':{" + LAST_WEEKS + ",'activityTypeIds':[37]}}")))
                .isEqualTo("1003");
    }

    @Test
    void isRefusedAtItsCreationWhateverIsWrongWithIt() {
        String good = "'fields':['email'],";
        assertThat(code(create("leads", "{" + good + "'filter':{}}"))).isEqualTo("1003");
        assertThat(code(create("leads", "{'filter':{" + LAST_WEEKS + "}}"))).isEqualTo("1002");
        assertThat(code(create("leads", "{'fields':['nonsense'],'filter':{" + LAST_WEEKS + "}}")))
                .isEqualTo("1006");
        assertThat(code(create("leads", "{" + good + "'format':'XLS','filter':{" + LAST_WEEKS + "}}")))
                .isEqualTo("1003");
        assertThat(
                        code(
                                create(
                                        "leads",
                                        "{" + good
                                                + "'filter':{'createdAt':{'startAt':'2026-01-01T00:00:00Z','endAt':'2026-02-02T00:00:00Z'}}}")))
                .isEqualTo("1003");
        assertThat(code(create("leads", "{" + good + "'filter':{'smartListName':'All'}}")))
                .isEqualTo("1035");
        instance.set("bulkUpdatedAt", "off");
        assertThat(code(create(
                        "leads", "{" + good + "'filter':{" + LAST_WEEKS.replace("createdAt", "updatedAt") + "}}")))
                .isEqualTo("1035");
    }

    @Test
    void waitsInOneQueueOfTenOfWhichTwoAreProcessed() {
        instance.set("bulkSeconds", "60");
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 11; i++) jobs.add(created(i % 2 == 0 ? "leads" : "activities"));
        for (String job : jobs.subList(0, 10)) client.post(job + "/enqueue.json", "");

        assertThat(message(client.post(jobs.get(10) + "/enqueue.json", ""))).isEqualTo("Too many jobs in queue");
        assertThat(status(jobs.get(1))).isEqualTo("Processing");
        assertThat(status(jobs.get(2))).isEqualTo("Queued");
        assertThat(client.get("/bulk/v1/leads/export.json?status=Queued,Processing")
                        .path("result"))
                .hasSize(5);
        client.post(jobs.get(2) + "/cancel.json", "");
        assertThat(status(jobs.get(2))).isEqualTo("Cancelled");
        assertThat(client.post(jobs.get(10) + "/enqueue.json", "")
                        .at("/result/0/status")
                        .asText())
                .isEqualTo("Queued");
        assertThat(message(client.post(jobs.get(10) + "/enqueue.json", ""))).isEqualTo("Job already queued");
    }

    @Test
    void isStoppedByTheBytesOfTheDayUntilMidnightInChicago() {
        instance.set("exportMegabytesPerDay", "1");
        String value = "x".repeat(255);
        for (int i = 0; i < 4000; i++) instance.lead(Map.of("email", "p" + i + "@example.org", "city", value));
        extract("leads", "{'fields':['email','city'],'filter':{" + LAST_WEEKS + "}}");
        String next = created("leads");

        assertThat(message(client.post(next + "/enqueue.json", ""))).isEqualTo("Export daily quota 1MB exceeded.");
        client.clock.advance(Duration.ofHours(24));
        assertThat(client.post(next + "/enqueue.json", "")
                        .at("/result/0/status")
                        .asText())
                .isEqualTo("Queued");
    }

    @Test
    void keepsItsFileForSevenDaysAndItsStatusForThirty() {
        instance.lead(Map.of("email", "ada@example.org"));
        String job = created("leads");
        client.post(job + "/enqueue.json", "");
        client.clock.advance(Duration.ofDays(7).minusSeconds(1));
        assertThat(file(job, Map.of()).status()).isEqualTo(200);

        client.clock.advance(Duration.ofSeconds(2));
        assertThat(file(job, Map.of()).status()).isEqualTo(404);
        assertThat(status(job)).isEqualTo("Completed");
        assertThat(client.get("/bulk/v1/leads/export.json").path("result")).isEmpty();
        client.clock.advance(Duration.ofDays(24));
        assertThat(code(client.get(job + "/status.json"))).isEqualTo("1013");
    }

    @Test
    void isReadInRangesToItsLastByte() {
        instance.lead(Map.of("email", "ada@example.org"));
        String job = created("leads");
        client.post(job + "/enqueue.json", "");
        String whole = file(job, Map.of()).text();

        HttpAnswer tail = file(job, Map.of("range", "bytes=6-"));
        assertThat(tail.status()).isEqualTo(206);
        assertThat(tail.headers())
                .containsEntry("Content-Range", "bytes 6-" + (whole.length() - 1) + "/" + whole.length());
        assertThat(file(job, Map.of("range", "bytes=0-5")).text() + tail.text()).isEqualTo(whole);
        assertThat(file(job, Map.of("range", "bytes=5000-")).status()).isEqualTo(416);
    }

    @Test
    void failsOrComesLateOnDemand() {
        String failing = created("leads");
        client.faults.add(Faults.Fault.once("failed-extract", "enqueue"));
        client.post(failing + "/enqueue.json", "");
        JsonNode failed = client.get(failing + "/status.json").at("/result/0");
        assertThat(failed.path("status").asText()).isEqualTo("Failed");
        assertThat(failed.path("errorMsg").asText()).isNotEmpty();
        assertThat(file(failing, Map.of()).status()).isEqualTo(404);

        String late = created("leads");
        client.post(late + "/enqueue.json", "");
        assertThat(status(late)).isEqualTo("Completed");
        client.faults.add(Faults.Fault.once("late-file", "file"));
        assertThat(file(late, Map.of()).status()).isEqualTo(404);
        assertThat(file(late, Map.of()).status()).isEqualTo(200);
    }

    private String extract(String kind, String body) {
        String job = "/bulk/v1/" + kind + "/export/"
                + create(kind, body).at("/result/0/exportId").asText();
        client.post(job + "/enqueue.json", "");
        assertThat(status(job)).isEqualTo("Completed");
        return file(job, Map.of()).text();
    }

    private String created(String kind) {
        JsonNode answer = create(
                kind,
                "{'fields':['" + (kind.equals("leads") ? "email" : "leadId") + "'],'filter':{" + LAST_WEEKS + "}}");
        return "/bulk/v1/" + kind + "/export/" + answer.at("/result/0/exportId").asText();
    }

    private JsonNode create(String kind, String body) {
        return client.post("/bulk/v1/" + kind + "/export/create.json", body);
    }

    private String status(String job) {
        return client.get(job + "/status.json").at("/result/0/status").asText();
    }

    private HttpAnswer file(String job, Map<String, String> headers) {
        return client.answer("GET", job + "/file.json", "", headers);
    }
}
