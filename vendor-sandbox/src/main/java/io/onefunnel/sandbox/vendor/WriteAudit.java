package io.onefunnel.sandbox.vendor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Every write that an API client brought about, as the judge of "nothing written twice": a write is
 * <em>repeated</em> when it sets only values that the record already held, when it merges what is already merged, or
 * when it appends a record whose ledger key is already there.
 */
public final class WriteAudit {
    /**
     * One applied write.
     *
     * @param kind "set", "merge", "create", "associate", "append"
     * @param values what was sent, by vendor names
     */
    public record Entry(
            Instant at, String kind, String type, String id, Map<String, String> values, boolean repeated) {}

    private final List<Entry> entries = new ArrayList<>();

    public synchronized void wrote(
            Instant at, String kind, String type, String id, Map<String, String> sent, boolean repeated) {
        entries.add(new Entry(at, kind, type, id, Map.copyOf(sent), repeated));
    }

    /** Whether {@code sent} (null values as "") changes nothing in {@code held}. */
    public static boolean repeats(Map<String, String> held, Map<String, String> sent) {
        return sent.entrySet().stream()
                .allMatch(field -> Objects.equals(blankless(held.get(field.getKey())), blankless(field.getValue())));
    }

    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    public synchronized long repeated() {
        return entries.stream().filter(Entry::repeated).count();
    }

    public synchronized void reset() {
        entries.clear();
    }

    private static String blankless(@Nullable String value) {
        return value == null ? "" : value;
    }
}
