package io.onefunnel.hubspot.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A refusal by HubSpot")
class ErrorMappingTest {
    private static final Path RECORDED =
            Path.of(System.getProperty("onefunnel.root"), "..", "shared", "contracts", "hubspot", "recorded");

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "error-400-property-doesnt-exist, FIELD_NOT_WRITABLE",
        "error-400-validation-meetings, RECORD_INVALID",
        "error-401-expired-token, TOKEN_EXPIRED",
        "error-403-missing-scopes, PERMISSION_MISSING",
        "error-404-html-body-tasks, RECORD_GONE",
        "error-409-contact-exists, DUPLICATE_DETECTED",
        "error-429-daily, QUOTA_EXHAUSTED",
        "error-429-secondly, RATE_LIMITED",
        "legacy-v1-contact-merge-400-invalid-or-in-progress, RECORD_INVALID",
        "oauth-invalid-grant, CREDENTIALS_REFUSED"
    })
    void recordedAnswersHaveTheirCode(String recording, AdapterErrorCode code) throws IOException {
        assertThat(recorded(recording).code()).isEqualTo(code);
    }

    @Test
    @DisplayName("names the property that does not exist")
    void unknownPropertyIsNamed() throws IOException {
        assertThat(recorded("error-400-property-doesnt-exist").properties()).containsExactly("testproperty");
        assertThat(recorded("error-400-validation-meetings").properties()).containsExactly("hs_meeting_start_time");
    }

    @Test
    @DisplayName("waits a second for searches and ten for the rolling window")
    void waitsAreThoseOfTheVendorsClient() throws IOException {
        assertThat(recorded("error-429-secondly").delay()).contains(Duration.ofSeconds(1));
        assertThat(ErrorMapping.of(429, Optional.empty(), "{\"policyName\":\"TEN_SECONDLY_ROLLING\"}")
                        .delay())
                .contains(Duration.ofSeconds(10));
        assertThat(ErrorMapping.of(429, Optional.of("7"), "").delay()).contains(Duration.ofSeconds(7));
    }

    @Test
    @DisplayName("for its day is known by its words where it names no policy")
    void aDailyLimitIsKnownWithoutItsName() {
        assertThat(ErrorMapping.of(429, Optional.empty(), "{\"message\":\"You have reached your daily limit.\"}")
                        .code())
                .isEqualTo(AdapterErrorCode.QUOTA_EXHAUSTED);
        MappedError unnamed = ErrorMapping.of(429, Optional.empty(), "{\"category\":\"RATE_LIMITS\"}");
        assertThat(unnamed.code()).isEqualTo(AdapterErrorCode.RATE_LIMITED);
        assertThat(unnamed.delay()).contains(Duration.ofSeconds(10));
    }

    @Test
    @DisplayName("because a portal moves is waited for as long as it says")
    void aMigrationIsWaitedFor() {
        MappedError moving = ErrorMapping.of(477, Optional.of("7200"), "");

        assertThat(moving.code()).isEqualTo(AdapterErrorCode.RATE_LIMITED);
        assertThat(moving.delay()).contains(Duration.ofHours(2));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "500, true",
        "502, true",
        "504, true",
        "520, true",
        "522, true",
        "524, true",
        "503, false",
        "521, false",
        "523, false",
        "525, false",
        "526, false"
    })
    @DisplayName("by a gateway leaves a write open only where the vendor may have had it")
    void gatewaysThatGaveUpMayHaveWritten(int status, boolean mayBeWritten) {
        MappedError error = ErrorMapping.of(status, Optional.empty(), "<html>");

        assertThat(error.code()).isEqualTo(AdapterErrorCode.VENDOR_UNAVAILABLE);
        assertThat(error.applied()).isEqualTo(mayBeWritten);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Paging beyond 10000 results is not supported",
                "The request body may hold at most 3000 characters"
            })
    @DisplayName("of what we asked wrongly is held against no record")
    void ourOwnMistakesAreNobodysRecord(String message) {
        assertThat(ErrorMapping.of(400, Optional.empty(), "{\"message\":\"" + message + "\"}")
                        .code())
                .isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
    }

    @Test
    @DisplayName("keeps the vendor's words and nothing that names a person")
    void wordsNameNobody() {
        MappedError error = ErrorMapping.of(
                400,
                Optional.empty(),
                "{\"category\":\"VALIDATION_ERROR\",\"message\":\"Score Gold of ada@example.org, +49 30 1234567,"
                        + " 'Ada Lovelace' breaks rule 'needs_title'\"}");

        assertThat(error.words(List.of("Gold")))
                .contains("VALIDATION_ERROR", "breaks rule", "needs_title")
                .doesNotContain("ada@example.org", "1234567", "Lovelace", "Gold");
    }

    @Test
    @DisplayName("keeps its words beyond an escaped quote, of each property that it names")
    void wordsAreWhole() {
        MappedError error = ErrorMapping.of(
                400,
                Optional.empty(),
                "{\"category\":\"VALIDATION_ERROR\",\"message\":\"Property values were not valid: [{\\\"isValid\\\":false,"
                        + "\\\"message\\\":\\\"Property \\\\\\\"stage\\\\\\\" takes no such option\\\",\\\"error\\\":"
                        + "\\\"INVALID_OPTION\\\",\\\"name\\\":\\\"stage\\\"},{\\\"message\\\":\\\"too long\\\",\\\"name\\\":"
                        + "\\\"city\\\"}]\"}");

        assertThat(error.words(List.of())).endsWith("Property \"stage\" takes no such option; too long");
        assertThat(error.properties()).containsExactly("stage", "city");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "400, '<html>', UNEXPECTED_RESPONSE",
        "401, '<html>', UNEXPECTED_RESPONSE",
        "403, '<html>', UNEXPECTED_RESPONSE",
        "404, '<html>', UNEXPECTED_RESPONSE",
        "407, '<html>', UNEXPECTED_RESPONSE",
        "404, '{}', RECORD_GONE",
        "408, '<html>', VENDOR_UNAVAILABLE",
        "408, '', VENDOR_UNAVAILABLE",
        "429, '<html>', RATE_LIMITED",
        "503, '<html>', VENDOR_UNAVAILABLE"
    })
    @DisplayName("that somebody else made is not HubSpot's, but for what a gateway says for it")
    void pagesOfOthersAreTheirs(int status, String body, AdapterErrorCode code) {
        MappedError error = ErrorMapping.of(status, Optional.empty(), body);

        assertThat(error.code()).isEqualTo(code);
        assertThat(error.concernsThisRequest()).isEqualTo(code == AdapterErrorCode.RECORD_GONE);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "INTERNAL_ERROR, VENDOR_UNAVAILABLE",
        "RATE_LIMITS, RATE_LIMITED",
        "OBJECT_NOT_FOUND, RECORD_GONE",
        "VALIDATION_ERROR, RECORD_INVALID",
        "MISSING_SCOPES, PERMISSION_MISSING"
    })
    @DisplayName("of one row has its own code")
    void rowsHaveTheirCode(String category, AdapterErrorCode code) {
        assertThat(ErrorMapping.ofRow(Json.object().put("category", category)).code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"'',502", "'<html>',500", "'{\"broken\":',503", "'[]',504", "'null',418"})
    @DisplayName("is read whatever its body is")
    void anyBodyIsRead(String body, int status) {
        assertThat(ErrorMapping.of(status, Optional.empty(), body).status()).isEqualTo(status);
    }

    @Test
    @DisplayName("for too many merges is told from a long address by its message")
    void mergeLimitIsKnownByItsMessage() {
        MappedError limit = ErrorMapping.of(
                414, Optional.empty(), "{\"message\":\"Cannot have more than 250 identities on a profile\"}");

        assertThat(limit.code()).isEqualTo(AdapterErrorCode.MERGE_REFUSED);
        assertThat(limit.isAddressTooLong()).isFalse();
        assertThat(ErrorMapping.of(414, Optional.empty(), "").isAddressTooLong())
                .isTrue();
    }

    @Test
    @DisplayName("shows no value of a field")
    void theSummaryHoldsNoValue() {
        MappedError error = ErrorMapping.of(
                400, Optional.empty(), "{\"category\":\"VALIDATION_ERROR\",\"message\":\"ada@example was not valid\"}");

        assertThat(error.summary()).contains("VALIDATION_ERROR").doesNotContain("ada@example");
    }

    private static MappedError recorded(String name) throws IOException {
        Path file = RECORDED.resolve(name + ".json");
        assumeTrue(Files.exists(file), "skipped: no recorded answers beside this project (" + file + ")");
        JsonNode response = Json.MAPPER.readTree(Files.readString(file)).path("response");
        JsonNode body = response.path("body");
        return ErrorMapping.of(
                response.path("status").asInt(), Optional.empty(), body.isTextual() ? body.asText() : body.toString());
    }
}
