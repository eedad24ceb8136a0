package io.onefunnel.writeback;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How much is pending, in groups that say what any choice of capabilities would write: there are a few dozen groups, however
 * many records wait.
 *
 * @param changes every record with fields to be set is in one of them
 * @param actions every record with something to be done is in one of them
 */
public record PendingCounts(List<Changes> changes, List<Actions> actions) {
    public PendingCounts {
        changes = List.copyOf(changes);
        actions = List.copyOf(actions);
    }

    /**
     * Records on which the same fields are to be set.
     *
     * @param records how many; never 0
     */
    public record Changes(ConnectionId connection, Set<Field> fields, long records) {
        public Changes {
            fields = fields.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(fields));
        }
    }

    /**
     * Records to which the same is to be done.
     *
     * @param kinds one for each action of a record, the same one several times where it is done several times
     * @param fields that are to be set on the same records; empty when none are
     * @param records how many; never 0
     */
    public record Actions(ConnectionId connection, List<PendingAction.Kind> kinds, Set<Field> fields, long records) {
        public Actions {
            kinds = List.copyOf(kinds);
            fields = fields.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(fields));
        }
    }

    /** How many records have fields to be set. */
    public long records() {
        return changes.stream().mapToLong(Changes::records).sum();
    }

    /** How many things are to be done. */
    public long acts() {
        return actions.stream()
                .mapToLong(each -> each.kinds().size() * each.records())
                .sum();
    }
}
