package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Bulk imports of leads and program members, and the queue they share. */
final class BulkImports {
    // "10 jobs in the queue, 2 processing", "batch ids are valid for 7 days": "Bulk Import", "Limits".
    private static final int MOST_QUEUED = 10;
    private static final int MOST_PROCESSING = 2;
    private static final Duration KEPT = Duration.ofDays(7);

    private final LeadDatabase database;
    private final LeadSync sync;
    private final StaticLists lists;
    private final Programs programs;
    private final ProgramMembers members;
    private final Settings settings;
    private final Map<Integer, ImportJob> jobs = new LinkedHashMap<>();
    private int nextId = 1022;

    BulkImports(
            LeadDatabase database,
            LeadSync sync,
            StaticLists lists,
            Programs programs,
            ProgramMembers members,
            Settings settings) {
        this.database = database;
        this.sync = sync;
        this.lists = lists;
        this.programs = programs;
        this.members = members;
        this.settings = settings;
    }

    HttpAnswer leads(ApiCall call) {
        LeadBatch batch = sync.importing(call.parameter("lookupField").orElse("email"), Origin.importing());
        Optional<Integer> list = call.parameter("listId").map(id -> lists.known(call.number("listId", 0)));
        return queue(call, "leads", row -> {
            int id = batch.write(row).path("id").asInt();
            list.ifPresent(each -> lists.put(each, id));
        });
    }

    HttpAnswer members(ApiCall call) {
        Program program = programs.get(call.id("programId"));
        Channels.Status status = ProgramMembers.status(program, call.required("programMemberStatus"));
        LeadBatch batch = sync.importing("email", Origin.importing());
        return queue(call, "members", row -> {
            ObjectNode lead = row.deepCopy();
            ObjectNode own = Replies.object();
            for (String field : members.customFields()) if (lead.has(field)) own.set(field, lead.remove(field));
            int id = batch.write(lead).path("id").asInt();
            members.advance(program, status, id);
            if (!own.isEmpty()) members.setFields(program, id, own);
        });
    }

    HttpAnswer status(ApiCall call, String kind) {
        return Replies.result(call, job(call, kind).shape());
    }

    HttpAnswer failures(ApiCall call, String kind) {
        return HttpAnswer.of(200, "text/csv;charset=UTF-8", job(call, kind).failures());
    }

    /** No row is ever imported with a warning here, so the file is empty. */
    HttpAnswer warnings(ApiCall call, String kind) {
        job(call, kind);
        return HttpAnswer.of(200, "text/csv;charset=UTF-8", "");
    }

    private HttpAnswer queue(ApiCall call, String kind, ImportJob.RowWriter writer) {
        advance();
        FileFormat format = FileFormat.of(call.required("format"));
        String file = MultipartForm.file(call.http());
        long open = jobs.values().stream()
                .filter(job -> job.waiting() || job.running())
                .count();
        if (open >= MOST_QUEUED) throw new Refusal("1016", ErrorCodes.text("1016"));
        ImportJob job = new ImportJob(kind, nextId++, format, file, writer, database.now());
        jobs.put(job.id(), job);
        HttpAnswer queued = Replies.result(call, job.queued());
        advance();
        return queued;
    }

    private void advance() {
        Duration takes = Duration.ofSeconds(settings.number("bulkSeconds"));
        jobs.values().removeIf(job -> job.forgotten(database.now(), KEPT));
        jobs.values().forEach(job -> job.finishIfDue(database.now(), takes));
        for (ImportJob job : jobs.values()) {
            long running = jobs.values().stream().filter(ImportJob::running).count();
            if (!job.waiting() || running >= MOST_PROCESSING) continue;
            job.start(database.now());
            job.finishIfDue(database.now(), takes);
        }
    }

    private ImportJob job(ApiCall call, String kind) {
        advance();
        return Optional.ofNullable(jobs.get(call.id("batchId")))
                .filter(job -> job.of(kind))
                .orElseThrow(() -> new Refusal("1013", "Import job not found"));
    }
}
