package io.onefunnel.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.spi.Cursor;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the pull of one kind stands.
 *
 * @param read up to when each type has been read; a type that is not in it is read from its beginning
 * @param swept up to when each type has been asked for records that left the bin unseen
 * @param now the pull under way, null between two pulls
 */
record PullCursor(
        Map<String, Instant> read,
        Map<String, Instant> swept,
        @Nullable Running now) {
    /**
     * A pull under way.
     *
     * @param to where its window ends, for all types
     * @param type the type being read
     * @param after the last row given, null at the beginning of the type
     * @param job the bulk job that reads the type, null when it is read by queries
     */
    record Running(
            Instant to,
            String type,
            @Nullable Row after,
            @Nullable Job job) {}

    /** A row by stamp and id: equal stamps lose nobody. */
    record Row(String stamp, String id) {}

    /**
     * A bulk job.
     *
     * @param locator where its next result page starts; "" at the first
     * @param asked how often its state was asked for
     */
    record Job(String id, String locator, int asked) {}

    PullCursor {
        read = Map.copyOf(read);
        swept = Map.copyOf(swept);
    }

    static PullCursor of(Cursor cursor) {
        if (cursor.isBeginning()) return new PullCursor(Map.of(), Map.of(), null);
        try {
            JsonNode json = Http.JSON.readTree(cursor.value());
            return new PullCursor(instants(json.path("read")), instants(json.path("swept")), running(json.path("now")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a cursor of the Salesforce adapter", e);
        }
    }

    Cursor write() {
        ObjectNode json = Http.JSON.createObjectNode();
        write(json.putObject("read"), read);
        write(json.putObject("swept"), swept);
        Running running = now;
        if (running != null) {
            ObjectNode at = json.putObject("now");
            at.put("to", running.to().toString()).put("type", running.type());
            Row row = running.after();
            if (row != null) at.putObject("after").put("stamp", row.stamp()).put("id", row.id());
            Job job = running.job();
            if (job != null) {
                at.putObject("job")
                        .put("id", job.id())
                        .put("locator", job.locator())
                        .put("asked", job.asked());
            }
        }
        return new Cursor(json.toString());
    }

    PullCursor at(Running running) {
        return new PullCursor(read, swept, running);
    }

    Optional<Instant> readTo(String type) {
        return Optional.ofNullable(read.get(type));
    }

    /** The type is read up to the end of the window. */
    PullCursor finished(String type, Instant to) {
        Map<String, Instant> more = new LinkedHashMap<>(read);
        more.put(type, to);
        return new PullCursor(more, swept, now);
    }

    PullCursor swept(String type, Instant to) {
        Map<String, Instant> more = new LinkedHashMap<>(swept);
        more.put(type, to);
        return new PullCursor(read, more, now);
    }

    PullCursor resting() {
        return new PullCursor(read, swept, null);
    }

    private static @Nullable Running running(JsonNode json) {
        if (json.isMissingNode()) return null;
        JsonNode after = json.path("after");
        JsonNode job = json.path("job");
        return new Running(
                Instant.parse(json.path("to").asText()),
                json.path("type").asText(),
                after.isMissingNode()
                        ? null
                        : new Row(after.path("stamp").asText(), after.path("id").asText()),
                job.isMissingNode()
                        ? null
                        : new Job(
                                job.path("id").asText(),
                                job.path("locator").asText(),
                                job.path("asked").asInt()));
    }

    private static Map<String, Instant> instants(JsonNode json) {
        Map<String, Instant> instants = new LinkedHashMap<>();
        json.properties()
                .forEach(each -> instants.put(
                        each.getKey(), Instant.parse(each.getValue().asText())));
        return instants;
    }

    private static void write(ObjectNode json, Map<String, Instant> instants) {
        instants.forEach((type, instant) -> json.put(type, instant.toString()));
    }
}
