package io.onefunnel.salesforce.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.onefunnel.salesforce.client.Json;
import io.onefunnel.salesforce.client.RestAnswer;
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
        return text(client.rest("create ingest job", "POST", JOBS, request), "id");
    }

    void upload(String job, String csv) {
        client.upload("upload rows", JOBS + "/" + job + "/batches", csv);
    }

    void close(String job) {
        client.release("ingest job", "PATCH", JOBS + "/" + job, state("UploadComplete"));
    }

    void abort(String job) {
        client.rest("ingest job", "PATCH", JOBS + "/" + job, state("Aborted"));
    }

    State stateOf(String job) {
        return switch (text(client.rest("ingest job", "GET", JOBS + "/" + job, null), "state")) {
            case "Open" -> State.OPEN;
            case "JobComplete" -> State.DONE;
            case "Failed", "Aborted" -> State.BROKEN;
            default -> State.RUNNING;
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

    private List<NamedCsvRecord> rows(String job, String which) {
        String body = client.rest("ingest results", "GET", JOBS + "/" + job + "/" + which, null)
                .body();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(body)) {
            return csv.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(RestAnswer answer, String field) {
        try {
            return Json.MAPPER.readTree(answer.body()).path(field).asText("");
        } catch (JsonProcessingException e) {
            throw new AdapterException(AdapterErrorCode.UNEXPECTED_RESPONSE, "the answer of Bulk API is not JSON");
        }
    }
}
