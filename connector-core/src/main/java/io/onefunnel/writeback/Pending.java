package io.onefunnel.writeback;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.SourceRef;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What decisions want and the vendors do not hold yet. It may be as much as there are records: whoever wants to know how much
 * asks for the {@link #counts}, whoever wants all of it walks through pages.
 *
 * <p>Left out everywhere: a field whose refused write has not changed on either side since (same value wanted, same version
 * of the record); an action that the vendor refused while neither it nor its record has changed since; and an action that
 * may have been done already and is not settled.
 */
public interface Pending {
    /** @param without records of which nothing is counted */
    PendingCounts counts(Set<SourceRef> without);

    /**
     * Fields to be set at one connection: records that wait for the same fields together, then in the order of the records.
     *
     * @param after from {@link Page#next()} of the page before; empty for the first page
     * @param limit how many are looked at; a page may hold fewer, even none, and still have a next one
     */
    Page<PendingChange> changes(ConnectionId connection, Optional<String> after, int limit);

    /** The same of these records, as it is now. */
    List<PendingChange> changes(Collection<SourceRef> on);

    /** What is to be done at one connection: all of a record together, in the order of time. As {@link #changes} pages. */
    Page<PendingAction> actions(ConnectionId connection, Optional<String> after, int limit);

    /** The same of these records, as it is now. */
    List<PendingAction> actions(Collection<SourceRef> on);

    /**
     * A part of what is pending.
     *
     * @param next where the next page begins; empty when there is none
     */
    record Page<T>(List<T> rows, Optional<String> next) {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /** All of it as it is at one moment, whatever happens meanwhile. To be closed soon: the store keeps what is old for it. */
    Snapshot snapshot();

    /** What was pending at one moment. */
    interface Snapshot extends Pending, AutoCloseable {
        @Override
        void close();
    }
}
