package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.access.Access;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.salesforce.soql.Query;
import io.onefunnel.sandbox.salesforce.store.Row;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Bulk API 2.0 query jobs. A job's rows are fixed when it is created, and it is finished {@code bulkDelaySeconds}
 * later; in the first half of that time it is only uploaded.
 */
final class BulkQueries {
    // GET resultPages tells of up to five pages: Get Parallel Results for a Query Job, API 58.
    private static final int MOST_PAGES = 5;
    private static final int MOST_JOBS = 10_000;
    private static final Set<String> UNSUPPORTED = Set.of(
            "OpportunityStage",
            "LeadStatus",
            "TaskRelation",
            "EventRelation",
            "CampaignMemberStatus",
            "EntityDefinition");

    private static final class Job extends BulkJob {
        final Query query;
        final List<Row> rows;

        Job(String id, String version, String operation, Query query, List<Row> rows, Access by, Format f, Instant at) {
            super(id, version, operation, query.from().name(), by.userId(), f, at);
            this.query = query;
            this.rows = rows;
        }

        @Override
        State progress(OrgServices org) {
            return progress(org, createdAt(), failure().isPresent() ? State.FAILED : State.JOB_COMPLETE);
        }
    }

    private final OrgServices org;
    private final JsonMapper json;
    private final BulkJobs<Job> jobs;
    private int made;

    BulkQueries(OrgServices org, JsonMapper json) {
        this.org = org;
        this.json = json;
        this.jobs = new BulkJobs<>(org, json);
    }

    int jobsLeft() {
        return MOST_JOBS - made;
    }

    HttpAnswer create(HttpCall call, JsonNode body, String version, Access access) {
        String operation = body.path("operation").asText();
        if (!operation.equals("query") && !operation.equals("queryAll")) {
            throw new SalesforceError(400, "INVALIDOPERATION", "Invalid operation: " + operation);
        }
        Query query = org.reader(access).read(body.path("query").asText());
        refuseWhatBulkCannot(query);
        BulkJob.Format format = new BulkJob.Format(
                body.path("columnDelimiter").asText("COMMA"),
                body.path("lineEnding").asText("LF"));
        List<Row> rows = org.runner().rows(query, operation.equals("queryAll"), access);
        Job job = new Job(
                org.store().ids().next("750"),
                version,
                operation,
                query,
                List.copyOf(rows),
                access,
                format,
                org.store().clock().instant());
        org.faults()
                .take("bulk-failed", call)
                .ifPresent(
                        fault -> job.fail(fault.params().getOrDefault("message", "InternalServerError : unexpected")));
        jobs.add(job);
        made++;
        ObjectNode shown = job.shown(json, org);
        if (!job.state(org).isOver()) return HttpAnswer.json(200, shown.toString());
        // The answer to the request is always the job as it was taken in.
        return HttpAnswer.json(200, shown.put("state", "UploadComplete").toString());
    }

    HttpAnswer list() {
        return jobs.list();
    }

    HttpAnswer get(String id) {
        Job job = jobs.get(id);
        ObjectNode shown = job.shown(json, org);
        boolean done = job.state(org) == BulkJob.State.JOB_COMPLETE;
        shown.put("jobType", "V2Query");
        shown.put("numberRecordsProcessed", done ? job.rows.size() : 0);
        shown.put("retries", 0).put("totalProcessingTime", done ? 1000 : 0);
        shown.put("isPkChunkingSupported", true);
        return HttpAnswer.json(200, shown.toString());
    }

    HttpAnswer change(String id, JsonNode body) {
        Job job = jobs.get(id);
        if (!BulkJobs.state(body).equals("Aborted")) {
            throw new SalesforceError(400, "INVALIDJOBSTATE", "A query job can be aborted only");
        }
        return jobs.abort(job);
    }

    HttpAnswer delete(String id) {
        return jobs.delete(id);
    }

    HttpAnswer results(String id, HttpCall call, String version) {
        Job job = complete(id, version);
        if (org.faults().take("invalid-locator", call).isPresent()) throw noLocator();
        int from = call.parameter("locator").map(BulkQueries::offset).orElse(0);
        if (from > job.rows.size()) throw noLocator();
        int to = Math.min(from + page(call), job.rows.size());
        List<Row> page = job.rows.subList(from, to);
        String operation = org.calls().answering();
        return HttpAnswer.streamed(200, "text/csv", () -> new ResultCsv(org, job.query, page, job.format(), operation))
                .with("Sforce-Locator", to < job.rows.size() ? locator(to) : "null")
                .with("Sforce-NumberOfRecords", Integer.toString(to - from));
    }

    /** Where the next pages are, so that they can be fetched side by side. */
    HttpAnswer resultPages(String id, HttpCall call, String version) {
        Job job = complete(id, version);
        int from = call.parameter("locator").map(BulkQueries::offset).orElse(0);
        int size = page(call);
        ObjectNode answer = json.createObjectNode();
        ArrayNode pages = answer.putArray("resultPages");
        String path = "/services/data/v" + version + "/jobs/query/" + job.id() + "/";
        for (int i = 0; i < MOST_PAGES && from < Math.max(1, job.rows.size()); i++) {
            String locator = from == 0 ? "" : "&locator=" + locator(from);
            pages.addObject().put("resultUrl", path + "results?maxRecords=" + size + locator);
            from += size;
        }
        boolean done = from >= job.rows.size();
        answer.put("nextRecordsUrl", done ? null : path + "resultPages?locator=" + locator(from));
        answer.put("done", done);
        return HttpAnswer.json(200, answer.toString());
    }

    private Job complete(String id, String version) {
        Job job = jobs.get(id);
        job.checkVersion(version);
        BulkJob.State state = job.state(org);
        if (state != BulkJob.State.JOB_COMPLETE) {
            throw new SalesforceError(400, "INVALIDJOBSTATE", "Job is not complete: " + state.word());
        }
        return job;
    }

    private int page(HttpCall call) {
        int most = org.settings().number("bulkMaxRecords");
        return call.parameter("maxRecords")
                .map(Integer::parseInt)
                .filter(asked -> asked > 0)
                .orElse(most);
    }

    private static void refuseWhatBulkCannot(Query query) {
        ObjectType from = query.from();
        if (UNSUPPORTED.contains(from.name())) {
            throw new SalesforceError(
                    400, "INVALIDENTITY", "Entity '" + from.name() + "' is not supported by the Bulk API.");
        }
        if (query.isAggregate() || query.countOnly()) throw notInBulk("Aggregate Queries not supported in Bulk Query");
        if (query.offset() > 0) throw notInBulk("OFFSET not supported in Bulk Query");
        if (query.columns().size() != query.select().size()) {
            throw notInBulk("Nested queries and TYPEOF not supported in Bulk Query");
        }
    }

    private static SalesforceError notInBulk(String text) {
        return new SalesforceError(400, "FUNCTIONALITY_NOT_ENABLED", text);
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
