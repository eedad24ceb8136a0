package io.onefunnel.store.records;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Mapping;
import java.util.Map;
import java.util.Optional;

/**
 * How each connection names its fields now. The store keeps what vendors said in their words, and what we wrote in ours:
 * laying the one over the other needs the dictionary. Asked anew each time, because an admin may change it.
 */
@FunctionalInterface
public interface Mappings {
    /** Empty for a connection that is no longer configured. */
    Optional<Mapping> of(ConnectionId connection);

    static Mappings of(Map<ConnectionId, Mapping> mappings) {
        Map<ConnectionId, Mapping> copy = Map.copyOf(mappings);
        return connection -> Optional.ofNullable(copy.get(connection));
    }
}
