package io.onefunnel.marketo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.marketo.MarketoClient.Effect;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.http.HttpAnswer;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.WriteResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What live instances answered to others, answered to us by a plain HTTP server. */
@DisplayName("The Marketo adapter, given recorded answers,")
class RecordedAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RECORDED =
            Path.of(System.getProperty("onefunnel.root", ".."), "..", "shared", "contracts", "marketo", "recorded");

    @BeforeEach
    void needsTheRecordings() {
        Assumptions.assumeTrue(Files.isDirectory(RECORDED), "the recorded answers are not beside this checkout");
    }

    @TestFactory
    @DisplayName("reads every page of records, and every refusal for what it says")
    Stream<DynamicTest> everyAnswer() throws IOException {
        needsTheRecordings();
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : answers().entrySet()) {
            tests.add(dynamicTest(each.getKey(), () -> replay(each.getValue())));
        }
        assertThat(tests).hasSizeGreaterThan(150);
        return tests.stream();
    }

    @Test
    void walksThroughARecordedSession() throws IOException {
        int tokens = 0;
        int reads = 0;
        int written = 0;
        int skipped = 0;
        for (JsonNode call : JSON.readTree(
                RECORDED.resolve("session-leads-and-lists-part1.json").toFile())) {
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
                    LeadReader reader = reader(marketo);
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

    @Test
    void tellsADeletedLead() throws IOException {
        try (ScriptedMarketo marketo = new ScriptedMarketo()) {
            marketo.then(body("mrkt/deleted-leads.json").toString());
            ActivityStream.Page page = new ActivityStream(marketo.client())
                    .deletedLeads("XQH6SLHODNIM7CY6MKJ6GAOR3JYOQXIN3THAHKYZXSOYN4HOPR2Q====", marketo.clock.instant());

            assertThat(page.more()).isFalse();
            assertThat(page.rows())
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row).containsEntry("leadId", "277").containsKey("Campaign"));
        }
    }

    @Test
    void readsProgramsWithTheDatesOfAssets() throws IOException {
        try (ScriptedMarketo marketo = new ScriptedMarketo()) {
            JsonNode programs = JSON.readTree(
                            RECORDED.resolve("embulk/all_program_full.json").toFile())
                    .path("body");
            // The recording is the list without its envelope.
            marketo.then("{\"success\":true,\"result\":" + programs + "}");
            List<Change> changes = new MarketoAdapterFactory()
                    .create(marketo.settings(Map.of()), marketo.context())
                    .pull(RecordKind.CAMPAIGN, io.onefunnel.spi.Cursor.BEGINNING)
                    .changes();

            assertThat(changes).hasSize(programs.size()).hasOnlyElementsOfType(Change.Present.class);
        }
    }

    @Test
    void refusesBadCredentialsAsRecorded() throws IOException {
        JsonNode recorded = JSON.readTree(
                RECORDED.resolve("mrkt/identity-bad-credentials.json").toFile());
        HttpAnswer answer = HttpAnswer.json(
                recorded.at("/response/status").asInt(),
                recorded.at("/response/body").toString());
        try (Watched identity = new Watched(call -> answer);
                ScriptedMarketo marketo = new ScriptedMarketo()) {
            assertThat(new MarketoAdapterFactory()
                            .create(
                                    marketo.settings(Map.of("identity-url", identity.url() + "/identity")),
                                    marketo.context())
                            .check()
                            .problems())
                    .anyMatch(problem -> problem.code() == AdapterErrorCode.CREDENTIALS_REFUSED);
        }
    }

    @Test
    void readsTheFilesOfRecordedExtracts() throws IOException {
        Map<String, Integer> rows = new HashMap<>();
        for (String name :
                List.of("activity_extract1.csv", "leads_extract2.csv", "lead_extract_with_quote_in_quote_field.csv")) {
            byte[] file = Files.readAllBytes(RECORDED.resolve("embulk").resolve(name));
            try (ScriptedMarketo marketo = new ScriptedMarketo()) {
                marketo.then(new HttpAnswer(200, Map.of("Content-Type", "text/csv"), file));
                ExtractJob job = ExtractJob.queued("e", 0, 1).finished(file.length, "");
                Optional<ExtractFile> fetched = ExtractFile.fetch(marketo.client(), "leads", job);
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
        Answer.attributes(row.getOrDefault("attributes", ""), attributes);
        return attributes;
    }

    private static LeadReader reader(ScriptedMarketo marketo) {
        MarketoClient client = marketo.client();
        return new LeadReader(
                client, new LeadFields(client), new Records(new io.onefunnel.model.ConnectionId("marketo")));
    }

    private static WriteResult skipped(ScriptedMarketo marketo, JsonNode row) {
        JsonNode reason = row.path("reasons").path(0);
        SourceRef on = new SourceRef(new io.onefunnel.model.ConnectionId("marketo"), RecordKind.PERSON, "7151");
        WriteResult outcome = new Batches(marketo.client())
                .skipped(
                        on, reason.path("code").asText(), reason.path("message").asText());
        // The value that Marketo repeats is a person's.
        assertThat(outcome.toString()).doesNotContain("bademail").doesNotContain("'other'");
        return outcome;
    }

    /** Asks what was asked, of a server that answers what was answered. */
    private static void replay(JsonNode recorded) {
        JsonNode response = recorded.has("response") ? recorded.path("response") : recorded;
        JsonNode body = response.path("body");
        int status = response.path("status").asInt(200);
        String path = recorded.at("/request/path").asText("/rest/v1/leads.json").substring(1);
        try (ScriptedMarketo marketo = new ScriptedMarketo()) {
            marketo.token("one", 3599)
                    .then(HttpAnswer.json(status, body.isTextual() ? body.asText() : body.toString()));
            MarketoClient client = marketo.client();
            if (status == 200 && body.path("success").asBoolean(false)) {
                assertThat(client.page("programs", plain(path), Map.of()).rows())
                        .hasSize(objects(body.path("result")));
                return;
            }
            String code = body.at("/errors/0/code").asText("HTTP " + status);
            if (code.equals("HTTP 404")) {
                assertThat(client.download("extract file", plain(path), 0, new ByteArrayOutputStream()))
                        .isFalse();
                return;
            }
            Refused refused = catchThrowableOfType(
                    Refused.class, () -> client.post("programs", Effect.READS, plain(path), Map.of(), Json.object()));
            assertThat(refused).as(body.toString()).isNotNull();
            assertThat(refused.what().code()).isEqualTo(code);
            assertThat(refused.code()).isNotEqualTo(AdapterErrorCode.UNREACHABLE);
        }
    }

    private static int objects(JsonNode result) {
        int objects = 0;
        for (JsonNode each : result) if (each.isObject()) objects++;
        return objects;
    }

    private static String plain(String path) {
        return path.replace("rest/../", "").replaceAll("[{}]", "");
    }

    private static JsonNode body(String name) throws IOException {
        return JSON.readTree(RECORDED.resolve(name).toFile()).at("/response/body");
    }

    /** Every recorded answer of the REST API by the file it stands in. */
    private static Map<String, JsonNode> answers() throws IOException {
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(RECORDED)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            JsonNode content = JSON.readTree(file.toFile());
            List<JsonNode> calls = new ArrayList<>();
            if (content.isArray()) content.forEach(calls::add);
            else calls.add(content);
            for (int i = 0; i < calls.size(); i++) {
                if (isIdentity(calls.get(i)) || isRequestOnly(calls.get(i))) continue;
                answers.put(RECORDED.relativize(file) + (calls.size() > 1 ? " " + i : ""), calls.get(i));
            }
        }
        return answers;
    }

    private static boolean isIdentity(JsonNode call) {
        return call.at("/request/path").asText().contains("/oauth/token");
    }

    /** Some pages of documentation show a request without its answer, or an answer in part. */
    private static boolean isRequestOnly(JsonNode call) {
        JsonNode response = call.has("response") ? call.path("response") : call;
        JsonNode body = response.path("body");
        boolean refused = response.path("status").asInt(200) != 200
                || body.at("/errors/0/code").isValueNode();
        return !refused && !body.path("success").asBoolean(false);
    }
}
