package io.onefunnel.writeback;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.SourceRef;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes that a person can read before they happen. Applying it writes exactly these, each after its before-value was
 * checked again.
 *
 * @param accounts the accounts that the plan was made for, by connection: it is not applied to others
 * @param items merges first: the fields of a record that is about to vanish need no write
 * @param trips fuses that this plan would trip if it were written unattended
 * @param waiting what is left out until somebody says a word
 */
public record Plan(
        String id,
        Instant at,
        String inputsHash,
        Map<ConnectionId, String> accounts,
        List<PlanItem> items,
        List<Trip> trips,
        List<Waiting> waiting) {
    public Plan {
        accounts = Collections.unmodifiableMap(new TreeMap<>(accounts));
        items = List.copyOf(items);
        trips = List.copyOf(trips);
        waiting = List.copyOf(waiting);
    }

    /** A plan that leaves nothing out. */
    public Plan(
            String id,
            Instant at,
            String inputsHash,
            Map<ConnectionId, String> accounts,
            List<PlanItem> items,
            List<Trip> trips) {
        this(id, at, inputsHash, accounts, items, trips, List.of());
    }

    /** A fuse that would blow, for people. */
    public record Trip(String fuse, long planned, long allowed) {}

    /**
     * Outcomes that no marketer has confirmed yet.
     *
     * @param records whose outcome fields are left out
     */
    public record Waiting(ConnectionId connection, long records) {}

    public Stream<PlanItem.Fields> fields() {
        return items.stream().filter(PlanItem.Fields.class::isInstance).map(PlanItem.Fields.class::cast);
    }

    public Stream<PlanItem.Merge> merges() {
        return items.stream().filter(PlanItem.Merge.class::isInstance).map(PlanItem.Merge.class::cast);
    }

    public Stream<PlanItem.Act> acts() {
        return items.stream().filter(PlanItem.Act.class::isInstance).map(PlanItem.Act.class::cast);
    }

    /** How many items each connection gets written. */
    public Map<ConnectionId, Long> recordsByConnection() {
        Map<ConnectionId, Long> counts = new TreeMap<>();
        items.stream().map(PlanItem::on).map(SourceRef::connection).forEach(each -> counts.merge(each, 1L, Long::sum));
        return counts;
    }

    /** The calls that writing needs at least, given how many commands each connection takes in one. */
    public Map<ConnectionId, Long> calls(Map<ConnectionId, Integer> commandsPerCall) {
        Map<ConnectionId, Long> fieldWrites = new TreeMap<>();
        Map<ConnectionId, Long> merges = new TreeMap<>();
        fields().forEach(item -> fieldWrites.merge(item.on().connection(), 1L, Long::sum));
        merges().forEach(item ->
                merges.merge(item.on().connection(), (long) item.losers().size(), Long::sum));
        Map<ConnectionId, Long> calls = new LinkedHashMap<>();
        fieldWrites.forEach((connection, records) -> {
            int batch = commandsPerCall.getOrDefault(connection, 1);
            calls.merge(connection, (records + batch - 1) / batch, Long::sum);
        });
        merges.forEach((connection, losers) -> calls.merge(connection, losers, Long::sum));
        // The target is read first; how the vendor batches each kind is left out: these are few.
        acts().forEach(item -> calls.merge(item.on().connection(), 2L, Long::sum));
        return calls;
    }
}
