package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.access.Permission;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.write.RowResult;
import io.onefunnel.sandbox.salesforce.write.Sent;
import io.onefunnel.sandbox.salesforce.write.Writes;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Bulk API 2.0 ingest jobs. The rows are written in chunks of 200, all of them {@code bulkDelaySeconds} after the
 * upload was declared complete; what a chunk refuses stands in the failed results.
 */
final class BulkIngests {
    private static final int ROWS_AT_ONCE = 200;
    // 150 MB after base64: Bulk API 2.0 limits, "Request body size".
    private static final int LARGEST_UPLOAD = 150_000_000 / 4 * 3;
    private static final int ROWS_A_BATCH = 10_000;
    private static final int MOST_BATCHES = 15_000;
    private static final String BLANK = "#N/A";
    private static final Set<String> OPERATIONS = Set.of("insert", "update", "upsert", "delete", "hardDelete");

    private final OrgServices org;
    private final JsonMapper json;
    private final BulkJobs<IngestJob> jobs;
    private int batches;

    BulkIngests(OrgServices org, JsonMapper json) {
        this.org = org;
        this.json = json;
        this.jobs = new BulkJobs<>(org, json);
    }

    int batchesLeft() {
        return MOST_BATCHES - batches;
    }

    HttpAnswer create(JsonNode body, String version, Access access) {
        String operation = body.path("operation").asText();
        if (!OPERATIONS.contains(operation)) {
            throw new SalesforceError(400, "INVALIDJOB", "InvalidJob : Unsupported operation " + operation);
        }
        ObjectType type = org.store()
                .schema()
                .type(body.path("object").asText())
                .filter(access::sees)
                .orElseThrow(() -> new SalesforceError(
                        400,
                        "INVALIDJOB",
                        "InvalidJob : Unable to find object: "
                                + body.path("object").asText()));
        if (operation.equals("hardDelete") && !access.has(Permission.BULK_API_HARD_DELETE)) {
            throw new SalesforceError(
                    400, "FEATURENOTENABLED", "FeatureNotEnabled : hardDelete is not enabled for this user");
        }
        String key = body.path("externalIdFieldName").asText("");
        if (operation.equals("upsert")) checkKey(type, key);
        IngestJob job = new IngestJob(
                org.store().ids().next("750"),
                version,
                operation,
                type,
                key,
                access,
                new BulkJob.Format(
                        body.path("columnDelimiter").asText("COMMA"),
                        body.path("lineEnding").asText("LF")),
                org.store().clock().instant());
        jobs.add(job);
        return HttpAnswer.json(200, job.shown(json, org).toString());
    }

    HttpAnswer list() {
        return jobs.list();
    }

    HttpAnswer get(String id) {
        IngestJob job = jobs.get(id);
        ObjectNode shown = job.shown(json, org);
        shown.put("jobType", "V2Ingest").put("retries", 0);
        shown.put("numberRecordsProcessed", job.processed()).put("numberRecordsFailed", job.failedRows());
        long took = job.processed() == 0 ? 0 : 100L + job.processed();
        shown.put("totalProcessingTime", took)
                .put("apiActiveProcessingTime", took)
                .put("apexProcessingTime", 0);
        return HttpAnswer.json(200, shown.toString());
    }

    HttpAnswer upload(String id, HttpCall call, String version) {
        IngestJob job = jobs.get(id);
        job.checkVersion(version);
        if (job.state(org) != BulkJob.State.OPEN || job.isUploaded()) {
            throw new SalesforceError(
                    400,
                    "INVALIDJOBSTATE",
                    "Found multiple contents for job: <" + id
                            + ">, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.");
        }
        if (call.body().length > LARGEST_UPLOAD) {
            throw new SalesforceError(413, "REQUEST_ENTITY_TOO_LARGE", "the upload is larger than 150 MB");
        }
        job.upload(call.text());
        return HttpAnswer.empty(201);
    }

    HttpAnswer change(String id, HttpCall call, JsonNode body) {
        IngestJob job = jobs.get(id);
        switch (BulkJobs.state(body)) {
            case "Aborted" -> {
                return jobs.abort(job);
            }
            case "UploadComplete" -> {
                if (job.state(org) != BulkJob.State.OPEN) {
                    throw new SalesforceError(
                            400,
                            "INVALIDJOBSTATE",
                            "Closing already " + job.state(org).word() + " Job not allowed");
                }
                ObjectNode shown = job.shown(json, org).put("state", "UploadComplete");
                job.close(org.store().clock().instant());
                org.store().later(org.settings().seconds("bulkDelaySeconds"), at -> process(job, call));
                return HttpAnswer.json(200, shown.toString());
            }
            default -> throw new SalesforceError(400, "INVALIDJOBSTATE", "no such state of a job");
        }
    }

    HttpAnswer delete(String id) {
        return jobs.delete(id);
    }

    HttpAnswer results(String id, String which, String version) {
        IngestJob job = jobs.get(id);
        job.checkVersion(version);
        String csv = switch (which.toLowerCase(Locale.ROOT)) {
            case "successfulresults" -> job.successful();
            case "failedresults" -> job.failed();
            case "unprocessedrecords" -> job.unprocessed();
            default -> throw RestEndpoint.notFound();
        };
        return HttpAnswer.of(200, "text/csv", csv);
    }

    private void checkKey(ObjectType type, String key) {
        boolean known = type.field(key)
                .filter(field -> field.isId() || field.externalId())
                .isPresent();
        if (!known) {
            throw new SalesforceError(
                    400,
                    "INVALIDJOB",
                    "InvalidJob : Field name provided, " + key + " does not match an External ID, Salesforce Id, or"
                            + " indexed field for " + type.name());
        }
    }

    private void process(IngestJob job, HttpCall call) {
        if (job.state(org) == BulkJob.State.ABORTED) return;
        Optional<Faults.Fault> failure = org.faults().take("bulk-failed", call);
        int most = failure.map(fault -> Integer.parseInt(fault.params().getOrDefault("rows", "0")))
                .orElse(Integer.MAX_VALUE);
        try {
            List<String> columns = job.columns();
            checkColumns(job, columns);
            List<List<String>> rows = job.rows();
            batches += (rows.size() + ROWS_A_BATCH - 1) / ROWS_A_BATCH;
            int end = Math.min(most, rows.size());
            for (int from = 0; from < end; from += ROWS_AT_ONCE) {
                List<List<String>> chunk = rows.subList(from, Math.min(from + ROWS_AT_ONCE, end));
                job.processed(chunk, write(job, columns, chunk, call));
            }
        } catch (SalesforceError error) {
            job.fail("InvalidBatch : " + error.text());
        }
        failure.ifPresent(
                fault -> job.fail(fault.params().getOrDefault("message", "InternalServerError : unexpected error")));
    }

    private void checkColumns(IngestJob job, List<String> columns) {
        for (String column : columns) {
            Predicate<Field> visible = field -> job.access().sees(job.type(), field);
            if (job.type().field(column).filter(visible).isEmpty()) {
                throw new SalesforceError(400, "INVALIDBATCH", "Field name not found : " + column);
            }
        }
    }

    private List<RowResult> write(IngestJob job, List<String> columns, List<List<String>> rows, HttpCall call) {
        Writes.Options options = new Writes.Options(false, false, false, job.access(), call);
        Writes writes = org.writes();
        List<Sent> sent = new ArrayList<>();
        for (List<String> row : rows) sent.add(sent(job.type(), columns, row));
        return switch (job.operation()) {
            case "insert" -> writes.create(sent, options);
            case "update" -> writes.update(sent, options);
            case "upsert" -> writes.upsert(job.key(), sent, options);
            case "delete" -> writes.delete(ids(sent), options);
            default -> writes.purge(ids(sent), options);
        };
    }

    private static List<String> ids(List<Sent> sent) {
        return sent.stream()
                .map(each -> each.id() == null ? "" : String.valueOf(each.id()))
                .toList();
    }

    /** An empty cell changes nothing, #N/A empties the field: Bulk API, "Valid Record Rows". */
    private static Sent sent(ObjectType type, List<String> columns, List<String> cells) {
        String id = null;
        Map<String, @Nullable String> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.size() && i < cells.size(); i++) {
            String cell = cells.get(i);
            if (cell.isEmpty()) continue;
            if (columns.get(i).equalsIgnoreCase("Id")) {
                id = cell;
            } else {
                values.put(columns.get(i), cell.equals(BLANK) ? null : cell);
            }
        }
        return new Sent(type.name(), id, values);
    }
}
