package io.onefunnel.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Bulk API 2.0 query jobs: the cheap way to read very much. */
final class BulkQuery {
    private static final String JOBS = "/services/data/v" + Calls.API_VERSION + "/jobs/query";

    /** Where a job stands. */
    enum State {
        RUNNING,
        DONE,
        /** Failed, aborted or gone: begin anew. */
        LOST
    }

    /**
     * A page of a job's result.
     *
     * @param locator where the next page starts; empty on the last
     */
    record Page(List<NamedCsvRecord> rows, Optional<String> locator) {}

    private final Calls calls;

    BulkQuery(Calls calls) {
        this.calls = calls;
    }

    /** Starts a job; returns its id. */
    String start(String soql, boolean deleted) {
        String request = Http.JSON
                .createObjectNode()
                .put("operation", deleted ? "queryAll" : "query")
                .put("query", soql)
                .toString();
        return json(calls.rest("create bulk job", "POST", JOBS, request))
                .path("id")
                .asText();
    }

    State state(String job) {
        try {
            String state = json(calls.rest("bulk job", "GET", JOBS + "/" + job, null))
                    .path("state")
                    .asText();
            return switch (state) {
                case "JobComplete" -> State.DONE;
                case "Failed", "Aborted" -> State.LOST;
                default -> State.RUNNING;
            };
        } catch (AdapterException e) {
            // Jobs are kept for seven days.
            if (e.code() == AdapterErrorCode.RECORD_GONE) return State.LOST;
            throw e;
        }
    }

    Page page(String job, String locator, int rows) {
        String from = locator.isEmpty() ? "" : "&locator=" + URLEncoder.encode(locator, StandardCharsets.UTF_8);
        Http.Answer answer =
                calls.rest("bulk results", "GET", JOBS + "/" + job + "/results?maxRecords=" + rows + from, null);
        String next = answer.headers().get("Sforce-Locator");
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(answer.body())) {
            // The vendor writes the word null where there is no further page.
            boolean last = next == null || next.equals("null");
            return new Page(csv.stream().toList(), last ? Optional.empty() : Optional.of(next));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Http.Answer answer) {
        try {
            return Http.JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AdapterException(AdapterErrorCode.UNEXPECTED_RESPONSE, "the answer of Bulk API is not JSON");
        }
    }
}
