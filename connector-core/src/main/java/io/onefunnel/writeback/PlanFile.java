package io.onefunnel.writeback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A plan as a file that a person can read, diff, keep and apply. */
public final class PlanFile {
    private static final int FORMAT = 1;
    private static final String NO_PLAN = "this is not a plan file; make one with `plan --out`";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private PlanFile() {}

    /** Thrown with what is wrong and what to do. */
    public static final class UnreadablePlanException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadablePlanException(String message) {
            super(message);
        }

        UnreadablePlanException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    public static void write(Plan plan, Path file) throws IOException {
        Files.writeString(file, text(plan));
    }

    public static String text(Plan plan) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("id", plan.id());
        root.put("at", plan.at().toString());
        root.put("inputs", plan.inputsHash());
        ObjectNode accounts = root.putObject("accounts");
        plan.accounts().forEach((connection, account) -> accounts.put(connection.value(), account));
        ArrayNode trips = root.putArray("fuses");
        plan.trips()
                .forEach(trip -> trips.addObject()
                        .put("fuse", trip.fuse())
                        .put("planned", trip.planned())
                        .put("allowed", trip.allowed()));
        ArrayNode waiting = root.putArray("waiting");
        plan.waiting()
                .forEach(each -> waiting.addObject()
                        .put("outcomesOf", each.connection().value())
                        .put("records", each.records()));
        ArrayNode items = root.putArray("writes");
        plan.items().forEach(item -> putItem(items.addObject(), item));
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a plan of texts always writes", impossible);
        }
    }

    private static void putItem(ObjectNode node, PlanItem item) {
        node.put("on", item.on().toString());
        node.put("why", item.reason());
        if (item instanceof PlanItem.Fields fields) {
            ObjectNode set = node.putObject("set");
            fields.after()
                    .forEach((field, value) -> set.putObject(field.key())
                            .put("from", fields.before().getOrDefault(field, ""))
                            .put("to", value));
            return;
        }
        if (item instanceof PlanItem.Act act) {
            PlanFileActions.put(node, act);
            return;
        }
        PlanItem.Merge merge = (PlanItem.Merge) item;
        node.put("proposal", merge.proposal());
        ArrayNode losers = node.putArray("merge");
        merge.losers().forEach(loser -> losers.add(loser.toString()));
        ObjectNode winning = node.putObject("winning");
        merge.winning().forEach((field, value) -> winning.put(field.key(), value));
    }

    /**
     * Reads a plan.
     *
     * @throws UnreadablePlanException when the file is no plan, or one of another format
     */
    public static Plan read(Path file) throws IOException {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (CharacterCodingException noText) {
            throw new UnreadablePlanException(file + ": " + NO_PLAN, noText);
        }
    }

    static Plan parse(String text, String name) {
        try {
            JsonNode root = JSON.readTree(text);
            if (!root.has("format") || !root.has("writes")) throw new UnreadablePlanException(name + ": " + NO_PLAN);
            if (root.path("format").asInt() != FORMAT) {
                throw new IllegalArgumentException("its format is " + root.path("format") + ", this version reads "
                        + FORMAT + "; make the plan again");
            }
            Map<ConnectionId, String> accounts = new TreeMap<>();
            root.path("accounts")
                    .properties()
                    .forEach(each -> accounts.put(
                            new ConnectionId(each.getKey()), each.getValue().asText()));
            List<Plan.Trip> trips = new ArrayList<>();
            root.path("fuses")
                    .forEach(trip -> trips.add(new Plan.Trip(
                            trip.path("fuse").asText(),
                            trip.path("planned").asLong(),
                            trip.path("allowed").asLong())));
            List<Plan.Waiting> waiting = new ArrayList<>();
            root.path("waiting")
                    .forEach(each -> waiting.add(new Plan.Waiting(
                            new ConnectionId(each.path("outcomesOf").asText()),
                            each.path("records").asLong())));
            List<PlanItem> items = new ArrayList<>();
            root.path("writes").forEach(node -> items.add(item(node)));
            return new Plan(
                    root.required("id").asText(),
                    Instant.parse(root.required("at").asText()),
                    root.required("inputs").asText(),
                    accounts,
                    items,
                    trips,
                    waiting);
        } catch (JsonProcessingException notJson) {
            throw new UnreadablePlanException(name + ":" + notJson.getLocation().getLineNr() + ": " + NO_PLAN, notJson);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new UnreadablePlanException(name + ": cannot be applied: " + wrong.getMessage(), wrong);
        }
    }

    private static PlanItem item(JsonNode node) {
        SourceRef on = SourceRef.parse(node.required("on").asText());
        String why = node.path("why").asText();
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
        node.required("set").properties().forEach(each -> {
            before.put(field(each.getKey()), each.getValue().path("from").asText());
            // A missing "to" must not pass for the empty text, which clears the field.
            after.put(field(each.getKey()), each.getValue().required("to").asText());
        });
        return new PlanItem.Fields(on, before, after, why);
    }

    private static Field field(String key) {
        return Field.ofKey(key).orElseThrow(() -> new IllegalArgumentException("there is no field " + key));
    }
}
