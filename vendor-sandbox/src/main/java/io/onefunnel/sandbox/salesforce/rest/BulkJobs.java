package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The jobs of one kind that the org keeps: found by id for seven days, listed, aborted, deleted. */
final class BulkJobs<J extends BulkJob> {
    // Jobs and their results are kept seven days: Bulk API and Bulk API 2.0 Limits and Allocations.
    private static final Duration KEPT = Duration.ofDays(7);

    private final OrgServices org;
    private final JsonMapper json;
    private final Map<String, J> jobs = new LinkedHashMap<>();

    BulkJobs(OrgServices org, JsonMapper json) {
        this.org = org;
        this.json = json;
    }

    void add(J job) {
        forgetOld();
        jobs.put(job.id(), job);
    }

    J get(String id) {
        forgetOld();
        J job = jobs.get(id);
        if (job == null) throw RestEndpoint.notFound();
        return job;
    }

    HttpAnswer list() {
        forgetOld();
        ObjectNode answer = json.createObjectNode();
        answer.put("done", true);
        ArrayNode records = answer.putArray("records");
        jobs.values().forEach(job -> records.add(job.shown(json, org)));
        answer.putNull("nextRecordsUrl");
        return HttpAnswer.json(200, answer.toString());
    }

    HttpAnswer abort(J job) {
        BulkJob.State state = job.state(org);
        if (state.isOver()) {
            throw new SalesforceError(400, "INVALIDJOBSTATE", "Aborting already " + state.word() + " Job not allowed");
        }
        job.abort();
        return HttpAnswer.json(200, job.shown(json, org).toString());
    }

    HttpAnswer delete(String id) {
        J job = get(id);
        if (!job.state(org).isOver()) {
            throw new SalesforceError(400, "INVALIDJOBSTATE", "Job must be terminated before it can be deleted");
        }
        jobs.remove(id);
        return HttpAnswer.empty(204);
    }

    static String state(JsonNode body) {
        return body.path("state").asText();
    }

    private void forgetOld() {
        Instant oldest = org.store().clock().instant().minus(KEPT);
        jobs.values().removeIf(job -> job.createdAt().isBefore(oldest));
    }
}
