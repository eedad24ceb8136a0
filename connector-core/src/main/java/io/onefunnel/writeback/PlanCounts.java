package io.onefunnel.writeback;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How much a plan would write.
 *
 * @param connections only those to which something is written
 * @param capabilities in how many items each has a part; an item may have several
 * @param acts what is done once, by kind
 */
public record PlanCounts(
        Map<ConnectionId, OfConnection> connections,
        Map<Capability, Long> capabilities,
        Map<PendingAction.Kind, Long> acts) {
    public PlanCounts {
        connections = Collections.unmodifiableMap(new TreeMap<>(connections));
        capabilities = capabilities.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(capabilities));
        acts = acts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(acts));
    }

    /**
     * What one connection gets.
     *
     * @param records whose fields are set
     * @param fields that are set on them
     * @param merges of duplicates
     * @param losers the records that vanish in these merges
     * @param acts what is done once
     */
    public record OfConnection(long records, long fields, long merges, long losers, long acts) {
        private static final OfConnection NOTHING = new OfConnection(0, 0, 0, 0, 0);

        /** How many items of the plan are this connection's. */
        public long items() {
            return records + merges + acts;
        }

        /**
         * The calls that writing needs at least.
         *
         * @param recordsPerCall how many records' fields the vendor takes in one
         */
        public long calls(int recordsPerCall) {
            // Before something is done once, its target is read; how a vendor batches these is left out: they are few.
            return (records + recordsPerCall - 1) / recordsPerCall + losers + 2 * acts;
        }

        private OfConnection plus(OfConnection more) {
            return new OfConnection(
                    records + more.records,
                    fields + more.fields,
                    merges + more.merges,
                    losers + more.losers,
                    acts + more.acts);
        }
    }

    /** Of one connection; of none to which nothing is written. */
    public OfConnection of(ConnectionId connection) {
        return connections.getOrDefault(connection, OfConnection.NOTHING);
    }

    /** How many items there are. */
    public long items() {
        return connections.values().stream().mapToLong(OfConnection::items).sum();
    }

    /** How many records get fields set. */
    public long records() {
        return connections.values().stream().mapToLong(OfConnection::records).sum();
    }

    /** How many merges of duplicates there are. */
    public long merges() {
        return connections.values().stream().mapToLong(OfConnection::merges).sum();
    }

    /** How much is done once. */
    public long actions() {
        return acts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Counts what it is given. */
    static final class Counter {
        private final Map<ConnectionId, OfConnection> connections = new TreeMap<>();
        private final Map<Capability, Long> capabilities = new EnumMap<>(Capability.class);
        private final Map<PendingAction.Kind, Long> acts = new EnumMap<>(PendingAction.Kind.class);

        void add(PlanItem item) {
            ConnectionId connection = item.on().connection();
            if (item instanceof PlanItem.Fields set) {
                fields(connection, set.after().keySet(), 1);
            } else if (item instanceof PlanItem.Act act) {
                act(connection, act.action().kind(), 1);
            } else if (item instanceof PlanItem.Merge merge) {
                merge(connection, merge.losers().size());
            }
        }

        void fields(ConnectionId connection, Collection<Field> fields, long records) {
            add(connection, new OfConnection(records, fields.size() * records, 0, 0, 0));
            Set<Capability> used = EnumSet.noneOf(Capability.class);
            fields.forEach(field -> used.add(field.capability()));
            used.forEach(each -> capabilities.merge(each, records, Long::sum));
        }

        void act(ConnectionId connection, PendingAction.Kind kind, long times) {
            add(connection, new OfConnection(0, 0, 0, 0, times));
            capabilities.merge(kind.capability(), times, Long::sum);
            acts.merge(kind, times, Long::sum);
        }

        private void merge(ConnectionId connection, long losers) {
            add(connection, new OfConnection(0, 0, 1, losers, 0));
            capabilities.merge(Capability.MERGES, 1L, Long::sum);
        }

        private void add(ConnectionId connection, OfConnection more) {
            connections.merge(connection, more, OfConnection::plus);
        }

        PlanCounts counts() {
            return new PlanCounts(connections, capabilities, acts);
        }
    }
}
