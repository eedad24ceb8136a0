package io.onefunnel.sandbox.marketo.bulk;

import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.Page;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.auth.Limits;
import io.onefunnel.sandbox.marketo.bulk.ExtractJob.State;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The queue that the extracts of leads, activities and program members share. */
public final class BulkExtracts {
    // 10 jobs in the queue, 2 of them processing: "Bulk Extract", "Limits".
    private static final int MOST_QUEUED = 10;
    private static final int MOST_PROCESSING = 2;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,9})-(\\d{0,9})");

    private final LeadDatabase database;
    private final InstanceSettings settings;
    private final Limits limits;
    private final Faults faults;
    private final Map<String, ExtractJob> jobs = new LinkedHashMap<>();
    private LocalDate day = LocalDate.MIN;
    private long bytesToday;

    public BulkExtracts(LeadDatabase database, InstanceSettings settings, Limits limits, Faults faults) {
        this.database = database;
        this.settings = settings;
        this.limits = limits;
        this.faults = faults;
    }

    /**
     * Adds the six endpoints of one kind of extract.
     *
     * @param asked what a call asks for, ready to run; refuses whatever is wrong with fields or filter
     */
    public void serve(Routes routes, String kind, Function<ApiCall, Supplier<ExtractFile>> asked) {
        String path = "bulk/v1/" + kind + "/export";
        String name = "extract " + kind;
        routes.on("POST", path + "/create.json", name + ": create", call -> create(call, kind, asked.apply(call)))
                .on("GET", path + ".json", name + ": list", call -> list(call, kind))
                .on("POST", path + "/{exportId}/enqueue.json", name + ": enqueue", call -> enqueue(call, kind))
                .on("POST", path + "/{exportId}/cancel.json", name + ": cancel", call -> cancel(call, kind))
                .on("GET", path + "/{exportId}/status.json", name + ": status", call -> status(call, kind))
                .on("GET", path + "/{exportId}/file.json", name + ": file", call -> file(call, kind));
    }

    private HttpAnswer create(ApiCall call, String kind, Supplier<ExtractFile> extract) {
        FileFormat format = FileFormat.of(call.text("format", "CSV"));
        ExtractJob job = new ExtractJob(kind, UUID.randomUUID().toString(), format, extract, database.now());
        jobs.put(job.id(), job);
        return Replies.result(call, job.shape());
    }

    private HttpAnswer enqueue(ApiCall call, String kind) {
        advance();
        ExtractJob job = job(call, kind);
        // One code with three meanings; only the message tells them apart.
        if (!job.is(State.CREATED)) throw new Refusal("1029", "Job already queued");
        if (count(State.QUEUED) + count(State.PROCESSING) >= MOST_QUEUED) {
            throw new Refusal("1029", "Too many jobs in queue");
        }
        if (bytesToday() >= quota()) {
            throw new Refusal(
                    "1029", "Export daily quota " + settings.number("exportMegabytesPerDay") + "MB exceeded.");
        }
        job.queue(database.now(), faults.take("failed-extract", call.http()).isPresent());
        HttpAnswer queued = Replies.result(call, job.shape());
        advance();
        return queued;
    }

    private HttpAnswer status(ApiCall call, String kind) {
        advance();
        return Replies.result(call, job(call, kind).shape());
    }

    private HttpAnswer cancel(ApiCall call, String kind) {
        advance();
        ExtractJob job = job(call, kind);
        job.cancel();
        return Replies.result(call, job.shape());
    }

    private HttpAnswer list(ApiCall call, String kind) {
        advance();
        List<String> states = call.list("status");
        List<ExtractJob> found = jobs.values().stream()
                .filter(each -> each.of(kind) && each.listed(database.now()))
                .filter(each -> states.isEmpty() || states.contains(each.word()))
                .toList();
        return Replies.page(call, Page.of(call, found, ExtractJob::shape));
    }

    private HttpAnswer file(ApiCall call, String kind) {
        advance();
        ExtractJob job = job(call, kind);
        // "Completed" may come a moment before the file: seen by tap-marketo.
        boolean late = faults.take("late-file", call.http()).isPresent();
        if (!job.hasFile() || late) return HttpAnswer.of(404, "text/plain", "File not found");
        Optional<String> range = call.http().header("range");
        if (range.isPresent()) return part(job.file(), range.get());
        return csv(200, job.file());
    }

    /** Starts what may start and finishes what is due; called before every look, so that no thread is needed. */
    private void advance() {
        Duration takes = Duration.ofSeconds(settings.number("bulkSeconds"));
        jobs.values().removeIf(job -> job.forgotten(database.now()));
        for (ExtractJob job : jobs.values()) {
            addToday(job.finishIfDue(database.now(), takes));
            job.age(database.now());
        }
        for (ExtractJob job : jobs.values()) {
            if (!job.is(State.QUEUED) || count(State.PROCESSING) >= MOST_PROCESSING) continue;
            job.start(database.now());
            addToday(job.finishIfDue(database.now(), takes));
        }
    }

    private void addToday(long bytes) {
        bytesToday();
        bytesToday += bytes;
    }

    private long bytesToday() {
        if (!day.equals(limits.date())) {
            day = limits.date();
            bytesToday = 0;
        }
        return bytesToday;
    }

    private long quota() {
        return settings.on("limits") ? settings.number("exportMegabytesPerDay") * 1_000_000L : Long.MAX_VALUE;
    }

    private long count(State state) {
        return jobs.values().stream().filter(job -> job.is(state)).count();
    }

    private ExtractJob job(ApiCall call, String kind) {
        return Optional.ofNullable(jobs.get(call.value("exportId")))
                .filter(job -> job.of(kind))
                .orElseThrow(() -> new Refusal("1013", "Export job not found"));
    }

    private static HttpAnswer part(byte[] file, String range) {
        Matcher bytes = RANGE.matcher(range);
        int length = file.length;
        if (!bytes.matches() || Integer.parseInt(bytes.group(1)) >= length) {
            return HttpAnswer.empty(416).with("Content-Range", "bytes */" + length);
        }
        int from = Integer.parseInt(bytes.group(1));
        int to = bytes.group(2).isEmpty() ? length - 1 : Math.min(length - 1, Integer.parseInt(bytes.group(2)));
        if (to < from) return HttpAnswer.empty(416).with("Content-Range", "bytes */" + length);
        return csv(206, Arrays.copyOfRange(file, from, to + 1))
                .with("Content-Range", "bytes " + from + "-" + to + "/" + length);
    }

    private static HttpAnswer csv(int status, byte[] bytes) {
        return new HttpAnswer(
                status, Map.of("Content-Type", "text/csv;charset=UTF-8", "Accept-Ranges", "bytes"), bytes);
    }
}
