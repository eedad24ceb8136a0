package io.onefunnel.salesforce.write;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.onefunnel.salesforce.client.Json;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Bulk API 2.0 ingest jobs, call by call. Nothing is done with what was uploaded until the job is closed. */
final class BulkIngest {
    private static final String JOBS = "/services/data/v" + SalesforceClient.API_VERSION + "/jobs/ingest";

    /** Where a job stands, as far as it decides what is done next. */
    enum State {
        OPEN,
        RUNNING,
        DONE,
        /** Failed or aborted, perhaps after some of its rows. */
        BROKEN
    }

    private final SalesforceClient client;

    BulkIngest(SalesforceClient client) {
        this.client = client;
    }

    /** Returns the id of an open job. */
    String create(String object) {
        String request = Json.MAPPER
                .createObjectNode()
                .put("object", object)
                .put("operation", "update")
                .put("contentType", "CSV")
                .put("lineEnding", "LF")
                .toString();
        return client.rest("create ingest job", "POST", JOBS, request, "id")
                .json()
                .path("id")
                .asText();
    }

    void upload(String job, String csv) {
        client.upload("upload rows", JOBS + "/" + job + "/batches", csv);
    }

    void close(String job) {
        client.release("ingest job", "PATCH", JOBS + "/" + job, state("UploadComplete"), "id", "state");
    }

    void abort(String job) {
        client.rest("ingest job", "PATCH", JOBS + "/" + job, state("Aborted"), "id", "state");
    }

    State stateOf(String job) {
        String state = client.rest("ingest job", "GET", JOBS + "/" + job, null, "id", "state")
                .json()
                .path("state")
                .asText();
        return switch (state) {
            case "Open" -> State.OPEN;
            case "UploadComplete", "InProgress" -> State.RUNNING;
            case "JobComplete" -> State.DONE;
            case "Failed", "Aborted" -> State.BROKEN;
            default ->
                throw new AdapterException(
                        AdapterErrorCode.UNEXPECTED_RESPONSE,
                        "Bulk API: a job is in a state that no document names: " + state);
        };
    }

    List<NamedCsvRecord> successful(String job) {
        return rows(job, "successfulResults");
    }

    List<NamedCsvRecord> failed(String job) {
        return rows(job, "failedResults");
    }

    List<NamedCsvRecord> unprocessed(String job) {
        return rows(job, "unprocessedrecords");
    }

    private static String state(String wanted) {
        return Json.MAPPER.createObjectNode().put("state", wanted).toString();
    }

    /** A row that is in none of the results is left to be settled by reading. */
    private List<NamedCsvRecord> rows(String job, String which) {
        String body = client.rows("ingest results", JOBS + "/" + job + "/" + which);
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(body)) {
            return csv.stream()
                    .filter(row -> row.getFieldCount() == row.getHeader().size())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
