package io.onefunnel.salesforce.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.CannedOrg;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Field writes by ingest jobs: each row has its outcome, whatever the job as a whole says. */
class BulkUpdaterTest {
    private static final String JOB = "{\"id\":\"750000000000001AAA\",\"state\":\"Open\"}";

    @Test
    void everyRowHasItsOutcome() {
        Jobs jobs = new Jobs(Map.of(
                "successfulResults", "\"sf__Id\",\"sf__Created\",Id\n" + id(1) + ",false," + id(1) + "\n",
                "failedResults",
                        "\"sf__Id\",\"sf__Error\",Id\n" + id(2)
                                + ",\"FIELD_CUSTOM_VALIDATION_EXCEPTION:Closed: leave it:Status --\"," + id(2) + "\n"
                                + id(3) + ",INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--," + id(3) + "\n",
                "unprocessedrecords", "Id\n"));
        try (CannedOrg org = new CannedOrg(jobs::answer)) {
            assertThat(run(org, 3))
                    .containsExactly(
                            WriteResult.Written.of(lead(1)),
                            new WriteResult.Rejected(
                                    lead(2),
                                    AdapterErrorCode.RECORD_INVALID,
                                    "FIELD_CUSTOM_VALIDATION_EXCEPTION [Status]: Closed: leave it"),
                            new WriteResult.Rejected(
                                    lead(3), AdapterErrorCode.RECORD_GONE, "INVALID_CROSS_REFERENCE_KEY"));
            assertThat(jobs.uploads)
                    .containsExactly("Id,OneFunnel_Score__c,OneFunnel_Grade__c\n" + id(1) + ",50,#N/A\n" + id(2)
                            + ",50,#N/A\n" + id(3) + ",50,#N/A\n");
        }
    }

    @Test
    void lockedAndUnprocessedRowsGoIntoANewJob() {
        Jobs jobs = new Jobs(Map.of(
                "successfulResults", "\"sf__Id\",\"sf__Created\",Id\n" + id(1) + ",false," + id(1) + "\n",
                "failedResults",
                        "\"sf__Id\",\"sf__Error\",Id\n" + id(2)
                                + ",\"UNABLE_TO_LOCK_ROW:unable to obtain exclusive access: 001000000000001AAA:--\","
                                + id(2) + "\n",
                "unprocessedrecords", "Id\n" + id(3) + "\n"));
        jobs.later(Map.of(
                "successfulResults",
                "\"sf__Id\",\"sf__Created\",Id\n" + id(2) + ",false," + id(2) + "\n" + id(3) + ",false," + id(3) + "\n",
                "failedResults",
                "\"sf__Id\",\"sf__Error\",Id\n",
                "unprocessedrecords",
                "Id\n"));
        try (CannedOrg org = new CannedOrg(jobs::answer)) {
            assertThat(run(org, 3)).hasOnlyElementsOfType(WriteResult.Written.class);
            assertThat(jobs.uploads).hasSize(2);
            assertThat(jobs.uploads.get(1)).contains(id(2), id(3)).doesNotContain(id(1));
        }
    }

    @Test
    void rowsThatStayLockedArePutOff() {
        Jobs jobs = new Jobs(Map.of(
                "successfulResults",
                "\"sf__Id\",\"sf__Created\",Id\n",
                "failedResults",
                "\"sf__Id\",\"sf__Error\",Id\n" + id(1) + ",UNABLE_TO_LOCK_ROW:locked:--," + id(1) + "\n",
                "unprocessedrecords",
                "Id\n"));
        try (CannedOrg org = new CannedOrg(jobs::answer)) {
            assertThat(run(org, 1)).hasOnlyElementsOfType(WriteResult.Deferred.class);
            assertThat(jobs.uploads).hasSize(3);
        }
    }

    @Test
    void aJobThatBreaksAfterItWasClosedLeavesItsOtherRowsUnknown() {
        Jobs jobs = new Jobs(Map.of(
                "successfulResults",
                "\"sf__Id\",\"sf__Created\",Id\n" + id(1) + ",false," + id(1) + "\n",
                "failedResults",
                "\"sf__Id\",\"sf__Error\",Id\n",
                "unprocessedrecords",
                "Id\n"));
        jobs.state = "Failed";
        try (CannedOrg org = new CannedOrg(jobs::answer)) {
            assertThat(run(org, 2)).containsExactly(WriteResult.Written.of(lead(1)), new WriteResult.Unknown(lead(2)));
        }
    }

    @Test
    void aJobThatIsNotTakenLeavesNothingWritten() {
        try (CannedOrg org = new CannedOrg(call -> new CannedOrg.Answer(
                403, "application/json", "[{\"errorCode\":\"FEATURENOTENABLED\",\"message\":\"no\"}]"))) {
            assertThatThrownBy(() -> run(org, 2)).isInstanceOf(AdapterException.class);
        }
    }

    @Test
    void aJobWhoseClosingFailedIsGivenUpAndNothingIsWritten() {
        Jobs jobs = new Jobs(Map.of());
        jobs.closes = false;
        try (CannedOrg org = new CannedOrg(jobs::answer)) {
            assertThatThrownBy(() -> run(org, 2)).isInstanceOf(AdapterException.class);
            assertThat(jobs.aborted).isTrue();
        }
    }

    private static List<WriteResult> run(CannedOrg org, int rows) {
        List<UpdateBatches.Row> all = new ArrayList<>();
        for (int i = 1; i <= rows; i++) {
            SObject record = new SObject("Lead");
            record.setId(id(i));
            record.setField("OneFunnel_Score__c", "50");
            record.setFieldsToNull(new String[] {"OneFunnel_Grade__c"});
            all.add(new UpdateBatches.Row(lead(i), record));
        }
        return new BulkUpdater(org.writing()).run(all);
    }

    private static SourceRef lead(int number) {
        return new SourceRef(new ConnectionId("salesforce"), RecordKind.PERSON, id(number));
    }

    private static String id(int number) {
        return "00Q00000000000" + number + "AAA";
    }

    /** The ingest resources, with the results that a test gives. */
    private static final class Jobs {
        private final List<String> uploads = new ArrayList<>();
        private Map<String, String> results;
        private Map<String, String> next;
        private String state = "JobComplete";
        private boolean closes = true;
        private boolean aborted;

        Jobs(Map<String, String> results) {
            this.results = results;
            this.next = results;
        }

        void later(Map<String, String> results) {
            next = results;
        }

        CannedOrg.Answer answer(String call) {
            String line = call.substring(0, call.indexOf('\n'));
            String body = call.substring(call.indexOf('\n') + 1);
            if (line.startsWith("POST")) return CannedOrg.Answer.json(JOB);
            if (line.startsWith("PUT")) {
                if (!uploads.isEmpty()) results = next;
                uploads.add(body);
                return new CannedOrg.Answer(201, "text/plain", "");
            }
            if (line.startsWith("PATCH")) return patched(body);
            if (line.endsWith("AAA")) {
                String now = aborted ? "Aborted" : closes ? state : "Open";
                return CannedOrg.Answer.json("{\"id\":\"750000000000001AAA\",\"state\":\"" + now + "\"}");
            }
            return new CannedOrg.Answer(
                    200, "text/csv", results.getOrDefault(line.substring(line.lastIndexOf('/') + 1), ""));
        }

        private CannedOrg.Answer patched(String body) {
            if (body.contains("Aborted")) {
                aborted = true;
                return CannedOrg.Answer.json(JOB);
            }
            return closes
                    ? CannedOrg.Answer.json(JOB)
                    : new CannedOrg.Answer(
                            400, "application/json", "[{\"errorCode\":\"INVALIDJOBSTATE\",\"message\":\"no\"}]");
        }
    }
}
