package io.onefunnel.marketo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.marketo.MarketoAdapterFactory;
import io.onefunnel.marketo.RecordingProxy;
import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.marketo.client.MarketoClient.Effect;
import io.onefunnel.model.RecordKind;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Cursor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The Marketo client")
class MarketoClientTest {
    private final ScriptedMarketo marketo = new ScriptedMarketo();
    private final MarketoClient client = marketo.client();

    @AfterEach
    void close() {
        marketo.close();
    }

    @Test
    void takesSuccessFalseForAnErrorAlthoughItComesWithStatus200() {
        marketo.thenError("610", "Requested resource not found");

        RefusedException refused = refusal();

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(refused)
                .hasMessage("marketo: Marketo error 610 in programs, Requested resource not found"
                        + " (request e42b#14272d07d78)");
        assertThat(marketo.calls()).hasSize(1);
    }

    @Test
    void sendsTheTokenAsABearerAndNeverInTheAddress() {
        marketo.then(ScriptedMarketo.OK);
        ask();

        assertThat(marketo.calls()).singleElement().satisfies(call -> {
            assertThat(call.header("authorization")).contains("Bearer token0");
            assertThat(call.query()).doesNotContainKey("access_token");
            assertThat(call.path()).isEqualTo("/rest/asset/v1/programs.json");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"600", "601", "602"})
    void fetchesANewTokenOnceAndRepeatsTheCall(String code) {
        marketo.thenError(code, "Access token expired").then(ScriptedMarketo.OK);

        ask();

        assertThat(marketo.tokenCalls()).isEqualTo(2);
        assertThat(marketo.calls())
                .extracting(call -> call.header("authorization").orElse(""))
                .containsExactly("Bearer token0", "Bearer token1");
    }

    @Test
    void stopsWhenTheSameTokenIsHandedOutAgainAndRefusedAgain() {
        marketo.token("same", 3599).thenError("601", "Access token invalid");

        assertThat(refusal().code()).isEqualTo(AdapterErrorCode.CREDENTIALS_REFUSED);
        assertThat(marketo.calls()).hasSize(2);
    }

    @Test
    void dropsOnlyTheTokenThatFailed() {
        // Two calls go out with the first token; both are refused, and one new token serves both.
        marketo.thenBy(call -> call.header("authorization").orElse("").endsWith("token0")
                ? HttpAnswer.json(200, ScriptedMarketo.error("602", "Access token expired"))
                : HttpAnswer.json(200, ScriptedMarketo.OK));
        List<Callable<JsonNode>> both = new ArrayList<>();
        for (int i = 0; i < 4; i++) both.add(this::ask);

        client.parallel().all(both);

        assertThat(marketo.tokenCalls()).isEqualTo(2);
    }

    @Test
    void refusesAsUnreachableWhenItsThreadIsToldToStopAndLeavesTheMark() {
        marketo.then(ScriptedMarketo.OK);
        ask();

        Thread.currentThread().interrupt();
        RefusedException stopped = refusal();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(stopped.code()).isEqualTo(AdapterErrorCode.UNREACHABLE);
        assertThat(marketo.calls()).hasSize(1);
    }

    @Test
    void waitsOutATokenThatHasNoSecondsLeft() {
        marketo.token("spent", 0).token("spent", 0).token("fresh", 3599).then(ScriptedMarketo.OK);

        ask();

        assertThat(marketo.paused()).isEqualTo(Duration.ofSeconds(2));
        assertThat(marketo.calls().get(0).header("authorization")).contains("Bearer fresh");
    }

    @Test
    void givesUpOnTokensThatNeverHaveASecondLeft() {
        marketo.token("spent", 0).then(ScriptedMarketo.OK);

        assertThat(refusal().code()).isEqualTo(AdapterErrorCode.VENDOR_UNAVAILABLE);
        assertThat(marketo.calls()).isEmpty();
    }

    @Test
    void namesThePermissionThatIsMissing() {
        marketo.thenError("603", "Access denied");

        RefusedException refused = refusal();

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.PERMISSION_MISSING);
        assertThat(refused).hasMessageContaining("permission Read-Only Assets, or allow this host's address");
    }

    @Test
    void waitsAWholeWindowAfterTheRateWasExceededBySomebody() {
        marketo.thenError("606", "Max rate limit '100' exceeded with in '20' secs")
                .then(ScriptedMarketo.OK);

        ask();

        assertThat(marketo.paused()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void waitsOnlyAMomentForAFreePlaceAmongTheCallsAtOnce() {
        marketo.thenError("615", "Concurrent access limit '10' reached").then(ScriptedMarketo.OK);

        ask();

        assertThat(marketo.paused()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void stopsUntilMidnightInChicagoWhenTheQuotaIsSpent() {
        marketo.thenError("607", "Daily quota reached");

        RefusedException refused = refusal();

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.QUOTA_EXHAUSTED);
        assertThat(refused.notBefore()).isEqualTo(Instant.parse("2026-03-03T06:00:00Z"));
        assertThat(marketo.calls()).hasSize(1);
        // Summer time begins on 8 March 2026: midnight comes an hour earlier by UTC.
        marketo.clock.advanceTo(Instant.parse("2026-03-09T12:00:00Z"));
        assertThat(refusal().notBefore()).isEqualTo(Instant.parse("2026-03-10T05:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"502", "608", "611", "614", "713", "719", "500", "699"})
    void triesAgainWhatPasses(String code) {
        marketo.thenError(code, "Bad Gateway").then(ScriptedMarketo.OK);

        ask();

        assertThat(marketo.calls()).hasSize(2);
        assertThat(marketo.paused()).isPositive();
    }

    @Test
    void takesASubscriptionThatIsInvalidForAnHourAtItsWord() {
        marketo.thenError("614", "Invalid Subscription");
        assertThat(refusal().code()).isEqualTo(AdapterErrorCode.VENDOR_UNAVAILABLE);
        marketo.clock.advance(Duration.ofMinutes(61));

        assertThat(refusal().code()).isEqualTo(AdapterErrorCode.FEATURE_MISSING);
    }

    @Test
    void takesNoDataFoundForAnEmptyAnswer() {
        marketo.thenError("702", "No data found");

        assertThat(ask().path("result").isEmpty()).isTrue();
        assertThat(client.page("programs", Expected.ASSETS, "rest/asset/v1/programs.json", Map.of())
                        .rows())
                .isEmpty();
    }

    @Test
    void asksByPostWhereTheAddressIsTooLong() {
        marketo.then(ScriptedMarketo.OK);
        client.get("leads by id", "rest/v1/leads.json", Map.of("filterValues", "1234567,".repeat(1_000)));

        assertThat(marketo.calls()).singleElement().satisfies(call -> {
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.query()).containsEntry("_method", List.of("GET"));
            assertThat(call.text()).startsWith("filterValues=1234567");
        });
    }

    @Test
    void asksByPostWhenAGatewayFindsTheAddressTooLong() {
        marketo.then(HttpAnswer.empty(414)).then(ScriptedMarketo.OK);

        ask();

        assertThat(marketo.calls()).extracting(call -> call.method()).containsExactly("GET", "POST");
    }

    @Test
    void repeatsAnUpsertThatTimedOutAndNoAppend() {
        marketo.thenError("502", "Bad Gateway").then(ScriptedMarketo.OK);
        client.post("sync leads", Effect.UPSERTS, "rest/v1/leads.json", Map.of(), Json.object());
        assertThat(marketo.calls()).hasSize(2);

        ScriptedMarketo second = new ScriptedMarketo();
        try (second) {
            second.thenError("502", "Bad Gateway").then(ScriptedMarketo.OK);
            MarketoClient appending = second.client();
            assertThat(catchThrowable(() -> appending.post(
                            "merge leads", Effect.APPENDS, "rest/v1/leads/1/merge.json", Map.of(), null)))
                    .isInstanceOf(UnknownOutcomeException.class);
            assertThat(second.calls()).hasSize(1);
        }
    }

    @Test
    void takesAnAnswerOfAProxyToAWriteForAnUnknownOutcome() {
        marketo.then(HttpAnswer.of(200, "text/html", "<html>maintenance</html>"));

        assertThat(catchThrowable(
                        () -> client.post("merge leads", Effect.APPENDS, "rest/v1/leads/1/merge.json", Map.of(), null)))
                .isInstanceOf(UnknownOutcomeException.class);
    }

    @Test
    void showsTheSecretInNoExceptionAlthoughItStandsInTheAddress() {
        List<HttpAnswer> answers = List.of(
                HttpAnswer.json(401, "{\"error\":\"invalid_client\",\"error_description\":\"Bad client credentials\"}"),
                HttpAnswer.of(503, "text/html", "<html>" + ScriptedMarketo.SECRET + "</html>"),
                HttpAnswer.of(200, "text/html", "<html>" + ScriptedMarketo.SECRET + "</html>"),
                new HttpAnswer(302, Map.of("Location", "http://127.0.0.1:1/?" + ScriptedMarketo.SECRET), new byte[0]));
        for (HttpAnswer answer : answers) {
            try (RecordingProxy identity = new RecordingProxy(call -> answer)) {
                assertShowsNoSecret(identity.url());
            }
        }
        assertShowsNoSecret("http://127.0.0.1:1");
    }

    private void assertShowsNoSecret(String identity) {
        Throwable refused = catchThrowable(() -> new MarketoAdapterFactory()
                .create(marketo.settings(Map.of("identity-url", identity + "/identity")), marketo.context())
                .pull(RecordKind.CAMPAIGN, Cursor.BEGINNING));
        StringWriter trace = new StringWriter();
        refused.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(ScriptedMarketo.SECRET);
    }

    private JsonNode ask() {
        return client.get("programs", "rest/asset/v1/programs.json", Map.of());
    }

    private RefusedException refusal() {
        return catchThrowableOfType(RefusedException.class, this::ask);
    }
}
