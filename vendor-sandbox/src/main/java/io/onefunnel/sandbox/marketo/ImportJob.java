package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One imported file on its way: queued, importing, complete. */
final class ImportJob {
    /** Writes one row; throws {@link SkippedRow} for a row that fails. */
    interface RowWriter {
        void write(ObjectNode row);
    }

    private final String kind;
    private final int id;
    private final FileFormat format;
    private final String file;
    private final RowWriter writer;
    private final Instant queuedAt;
    private @Nullable Instant startedAt;
    private boolean complete;
    private int processed;
    private final List<List<String>> failures = new ArrayList<>();
    private List<String> header = List.of();

    ImportJob(String kind, int id, FileFormat format, String file, RowWriter writer, Instant queuedAt) {
        this.kind = kind;
        this.id = id;
        this.format = format;
        this.file = file;
        this.writer = writer;
        this.queuedAt = queuedAt;
    }

    int id() {
        return id;
    }

    boolean of(String wanted) {
        return kind.equals(wanted);
    }

    boolean waiting() {
        return startedAt == null;
    }

    boolean running() {
        return startedAt != null && !complete;
    }

    boolean forgotten(Instant now, Duration kept) {
        return !queuedAt.plus(kept).isAfter(now);
    }

    void start(Instant now) {
        startedAt = now;
    }

    void finishIfDue(Instant now, Duration takes) {
        if (startedAt == null || complete || now.isBefore(startedAt.plus(takes))) return;
        complete = true;
        for (NamedCsvRecord row :
                CsvReader.builder().fieldSeparator(format.delimiter()).ofNamedCsvRecord(file)) {
            header = row.getHeader();
            write(row);
        }
    }

    private void write(NamedCsvRecord row) {
        ObjectNode record = Replies.object();
        // An empty cell leaves the field alone; "null" empties it: "Bulk Lead Import", "Import File".
        row.getFieldsAsMap().forEach((field, value) -> {
            if (value.equals("null")) record.putNull(field);
            else if (!value.isEmpty()) record.put(field, value);
        });
        try {
            writer.write(record);
            processed++;
        } catch (SkippedRow why) {
            List<String> failure = new ArrayList<>(row.getFields());
            failure.add(why.text());
            failures.add(failure);
        }
    }

    ObjectNode queued() {
        return Replies.object()
                .put("batchId", id)
                .put("importId", Integer.toString(id))
                .put("status", "Queued");
    }

    ObjectNode shape() {
        ObjectNode shape = Replies.object().put("batchId", id).put("importId", Integer.toString(id));
        if (!complete) return shape.put("status", waiting() ? "Queued" : "Importing");
        String message = failures.isEmpty()
                ? "Import succeeded, " + processed + " records imported (" + processed + " members)"
                : "Import completed with errors, " + processed + " records imported (" + processed + " members), "
                        + failures.size() + " failed";
        return shape.put("status", "Complete")
                .put("numOfLeadsProcessed", processed)
                .put("numOfRowsFailed", failures.size())
                .put("numOfRowsWithWarning", 0)
                .put("message", message);
    }

    /** The rows that failed, each with its reason in one more column. */
    String failures() {
        if (failures.isEmpty()) return "";
        StringBuilder text = new StringBuilder();
        List<String> columns = new ArrayList<>(header);
        columns.add("Import Failure Reason");
        line(text, columns);
        failures.forEach(row -> line(text, row));
        return text.toString();
    }

    private void line(StringBuilder text, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) text.append(format.delimiter());
            format.cell(text, cells.get(i));
        }
        text.append('\n');
    }
}
