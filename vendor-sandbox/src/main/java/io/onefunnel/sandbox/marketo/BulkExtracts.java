package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The queue of extract jobs that leads and activities share: created, queued, processed two at a time, downloaded. */
final class BulkExtracts {
    /** What a job extracts, decided at creation so that a bad filter is refused there. */
    interface Extract {
        Csv file();
    }

    /** The finished file and how many records it holds. */
    record Csv(String text, int records) {}

    // 10 jobs in the queue, 2 of them processing: "Bulk Extract", "Limits".
    private static final int MOST_QUEUED = 10;
    private static final int MOST_PROCESSING = 2;
    // "The file is retained for 7 days": "Bulk Extract", "Retrieving Data".
    private static final Duration FILE_KEPT = Duration.ofDays(7);
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private static final class Job {
        final String kind;
        final ExportId id;
        final Extract extract;
        final Instant createdAt;
        String status = "Created";
        Instant queuedAt = Instant.MIN;
        Instant startedAt = Instant.MIN;
        Instant finishedAt = Instant.MIN;
        byte[] file = new byte[0];
        int records;

        Job(String kind, ExportId id, Extract extract, Instant createdAt) {
            this.kind = kind;
            this.id = id;
            this.extract = extract;
            this.createdAt = createdAt;
        }

        boolean is(String... states) {
            return Arrays.asList(states).contains(status);
        }
    }

    private record ExportId(String value) {}

    private final LeadDatabase database;
    private final Settings settings;
    private final Limits limits;
    private final Map<ExportId, Job> jobs = new LinkedHashMap<>();
    private LocalDate day = LocalDate.MIN;
    private long bytesToday;

    BulkExtracts(LeadDatabase database, Settings settings, Limits limits) {
        this.database = database;
        this.settings = settings;
        this.limits = limits;
    }

    HttpAnswer create(ApiCall call, String kind, Extract extract) {
        String format = call.text("format", "CSV");
        if (!format.equals("CSV")) throw new Refusal("1003", "Unsupported format '" + format + "'");
        ExportId id = new ExportId(java.util.UUID.randomUUID().toString());
        Job job = new Job(kind, id, extract, database.now());
        jobs.put(id, job);
        return Replies.result(call, shape(job));
    }

    HttpAnswer enqueue(ApiCall call, String kind) {
        Job job = job(call, kind);
        advance();
        if (!job.is("Created")) throw new Refusal("1029", "Job already queued");
        if (count("Queued", "Processing") >= MOST_QUEUED) throw new Refusal("1029", "Too many jobs in queue");
        if (bytesToday() >= quota()) {
            throw new Refusal(
                    "1029", "Export daily quota " + settings.number("exportMegabytesPerDay") + "MB exceeded.");
        }
        job.status = "Queued";
        job.queuedAt = database.now();
        return Replies.result(call, shape(job));
    }

    HttpAnswer status(ApiCall call, String kind) {
        advance();
        return Replies.result(call, shape(job(call, kind)));
    }

    HttpAnswer cancel(ApiCall call, String kind) {
        Job job = job(call, kind);
        // "Cancelled" in recorded answers, although the definition lists "Canceled".
        if (job.is("Created", "Queued", "Processing")) job.status = "Cancelled";
        return Replies.result(call, shape(job));
    }

    HttpAnswer list(ApiCall call, String kind) {
        advance();
        List<String> states = call.list("status");
        List<Job> found = jobs.values().stream()
                .filter(each -> each.kind.equals(kind))
                .filter(each -> states.isEmpty() || states.contains(each.status))
                .filter(each -> each.createdAt.isAfter(database.now().minus(FILE_KEPT)))
                .toList();
        return Replies.page(call, Page.of(call, found, BulkExtracts::shape));
    }

    HttpAnswer file(ApiCall call, String kind) {
        advance();
        Job job = job(call, kind);
        boolean there =
                job.is("Completed") && job.finishedAt.isAfter(database.now().minus(FILE_KEPT));
        if (!there) return HttpAnswer.of(404, "text/plain", "File not found");
        Optional<String> range = call.http().header("range");
        if (range.isPresent()) return part(job, range.get());
        return new HttpAnswer(200, Map.of("Content-Type", "text/csv;charset=UTF-8"), job.file);
    }

    /** Starts what may start and finishes what is due; called before every look, so that no thread is needed. */
    private void advance() {
        for (Job job : jobs.values()) {
            if (job.is("Processing")) finishIfDue(job);
        }
        for (Job job : jobs.values()) {
            if (!job.is("Queued") || count("Processing") >= MOST_PROCESSING) continue;
            job.status = "Processing";
            job.startedAt = database.now();
            finishIfDue(job);
        }
    }

    private void finishIfDue(Job job) {
        Instant due = job.startedAt.plusSeconds(settings.number("bulkSeconds"));
        if (database.now().isBefore(due)) return;
        Csv csv = job.extract.file();
        job.file = csv.text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        job.records = csv.records();
        job.finishedAt = due;
        job.status = "Completed";
        bytesToday();
        bytesToday += job.file.length;
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

    private long count(String... states) {
        return jobs.values().stream().filter(job -> job.is(states)).count();
    }

    private Job job(ApiCall call, String kind) {
        return Optional.ofNullable(jobs.get(new ExportId(call.value("exportId"))))
                .filter(job -> job.kind.equals(kind))
                .orElseThrow(() -> new Refusal("1013", "Export job not found"));
    }

    private static HttpAnswer part(Job job, String range) {
        Matcher bytes = RANGE.matcher(range);
        int length = job.file.length;
        if (!bytes.matches() || Long.parseLong(bytes.group(1)) >= length) {
            return HttpAnswer.empty(416).with("Content-Range", "bytes */" + length);
        }
        int from = Integer.parseInt(bytes.group(1));
        int to = bytes.group(2).isEmpty() ? length - 1 : Math.min(length - 1, Integer.parseInt(bytes.group(2)));
        return new HttpAnswer(
                206,
                Map.of(
                        "Content-Type",
                        "text/csv;charset=UTF-8",
                        "Content-Range",
                        "bytes " + from + "-" + to + "/" + length),
                Arrays.copyOfRange(job.file, from, to + 1));
    }

    private static ObjectNode shape(Job job) {
        ObjectNode shape = Replies.object()
                .put("exportId", job.id.value())
                .put("format", "CSV")
                .put("status", job.status)
                .put("createdAt", Dates.lead(job.createdAt));
        if (job.queuedAt.isAfter(Instant.MIN)) shape.put("queuedAt", Dates.lead(job.queuedAt));
        if (job.startedAt.isAfter(Instant.MIN)) shape.put("startedAt", Dates.lead(job.startedAt));
        if (job.is("Completed")) {
            shape.put("finishedAt", Dates.lead(job.finishedAt))
                    .put("numberOfRecords", job.records)
                    .put("fileSize", job.file.length)
                    .put("fileChecksum", "sha256:" + sha256(job.file));
        }
        return shape;
    }

    private static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A cell of an extract: quoted where it must be; nothing is the text {@code null}. */
    static String cell(@org.jspecify.annotations.Nullable String value) {
        if (value == null) return "null";
        boolean plain =
                value.chars().noneMatch(letter -> letter == ',' || letter == '"' || letter == '\n' || letter == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    /** A time window of a filter: both ends, and at most 31 days between them. */
    record Window(Instant from, Instant until) {
        static Window of(JsonNode filter) {
            try {
                Window window = new Window(
                        Dates.parse(filter.path("startAt").asText()),
                        Dates.parse(filter.path("endAt").asText()));
                // "Date range of 31 days or less": "Bulk Lead Extract", "Filters".
                if (Duration.between(window.from, window.until).toDays() > 31) {
                    throw new Refusal("1003", "The date range exceeds 31 days");
                }
                return window;
            } catch (java.time.DateTimeException notADate) {
                throw new Refusal("1003", "Invalid value for field 'startAt' or 'endAt'");
            }
        }

        boolean holds(Instant at) {
            return !at.isBefore(from) && !at.isAfter(until);
        }
    }
}
