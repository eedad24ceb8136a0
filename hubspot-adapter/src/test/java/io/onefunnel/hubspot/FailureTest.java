package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A refusal by HubSpot")
class FailureTest {
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
    @DisplayName("names the contact that already exists")
    void existingIdIsRead() throws IOException {
        assertThat(recorded("error-409-contact-exists").existingId()).contains("37765128953");
    }

    @Test
    @DisplayName("waits a second for searches and ten for the rolling window")
    void waitsAreThoseOfTheVendorsClient() throws IOException {
        assertThat(recorded("error-429-secondly").delay()).contains(Duration.ofSeconds(1));
        assertThat(Failure.of(429, Optional.empty(), "{\"policyName\":\"TEN_SECONDLY_ROLLING\"}")
                        .delay())
                .contains(Duration.ofSeconds(10));
        assertThat(Failure.of(429, Optional.of("7"), "").delay()).contains(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({"'',502", "'<html>',500", "'{\"broken\":',503", "'[]',504", "'null',418"})
    @DisplayName("is read whatever its body is")
    void anyBodyIsRead(String body, int status) {
        assertThat(Failure.of(status, Optional.empty(), body).status()).isEqualTo(status);
    }

    @Test
    @DisplayName("for too many merges is told from a long address by its message")
    void mergeLimitIsKnownByItsMessage() {
        Failure limit = Failure.of(
                414, Optional.empty(), "{\"message\":\"Cannot have more than 250 identities on a profile\"}");

        assertThat(limit.code()).isEqualTo(AdapterErrorCode.MERGE_REFUSED);
        assertThat(limit.isAddressTooLong()).isFalse();
        assertThat(Failure.of(414, Optional.empty(), "").isAddressTooLong()).isTrue();
    }

    @Test
    @DisplayName("shows no value of a field")
    void theSummaryHoldsNoValue() {
        Failure failure = Failure.of(
                400, Optional.empty(), "{\"category\":\"VALIDATION_ERROR\",\"message\":\"ada@example was not valid\"}");

        assertThat(failure.summary()).contains("VALIDATION_ERROR").doesNotContain("ada@example");
    }

    private static Failure recorded(String name) throws IOException {
        Path file = RECORDED.resolve(name + ".json");
        assumeTrue(Files.exists(file), "skipped: no recorded answers beside this project (" + file + ")");
        JsonNode response = Json.MAPPER.readTree(Files.readString(file)).path("response");
        JsonNode body = response.path("body");
        return Failure.of(
                response.path("status").asInt(), Optional.empty(), body.isTextual() ? body.asText() : body.toString());
    }
}
