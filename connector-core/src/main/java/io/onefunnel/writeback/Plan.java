package io.onefunnel.writeback;

import io.onefunnel.model.ConnectionId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Writes that a person can read before they happen. Applying it writes exactly these, each after its before-value was
 * checked again.
 *
 * <p>There may be more of them than memory holds: what a plan says of itself is its head and its {@link #counts}, and its
 * items are walked through, as often as anybody likes. Every stream of them has to be closed.
 */
public final class Plan {
    /**
     * What a plan says before its writes.
     *
     * @param accounts the accounts that the plan was made for, by connection: it is not applied to others
     * @param trips fuses that this plan would trip if it were written unattended
     * @param waiting what is left out until somebody says a word
     */
    public record Head(
            String id,
            Instant at,
            String inputsHash,
            Map<ConnectionId, String> accounts,
            List<Trip> trips,
            List<Waiting> waiting) {
        public Head {
            accounts = Collections.unmodifiableMap(new TreeMap<>(accounts));
            trips = List.copyOf(trips);
            waiting = List.copyOf(waiting);
        }
    }

    /** A fuse that would blow, for people. */
    public record Trip(String fuse, long planned, long allowed) {}

    /**
     * Outcomes that no marketer has confirmed yet.
     *
     * @param records whose outcome fields are left out
     */
    public record Waiting(ConnectionId connection, long records) {}

    private final Head head;
    private final PlanCounts counts;
    private final Items items;

    /** The writes of a plan, wherever they are kept. */
    @FunctionalInterface
    public interface Items {
        /**
         * Opens those of some connections once more: merges, then fields, then what is done once. The fields of a record
         * that is about to vanish need no write, and what an outcome sets off at the vendor reads the fields.
         */
        Stream<PlanItem> open(Predicate<ConnectionId> wanted);
    }

    /** @param counts of the items */
    public Plan(Head head, PlanCounts counts, Items items) {
        this.head = head;
        this.counts = counts;
        this.items = items;
    }

    /** A plan of a few writes. */
    public static Plan of(Head head, List<PlanItem> items) {
        List<PlanItem> all = List.copyOf(items);
        PlanCounts.Counter counter = new PlanCounts.Counter();
        all.forEach(counter::add);
        return new Plan(
                head,
                counter.counts(),
                wanted -> all.stream().filter(item -> wanted.test(item.on().connection())));
    }

    public Head head() {
        return head;
    }

    public PlanCounts counts() {
        return counts;
    }

    public String id() {
        return head.id();
    }

    public boolean isEmpty() {
        return counts.items() == 0;
    }

    /** All writes, in the order in which they are made. To be closed. */
    public Stream<PlanItem> items() {
        return items.open(any -> true);
    }

    /** Those of one connection. To be closed. */
    public Stream<PlanItem> items(ConnectionId connection) {
        return items.open(connection::equals);
    }

    /** Of one connection, what sets fields. To be closed. */
    public Stream<PlanItem.Fields> fields(ConnectionId connection) {
        return only(PlanItem.Fields.class, items(connection));
    }

    /** Of one connection, the merges: as few as people have approved. */
    public List<PlanItem.Merge> merges(ConnectionId connection) {
        try (Stream<PlanItem> all = items(connection)) {
            return only(PlanItem.Merge.class, all).toList();
        }
    }

    /** Of all connections, what is done once; all that is done to one record together. To be closed. */
    public Stream<PlanItem.Act> acts() {
        return only(PlanItem.Act.class, items());
    }

    private static <T extends PlanItem> Stream<T> only(Class<T> type, Stream<PlanItem> items) {
        return items.filter(type::isInstance).map(type::cast);
    }
}
