package io.onefunnel.salesforce.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sforce.soap.partner.DescribeGlobalSObjectResult;
import com.sforce.soap.partner.GetDeletedResult;
import com.sforce.soap.partner.MergeRequest;
import com.sforce.soap.partner.MergeResult;
import com.sforce.soap.partner.QueryResult;
import com.sforce.soap.partner.SaveResult;
import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.salesforce.PlainVendor;
import io.onefunnel.salesforce.RecordedAnswer;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each {@link RecordedAnswer} to a call that this adapter makes is served and read. */
class RecordedAnswersTest {
    // --- SOAP ----------------------------------------------------------------------------------------------------

    @Test
    void rowsOfAQueryAreReadWithTheirDoubledId() {
        for (String file : List.of("query_response", "query_all_response")) {
            QueryResult result = soap(
                    "recorded/TinderBox__soapforce/" + file + ".xml",
                    client -> client.read(
                            "query",
                            soap -> file.contains("all") ? soap.queryAll("SELECT Id") : soap.query("SELECT Id")));

            assertThat(result.isDone()).isTrue();
            assertThat(result.getSize()).isEqualTo(2);
            assertThat(Stream.of(result.getRecords()).map(SObject::getId))
                    .containsExactly("006A000000LZhwNIAT", "006A000000LaF4xIAF");
            assertThat(QueryRows.text(result.getRecords()[1], "StageName")).isEqualTo("Value Proposition");
        }
    }

    @Test
    void describesOfAnOlderVersionAreRead() {
        DescribeGlobalSObjectResult[] objects = soap(
                "recorded/TinderBox__soapforce/describe_global_response.xml",
                client -> client.read(
                        "describe global", soap -> soap.describeGlobal().getSobjects()));

        assertThat(objects)
                .isNotEmpty()
                .allSatisfy(object -> assertThat(object.getName()).isNotBlank());
    }

    @Test
    void writesThatWereDoneAndRefusedKeepTheirOutcome() {
        SaveResult[] created = soap(
                "recorded/TinderBox__soapforce/create_response.xml",
                client -> client.write("create", soap -> soap.create(record())));
        SaveResult[] updated = soap(
                "recorded/TinderBox__soapforce/update_response.xml",
                client -> client.write("update", soap -> soap.update(record())));
        SaveResult[] refused = soap(
                "recorded/TinderBox__soapforce/update_response_failure.xml",
                client -> client.write("update", soap -> soap.update(record())));

        assertThat(created[0].getId()).isEqualTo("006A000000LbiizIAB");
        assertThat(updated[0].isSuccess()).isTrue();
        assertThat(refused[0].isSuccess()).isFalse();
        assertThat(refused[0].getErrors()[0].getStatusCode().name())
                .isEqualTo("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY");
    }

    @Test
    void aMergeNamesWhatItTookIn() {
        MergeResult[] merged = soap(
                "recorded/TinderBox__soapforce/merge_response.xml",
                client -> client.write("merge", soap -> soap.merge(new MergeRequest[0])));

        assertThat(merged[0].isSuccess()).isTrue();
        assertThat(merged[0].getMergedRecordIds()).containsExactly("001140000000000AA4", "001150000000000AAO");
    }

    @Test
    void tooManyLongRequestsAreARateAndNoSpentQuota() {
        try (PlainClient plain = serving(500, "recorded/soap-published/fault_request_limit_concurrent.xml")) {
            assertThat(refusal(() -> plain.client.read("query", soap -> soap.query("SELECT Id")))
                            .code())
                    .isEqualTo(AdapterErrorCode.RATE_LIMITED);
        }
    }

    @Test
    void theExamplesOfTheVendorPageAreRead() {
        QueryResult first =
                soap("examples/01-query.response.xml", client -> client.read("query", soap -> soap.query("SELECT Id")));
        assertThat(first.getRecords()).isNotEmpty();
        QueryResult merged = soap(
                "examples/03-queryAll-merged.response.xml",
                client -> client.read("query", soap -> soap.queryAll("SELECT Id")));
        assertThat(merged.getRecords()).anyMatch(row -> QueryRows.text(row, "MasterRecordId") != null);
        GetDeletedResult deleted = soap(
                "examples/09-getDeleted.response.xml",
                client -> client.read("deletions", soap -> soap.getDeleted("Lead", calendar(), calendar())));
        assertThat(deleted.getDeletedRecords()).isNotEmpty();
        Calendar now = soap(
                "examples/10-getServerTimestamp.response.xml",
                client -> client.read(
                        "server timestamp", soap -> soap.getServerTimestamp().getTimestamp()));
        assertThat(now.toInstant()).isAfter(Instant.parse("2020-01-01T00:00:00Z"));
    }

    @Test
    void theFaultsOfTheVendorPageKeepTheirMeaning() {
        assertFault("examples/11-fault-invalid-session.response.xml", AdapterErrorCode.CREDENTIALS_REFUSED);
        assertFault("examples/12-fault-malformed-query.response.xml", AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertFault("examples/13-fault-request-limit.response.xml", AdapterErrorCode.QUOTA_EXHAUSTED);
        assertFault("examples/14-fault-query-locator.response.xml", AdapterErrorCode.VENDOR_UNAVAILABLE);
    }

    // --- tokens --------------------------------------------------------------------------------------------------

    @Test
    void tokensAreTakenAsTheyWereGranted() {
        assertThat(org(RecordedAnswer.text("recorded/restforce__restforce/auth_success_response.json")))
                .isEqualTo(RecordIds.to18("00Dx0000000BV7z"));
        assertThat(org(RecordedAnswer.text("recorded/restforce__restforce/refresh_success_response.json")))
                .isEqualTo("foo");
        String cassette = RecordedAnswer.text("recorded/tablexi__restforce-db/"
                + "Restforce_DB__accessing_Salesforce__uses_the_configured_credentials.yml");
        Matcher granted = Pattern.compile("string: '(\\{\"id\".*?\\})'").matcher(cassette);
        assertThat(granted.find()).isTrue();
        assertThat(org(granted.group(1))).isEqualTo("00D1a000000H3O9EAK");
    }

    @Test
    void aRefusedSignInIsOneOfCredentials() {
        String refused = RecordedAnswer.text("recorded/restforce__restforce/auth_error_response.json");
        try (PlainClient plain = new PlainClient(
                request -> PlainVendor.soap("query", ""), vendor -> PlainVendor.Answer.json(400, refused))) {
            AdapterException why = refusal(plain.client::orgId);
            assertThat(why.code()).isEqualTo(AdapterErrorCode.CREDENTIALS_REFUSED);
            assertThat(why).hasMessageContaining("authentication failure");
        }
    }

    // --- REST and Bulk -------------------------------------------------------------------------------------------

    @Test
    void theLimitsOfAnOrgAreTakenNoteOf() {
        String limits = RecordedAnswer.text("recorded/mike4aday__SwiftlySalesforce/MockLimits.json");
        try (PlainClient plain = new PlainClient(
                request -> PlainVendor.Answer.json(200, limits).with("Sforce-Limit-Info", "api-usage=14/15000"))) {
            RestAnswer answer = plain.client.rest("limits", "GET", "/services/data/v65.0/limits", null);

            assertThat(answer.json().path("DailyApiRequests").path("Max").asInt())
                    .isEqualTo(15_000);
        }
    }

    @Test
    void everyErrorBodyThatWasQuotedInPublicHasItsCode() {
        List<String> lines =
                RecordedAnswer.text("recorded/errors-observed.jsonl").lines().toList();
        Map<String, AdapterErrorCode> expected = Map.of(
                "INVALID_SESSION_ID", AdapterErrorCode.CREDENTIALS_REFUSED,
                "REQUEST_LIMIT_EXCEEDED", AdapterErrorCode.QUOTA_EXHAUSTED,
                "UNABLE_TO_LOCK_ROW", AdapterErrorCode.RECORD_LOCKED,
                "invalid_grant", AdapterErrorCode.CREDENTIALS_REFUSED,
                "ENTITY_IS_DELETED", AdapterErrorCode.RECORD_GONE,
                "", AdapterErrorCode.VENDOR_UNAVAILABLE);
        int judged = 0;
        for (String line : lines) {
            JsonNode observed = json(line);
            JsonNode body = observed.path("body");
            JsonNode error = body.isArray() ? body.path(0) : body;
            String code = error.path("errorCode").asText(error.path("error").asText());
            AdapterErrorCode meaning = expected.get(code);
            // The others are of writes that the adapter makes by SOAP alone, where a row has an error of its own.
            if (meaning == null) continue;
            PlainVendor.Answer answer = body.isTextual()
                    ? new PlainVendor.Answer(503, "text/html", body.asText(), Map.of())
                    : PlainVendor.Answer.json(observed.path("http_status").asInt(), body.toString());
            try (PlainClient plain = new PlainClient(request -> answer)) {
                assertThat(refusal(() -> plain.client.rest("limits", "GET", "/services/data/v65.0/limits", null))
                                .code())
                        .as(line)
                        .isEqualTo(meaning);
            }
            judged++;
        }
        assertThat(judged).isGreaterThanOrEqualTo(5);
    }

    @Test
    void aRecordThatIsGoneIsSaidToBeSo() {
        String cassette = RecordedAnswer.text(
                "recorded/tablexi__restforce-db/force_DB_Strategies_Associated___build___given_an_inverse"
                        + "_mapping__with_an_existing_database_record__does_not_want_to_build_a_new_record.yml");
        Matcher body = Pattern.compile("string: '(\\[\\{\"message\":\"entity is deleted\".*?\\])'")
                .matcher(cassette);
        assertThat(body.find()).isTrue();
        try (PlainClient plain = new PlainClient(request -> PlainVendor.Answer.json(404, body.group(1)))) {
            assertThat(refusal(() -> plain.client.rest("limits", "GET", "/services/data/v65.0/limits", null))
                            .code())
                    .isEqualTo(AdapterErrorCode.RECORD_GONE);
        }
    }

    // --- how -----------------------------------------------------------------------------------------------------

    private interface Call<T> {
        T by(SalesforceClient client);
    }

    private static <T> T soap(String file, Call<T> call) {
        try (PlainClient plain = serving(200, file)) {
            return call.by(plain.client);
        }
    }

    private static void assertFault(String file, AdapterErrorCode code) {
        try (PlainClient plain = serving(500, file)) {
            assertThat(refusal(() -> plain.client.read("query", soap -> soap.query("SELECT Id")))
                            .code())
                    .as(file)
                    .isEqualTo(code);
        }
    }

    private static PlainClient serving(int status, String file) {
        String body = RecordedAnswer.text(file);
        return new PlainClient(request -> PlainVendor.Answer.xml(status, body));
    }

    /** The org of a granted token, whose instance is where the test serves. */
    private static String org(String granted) {
        try (PlainClient plain = new PlainClient(
                request -> PlainVendor.soap("query", ""),
                vendor -> PlainVendor.Answer.json(
                        200,
                        granted.replaceAll(
                                "\"instance_url\":\\s*\"[^\"]*\"", "\"instance_url\":\"" + vendor.url() + "\"")))) {
            return plain.client.orgId();
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SObject[] record() {
        return new SObject[] {new SObject("Lead")};
    }

    private static Calendar calendar() {
        return Calendar.getInstance(TimeZone.getTimeZone("UTC"));
    }

    private static AdapterException refusal(Runnable call) {
        AdapterException refused = catchThrowableOfType(AdapterException.class, call::run);
        assertThat(refused).as("refusal").isNotNull();
        return refused;
    }
}
