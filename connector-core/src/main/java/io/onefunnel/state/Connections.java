package io.onefunnel.state;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SystemId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The vendor accounts that this store belongs to. */
public interface Connections {
    /**
     * Pins a connection to its account at the first call, and checks the pin at each later one.
     *
     * @param at when it was first connected; kept by the first call alone
     * @throws IllegalArgumentException when the account is blank: a vendor that does not say which account it is would be
     *     pinned to nothing, for good
     * @throws PinnedElsewhereException when the connection was pinned to another account or environment: a sandbox and
     *     its production share ids, so mixing them would corrupt the store
     */
    void pin(ConnectionId connection, SystemId system, String accountId, String environment, Instant at);

    /**
     * Pins a connection that is pinned already to another account, because a person decided so, and writes that down with
     * both accounts. What was read stays and counts as that account's from now on. Where the account and its environment are
     * the same as before, nothing happens.
     *
     * @param who the person, for the audit
     * @return the pin that was replaced
     * @throws IllegalArgumentException when the account is blank, or the connection was never pinned
     */
    Pinned repin(ConnectionId connection, String accountId, String environment, String who, Instant at);

    List<Pinned> all();

    /** Up to when everything of a connection and kind has been pulled; absent before the first complete pull. */
    Map<ConnectionId, Map<RecordKind, Instant>> completeTo();

    /**
     * From when on things of a connection and kind are known: what the vendor had purged when the first pull began is not.
     * Absent where nothing was purged, and before the first pull. A later pull never moves it forward; one that reads
     * everything anew moves it backward if more can be read by then.
     */
    Map<ConnectionId, Map<RecordKind, Instant>> observableSince();

    /** A connection and the account it is pinned to. */
    record Pinned(ConnectionId connection, SystemId system, String accountId, String environment, Instant since) {}

    /** The message says which account the store holds and what to do. */
    final class PinnedElsewhereException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public PinnedElsewhereException(String message) {
            super(message);
        }
    }

    /** The pin, when there is one. */
    default Optional<Pinned> find(ConnectionId connection) {
        return all().stream()
                .filter(pinned -> pinned.connection().equals(connection))
                .findFirst();
    }
}
