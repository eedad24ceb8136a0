package io.onefunnel.sandbox.salesforce.rest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.org.SalesforceError;
import io.onefunnel.sandbox.salesforce.schema.FieldType;
import io.onefunnel.sandbox.salesforce.services.OrgServices;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What query and ingest jobs of Bulk API 2.0 have in common. */
abstract class BulkJob {
    private static final Map<String, Character> DELIMITERS =
            Map.of("COMMA", ',', "TAB", '\t', "SEMICOLON", ';', "PIPE", '|', "CARET", '^', "BACKQUOTE", '`');

    /** The states of a job; a query job is never open. */
    enum State {
        OPEN("Open"),
        UPLOAD_COMPLETE("UploadComplete"),
        IN_PROGRESS("InProgress"),
        JOB_COMPLETE("JobComplete"),
        FAILED("Failed"),
        ABORTED("Aborted");

        private final String word;

        State(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        boolean isOver() {
            return this == JOB_COMPLETE || this == FAILED || this == ABORTED;
        }
    }

    /** How the CSV of a job is written. */
    record Format(String delimiter, String lineEnding) {
        Format {
            if (!DELIMITERS.containsKey(delimiter)) throw invalid("Invalid column delimiter: " + delimiter);
            if (!lineEnding.equals("LF") && !lineEnding.equals("CRLF"))
                throw invalid("Invalid line ending: " + lineEnding);
        }

        char separator() {
            return DELIMITERS.getOrDefault(delimiter, ',');
        }

        private static SalesforceError invalid(String text) {
            return new SalesforceError(400, "INVALIDJOB", text);
        }
    }

    private final String id;
    private final String version;
    private final String operation;
    private final String object;
    private final String userId;
    private final Format format;
    private final Instant createdAt;
    private boolean aborted;
    private @Nullable String failure;

    BulkJob(String id, String version, String operation, String object, String userId, Format format, Instant at) {
        this.id = id;
        this.version = version;
        this.operation = operation;
        this.object = object;
        this.userId = userId;
        this.format = format;
        this.createdAt = at;
    }

    String id() {
        return id;
    }

    String version() {
        return version;
    }

    String operation() {
        return operation;
    }

    Format format() {
        return format;
    }

    Instant createdAt() {
        return createdAt;
    }

    void abort() {
        aborted = true;
    }

    void fail(String why) {
        failure = why;
    }

    State state(OrgServices org) {
        if (aborted) return State.ABORTED;
        return progress(org);
    }

    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * How far work that began at {@code start} is: {@code bulkDelaySeconds} later it is over, and in the first half of
     * that time it only waits.
     */
    static State progress(OrgServices org, Instant start, State over) {
        long delay = org.settings().seconds("bulkDelaySeconds").toMillis();
        long age = org.store().clock().millis() - start.toEpochMilli();
        if (age >= delay) return over;
        return age * 2 < delay ? State.UPLOAD_COMPLETE : State.IN_PROGRESS;
    }

    /** The state while nobody has aborted it. */
    abstract State progress(OrgServices org);

    ObjectNode shown(JsonMapper json, OrgServices org) {
        String at = FieldType.datetime(createdAt).replace("Z", "+0000");
        ObjectNode out = json.createObjectNode();
        out.put("id", id).put("operation", operation).put("object", object);
        out.put("createdById", userId).put("createdDate", at).put("systemModstamp", at);
        out.put("state", state(org).word()).put("concurrencyMode", "Parallel").put("contentType", "CSV");
        out.put("apiVersion", Double.parseDouble(version));
        out.put("lineEnding", format.lineEnding()).put("columnDelimiter", format.delimiter());
        failure().ifPresent(why -> out.put("errorMessage", why));
        return out;
    }

    void checkVersion(String asked) {
        if (!version.equals(asked)) {
            throw new SalesforceError(
                    409, "API_VERSION_MISMATCH", "results must be fetched with the version the job was made with");
        }
    }
}
