package io.onefunnel.salesforce.pull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.salesforce.client.Json;
import io.onefunnel.salesforce.client.RestAnswer;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.Response;

/** The calls of a Bulk API 2.0 query job. */
final class BulkQuery {
    private static final String JOBS = "/services/data/v" + SalesforceClient.API_VERSION + "/jobs/query";
    // Fewer calls the larger; a page that breaks off is fetched again as a whole.
    private static final int RESULT_ROWS = 100_000;

    /** Where a job stands, as far as it decides what is done next. */
    enum State {
        RUNNING,
        DONE,
        /** The vendor gave it up. */
        FAILED,
        /** Aborted by somebody, or gone: jobs are kept for seven days. */
        LOST
    }

    private final SalesforceClient client;

    BulkQuery(SalesforceClient client) {
        this.client = client;
    }

    /** Starts a job; returns its id. */
    String start(String soql, boolean deleted) {
        String request = Json.MAPPER
                .createObjectNode()
                .put("operation", deleted ? "queryAll" : "query")
                .put("query", soql)
                .toString();
        return json(client.rest("create bulk job", "POST", JOBS, request))
                .path("id")
                .asText("");
    }

    State state(String job) {
        try {
            JsonNode answer = json(client.rest("bulk job", "GET", JOBS + "/" + job, null));
            return switch (answer.path("state").asText("")) {
                case "JobComplete" -> State.DONE;
                case "Failed" -> State.FAILED;
                case "Aborted" -> State.LOST;
                default -> State.RUNNING;
            };
        } catch (AdapterException e) {
            if (e.code() == AdapterErrorCode.RECORD_GONE) return State.LOST;
            throw e;
        }
    }

    /** A result page, read as it comes; whoever asked closes it. The version must be the one of the job, or 409. */
    static Response results(SalesforceClient by, String job, String locator) {
        String from = locator.isEmpty() ? "" : "&locator=" + URLEncoder.encode(locator, StandardCharsets.UTF_8);
        return by.stream("bulk results", JOBS + "/" + job + "/results?maxRecords=" + RESULT_ROWS + from);
    }

    /** Where the next result page starts; the vendor writes the word null where there is none. */
    static Optional<String> next(Response results) {
        return Optional.ofNullable(results.header("Sforce-Locator")).filter(next -> !next.equals("null"));
    }

    private static JsonNode json(RestAnswer answer) {
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AdapterException(AdapterErrorCode.UNEXPECTED_RESPONSE, "the answer of Bulk API is not JSON");
        }
    }
}
