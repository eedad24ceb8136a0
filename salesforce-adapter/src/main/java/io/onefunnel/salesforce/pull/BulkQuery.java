package io.onefunnel.salesforce.pull;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.salesforce.client.Json;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.salesforce.client.UnexpectedAnswerException;
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

    /** @param rows how many the job has read, once it is done */
    record Standing(State state, long rows) {}

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
        return client.rest("create bulk job", "POST", JOBS, request, "id")
                .json()
                .path("id")
                .asText();
    }

    Standing standing(String job) {
        JsonNode answer;
        try {
            answer = client.rest("bulk job", "GET", JOBS + "/" + job, null, "id", "state")
                    .json();
        } catch (AdapterException e) {
            if (e.code() == AdapterErrorCode.RECORD_GONE) return new Standing(State.LOST, 0);
            throw e;
        }
        String state = answer.path("state").asText();
        return switch (state) {
            case "UploadComplete", "InProgress" -> new Standing(State.RUNNING, 0);
            case "JobComplete" -> {
                if (!answer.path("numberRecordsProcessed").isIntegralNumber()) {
                    throw unexpected("a job that is complete does not say how many records it read");
                }
                yield new Standing(
                        State.DONE, answer.path("numberRecordsProcessed").asLong());
            }
            case "Failed" -> new Standing(State.FAILED, 0);
            case "Aborted" -> new Standing(State.LOST, 0);
            // Waiting for a state that nobody knows could last for ever.
            default -> throw unexpected("a job is in a state that no document names: " + state);
        };
    }

    private static AdapterException unexpected(String why) {
        return new AdapterException(AdapterErrorCode.UNEXPECTED_RESPONSE, "Bulk API: " + why);
    }

    /** A result page, read as it comes; whoever asked closes it. The version must be the one of the job, or 409. */
    static Response results(SalesforceClient by, String job, String locator) {
        String from = locator.isEmpty() ? "" : "&locator=" + URLEncoder.encode(locator, StandardCharsets.UTF_8);
        return by.stream("bulk results", JOBS + "/" + job + "/results?maxRecords=" + RESULT_ROWS + from);
    }

    /** Where the next result page starts; the vendor writes the word null where there is none. */
    static Optional<String> next(Response results) throws UnexpectedAnswerException {
        String next = header(results, "Sforce-Locator");
        return next.equals("null") ? Optional.empty() : Optional.of(next);
    }

    /** How many rows a result page has. */
    static int announced(Response results) throws UnexpectedAnswerException {
        String announced = header(results, "Sforce-NumberOfRecords");
        if (announced.matches("\\d{1,9}")) return Integer.parseInt(announced);
        throw new UnexpectedAnswerException("Sforce-NumberOfRecords of a result page is no number");
    }

    private static String header(Response results, String name) throws UnexpectedAnswerException {
        String value = results.header(name);
        if (value != null && !value.isBlank()) return value;
        throw new UnexpectedAnswerException("a result page comes without the header " + name);
    }
}
