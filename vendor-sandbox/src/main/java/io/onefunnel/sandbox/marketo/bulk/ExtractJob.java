package io.onefunnel.sandbox.marketo.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.Replies;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One extract on its way: created, queued, processing, and then completed, failed or cancelled. */
final class ExtractJob {
    /** The documented states, spelt as the recorded answers spell them ("Canceled" stands in the definition only). */
    enum State {
        CREATED("Created"),
        QUEUED("Queued"),
        PROCESSING("Processing"),
        COMPLETED("Completed"),
        FAILED("Failed"),
        CANCELLED("Cancelled");

        final String word;

        State(String word) {
            this.word = word;
        }
    }

    // "Files are retained for 7 days", "job status for 30 days": "Bulk Extract", "Limits".
    private static final Duration FILE_KEPT = Duration.ofDays(7);
    private static final Duration STATUS_KEPT = Duration.ofDays(30);
    private static final byte[] NO_FILE = {};

    private final String kind;
    private final String id;
    private final FileFormat format;
    private final Supplier<ExtractFile> extract;
    private final Instant createdAt;
    private State state = State.CREATED;
    private @Nullable Instant queuedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant finishedAt;
    private boolean doomed;
    private byte[] file = NO_FILE;
    private int fileSize;
    private String checksum = "";
    private int records;

    ExtractJob(String kind, String id, FileFormat format, Supplier<ExtractFile> extract, Instant createdAt) {
        this.kind = kind;
        this.id = id;
        this.format = format;
        this.extract = extract;
        this.createdAt = createdAt;
    }

    String id() {
        return id;
    }

    boolean of(String wanted) {
        return kind.equals(wanted);
    }

    boolean is(State wanted) {
        return state == wanted;
    }

    String word() {
        return state.word;
    }

    byte[] file() {
        return file;
    }

    void queue(Instant now, boolean willFail) {
        state = State.QUEUED;
        queuedAt = now;
        doomed = willFail;
    }

    void start(Instant now) {
        state = State.PROCESSING;
        startedAt = now;
    }

    /** Writes the file when its time has come; returns the bytes that this adds to the day. */
    long finishIfDue(Instant now, Duration takes) {
        if (state != State.PROCESSING || startedAt == null) return 0;
        Instant due = startedAt.plus(takes);
        if (now.isBefore(due)) return 0;
        finishedAt = due;
        if (doomed) {
            state = State.FAILED;
            return 0;
        }
        ExtractFile written = extract.get();
        file = written.bytes();
        fileSize = file.length;
        checksum = sha256(file);
        records = written.records();
        state = State.COMPLETED;
        return fileSize;
    }

    void cancel() {
        if (state == State.CREATED || state == State.QUEUED || state == State.PROCESSING) state = State.CANCELLED;
    }

    /** Lets go of a file whose time is over. */
    void age(Instant now) {
        if (finishedAt != null && !finishedAt.plus(FILE_KEPT).isAfter(now)) file = NO_FILE;
    }

    boolean hasFile() {
        return state == State.COMPLETED && file.length > 0;
    }

    boolean forgotten(Instant now) {
        return !createdAt.plus(STATUS_KEPT).isAfter(now);
    }

    boolean listed(Instant now) {
        return createdAt.plus(FILE_KEPT).isAfter(now);
    }

    ObjectNode shape() {
        ObjectNode shape = Replies.object()
                .put("exportId", id)
                .put("format", format.name())
                .put("status", state.word)
                .put("createdAt", Dates.lead(createdAt));
        if (queuedAt != null) shape.put("queuedAt", Dates.lead(queuedAt));
        if (startedAt != null) shape.put("startedAt", Dates.lead(startedAt));
        if (finishedAt != null) shape.put("finishedAt", Dates.lead(finishedAt));
        if (state == State.FAILED) shape.put("errorMsg", "Failed to process the export");
        if (state == State.COMPLETED) {
            shape.put("numberOfRecords", records).put("fileSize", fileSize).put("fileChecksum", "sha256:" + checksum);
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
}
