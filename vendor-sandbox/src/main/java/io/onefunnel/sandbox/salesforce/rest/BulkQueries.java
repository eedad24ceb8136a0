package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.onefunnel.sandbox.http.HttpAnswer;
import io.onefunnel.sandbox.http.HttpCall;
import io.onefunnel.sandbox.salesforce.OrgServices;
import io.onefunnel.sandbox.salesforce.SalesforceError;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.soql.Query;
import io.onefunnel.sandbox.salesforce.soql.WireValue;
import io.onefunnel.sandbox.salesforce.store.Row;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bulk API 2.0 query jobs. A job's rows are fixed when it is created, and it is finished {@code bulkDelaySeconds}
 * later; in the first half of that time it is only uploaded.
 */
final class BulkQueries {
    private static final class Job {
        final String id;
        final String operation;
        final Query query;
        final String version;
        final List<Row> rows;
        final Instant createdAt;
        final String delimiter;
        boolean aborted;

        Job(String id, String operation, Query query, String version, List<Row> rows, Instant at, String delimiter) {
            this.id = id;
            this.operation = operation;
            this.query = query;
            this.version = version;
            this.rows = rows;
            this.createdAt = at;
            this.delimiter = delimiter;
        }
    }

    private static final Map<String, Character> DELIMITERS =
            Map.of("COMMA", ',', "TAB", '\t', "SEMICOLON", ';', "PIPE", '|', "CARET", '^', "BACKQUOTE", '`');

    private final OrgServices org;
    private final JsonMapper json;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();

    BulkQueries(OrgServices org, JsonMapper json) {
        this.org = org;
        this.json = json;
    }

    HttpAnswer create(JsonNode body, String version, Access access) {
        String operation = body.path("operation").asText();
        if (!operation.equals("query") && !operation.equals("queryAll")) {
            throw new SalesforceError(400, "INVALIDOPERATION", "Invalid operation: " + operation);
        }
        Query query = org.reader(access).read(body.path("query").asText());
        if (query.isAggregate() || query.countOnly()) {
            throw new SalesforceError(
                    400, "FUNCTIONALITY_NOT_ENABLED", "Aggregate Queries not supported in Bulk Query");
        }
        String delimiter = body.path("columnDelimiter").asText("COMMA");
        if (!DELIMITERS.containsKey(delimiter)) {
            throw new SalesforceError(400, "INVALIDJOB", "Invalid column delimiter: " + delimiter);
        }
        Job job = new Job(
                org.store().ids().next("750"),
                operation,
                query,
                version,
                List.copyOf(org.runner().rows(query, operation.equals("queryAll"), access)),
                org.store().clock().instant(),
                delimiter);
        jobs.put(job.id, job);
        return HttpAnswer.json(200, shown(job, "UploadComplete").toString());
    }

    HttpAnswer list() {
        ObjectNode answer = json.createObjectNode();
        answer.put("done", true);
        ArrayNode records = answer.putArray("records");
        jobs.values().forEach(job -> records.add(shown(job, state(job))));
        answer.putNull("nextRecordsUrl");
        return HttpAnswer.json(200, answer.toString());
    }

    HttpAnswer get(String id) {
        Job job = job(id);
        String state = state(job);
        ObjectNode shown = shown(job, state);
        boolean done = state.equals("JobComplete");
        shown.put("jobType", "V2Query");
        shown.put("numberRecordsProcessed", done ? job.rows.size() : 0);
        shown.put("retries", 0).put("totalProcessingTime", done ? 1000 : 0);
        shown.put("isPkChunkingSupported", true);
        return HttpAnswer.json(200, shown.toString());
    }

    HttpAnswer abort(String id, JsonNode body) {
        Job job = job(id);
        if (!body.path("state").asText().equals("Aborted") || state(job).equals("JobComplete")) {
            throw new SalesforceError(400, "INVALIDJOBSTATE", "Job can not be aborted in state " + state(job));
        }
        job.aborted = true;
        return HttpAnswer.json(200, shown(job, "Aborted").toString());
    }

    HttpAnswer delete(String id) {
        Job job = job(id);
        if (List.of("UploadComplete", "InProgress").contains(state(job))) {
            throw new SalesforceError(400, "INVALIDJOBSTATE", "Job must be terminated before it can be deleted");
        }
        jobs.remove(job.id);
        return HttpAnswer.empty(204);
    }

    HttpAnswer results(String id, HttpCall call, String version) {
        Job job = job(id);
        if (!job.version.equals(version)) {
            throw new SalesforceError(
                    409, "API_VERSION_MISMATCH", "results must be fetched with the version the job was made with");
        }
        if (!state(job).equals("JobComplete")) {
            throw new SalesforceError(400, "INVALIDJOBSTATE", "Job is not complete: " + state(job));
        }
        if (org.faults().take("invalid-locator", call).isPresent()) throw noLocator();
        int from = call.parameter("locator").map(BulkQueries::offset).orElse(0);
        if (from > job.rows.size()) throw noLocator();
        int most = call.parameter("maxRecords")
                .map(Integer::parseInt)
                .orElse(org.settings().number("bulkMaxRecords"));
        int to = Math.min(from + most, job.rows.size());
        return HttpAnswer.of(200, "text/csv", csv(job, job.rows.subList(from, to)))
                .with("Sforce-Locator", to < job.rows.size() ? locator(to) : "null")
                .with("Sforce-NumberOfRecords", Integer.toString(to - from));
    }

    private String csv(Job job, List<Row> rows) {
        StringWriter out = new StringWriter(rows.size() * 128);
        CsvWriter csv = CsvWriter.builder()
                .fieldSeparator(Objects.requireNonNull(DELIMITERS.get(job.delimiter)))
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(QuoteStrategies.ALWAYS)
                .build(out);
        csv.writeRecord(job.query.select().stream()
                .map(column -> column.path().toString())
                .toList());
        List<String> line = new ArrayList<>();
        for (Row row : rows) {
            line.clear();
            for (Query.Column column : job.query.select()) {
                String value = column.path().value(job.query.from(), row, org.store());
                String text = WireValue.text(column.path().type(), value);
                line.add(text == null ? "" : text);
            }
            csv.writeRecord(line);
        }
        return out.toString();
    }

    private String state(Job job) {
        if (job.aborted) return "Aborted";
        long delay = org.settings().seconds("bulkDelaySeconds").toMillis();
        long age = org.store().clock().millis() - job.createdAt.toEpochMilli();
        return age >= delay ? "JobComplete" : age * 2 < delay ? "UploadComplete" : "InProgress";
    }

    private ObjectNode shown(Job job, String state) {
        String at = job.createdAt.toString().substring(0, 19) + ".000+0000";
        ObjectNode out = json.createObjectNode();
        out.put("id", job.id)
                .put("operation", job.operation)
                .put("object", job.query.from().name());
        out.put("createdById", org.identity().apiUserId())
                .put("createdDate", at)
                .put("systemModstamp", at);
        out.put("state", state).put("concurrencyMode", "Parallel").put("contentType", "CSV");
        out.put("apiVersion", Double.parseDouble(job.version))
                .put("lineEnding", "LF")
                .put("columnDelimiter", job.delimiter);
        return out;
    }

    private Job job(String id) {
        Job job = jobs.get(id);
        if (job == null) throw new SalesforceError(404, "NOT_FOUND", "The requested resource does not exist");
        return job;
    }

    /** Opaque to clients; the vendor's look like this too. */
    private static String locator(int offset) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("row:" + offset).getBytes(StandardCharsets.US_ASCII));
    }

    private static int offset(String locator) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(locator), StandardCharsets.US_ASCII);
            return Integer.parseInt(text.replaceFirst("^row:", ""));
        } catch (IllegalArgumentException e) {
            throw noLocator();
        }
    }

    private static SalesforceError noLocator() {
        return new SalesforceError(400, "INVALID_LOCATOR", "invalid locator");
    }
}
