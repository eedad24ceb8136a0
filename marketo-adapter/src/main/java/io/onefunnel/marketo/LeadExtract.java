package io.onefunnel.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.onefunnel.marketo.PersonCursor.ExtractJob;
import io.onefunnel.spi.AdapterErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bulk extracts of leads by window of creation: the road for a first load ("Bulk Lead Extract"). */
final class LeadExtract {
    /** Rows by lead id, the columns of the file, and where in it the next chunk starts. */
    record Chunk(Map<String, Map<String, String>> rows, List<String> columns, long next) {}

    // A window may be 31 days long: "Bulk Lead Extract", "Filters".
    private static final Duration WINDOW = Duration.ofDays(30);
    // Ten jobs of all integrations may wait, two run: "Bulk Extract", "Limits". We leave room.
    private static final int MOST_JOBS = 8;
    private static final int CHUNK = 1024 * 1024;
    private static final int LONGEST_HEADER = 64 * 1024;
    private static final String PATH = "bulk/v1/leads/export";

    private final MarketoClient client;
    private final Map<String, String> checksums = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();

    LeadExtract(MarketoClient client) {
        this.client = client;
    }

    /** Hands the next windows to jobs, as many as the queue takes. */
    PersonCursor fill(PersonCursor cursor, List<String> fields) {
        List<ExtractJob> jobs = new ArrayList<>(cursor.jobs());
        long from = cursor.extractedTo();
        while (jobs.size() < MOST_JOBS && from <= cursor.began()) {
            long to = Math.min(from + WINDOW.toSeconds(), cursor.began());
            Optional<ExtractJob> job = startUnlessRefused(from, to, fields, !jobs.isEmpty());
            if (job.isEmpty()) break;
            jobs.add(job.get());
            // Both ends of a window belong to it, and stamps are whole seconds.
            from = to + 1;
        }
        return cursor.extracting(from > cursor.began() ? PersonCursor.LOADED : from, jobs);
    }

    /** Jobs that are already started must reach the cursor: a refusal of a later one is heard at the next fill. */
    private Optional<ExtractJob> startUnlessRefused(long from, long to, List<String> fields, boolean othersStarted) {
        try {
            return start(from, to, fields);
        } catch (Refused refused) {
            if (!othersStarted) throw refused;
            return Optional.empty();
        }
    }

    /** Empty when the queue is full of somebody's jobs. */
    Optional<ExtractJob> start(long from, long to, List<String> fields) {
        Map<String, Object> window = new LinkedHashMap<>();
        window.put("startAt", Instant.ofEpochSecond(from).toString());
        window.put("endAt", Instant.ofEpochSecond(to).toString());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("fields", fields);
        body.put("format", "CSV");
        body.put("filter", Map.of("createdAt", window));
        String exportId = post("create", "create.json", body).path("exportId").asText();
        try {
            post("enqueue", exportId + "/enqueue.json", null);
        } catch (Refused full) {
            if (!full.is("1029") || full.code() == AdapterErrorCode.QUOTA_EXHAUSTED) throw full;
            if (String.valueOf(full.getMessage()).contains("already queued")) {
                return Optional.of(new ExtractJob(exportId, from, to, -1, 0));
            }
            post("cancel", exportId + "/cancel.json", null);
            return Optional.empty();
        }
        return Optional.of(new ExtractJob(exportId, from, to, -1, 0));
    }

    /**
     * The jobs as they stand now: finished ones with their size, empty ones gone, failed ones started anew ("A failed
     * job must be recreated").
     */
    PersonCursor refreshed(PersonCursor cursor, List<String> fields) {
        Map<String, JsonNode> known = listed();
        List<ExtractJob> jobs = new ArrayList<>();
        for (ExtractJob job : cursor.jobs()) {
            JsonNode status = known.get(job.exportId());
            if (status == null || isLost(status)) {
                start(job.from(), job.to(), fields).ifPresentOrElse(jobs::add, () -> jobs.add(job));
            } else if (!status.path("status").asText().equals("Completed")) {
                jobs.add(job);
            } else if (status.path("numberOfRecords").asLong() > 0) {
                checksums.put(job.exportId(), status.path("fileChecksum").asText(""));
                jobs.add(job.finished(status.path("fileSize").asLong()));
            }
        }
        return cursor.extracting(cursor.extractedTo(), jobs);
    }

    /** The next rows of a finished file; empty when the file is not there (yet). */
    Optional<Chunk> chunk(ExtractJob job) {
        boolean whole = job.offset() == 0 && job.size() <= CHUNK;
        long to = whole ? -1 : Math.min(job.size(), job.offset() + CHUNK) - 1;
        MarketoClient.Bytes bytes = client.file("lead extract file", file(job), job.offset(), to);
        if (bytes.status() == 404) return Optional.empty();
        byte[] content = bytes.content();
        if (whole) verify(job, content);
        boolean last = whole || to == job.size() - 1;
        int length = last ? content.length : endOfLastRow(content);
        if (length == 0) {
            throw new Refused(
                    "", AdapterErrorCode.UNEXPECTED_RESPONSE, "a row of an extract is longer than 1 MB", null, null);
        }
        String text = new String(content, 0, length, StandardCharsets.UTF_8);
        String header = header(job, text);
        String csv = job.offset() == 0 ? text : header + "\n" + text;
        return Optional.of(new Chunk(rows(csv), List.of(header.split(",")), last ? job.size() : job.offset() + length));
    }

    /** The first line of the file: a chunk from its middle may be read by an adapter that never saw its beginning. */
    private String header(ExtractJob job, String chunk) {
        if (job.offset() == 0) headers.put(job.exportId(), firstLine(chunk));
        return headers.computeIfAbsent(job.exportId(), id -> {
            MarketoClient.Bytes start = client.file("lead extract file", file(job), 0, LONGEST_HEADER - 1);
            return firstLine(new String(start.content(), StandardCharsets.UTF_8));
        });
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String file(ExtractJob job) {
        return PATH + "/" + job.exportId() + "/file.json";
    }

    private Map<String, JsonNode> listed() {
        Map<String, JsonNode> all = new HashMap<>();
        Map<String, String> query = new LinkedHashMap<>();
        String token = "";
        do {
            if (!token.isEmpty()) query.put("nextPageToken", token);
            JsonNode page = client.get("lead extract list", PATH + ".json", query);
            for (JsonNode each : page.path("result"))
                all.put(each.path("exportId").asText(), each);
            token = page.path("nextPageToken").asText("");
        } while (!token.isEmpty());
        return all;
    }

    private static boolean isLost(JsonNode status) {
        // Both spellings are seen: "Canceled" is documented, "Cancelled" is recorded.
        return List.of("Failed", "Canceled", "Cancelled")
                .contains(status.path("status").asText());
    }

    private JsonNode post(String step, String path, @org.jspecify.annotations.Nullable Object body) {
        JsonNode answer =
                client.post("lead extract " + step, MarketoClient.Effect.READS, PATH + "/" + path, Map.of(), body);
        return answer.path("result").path(0);
    }

    private static Map<String, Map<String, String>> rows(String csv) {
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        CsvReader.builder().ofNamedCsvRecord(csv).forEach(row -> {
            Map<String, String> values = values(row);
            rows.put(values.getOrDefault("id", ""), values);
        });
        return rows;
    }

    private static Map<String, String> values(NamedCsvRecord row) {
        Map<String, String> values = new LinkedHashMap<>();
        row.getFieldsAsMap().forEach((name, value) -> {
            // An empty field is the text null: "Bulk Lead Extract", "Retrieving Data".
            if (!value.isEmpty() && !value.equals("null")) values.put(name, value);
        });
        return values;
    }

    /** The end of the last whole row: a line break inside quotes belongs to a value. */
    private static int endOfLastRow(byte[] content) {
        int end = 0;
        boolean quoted = false;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '"') quoted = !quoted;
            else if (content[i] == '\n' && !quoted) end = i + 1;
        }
        return end;
    }

    private void verify(ExtractJob job, byte[] content) {
        String expected = checksums.getOrDefault(job.exportId(), "");
        if (!expected.startsWith("sha256:")) return;
        try {
            String actual = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            if (expected.equals("sha256:" + actual)) return;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
        throw new Refused("", AdapterErrorCode.VENDOR_UNAVAILABLE, "an extract arrived damaged", null, null);
    }
}
