package io.onefunnel.marketo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.marketo.Recordings;
import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.marketo.client.MarketoClient.Effect;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What live instances answered to others, answered to us by a plain HTTP server. */
@DisplayName("The Marketo client, given recorded answers,")
class RecordedAnswersTest {
    @BeforeEach
    void needsTheRecordings() {
        Recordings.require();
    }

    @TestFactory
    @DisplayName("reads every page of records, and every refusal for what it says")
    Stream<DynamicTest> everyAnswer() throws IOException {
        Recordings.require();
        List<DynamicTest> tests = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : Recordings.answers().entrySet()) {
            tests.add(dynamicTest(each.getKey(), () -> replay(each.getValue())));
        }
        assertThat(tests).hasSizeGreaterThan(150);
        return tests.stream();
    }

    @Test
    void tellsADeletedLead() throws IOException {
        try (ScriptedMarketo marketo = new ScriptedMarketo()) {
            marketo.then(Recordings.body("mrkt/deleted-leads.json").toString());
            ActivityStream.Page page = new ActivityStream(marketo.client())
                    .deletedLeads(ActivityStream.From.next(
                            "XQH6SLHODNIM7CY6MKJ6GAOR3JYOQXIN3THAHKYZXSOYN4HOPR2Q====", marketo.clock.instant()));

            assertThat(page.more()).isFalse();
            assertThat(page.rows())
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row).containsEntry("leadId", "277").containsKey("Campaign"));
        }
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
                // A merge answers without a result, an asset that is not there with a warning.
                Expected expected = path.endsWith("/merge.json") ? Expected.SUCCESS : Expected.ASSETS;
                assertThat(client.get("programs", expected, plain(path), Map.of())
                                .path("result")
                                .size())
                        .isEqualTo(body.path("result").size());
                if (!areRecords(body.path("result"))) return;
                assertThat(client.page("programs", expected, plain(path), Map.of())
                                .rows())
                        .hasSize(body.path("result").size());
                return;
            }
            String code = body.at("/errors/0/code").asText("HTTP " + status);
            if (code.equals("HTTP 404")) {
                assertThat(client.download("extract file", plain(path), 0, 1_000, new ByteArrayOutputStream()))
                        .isFalse();
                return;
            }
            RefusedException refused = catchThrowableOfType(
                    RefusedException.class,
                    () -> client.post("programs", Effect.READS, plain(path), Map.of(), Json.object()));
            assertThat(refused).as(body.toString()).isNotNull();
            assertThat(refused.error().code()).isEqualTo(code);
            assertThat(refused.code()).isNotEqualTo(AdapterErrorCode.UNREACHABLE);
        }
    }

    /** One recorded list is of texts: the data types of fields. */
    private static boolean areRecords(JsonNode result) {
        for (JsonNode each : result) if (!each.isObject()) return false;
        return true;
    }

    private static String plain(String path) {
        return path.replace("rest/../", "").replaceAll("[{}]", "");
    }
}
