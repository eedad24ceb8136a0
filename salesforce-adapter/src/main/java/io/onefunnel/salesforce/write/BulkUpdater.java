package io.onefunnel.salesforce.write;

import com.sforce.soap.partner.sobject.SObject;
import com.sforce.ws.bind.XmlObject;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.onefunnel.salesforce.client.ErrorScope;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.SalesforceRetryPolicies;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Backoff;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends very many rows as Bulk 2.0 jobs, one for each object: a few calls instead of hundreds. Jobs take no headers, so
 * only where the admin accepted that duplicate rules which merely alert refuse rows.
 */
final class BulkUpdater {
    // 150 MB after base64: Bulk API 2.0 Limits. A character is at most three bytes here, four for a pair.
    private static final int MOST_CHARACTERS = 30_000_000;
    private static final String NULL = "#N/A";

    /** What a job says of a row that it refused. */
    private record Refusal(String code, List<String> fields, String message) {
        /** "CODE:message:fields--", where the message may have colons and there may be no fields. */
        static Refusal of(String error) {
            int first = error.indexOf(':');
            int last = error.lastIndexOf(':');
            if (first < 0) return new Refusal(error, List.of(), "");
            String named = error.substring(last + 1).replace("--", "").strip();
            List<String> fields = named.isEmpty() ? List.of() : Arrays.asList(named.split("[\\s,]+"));
            return new Refusal(error.substring(0, first), fields, first < last ? error.substring(first + 1, last) : "");
        }
    }

    private final WriteContext context;
    private final BulkIngest jobs;
    private final Map<String, WriteResult> outcomes = new HashMap<>();
    private final Map<String, UpdateBatches.Row> again = new LinkedHashMap<>();
    private final List<UpdateBatches.Row> inSmallerBatches = new ArrayList<>();
    private boolean anySent;
    private @Nullable AdapterException refused;

    BulkUpdater(WriteContext context) {
        this.context = context;
        this.jobs = new BulkIngest(context.client());
    }

    /**
     * The outcome of each row, in order. An object is used for one run.
     *
     * @throws AdapterException when no job was closed, so that nothing can have been written
     */
    List<WriteResult> run(List<UpdateBatches.Row> rows) {
        // Rows of one parent beside each other: Bulk 2.0 has no serial mode, and its batches lock parents as calls do.
        round(rows.stream().sorted(LockParents.order()).toList());
        Backoff.Attempts rounds = context.client().attempts(SalesforceRetryPolicies.BULK_ROWS, "ingest job");
        while (!again.isEmpty() && rounds.again(SalesforceRetryPolicies.LOCKED)) {
            List<UpdateBatches.Row> next = List.copyOf(again.values());
            again.clear();
            round(next);
        }
        AdapterException why = refused;
        if (why != null && !anySent) throw why;
        if (!inSmallerBatches.isEmpty()) bySoap();
        return rows.stream()
                .map(row -> outcomes.getOrDefault(id(row), new WriteResult.Unknown(row.target())))
                .toList();
    }

    private void round(List<UpdateBatches.Row> rows) {
        Map<String, List<UpdateBatches.Row>> byType = new LinkedHashMap<>();
        for (UpdateBatches.Row row : rows) {
            byType.computeIfAbsent(row.record().getType(), type -> new ArrayList<>())
                    .add(row);
        }
        byType.forEach(this::jobs);
    }

    private void jobs(String type, List<UpdateBatches.Row> rows) {
        List<String> columns = columns(rows);
        int from = 0;
        while (from < rows.size()) {
            StringWriter csv = new StringWriter();
            int to = from;
            try (CsvWriter writer =
                    CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(csv)) {
                writer.writeRecord(columns);
                while (to < rows.size() && (to == from || csv.getBuffer().length() < MOST_CHARACTERS)) {
                    writer.writeRecord(cells(rows.get(to++), columns));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            job(type, rows.subList(from, to), csv.toString());
            from = to;
        }
    }

    private void job(String type, List<UpdateBatches.Row> rows, String csv) {
        Optional<String> job = sent(type, rows, csv);
        if (job.isEmpty()) return;
        anySent = true;
        try {
            if (!ended(job.get())) return;
            results(job.get(), rows);
        } catch (AdapterException e) {
            // The job goes on without us: what it did is found out by reading.
            if (ErrorScope.stopsAll(e)) refused = e;
        }
    }

    /** The job that has the rows and works on them; empty when it certainly does not. */
    private Optional<String> sent(String type, List<UpdateBatches.Row> rows, String csv) {
        String job = "";
        try {
            job = jobs.create(type);
            jobs.upload(job, csv);
            jobs.close(job);
            return Optional.of(job);
        } catch (AdapterException e) {
            if (!job.isEmpty() && !isStillOpen(job)) return Optional.of(job);
            refused = e;
            for (UpdateBatches.Row row : rows) {
                outcomes.put(
                        id(row),
                        ErrorScope.isTemporary(e)
                                ? new WriteResult.Deferred(row.target(), context.later(e))
                                : new WriteResult.Rejected(row.target(), e.code(), String.valueOf(e.getMessage())));
            }
            return Optional.empty();
        }
    }

    /** An open job does nothing; it is given up, and what the org then says of it no longer matters. */
    private boolean isStillOpen(String job) {
        try {
            if (jobs.stateOf(job) != BulkIngest.State.OPEN) return false;
            jobs.abort(job);
            return jobs.stateOf(job) == BulkIngest.State.BROKEN;
        } catch (AdapterException e) {
            return false;
        }
    }

    private boolean ended(String job) {
        Backoff.Attempts looks = context.client().attempts(SalesforceRetryPolicies.JOB_LOOKS, "ingest job");
        do {
            BulkIngest.State state = jobs.stateOf(job);
            if (state == BulkIngest.State.DONE || state == BulkIngest.State.BROKEN) return true;
        } while (looks.again());
        return false;
    }

    private void results(String job, List<UpdateBatches.Row> rows) {
        Map<String, UpdateBatches.Row> byId = new HashMap<>();
        rows.forEach(row -> byId.put(id(row), row));
        for (NamedCsvRecord each : jobs.successful(job)) {
            UpdateBatches.Row row = byId.get(id(each));
            if (row != null) outcomes.put(id(row), WriteResult.Written.of(row.target()));
        }
        for (NamedCsvRecord each : jobs.failed(job)) {
            UpdateBatches.Row row = byId.get(id(each));
            if (row != null) failed(row, Refusal.of(each.getField("sf__Error")));
        }
        for (NamedCsvRecord each : jobs.unprocessed(job)) {
            UpdateBatches.Row row = byId.get(id(each));
            if (row != null) putOff(row);
        }
    }

    private void failed(UpdateBatches.Row row, Refusal refusal) {
        outcomes.put(
                id(row),
                new WriteResult.Rejected(
                        row.target(),
                        RowError.codeOf(refusal.code()),
                        RowError.words(refusal.code(), refusal.fields(), refusal.message())));
        switch (RowError.of(refusal.code())) {
            case LOCKED -> putOff(row);
            case SMALLER_BATCH -> inSmallerBatches.add(row);
            case REFUSED -> {}
        }
    }

    private void putOff(UpdateBatches.Row row) {
        outcomes.put(id(row), new WriteResult.Deferred(row.target(), context.later()));
        again.put(id(row), row);
    }

    /** Calls isolate a culprit; a job cannot. */
    private void bySoap() {
        try {
            List<WriteResult> sent = UpdateBatches.updates(context).run(inSmallerBatches);
            for (int i = 0; i < sent.size(); i++) outcomes.put(id(inSmallerBatches.get(i)), sent.get(i));
        } catch (AdapterException e) {
            // The jobs have been done; what could not be tried again stays as the job left it.
            refused = e;
        }
    }

    private static List<String> columns(List<UpdateBatches.Row> rows) {
        Set<String> columns = new LinkedHashSet<>(List.of("Id"));
        for (UpdateBatches.Row row : rows) columns.addAll(values(row.record()).keySet());
        return List.copyOf(columns);
    }

    /** A blank cell leaves a field as it is. */
    private static List<String> cells(UpdateBatches.Row row, List<String> columns) {
        Map<String, String> values = values(row.record());
        List<String> cells = new ArrayList<>();
        for (String column : columns) cells.add(column.equals("Id") ? id(row) : values.getOrDefault(column, ""));
        return cells;
    }

    private static Map<String, String> values(SObject record) {
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> own = Set.of("type", "fieldsToNull", "Id");
        for (Iterator<XmlObject> fields = record.getChildren(); fields.hasNext(); ) {
            XmlObject field = fields.next();
            String name = field.getName().getLocalPart();
            if (!own.contains(name) && field.getValue() != null) {
                values.put(name, field.getValue().toString());
            }
        }
        String[] blanked = record.getFieldsToNull();
        if (blanked != null) for (String name : blanked) values.put(name, NULL);
        return values;
    }

    private static String id(UpdateBatches.Row row) {
        return RecordIds.to18(row.record().getId());
    }

    private static String id(NamedCsvRecord row) {
        return RecordIds.to18(
                row.findField("sf__Id").filter(id -> !id.isEmpty()).orElseGet(() -> row.getField("Id")));
    }
}
