package io.onefunnel.writeback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.model.ConnectionId;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A plan as a file that a person can read, search, diff, keep and apply: one JSON object a line. The first line is the head,
 * the last one says how many writes stand between them, so that a file that was cut is told from a whole one.
 */
public final class PlanFile {
    static final int FORMAT = 2;
    private static final String NO_PLAN = "this is not a plan file; make one with `plan --out`";
    private static final String AGAIN = "; make the plan again";
    private static final ObjectMapper JSON = new ObjectMapper();

    private PlanFile() {}

    /** Thrown with what is wrong, where, and what to do. */
    public static final class UnreadablePlanException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadablePlanException(String message) {
            super(message);
        }

        UnreadablePlanException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Walks once through the plan and writes it down; until all of it stands there, whatever was in the file stays.
     *
     * @return the plan as it stands in the file, which whatever happens to what is pending leaves alone
     */
    public static Plan write(Plan plan, Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Path part = Files.createTempFile(whole.getParent(), whole.getFileName() + ".", ".part");
        try {
            PlanCounts.Counter counter = new PlanCounts.Counter();
            try (BufferedWriter lines = Files.newBufferedWriter(part);
                    Stream<PlanItem> items = plan.items()) {
                line(lines, head(plan.head()));
                long written = 0;
                for (Iterator<PlanItem> each = items.iterator(); each.hasNext(); written++) {
                    PlanItem item = each.next();
                    counter.add(item);
                    line(lines, PlanFileItems.node(item));
                }
                line(lines, JSON.createObjectNode().put("end", written));
            }
            move(part, whole);
            return new Plan(plan.head(), counter.counts(), wanted -> items(file, wanted));
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void move(Path part, Path whole) throws IOException {
        try {
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException otherwise) {
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void line(BufferedWriter lines, JsonNode node) throws IOException {
        lines.write(JSON.writeValueAsString(node));
        lines.write('\n');
    }

    private static ObjectNode head(Plan.Head head) {
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

    /**
     * Reads a plan: all of it once, so that nothing is written from a file that is spoiled further down.
     *
     * @throws UnreadablePlanException when the file is no plan, one of another format, or not whole
     */
    public static Plan read(Path file) throws IOException {
        Plan.Head head = readHead(file);
        PlanCounts.Counter counter = new PlanCounts.Counter();
        try (Stream<PlanItem> items = items(file, any -> true)) {
            items.forEach(item -> {
                if (!head.accounts().containsKey(item.on().connection())) {
                    throw new UnreadablePlanException(file + ":1: cannot be applied: it does not say which account of "
                            + item.on().connection() + " it was made for" + AGAIN);
                }
                counter.add(item);
            });
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        return new Plan(head, counter.counts(), wanted -> items(file, wanted));
    }

    private static Plan.Head readHead(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String first = lines.readLine();
            JsonNode root = first == null ? JSON.missingNode() : node(first);
            int format = root.isObject() ? root.path("format").asInt() : formatOfOld(first, lines);
            if (format == 0) throw new UnreadablePlanException(file + ": " + NO_PLAN);
            if (format != FORMAT) {
                throw new UnreadablePlanException(file + ": cannot be applied: its format is " + format
                        + ", this version reads " + FORMAT + AGAIN);
            }
            return head(root);
        } catch (CharacterCodingException noText) {
            throw new UnreadablePlanException(file + ": " + NO_PLAN, noText);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new UnreadablePlanException(file + ":1: cannot be applied: " + wrong.getMessage() + AGAIN, wrong);
        }
    }

    /** Missing when the line is no JSON. */
    private static JsonNode node(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException noJson) {
            return JSON.missingNode();
        }
    }

    /** Format 1 was one JSON object over many lines; 0 when it is not that either. */
    private static int formatOfOld(String first, BufferedReader lines) throws IOException {
        String second = "{".equals(first) ? lines.readLine() : null;
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

    /** The writes, as they are reached; a line that is none is an {@link UnreadablePlanException} then. */
    private static Stream<PlanItem> items(Path file, Predicate<ConnectionId> wanted) {
        try {
            PlanFileItems items = new PlanFileItems(file, Files.newBufferedReader(file), wanted);
            return items.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
