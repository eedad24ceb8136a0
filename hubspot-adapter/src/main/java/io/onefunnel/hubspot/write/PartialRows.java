package io.onefunnel.hubspot.write;

import io.onefunnel.hubspot.write.BatchUpdates.Row;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.WriteResult.Rejected;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rows that are sent in parts, because HubSpot refused some of their properties, and what each row comes to. A result of the
 * SPI speaks of the whole row: one of which a part was written and a part refused is told as refused, in words that say so.
 */
final class PartialRows {
    private final Map<Row, List<Row>> sent = new LinkedHashMap<>();
    private final Map<Row, Rejected> refused = new LinkedHashMap<>();
    private final Map<Row, WriteResult> results = new ConcurrentHashMap<>();

    /** The part of a row with, or without, these properties, to be sent; empty where nothing is left. */
    Optional<Row> part(Row row, Set<String> names, boolean with) {
        Map<String, String> properties = new LinkedHashMap<>(row.properties());
        if (with) properties.keySet().retainAll(names);
        else properties.keySet().removeAll(names);
        List<Row> parts = sent.computeIfAbsent(row, key -> new ArrayList<>());
        if (properties.isEmpty()) return Optional.empty();
        Row part = new Row(row.trace(), row.on(), row.type(), properties);
        parts.add(part);
        return Optional.of(part);
    }

    void refuse(Row row, Rejected why) {
        sent.computeIfAbsent(row, key -> new ArrayList<>());
        refused.put(row, why);
    }

    /** Where what became of parts is put. */
    Map<Row, WriteResult> results() {
        return results;
    }

    /** What is known of the rows; one that nothing was sent of is left out. */
    void tell(Map<Row, WriteResult> outcomes) {
        sent.forEach((row, parts) -> {
            List<WriteResult> known = new ArrayList<>();
            for (Row part : parts) Optional.ofNullable(results.get(part)).ifPresent(known::add);
            boolean all = known.size() == parts.size();
            Optional.ofNullable(refused.get(row)).ifPresent(known::add);
            if (!known.isEmpty()) whole(row, known, all).ifPresent(result -> outcomes.put(row, result));
        });
    }

    private static Optional<WriteResult> whole(Row row, List<WriteResult> known, boolean all) {
        if (all && known.size() == 1) return Optional.of(known.get(0));
        boolean written = known.stream().anyMatch(WriteResult.Written.class::isInstance);
        List<Rejected> no = known.stream()
                .filter(Rejected.class::isInstance)
                .map(Rejected.class::cast)
                .toList();
        boolean settled =
                all && known.stream().allMatch(each -> each instanceof WriteResult.Written || each instanceof Rejected);
        if (settled && no.isEmpty()) return Optional.of(known.get(0));
        if (settled) {
            List<String> words =
                    no.stream().map(Rejected::vendorMessage).distinct().toList();
            return Optional.of(new Rejected(
                    row.on(), no.get(0).code(), (written ? "written but for: " : "") + String.join("; ", words)));
        }
        // A part may be there, another was put off: a look at the record tells.
        boolean touched = written || known.stream().anyMatch(WriteResult.Unknown.class::isInstance);
        if (touched) return Optional.of(new WriteResult.Unknown(row.on()));
        return known.stream().filter(WriteResult.Deferred.class::isInstance).findFirst();
    }
}
