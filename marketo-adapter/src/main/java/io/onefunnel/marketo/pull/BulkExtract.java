package io.onefunnel.marketo.pull;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.marketo.client.DailyQuota;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.marketo.client.RetryRule;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Extract jobs of leads, activities or program members, mostly one for each window of time ("Bulk Extract"). What it knows stands in the
 * {@link Extraction} of a cursor: made before anything is read of it, so that a crash leaves no job behind unread.
 */
final class BulkExtract {
    /** Some rows of a finished file; {@code ended} when there are no more. */
    record Rows(List<Map<String, String>> rows, List<String> columns, boolean ended) {}

    // A window may be 31 days long: "Bulk Lead Extract", "Filters".
    static final Duration WINDOW = Duration.ofDays(31).minusSeconds(1);
    // The status is refreshed once a minute, and asking more often is advised against: "Bulk Extract", "Polling Job
    // Status". The first look costs no wait: a job that is done at once is read at once.
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(60);
    // Ten jobs of all integrations may wait, two run: "Bulk Extract", "Limits". We leave room.
    private static final int MOST_JOBS = 8;
    // What failed four times does so for a reason that a minute does not change.
    private static final Duration AFTER_FAILURES = Duration.ofHours(6);
    private static final int LONGEST_REASON = 200;
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);
    private static final DateTimeFormatter IN_CHICAGO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", Locale.ENGLISH).withZone(DailyQuota.CENTRAL);
    private static final Set<String> LOST = Set.of("Failed", "Canceled", "Cancelled");

    private final MarketoClient client;
    private final String kind;
    private final String what;
    private final boolean inWindows;
    private @Nullable ExtractFile open;

    /** @param kind "leads" or "activities" */
    BulkExtract(MarketoClient client, String kind) {
        this(client, kind, kind, true);
    }

    private BulkExtract(MarketoClient client, String kind, String what, boolean inWindows) {
        this.client = client;
        this.kind = kind;
        this.what = what;
        this.inWindows = inWindows;
    }

    /** Members of one program; not every subscription has a filter by time for them: "Bulk Program Member Extract". */
    static BulkExtract ofMembers(MarketoClient client) {
        return new BulkExtract(client, "program/members", "program members", false);
    }

    /**
     * Hands the next windows to jobs, as many as the queue takes.
     *
     * @param body what is extracted, without its window
     */
    Extraction fill(Extraction extraction, Map<String, Object> body) {
        List<ExtractJob> jobs = new ArrayList<>(extraction.jobs());
        long from = extraction.next();
        while (jobs.size() < MOST_JOBS && from <= extraction.until()) {
            long to = Math.min(from + WINDOW.toSeconds(), extraction.until());
            Optional<ExtractJob> job;
            try {
                job = start(from, to, body);
            } catch (RefusedException refused) {
                if (isQuota(refused)) return extraction.made(from, jobs).postponed(renewed());
                // Jobs that are started must reach the cursor: this refusal is heard at the next fill.
                if (jobs.isEmpty()) throw refused;
                break;
            }
            if (job.isEmpty()) break;
            jobs.add(job.get());
            // Both ends of a window belong to it, and stamps are whole seconds.
            from = to + 1;
        }
        return extraction.made(from, jobs);
    }

    /**
     * The jobs as they stand now: finished ones with their size, empty ones gone, failed ones started anew ("A failed
     * job must be recreated"). What fails again and again is put off, and the admin is told why.
     */
    Extraction look(Extraction extraction, Map<String, Object> body) {
        Map<String, JsonNode> known = listed();
        List<ExtractJob> jobs = new ArrayList<>();
        Optional<Instant> spentUntil = Optional.empty();
        String hopeless = "";
        int anew = 0;
        for (ExtractJob job : extraction.jobs()) {
            if (!job.made() && client.now().getEpochSecond() < extraction.notBefore()) {
                jobs.add(job);
                continue;
            }
            Looked looked = looked(job, known.get(job.exportId()));
            if (looked.isOver()) {
                looked.job().ifPresent(jobs::add);
                continue;
            }
            ExtractJob lost = looked.job().orElse(job);
            if (lost.failsForGood()) {
                hopeless = failure(lost, looked.why());
                jobs.add(lost.unmade());
                continue;
            }
            try {
                jobs.add(
                        spentUntil.isPresent()
                                ? lost.unmade()
                                : start(lost.from(), lost.to(), body)
                                        .map(lost::anew)
                                        .orElse(lost));
            } catch (RefusedException refused) {
                boolean spent = isQuota(refused);
                // What was made anew must reach the cursor: this refusal is heard at the next look.
                if (!spent && anew == 0) throw refused;
                if (spent) spentUntil = Optional.of(renewed());
                jobs.add(spent ? lost.unmade() : lost);
                continue;
            }
            anew++;
        }
        Extraction seen =
                extraction.lookedAt(jobs, client.now().plus(BETWEEN_LOOKS).getEpochSecond());
        if (!hopeless.isEmpty()) seen = seen.putOff(client.now().plus(AFTER_FAILURES), hopeless);
        return spentUntil.map(seen::postponed).orElse(seen);
    }

    /**
     * What a look tells of a job.
     *
     * @param isOver whether nothing is to be done about it: it is under way, finished, or without rows
     * @param job as it goes on; empty when there is nothing to be read of it
     */
    private record Looked(boolean isOver, Optional<ExtractJob> job, String why) {
        static Looked at(ExtractJob job) {
            return new Looked(true, Optional.of(job), "");
        }

        static Looked lost(ExtractJob job, String why) {
            return new Looked(false, Optional.of(job), why);
        }
    }

    private String failure(ExtractJob job, String why) {
        String window = inWindows
                ? " from " + Instant.ofEpochSecond(job.from()) + " to " + Instant.ofEpochSecond(job.to())
                : "";
        return "the extract of " + what + window + " failed " + job.failures() + " times ("
                + why.substring(0, Math.min(why.length(), LONGEST_REASON)) + ")";
    }

    private static Looked looked(ExtractJob job, @Nullable JsonNode status) {
        // Lost, or to be made anew because of its files.
        if (status == null) return Looked.lost(job, "its file is not there, or not what the job says");
        String state = status.path("status").asText("");
        if (LOST.contains(state)) {
            return Looked.lost(
                    job.failed(), state + ", " + status.path("errorMsg").asText("without a reason"));
        }
        if (!state.equals("Completed")) return Looked.at(job);
        JsonNode records = status.path("numberOfRecords");
        if (records.isNumber() && records.asLong() == 0) return new Looked(true, Optional.empty(), "");
        // A job that has rows has a file, and says how large it is: "Bulk Extract", "Polling Job Status".
        long size = status.path("fileSize").asLong();
        if (size <= 0 || !records.isNumber()) {
            return Looked.lost(job.failed(), "Completed, with rows and without a file");
        }
        return Looked.at(job.finished(size, status.path("fileChecksum").asText(""), records.asLong()));
    }

    /** Whether the day's megabytes of all integrations are spent. */
    static boolean isQuota(RefusedException refused) {
        return refused.is("1029") && refused.error().rule() == RetryRule.QUOTA;
    }

    /**
     * When extracts go on after such a refusal: at midnight in Chicago. Refused a moment after it, our clock is ahead of
     * Marketo's, and a whole day more would be lost for that.
     */
    Instant renewed() {
        Instant now = client.now();
        Instant midnight = DailyQuota.renewedAfter(now.minus(CLOCK_SKEW));
        return midnight.isAfter(now) ? midnight : now.plus(BETWEEN_LOOKS);
    }

    Progress.Postponed postponed(Extraction extraction) {
        Instant at = Instant.ofEpochSecond(extraction.notBefore());
        String why = extraction.why();
        if (why != null && !why.isEmpty()) {
            return new Progress.Postponed(
                    at, why + "; it is tried again at " + at + "; what is new or changed is read meanwhile");
        }
        return new Progress.Postponed(
                at,
                "the megabytes that Marketo exports in a day (500 unless more were bought, for all integrations together)"
                        + " are spent: the first load of " + what + " goes on after midnight in Chicago, "
                        + IN_CHICAGO.format(at) + "; what is new or changed is read meanwhile");
    }

    /**
     * The next rows of a finished job; empty when its file is not there (yet).
     *
     * @param required columns without which no row can be understood
     * @throws SpoiltFileException when the file is not what the job says
     */
    Optional<Rows> rows(ExtractJob job, int most, Collection<String> required) {
        ExtractFile file = open;
        if (file == null || !file.isOf(job)) {
            close();
            Optional<ExtractFile> fetched = ExtractFile.fetch(client, kind, job, required);
            if (fetched.isEmpty()) return Optional.empty();
            file = fetched.get();
            open = file;
        }
        List<Map<String, String>> rows = file.from(job.rows(), most);
        boolean ended = rows.size() < most;
        List<String> columns = file.columns();
        if (ended) close();
        return Optional.of(new Rows(rows, columns, ended));
    }

    /** Removes the file that lies here. */
    void close() {
        ExtractFile file = open;
        open = null;
        if (file != null) file.close();
    }

    /** Empty when the queue is full of somebody's jobs. */
    private Optional<ExtractJob> start(long from, long to, Map<String, Object> body) {
        Map<String, Object> whole = new LinkedHashMap<>(body);
        Map<String, Object> filter = new LinkedHashMap<>();
        if (inWindows) {
            filter.put(
                    "createdAt",
                    Map.of(
                            "startAt",
                            Instant.ofEpochSecond(from).toString(),
                            "endAt",
                            Instant.ofEpochSecond(to).toString()));
        }
        if (body.get("filter") instanceof Map<?, ?> more)
            more.forEach((name, value) -> filter.put(String.valueOf(name), value));
        whole.put("filter", filter);
        String exportId = post("create", "create.json", whole).path("exportId").asText("");
        try {
            post("enqueue", exportId + "/enqueue.json", null);
        } catch (RefusedException refused) {
            boolean queuedBefore = refused.is("1029") && refused.error().rule() == RetryRule.DONE;
            if (queuedBefore) return Optional.of(ExtractJob.queued(exportId, from, to));
            post("cancel", exportId + "/cancel.json", null);
            boolean queueFull = refused.is("1029") && refused.error().rule() == RetryRule.THROTTLE;
            if (queueFull) return Optional.empty();
            throw refused;
        }
        return Optional.of(ExtractJob.queued(exportId, from, to));
    }

    private Map<String, JsonNode> listed() {
        Map<String, JsonNode> all = new HashMap<>();
        Map<String, String> query = new LinkedHashMap<>();
        String token = "";
        do {
            if (!token.isEmpty()) query.put("nextPageToken", token);
            JsonNode page = client.get("extract list", path(kind) + ".json", query);
            for (JsonNode each : page.path("result"))
                all.put(each.path("exportId").asText(""), each);
            token = page.path("nextPageToken").asText("");
        } while (!token.isEmpty());
        return all;
    }

    static String path(String kind) {
        return "bulk/v1/" + kind + "/export";
    }

    private JsonNode post(String step, String path, @Nullable Object body) {
        JsonNode answer =
                client.post("extract " + step, MarketoClient.Effect.READS, path(kind) + "/" + path, Map.of(), body);
        JsonNode job = answer.path("result").path(0);
        if (job.path("exportId").asText("").isEmpty()) {
            throw client.refusal(AdapterErrorCode.UNEXPECTED_RESPONSE, "an extract job has no id");
        }
        return job;
    }
}
