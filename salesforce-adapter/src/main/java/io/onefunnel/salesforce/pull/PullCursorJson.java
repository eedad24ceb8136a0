package io.onefunnel.salesforce.pull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.salesforce.client.Json;
import io.onefunnel.salesforce.pull.PullCursor.Chunk;
import io.onefunnel.salesforce.pull.PullCursor.Job;
import io.onefunnel.salesforce.pull.PullCursor.Load;
import io.onefunnel.salesforce.pull.PullCursor.Row;
import io.onefunnel.salesforce.pull.PullCursor.Running;
import io.onefunnel.salesforce.pull.PullCursor.Stand;
import io.onefunnel.spi.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text of a {@link PullCursor}: JSON, in which what is absent is left out. */
final class PullCursorJson {
    private PullCursorJson() {}

    /** @throws IllegalArgumentException when it is no cursor of this adapter */
    static PullCursor read(Cursor cursor) {
        try {
            JsonNode json = Json.MAPPER.readTree(cursor.value());
            return new PullCursor(
                    instants(json.path("read")),
                    instants(json.path("whole")),
                    instants(json.path("swept")),
                    fields(json.path("fields")),
                    running(json.path("now")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a cursor of the Salesforce adapter", e);
        }
    }

    static Cursor write(PullCursor cursor) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        write(json.putObject("read"), cursor.read());
        if (!cursor.whole().isEmpty()) write(json.putObject("whole"), cursor.whole());
        write(json.putObject("swept"), cursor.swept());
        ObjectNode seen = json.putObject("fields");
        cursor.fields().forEach((type, names) -> seen.put(type, String.join(" ", names)));
        Running now = cursor.now();
        if (now != null) write(json.putObject("now"), now);
        return new Cursor(json.toString());
    }

    private static @Nullable Running running(JsonNode json) {
        if (json.isMissingNode()) return null;
        List<String> left = new ArrayList<>();
        json.path("left").forEach(each -> left.add(each.asText()));
        return new Running(
                Instant.parse(json.path("to").asText()), json.path("type").asText(), left, stand(json.path("at")));
    }

    private static @Nullable Stand stand(JsonNode json) {
        if (json.isMissingNode()) return null;
        JsonNode after = json.path("after");
        return new Stand(
                json.path("whole").asBoolean(),
                instant(json.path("from")),
                instant(json.path("until")),
                after.isMissingNode()
                        ? null
                        : new Row(after.path("stamp").asText(), after.path("id").asText()),
                load(json.path("load")),
                json.path("ids").isMissingNode() ? null : json.path("ids").asText());
    }

    private static @Nullable Load load(JsonNode json) {
        if (json.isMissingNode()) return null;
        JsonNode chunk = json.path("chunk");
        JsonNode job = json.path("job");
        return new Load(
                chunk.isMissingNode()
                        ? null
                        : new Chunk(
                                instant(chunk.path("low")),
                                instant(chunk.path("high")),
                                Instant.parse(chunk.path("oldest").asText()),
                                Duration.parse(chunk.path("length").asText())),
                job.isMissingNode()
                        ? null
                        : new Job(
                                job.path("id").asText(),
                                Instant.parse(job.path("since").asText()),
                                job.path("complete").asBoolean(),
                                job.path("locator").asText(),
                                job.path("given").asInt(),
                                job.path("rows").asLong(),
                                job.path("all").asLong(Job.NOT_KNOWN)));
    }

    private static void write(ObjectNode json, Running running) {
        json.put("to", running.to().toString()).put("type", running.type());
        if (!running.left().isEmpty()) {
            running.left().forEach(json.withArray("left")::add);
        }
        Stand stand = running.at();
        if (stand == null) return;
        ObjectNode at = json.putObject("at");
        at.put("whole", stand.whole());
        put(at, "from", stand.from());
        put(at, "until", stand.until());
        Row row = stand.after();
        if (row != null) at.putObject("after").put("stamp", row.stamp()).put("id", row.id());
        if (stand.ids() != null) at.put("ids", stand.ids());
        Load load = stand.load();
        if (load != null) write(at.putObject("load"), load);
    }

    private static void write(ObjectNode json, Load load) {
        Chunk chunk = load.chunk();
        if (chunk != null) {
            ObjectNode part = json.putObject("chunk");
            put(part, "low", chunk.low());
            put(part, "high", chunk.high());
            part.put("oldest", chunk.oldest().toString())
                    .put("length", chunk.length().toString());
        }
        Job job = load.job();
        if (job == null) return;
        json.putObject("job")
                .put("id", job.id())
                .put("since", job.since().toString())
                .put("complete", job.complete())
                .put("locator", job.locator())
                .put("given", job.given())
                .put("rows", job.rows())
                .put("all", job.all());
    }

    private static void put(ObjectNode json, String name, @Nullable Instant instant) {
        if (instant != null) json.put(name, instant.toString());
    }

    private static @Nullable Instant instant(JsonNode json) {
        return json.isMissingNode() ? null : Instant.parse(json.asText());
    }

    private static Map<String, Instant> instants(JsonNode json) {
        Map<String, Instant> instants = new LinkedHashMap<>();
        json.properties()
                .forEach(each -> instants.put(
                        each.getKey(), Instant.parse(each.getValue().asText())));
        return instants;
    }

    private static Map<String, Set<String>> fields(JsonNode json) {
        Map<String, Set<String>> fields = new LinkedHashMap<>();
        json.properties()
                .forEach(each -> fields.put(
                        each.getKey(),
                        new LinkedHashSet<>(List.of(each.getValue().asText().split(" ")))));
        return fields;
    }

    private static void write(ObjectNode json, Map<String, Instant> instants) {
        instants.forEach((type, instant) -> json.put(type, instant.toString()));
    }
}
