package io.onefunnel.writeback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.writeback.PlanFile.UnreadablePlanException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The writes of a plan file: every line between the first and the last. */
final class PlanFileItems implements Iterator<PlanItem> {
    private static final String ON = "{\"on\":\"";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final PlanLines lines;
    private final Predicate<ConnectionId> wanted;
    private final Plan.Head head;
    private Optional<PlanItem> next;
    private long read;

    /**
     * Opens the file, and closes it again when its head is none; otherwise {@link #stream} closes it.
     *
     * @param wanted the connections whose writes are read; those of others are passed over unread
     */
    PlanFileItems(Path file, PlanSeal seal, Predicate<ConnectionId> wanted) throws IOException {
        this.file = file;
        this.wanted = wanted;
        this.lines = new PlanLines(file, seal);
        try {
            this.head = PlanFileHead.read(file, lines);
            this.next = advance();
        } catch (IOException | RuntimeException unreadable) {
            lines.close();
            throw unreadable;
        }
    }

    Plan.Head head() {
        return head;
    }

    /** Closes the file when it is closed. */
    Stream<PlanItem> stream() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(() -> {
                    try {
                        lines.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    @Override
    public boolean hasNext() {
        return next.isPresent();
    }

    @Override
    public PlanItem next() {
        PlanItem item = next.orElseThrow(() -> new NoSuchElementException("the last write was passed"));
        try {
            next = advance();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return item;
    }

    /** The next one that is wanted; empty at the end that the file itself names. */
    private Optional<PlanItem> advance() throws IOException {
        try {
            while (true) {
                String line = lines.next();
                if (line == null) throw spoiled("its end is missing: it was cut", null);
                if (isOfAnother(line)) {
                    read++;
                    continue;
                }
                JsonNode node = JSON.readTree(line);
                if (!node.isObject()) throw spoiled("it is no write", null);
                if (node.has("end")) return end(node);
                PlanItem item = item(node);
                read++;
                // Another program may have written the line, with other blanks than isOfAnother knows.
                if (wanted.test(item.on().connection())) return Optional.of(item);
            }
        } catch (JsonProcessingException noJson) {
            throw spoiled("it is no JSON", noJson);
        } catch (CharacterCodingException noText) {
            throw spoiled("it is no text", noText);
        } catch (PlanLines.TooLongException endless) {
            throw spoiled(String.valueOf(endless.getMessage()), endless);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw spoiled(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private Optional<PlanItem> end(JsonNode node) throws IOException {
        if (node.get("end").asLong(-1) != read) {
            throw spoiled("it ends with " + node.get("end") + " writes and holds " + read, null);
        }
        if (!lines.areSealedBy(node.path("mac").asText(""))) {
            throw new UnreadablePlanException(file + ": cannot be applied: it was changed after it was made, or another"
                    + " installation made it; make the plan again, here");
        }
        if (lines.next() != null) throw spoiled("something stands behind its end", null);
        return Optional.empty();
    }

    private boolean isOfAnother(String line) {
        if (!line.startsWith(ON)) return false;
        int end = line.indexOf('/', ON.length());
        return end > 0 && !wanted.test(new ConnectionId(line.substring(ON.length(), end)));
    }

    private UnreadablePlanException spoiled(String why, @Nullable Throwable cause) {
        String message = file + ":" + (read + 2) + ": cannot be applied: " + why + PlanFile.AGAIN;
        return cause == null ? new UnreadablePlanException(message) : new UnreadablePlanException(message, cause);
    }

    /** One line of the file. */
    static ObjectNode node(PlanItem item) {
        ObjectNode node = JSON.createObjectNode();
        node.put("on", item.on().toString());
        node.put("why", item.reason());
        if (item instanceof PlanItem.Fields fields) {
            ObjectNode set = node.putObject("set");
            fields.after()
                    .forEach((field, value) -> set.putObject(field.key())
                            .put("from", fields.before().getOrDefault(field, ""))
                            .put("to", value));
            return node;
        }
        if (item instanceof PlanItem.Act act) {
            PlanFileActions.put(node, act);
            return node;
        }
        PlanItem.Merge merge = (PlanItem.Merge) item;
        node.put("proposal", merge.proposal());
        ArrayNode losers = node.putArray("merge");
        merge.losers().forEach(loser -> losers.add(loser.toString()));
        ObjectNode winning = node.putObject("winning");
        merge.winning().forEach((field, value) -> winning.put(field.key(), value));
        return node;
    }

    private static PlanItem item(JsonNode node) {
        SourceRef on = SourceRef.parse(node.required("on").asText());
        String why = node.path("why").asText("");
        if (node.has("do")) return PlanFileActions.read(node, on, why);
        if (node.has("merge")) {
            List<SourceRef> losers = new ArrayList<>();
            node.get("merge").forEach(loser -> losers.add(SourceRef.parse(loser.asText())));
            Map<Field, String> winning = new EnumMap<>(Field.class);
            node.path("winning")
                    .properties()
                    .forEach(each ->
                            winning.put(field(each.getKey()), each.getValue().asText()));
            return new PlanItem.Merge(node.required("proposal").asLong(), on, losers, winning, why);
        }
        Map<Field, String> before = new EnumMap<>(Field.class);
        Map<Field, String> after = new EnumMap<>(Field.class);
        if (node.required("set").isEmpty()) throw new IllegalArgumentException("it sets nothing");
        node.required("set").properties().forEach(each -> {
            before.put(field(each.getKey()), each.getValue().path("from").asText(""));
            // A missing "to" must not pass for the empty text, which clears the field.
            after.put(field(each.getKey()), each.getValue().required("to").asText());
        });
        return new PlanItem.Fields(on, before, after, why);
    }

    private static Field field(String key) {
        return Field.ofKey(key).orElseThrow(() -> new IllegalArgumentException("there is no field " + key));
    }
}
