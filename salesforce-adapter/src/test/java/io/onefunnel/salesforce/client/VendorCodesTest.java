package io.onefunnel.salesforce.client;

import static io.onefunnel.spi.AdapterErrorCode.CREDENTIALS_REFUSED;
import static io.onefunnel.spi.AdapterErrorCode.FEATURE_MISSING;
import static io.onefunnel.spi.AdapterErrorCode.FIELD_NOT_READABLE;
import static io.onefunnel.spi.AdapterErrorCode.PERMISSION_MISSING;
import static io.onefunnel.spi.AdapterErrorCode.QUOTA_EXHAUSTED;
import static io.onefunnel.spi.AdapterErrorCode.RATE_LIMITED;
import static io.onefunnel.spi.AdapterErrorCode.RECORD_GONE;
import static io.onefunnel.spi.AdapterErrorCode.RECORD_LOCKED;
import static io.onefunnel.spi.AdapterErrorCode.UNEXPECTED_RESPONSE;
import static io.onefunnel.spi.AdapterErrorCode.UNREACHABLE;
import static io.onefunnel.spi.AdapterErrorCode.VENDOR_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sforce.soap.partner.PartnerConnection;
import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.sobject.SObject;
import com.sforce.ws.ConnectionException;
import io.onefunnel.salesforce.PlainVendor;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every code that the vendor may answer for a whole call, provoked over HTTP. */
class VendorCodesTest {
    private static final String QUERY = "SELECT Id FROM Lead";

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("INVALID_LOGIN", "Invalid username", CREDENTIALS_REFUSED, 1),
                Arguments.of("PASSWORD_LOCKOUT", "locked out", CREDENTIALS_REFUSED, 1),
                Arguments.of("LOGIN_MUST_USE_SECURITY_TOKEN", "token needed", CREDENTIALS_REFUSED, 1),
                Arguments.of("ORG_LOCKED", "org is locked", CREDENTIALS_REFUSED, 1),
                Arguments.of("API_DISABLED_FOR_ORG", "API is not enabled", FEATURE_MISSING, 1),
                Arguments.of("API_CURRENTLY_DISABLED", "API is disabled", FEATURE_MISSING, 1),
                Arguments.of("TRIAL_EXPIRED", "trial is over", FEATURE_MISSING, 1),
                Arguments.of("UNSUPPORTED_API_VERSION", "Invalid Api version", FEATURE_MISSING, 1),
                Arguments.of("STORAGE_LIMIT_EXCEEDED", "storage limit exceeded", FEATURE_MISSING, 1),
                Arguments.of("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", QUOTA_EXHAUSTED, 1),
                Arguments.of(
                        "REQUEST_LIMIT_EXCEEDED",
                        "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
                        RATE_LIMITED,
                        5),
                Arguments.of("EXCEEDED_QUOTA", "quota", QUOTA_EXHAUSTED, 1),
                Arguments.of("SERVER_UNAVAILABLE", "Server too busy", VENDOR_UNAVAILABLE, 5),
                Arguments.of("UNKNOWN_EXCEPTION", "An unexpected error occurred", VENDOR_UNAVAILABLE, 2),
                Arguments.of("QUERY_TIMEOUT", "Your query request was running for too long.", VENDOR_UNAVAILABLE, 1),
                Arguments.of("OPERATION_TOO_LARGE", "exceeded 100000 distinct ids", VENDOR_UNAVAILABLE, 1),
                Arguments.of("QUERY_TOO_COMPLICATED", "too complicated", VENDOR_UNAVAILABLE, 1),
                Arguments.of("REQUEST_RUNNING_TOO_LONG", "too long", VENDOR_UNAVAILABLE, 2),
                Arguments.of("INVALID_QUERY_LOCATOR", "invalid query locator", VENDOR_UNAVAILABLE, 1),
                Arguments.of("INVALID_REPLICATION_DATE", "startDate before org date", UNEXPECTED_RESPONSE, 1),
                Arguments.of("EXCEEDED_ID_LIMIT", "too many ids", UNEXPECTED_RESPONSE, 1),
                Arguments.of("MALFORMED_QUERY", "unexpected token", UNEXPECTED_RESPONSE, 1),
                Arguments.of("INVALID_QUERY_FILTER_OPERATOR", "invalid operator", UNEXPECTED_RESPONSE, 1),
                Arguments.of("INVALID_TYPE", "sObject type 'X' is not supported", PERMISSION_MISSING, 1),
                Arguments.of("INVALID_FIELD", "No such column 'X' on entity 'Lead'", FIELD_NOT_READABLE, 1),
                Arguments.of("INSUFFICIENT_ACCESS", "insufficient access rights", PERMISSION_MISSING, 1),
                Arguments.of("INVALID_OPERATION", "no operation available", PERMISSION_MISSING, 1),
                Arguments.of("FUNCTIONALITY_NOT_ENABLED", "not enabled", FEATURE_MISSING, 1),
                Arguments.of("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access", RECORD_LOCKED, 5),
                Arguments.of("ENTITY_IS_DELETED", "entity is deleted", RECORD_GONE, 1),
                Arguments.of("MALFORMED_ID", "bad id", RECORD_GONE, 1),
                Arguments.of("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", RECORD_GONE, 1),
                Arguments.of("INVALID_ID_FIELD", "invalid id field", RECORD_GONE, 1));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultOfTheSoapApiKeepsItsMeaning(String code, String message, AdapterErrorCode meaning, int attempts) {
        try (PlainClient plain = new PlainClient(request -> PlainVendor.fault(code, message))) {
            AdapterException refused = refusal(() -> plain.client.read("query Lead", soap -> soap.query(QUERY)));

            assertThat(refused.code()).isEqualTo(meaning);
            assertThat(refused).hasMessageContaining(code).hasMessageStartingWith("salesforce: query Lead: ");
            assertThat(plain.vendor.soap()).hasSize(attempts);
            assertThat(plain.pauses).hasSize(attempts - 1);
        }
    }

    static Stream<Arguments> restErrors() {
        return Stream.of(
                Arguments.of(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", QUOTA_EXHAUSTED, 1),
                Arguments.of(404, "NOT_FOUND", "The requested resource does not exist", RECORD_GONE, 1),
                Arguments.of(404, "ENTITY_IS_DELETED", "entity is deleted", RECORD_GONE, 1),
                Arguments.of(400, "INVALIDENTITY", "Lead is not supported by the Bulk API", FEATURE_MISSING, 1),
                Arguments.of(400, "API_DISABLED_FOR_ORG", "The REST API is not enabled", FEATURE_MISSING, 1),
                Arguments.of(410, "UNSUPPORTED_API_VERSION", "gone", FEATURE_MISSING, 1),
                Arguments.of(503, "SERVER_UNAVAILABLE", "Server too busy", VENDOR_UNAVAILABLE, 5),
                Arguments.of(400, "A_CODE_OF_NEXT_YEAR", "who knows", UNEXPECTED_RESPONSE, 3));
    }

    @ParameterizedTest
    @MethodSource("restErrors")
    void anErrorOfTheRestApiKeepsItsMeaning(
            int status, String code, String message, AdapterErrorCode meaning, int attempts) {
        try (PlainClient plain = new PlainClient(request -> PlainVendor.rest(status, code, message))) {
            AdapterException refused =
                    refusal(() -> plain.client.rest("limits", "GET", "/services/data/v65.0/limits", null));

            assertThat(refused.code()).isEqualTo(meaning);
            assertThat(refused).hasMessageContaining(code);
            assertThat(plain.vendor.requests).hasSize(attempts + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aPageOfAProxyIsAVendorThatIsAway(int status) {
        PlainVendor.Answer page = new PlainVendor.Answer(status, "text/html", "<html>Down</html>", Map.of());
        try (PlainClient plain = new PlainClient(request -> page)) {
            AdapterException refused = refusal(() -> plain.client.read("query Lead", soap -> soap.query(QUERY)));

            assertThat(refused.code()).isEqualTo(VENDOR_UNAVAILABLE);
            assertThat(refused.notBefore()).isPresent();
            assertThat(plain.vendor.soap()).hasSize(5);
        }
    }

    @Test
    void aFaultWithACodeThatIsNewerThanTheStubsIsTriedAgainAndNamed() {
        try (PlainClient plain = new PlainClient(request -> PlainVendor.fault("A_CODE_OF_NEXT_YEAR", "who knows"))) {
            AdapterException refused = refusal(() -> plain.client.read("query Lead", soap -> soap.query(QUERY)));

            assertThat(refused).hasMessageContaining("A_CODE_OF_NEXT_YEAR who knows");
            assertThat(refused.code()).isEqualTo(UNEXPECTED_RESPONSE);
            assertThat(plain.vendor.soap()).hasSize(3);
        }
    }

    @Test
    void oneRowWithACodeThatIsNewerThanTheStubsDoesNotLoseTheOutcomesOfTheOthers() {
        String rows = IntStream.range(0, 200)
                .mapToObj(i -> switch (i) {
                    case 20 ->
                        "<result><errors><fields>Email</fields><message>not this one</message>"
                                + "<statusCode>A_CODE_OF_NEXT_YEAR</statusCode></errors><id xsi:nil=\"true\"/>"
                                + "<success>false</success></result>";
                    case 30 ->
                        "<result><errors><message>too long</message><statusCode>STRING_TOO_LONG</statusCode>"
                                + "</errors><id xsi:nil=\"true\"/><success>false</success></result>";
                    default -> "<result><id>00Q00000000" + (1000 + i) + "AAA</id><success>true</success></result>";
                })
                .collect(Collectors.joining());
        try (PlainClient plain = new PlainClient(request -> PlainVendor.soap("update", rows))) {
            SaveResult[] results = plain.client.write("update", VendorCodesTest::update);

            assertThat(results).hasSize(200);
            for (int i = 0; i < 200; i++) assertThat(results[i].isSuccess()).isEqualTo(i != 20 && i != 30);
            assertThat(results[20].getErrors()[0].getStatusCode().name()).isEqualTo("UNKNOWN_EXCEPTION");
            assertThat(results[20].getErrors()[0].getMessage()).isEqualTo("A_CODE_OF_NEXT_YEAR: not this one");
            assertThat(results[20].getErrors()[0].getFields()).containsExactly("Email");
            assertThat(results[30].getErrors()[0].getStatusCode().name()).isEqualTo("STRING_TOO_LONG");
            assertThat(results[30].getErrors()[0].getMessage()).isEqualTo("too long");
        }
    }

    @Test
    void aHostThatRefusesTheConnectionIsNamedWithoutToken() {
        String host;
        try (PlainClient plain = new PlainClient(request -> PlainVendor.soap("query", ""))) {
            plain.client.orgId();
            host = plain.vendor.host();
            plain.vendor.close();

            AdapterException refused = refusal(() -> plain.client.read("query Lead", soap -> soap.query(QUERY)));

            assertThat(refused.code()).isEqualTo(UNREACHABLE);
            assertThat(refused).hasMessageContaining(host);
            assertThat(refused.getMessage()).doesNotContain("token").doesNotContain("SELECT");
        }
    }

    private static SaveResult[] update(PartnerConnection soap) throws ConnectionException {
        SObject lead = new SObject("Lead");
        lead.setId("00Q000000001000AAA");
        return soap.update(List.of(lead).toArray(SObject[]::new));
    }

    private static AdapterException refusal(Runnable call) {
        AdapterException refused = catchThrowableOfType(AdapterException.class, call::run);
        assertThat(refused).as("refusal").isNotNull();
        return refused;
    }
}
