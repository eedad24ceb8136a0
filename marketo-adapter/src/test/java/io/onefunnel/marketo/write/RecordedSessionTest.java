package io.onefunnel.marketo.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.marketo.Recordings;
import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.marketo.client.LeadReader;
import io.onefunnel.marketo.client.SkipReason;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.WriteResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A session of a live instance, answered to us by a plain HTTP server. */
@DisplayName("The adapter, walking through a recorded session,")
class RecordedSessionTest {
    @BeforeEach
    void needsTheRecordings() {
        Recordings.require();
    }

    @Test
    void walksThroughARecordedSession() throws IOException {
        int tokens = 0;
        int reads = 0;
        int written = 0;
        int skipped = 0;
        for (JsonNode call : Recordings.JSON.readTree(
                Recordings.FOLDER.resolve("session-leads-and-lists-part1.json").toFile())) {
            String path = call.at("/request/path").asText();
            String method = call.at("/request/method").asText();
            JsonNode body = call.at("/response/body");
            try (ScriptedMarketo marketo = new ScriptedMarketo()) {
                if (path.endsWith("/oauth/token")) {
                    marketo.token(
                                    body.path("access_token").asText(),
                                    body.path("expires_in").asInt())
                            .then(ScriptedMarketo.OK);
                    marketo.client().get("programs", "rest/asset/v1/programs.json", Map.of());
                    assertThat(marketo.calls().get(0).header("authorization")).contains("Bearer my-access-token");
                    tokens++;
                } else if (path.equals("/rest/v1/leads.json") && method.equals("GET")) {
                    marketo.then(body.toString());
                    LeadReader reader = marketo.connection().leads();
                    List<String> ids = new ArrayList<>();
                    body.path("result").forEach(lead -> ids.add(lead.path("id").asText()));
                    assertThat(reader.withEmail("brian@example.com")).containsExactlyElementsOf(ids);
                    reads++;
                } else if (path.equals("/rest/v1/leads.json") && method.equals("POST")) {
                    for (JsonNode row : body.path("result")) {
                        if (row.path("status").asText().equals("skipped")) {
                            assertThat(skipped(marketo, row)).isInstanceOf(WriteResult.Rejected.class);
                            skipped++;
                        } else {
                            written++;
                        }
                    }
                }
            }
        }
        assertThat(List.of(tokens, reads, written, skipped)).isEqualTo(List.of(11, 30, 11, 2));
    }

    private static WriteResult skipped(ScriptedMarketo marketo, JsonNode row) {
        SourceRef on = new SourceRef(new ConnectionId("marketo"), RecordKind.PERSON, "7151");
        WriteResult outcome = new BatchSender(marketo.client()).skipped(on, SkipReason.of(row));
        // The value that Marketo repeats is a person's.
        assertThat(outcome.toString()).doesNotContain("bademail").doesNotContain("'other'");
        return outcome;
    }
}
