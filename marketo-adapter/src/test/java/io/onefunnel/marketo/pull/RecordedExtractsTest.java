package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.marketo.MarketoAdapterFactory;
import io.onefunnel.marketo.Recordings;
import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.marketo.client.RecordPage;
import io.onefunnel.model.RecordKind;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What live instances answered to others, answered to us by a plain HTTP server. */
@DisplayName("The pull, given recorded answers,")
class RecordedExtractsTest {
    @BeforeEach
    void needsTheRecordings() {
        Recordings.require();
    }

    @Test
    void readsProgramsWithTheDatesOfAssets() throws IOException {
        try (ScriptedMarketo marketo = new ScriptedMarketo()) {
            JsonNode programs = Recordings.JSON
                    .readTree(Recordings.FOLDER
                            .resolve("embulk/all_program_full.json")
                            .toFile())
                    .path("body");
            // The recording is the list without its envelope.
            marketo.then("{\"requestId\":\"1#2\",\"success\":true,\"result\":" + programs + "}");
            List<Change> changes = new MarketoAdapterFactory()
                    .create(marketo.settings(Map.of()), marketo.context())
                    .pull(RecordKind.CAMPAIGN, Cursor.BEGINNING)
                    .changes();

            assertThat(changes).hasSize(programs.size()).hasOnlyElementsOfType(Change.Present.class);
        }
    }

    @Test
    void readsTheFilesOfRecordedExtracts() throws IOException {
        Map<String, Integer> rows = new HashMap<>();
        for (String name :
                List.of("activity_extract1.csv", "leads_extract2.csv", "lead_extract_with_quote_in_quote_field.csv")) {
            byte[] file = Files.readAllBytes(Recordings.FOLDER.resolve("embulk").resolve(name));
            try (ScriptedMarketo marketo = new ScriptedMarketo()) {
                marketo.then(new HttpAnswer(200, Map.of("Content-Type", "text/csv"), file));
                ExtractJob job = ExtractJob.queued("e", 0, 1).finished(file.length, "", 0);
                Optional<ExtractFile> fetched = ExtractFile.fetch(marketo.client(), "leads", job, List.of());
                try (ExtractFile extract = fetched.orElseThrow()) {
                    List<Map<String, String>> read = extract.from(0, 10_000);
                    rows.put(name, read.size());
                    assertThat(read).noneMatch(row -> row.containsValue("null"));
                    if (name.startsWith("activity"))
                        assertThat(attributes(read.get(0))).containsEntry("Source Type", "List import");
                }
            }
        }
        assertThat(rows).allSatisfy((name, count) -> assertThat(count).as(name).isPositive());
    }

    private static Map<String, String> attributes(Map<String, String> row) throws IOException {
        Map<String, String> attributes = new HashMap<>();
        RecordPage.attributes(row.getOrDefault("attributes", ""), attributes);
        return attributes;
    }
}
