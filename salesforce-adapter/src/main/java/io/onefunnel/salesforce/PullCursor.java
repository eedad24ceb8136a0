package io.onefunnel.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.spi.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the pull of one kind stands.
 *
 * @param read up to when each type has been read; a type that is not in it is read from its beginning
 * @param whole up to when each type has last been read as a whole
 * @param swept up to when each type has been asked for records that left the bin unseen
 * @param fields the fields that could be seen of each type when it was read last
 * @param now the pull under way, null between two pulls
 */
record PullCursor(
        Map<String, Instant> read,
        Map<String, Instant> whole,
        Map<String, Instant> swept,
        Map<String, Set<String>> fields,
        @Nullable Running now) {
    static final PullCursor BEGINNING = new PullCursor(Map.of(), Map.of(), Map.of(), Map.of(), null);

    /**
     * A pull under way.
     *
     * @param to where its window ends, for all types
     * @param type the type being read; "" before the first and after the last
     * @param left types that could not be read in this pull
     * @param at how far the type has come, null before it is begun
     */
    record Running(
            Instant to,
            String type,
            List<String> left,
            @Nullable Stand at) {
        Running {
            left = List.copyOf(left);
        }

        Running with(Stand stand) {
            return new Running(to, type, left, stand);
        }

        Running at(String next) {
            return new Running(to, next, left, null);
        }

        Running leaving(String lost) {
            List<String> more = new ArrayList<>(left);
            more.add(lost);
            return new Running(to, type, more, null);
        }
    }

    /**
     * How far a type has come.
     *
     * @param whole everything of the type is read, whenever it changed
     * @param from where the stretch being read by queries begins; null for the beginning of time
     * @param until where that stretch ends, null for the end of the window: shorter when a query was too much at once
     * @param after the last row given, null at the beginning of the stretch
     * @param load what is read by Bulk jobs, null for queries
     * @param ids the last id compared while the ids of the type are compared with what was read before; null otherwise
     */
    record Stand(
            boolean whole,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Row after,
            @Nullable Load load,
            @Nullable String ids) {
        static Stand beginning(boolean whole, @Nullable Instant from) {
            return new Stand(whole, from, null, null, null, null);
        }

        Stand after(Row row) {
            return new Stand(whole, from, until, row, null, null);
        }

        /** The rest of the window, or a part of it. */
        Stand stretch(@Nullable Instant begin, @Nullable Instant end) {
            return new Stand(whole, begin, end, null, null, null);
        }

        Stand by(@Nullable Load bulk) {
            return new Stand(whole, from, until, after, bulk, null);
        }

        Stand comparing(String lastId) {
            return new Stand(whole, from, until, null, null, lastId);
        }
    }

    /** A row by stamp and id: equal stamps lose nobody. */
    record Row(String stamp, String id) {}

    /**
     * What is read by Bulk jobs: a whole type in chunks, newest first, or the rest of a window.
     *
     * @param chunk the records being read, by when they were created; null for all at once
     * @param job the job that reads them; null while there is none yet
     */
    record Load(@Nullable Chunk chunk, @Nullable Job job) {}

    /**
     * Records created in [low, high).
     *
     * @param low null in the oldest chunk
     * @param high null in the newest
     * @param oldest when the oldest record of all was created
     * @param length how long the next chunk is to be
     */
    record Chunk(@Nullable Instant low, @Nullable Instant high, Instant oldest, Duration length) {}

    /**
     * A Bulk job.
     *
     * @param since when it was made
     * @param complete whether it is known to have finished
     * @param locator which of its result pages is next, or being read; "" for the first
     * @param given how many rows of that result page were given
     * @param rows how many rows of the job were given before that result page
     */
    record Job(String id, Instant since, boolean complete, String locator, int given, long rows) {}

    PullCursor {
        read = Map.copyOf(read);
        whole = Map.copyOf(whole);
        swept = Map.copyOf(swept);
        fields = Map.copyOf(fields);
    }

    static PullCursor of(Cursor cursor) {
        if (cursor.isBeginning()) return BEGINNING;
        try {
            JsonNode json = Http.JSON.readTree(cursor.value());
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

    Cursor write() {
        ObjectNode json = Http.JSON.createObjectNode();
        write(json.putObject("read"), read);
        if (!whole.isEmpty()) write(json.putObject("whole"), whole);
        write(json.putObject("swept"), swept);
        ObjectNode seen = json.putObject("fields");
        fields.forEach((type, names) -> seen.put(type, String.join(" ", names)));
        if (now != null) write(json.putObject("now"), now);
        return new Cursor(json.toString());
    }

    PullCursor at(Running running) {
        return new PullCursor(read, whole, swept, fields, running);
    }

    Optional<Instant> readTo(String type) {
        return Optional.ofNullable(read.get(type));
    }

    /** The type is read up to the end of the window. */
    PullCursor finished(String type, Instant to, boolean asWhole, Set<String> seen) {
        Map<String, Set<String>> more = new LinkedHashMap<>(fields);
        more.put(type, seen);
        return new PullCursor(with(read, type, to), asWhole ? with(whole, type, to) : whole, swept, more, now);
    }

    PullCursor swept(String type, Instant to) {
        return new PullCursor(read, whole, with(swept, type, to), fields, now);
    }

    PullCursor resting() {
        return new PullCursor(read, whole, swept, fields, null);
    }

    private static Map<String, Instant> with(Map<String, Instant> map, String type, Instant to) {
        Map<String, Instant> more = new LinkedHashMap<>(map);
        more.put(type, to);
        return more;
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
                                job.path("rows").asLong()));
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
                .put("rows", job.rows());
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
