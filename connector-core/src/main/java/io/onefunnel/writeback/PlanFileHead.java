package io.onefunnel.writeback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.writeback.PlanFile.UnreadablePlanException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The first line of a plan file: which plan it is, of when, for which accounts. */
final class PlanFileHead {
    private static final int FORMAT = 2;
    private static final String NO_PLAN = "this is not a plan file; make one with `plan --out`";
    private static final ObjectMapper JSON = new ObjectMapper();

    private PlanFileHead() {}

    static ObjectNode node(Plan.Head head) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("id", head.id());
        root.put("at", head.at().toString());
        root.put("inputs", head.inputsHash());
        ObjectNode accounts = root.putObject("accounts");
        head.accounts().forEach((connection, account) -> accounts.put(connection.value(), account));
        ArrayNode trips = root.putArray("fuses");
        head.trips()
                .forEach(trip -> trips.addObject()
                        .put("fuse", trip.fuse())
                        .put("planned", trip.planned())
                        .put("allowed", trip.allowed()));
        ArrayNode waiting = root.putArray("waiting");
        head.waiting()
                .forEach(each -> waiting.addObject()
                        .put("outcomesOf", each.connection().value())
                        .put("records", each.records()));
        return root;
    }

    /** @throws UnreadablePlanException when the file is no plan, or one of another format */
    static Plan.Head read(Path file, PlanLines lines) throws IOException {
        try {
            String first = Objects.requireNonNullElse(lines.next(), "");
            JsonNode root = parsed(first);
            int format = root.isObject() ? root.path("format").asInt() : formatOfOld(first, lines);
            if (format == 0) throw new UnreadablePlanException(file + ": " + NO_PLAN);
            if (format != FORMAT) {
                throw new UnreadablePlanException(file + ": cannot be applied: its format is " + format
                        + ", this version reads " + FORMAT + PlanFile.AGAIN);
            }
            return head(root);
        } catch (CharacterCodingException | PlanLines.TooLongException noText) {
            throw new UnreadablePlanException(file + ": " + NO_PLAN, noText);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new UnreadablePlanException(
                    file + ":1: cannot be applied: " + wrong.getMessage() + PlanFile.AGAIN, wrong);
        }
    }

    /** Missing when the line is no JSON. */
    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException noJson) {
            return JSON.missingNode();
        }
    }

    /** Format 1 was one JSON object over many lines; 0 when it is not that either. */
    private static int formatOfOld(String first, PlanLines lines) throws IOException {
        String second = "{".equals(first) ? lines.next() : null;
        return second != null && second.strip().equals("\"format\" : 1,") ? 1 : 0;
    }

    private static Plan.Head head(JsonNode root) {
        Map<ConnectionId, String> accounts = new TreeMap<>();
        if (!root.required("accounts").isObject()) throw new IllegalArgumentException("its accounts are no object");
        root.path("accounts")
                .properties()
                .forEach(each -> accounts.put(
                        new ConnectionId(each.getKey()), each.getValue().asText("")));
        List<Plan.Trip> trips = new ArrayList<>();
        root.path("fuses")
                .forEach(trip -> trips.add(new Plan.Trip(
                        trip.path("fuse").asText(""),
                        trip.path("planned").asLong(),
                        trip.path("allowed").asLong())));
        List<Plan.Waiting> waiting = new ArrayList<>();
        root.path("waiting")
                .forEach(each -> waiting.add(new Plan.Waiting(
                        new ConnectionId(each.path("outcomesOf").asText("")),
                        each.path("records").asLong())));
        return new Plan.Head(
                root.required("id").asText(""),
                Instant.parse(root.required("at").asText("")),
                root.required("inputs").asText(""),
                accounts,
                trips,
                waiting);
    }
}
