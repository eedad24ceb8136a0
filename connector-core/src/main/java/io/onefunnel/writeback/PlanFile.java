package io.onefunnel.writeback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.model.ConnectionId;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.crypto.Mac;

/**
 * A plan as a file that a person can read, search, diff, keep and apply: one JSON object a line. The first line is the head,
 * the last one says how many writes stand between them and seals all lines before it, so that a file that was cut or changed
 * is told from the one that was made.
 */
public final class PlanFile {
    static final String AGAIN = "; make the plan again";
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
    public static Plan write(Plan plan, Path file, PlanSeal seal) throws IOException {
        Path whole = file.toAbsolutePath();
        // Made for its owner alone: a plan holds names and addresses.
        Path part = Files.createTempFile(whole.getParent(), whole.getFileName() + ".", ".part");
        try {
            PlanCounts.Counter counter = new PlanCounts.Counter();
            Mac mac = seal.begin();
            try (OutputStream lines = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
                    Stream<PlanItem> items = plan.items()) {
                line(lines, mac, PlanFileHead.node(plan.head()));
                long written = 0;
                for (Iterator<PlanItem> each = items.iterator(); each.hasNext(); written++) {
                    PlanItem item = each.next();
                    counter.add(item);
                    line(lines, mac, PlanFileItems.node(item));
                }
                lines.write(bytes(JSON.createObjectNode()
                        .put("end", written)
                        .put("mac", HexFormat.of().formatHex(mac.doFinal()))));
            }
            move(part, whole);
            return new Plan(plan.head(), counter.counts(), wanted -> items(file, seal, wanted));
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

    private static void line(OutputStream lines, Mac mac, JsonNode node) throws IOException {
        byte[] bytes = bytes(node);
        lines.write(bytes);
        mac.update(bytes);
    }

    /** By way of a text, in which Jackson leaves every character as a person reads it. */
    private static byte[] bytes(JsonNode node) throws IOException {
        return (JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a plan: all of it once, so that nothing is written from a file that is spoiled further down.
     *
     * @param seal of the installation that made it
     * @throws UnreadablePlanException when the file is no plan, one of another format, not whole, or not as it was made
     */
    public static Plan read(Path file, PlanSeal seal) throws IOException {
        PlanCounts.Counter counter = new PlanCounts.Counter();
        PlanFileItems whole = new PlanFileItems(file, seal, any -> true);
        Plan.Head head = whole.head();
        try (Stream<PlanItem> items = whole.stream()) {
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
        return new Plan(head, counter.counts(), wanted -> items(file, seal, wanted));
    }

    /** The writes, as they are reached; a line that is none is an {@link UnreadablePlanException} then. */
    private static Stream<PlanItem> items(Path file, PlanSeal seal, Predicate<ConnectionId> wanted) {
        try {
            return new PlanFileItems(file, seal, wanted).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
