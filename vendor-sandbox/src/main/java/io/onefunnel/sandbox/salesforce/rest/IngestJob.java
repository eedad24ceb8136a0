package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.write.RowResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One ingest job: what was uploaded, and what became of each row. */
final class IngestJob extends BulkJob {
    private final ObjectType type;
    private final String key;
    private final Access access;
    private final List<List<String>> successful = new ArrayList<>();
    private final List<List<String>> failed = new ArrayList<>();
    private List<String> columns = List.of();
    private List<List<String>> rows = List.of();
    private boolean uploaded;
    private int processed;
    private @Nullable Instant closedAt;

    IngestJob(
            String id,
            String version,
            String operation,
            ObjectType type,
            String key,
            Access access,
            Format format,
            Instant at) {
        super(id, version, operation, type.name(), access.userId(), format, at);
        this.type = type;
        this.key = key;
        this.access = access;
    }

    ObjectType type() {
        return type;
    }

    String key() {
        return key;
    }

    Access access() {
        return access;
    }

    List<String> columns() {
        return columns;
    }

    List<List<String>> rows() {
        return rows;
    }

    boolean isUploaded() {
        return uploaded;
    }

    int processed() {
        return processed;
    }

    int failedRows() {
        return failed.size();
    }

    void upload(String csv) {
        uploaded = true;
        List<List<String>> lines = new ArrayList<>();
        CsvReader.builder()
                .fieldSeparator(format().separator())
                .ofCsvRecord(csv)
                .forEach((CsvRecord line) -> lines.add(List.copyOf(line.getFields())));
        if (lines.isEmpty()) return;
        columns = lines.get(0);
        rows = lines.subList(1, lines.size());
    }

    void close(Instant at) {
        closedAt = at;
    }

    /** Notes what became of the next rows. */
    void processed(List<List<String>> chunk, List<RowResult> results) {
        for (int i = 0; i < chunk.size(); i++) {
            RowResult result = results.get(i);
            String id = result.id() == null ? "" : String.valueOf(result.id());
            List<String> line = new ArrayList<>();
            line.add(id);
            line.add(
                    result.success()
                            ? Boolean.toString(result.created())
                            : error(result.errors().get(0)));
            line.addAll(chunk.get(i));
            (result.success() ? successful : failed).add(line);
        }
        processed += chunk.size();
    }

    String successful() {
        return csv("sf__Id", "sf__Created", successful);
    }

    String failed() {
        return csv("sf__Id", "sf__Error", failed);
    }

    String unprocessed() {
        StringBuilder out = new StringBuilder();
        line(out, columns);
        for (List<String> row : rows.subList(processed, rows.size())) line(out, row);
        return out.toString();
    }

    @Override
    State progress(OrgServices org) {
        if (closedAt == null) return State.OPEN;
        return progress(org, closedAt, failure().isPresent() ? State.FAILED : State.JOB_COMPLETE);
    }

    @Override
    ObjectNode shown(JsonMapper json, OrgServices org) {
        ObjectNode shown = super.shown(json, org);
        if (!key.isEmpty()) shown.put("externalIdFieldName", key);
        if (state(org) == State.OPEN) {
            shown.put("contentUrl", "services/data/v" + version() + "/jobs/ingest/" + id() + "/batches");
        }
        return shown;
    }

    /** CODE:message:fields, with -- where no field is to blame. */
    private static String error(RowResult.RowError error) {
        String fields = error.fields().isEmpty() ? "--" : String.join(",", error.fields()) + " --";
        return error.code() + ":" + error.message() + ":" + fields;
    }

    private String csv(String first, String second, List<List<String>> lines) {
        StringBuilder out = new StringBuilder();
        List<String> head = new ArrayList<>(List.of(first, second));
        head.addAll(columns);
        line(out, head);
        lines.forEach(line -> line(out, line));
        return out.toString();
    }

    private void line(StringBuilder out, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) out.append(format().separator());
            out.append('"').append(cells.get(i).replace("\"", "\"\"")).append('"');
        }
        out.append(format().lineEnding().equals("CRLF") ? "\r\n" : "\n");
    }
}
