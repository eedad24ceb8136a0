package io.onefunnel.salesforce.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.salesforce.PlainVendor;
import io.onefunnel.salesforce.RecordedAnswer;
import io.onefunnel.salesforce.client.PlainClient;
import org.junit.jupiter.api.Test;

class BulkQueryTest {
    @Test
    void aJobIsKnownByItsIdAndStillRunning() {
        String job = RecordedAnswer.text("recorded/airbytehq__airbyte/job_response.json");
        try (PlainClient plain = new PlainClient(request -> PlainVendor.Answer.json(200, job))) {
            BulkQuery bulk = new BulkQuery(plain.client);

            assertThat(bulk.start("SELECT Id FROM Lead", true)).isEqualTo("750Tn000004ZoR3IAK");
            assertThat(bulk.standing("750Tn000004ZoR3IAK").state()).isEqualTo(BulkQuery.State.RUNNING);
        }
    }
}
