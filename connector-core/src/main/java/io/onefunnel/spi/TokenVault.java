package io.onefunnel.spi;

import io.onefunnel.model.ConnectionId;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps tokens that a vendor replaces when they are used: of a rotated refresh token only the newest is good, so two
 * nodes must not use one at the same time, and a crash must not lose it. What is kept is encrypted; an admin who
 * configures a new token makes the kept one void.
 */
public interface TokenVault {
    /**
     * Lends the newest token to an exchange while nobody else has it, and keeps what the exchange got in return before
     * anybody else may ask.
     *
     * @param key which token of the connection, such as the name of its secret
     * @param configured the token in the configuration; used as long as none came from it
     * @return what the exchange made of the token
     * @throws IOException what the exchange threw; nothing is kept then
     */
    <T> T exchange(ConnectionId connection, String key, String configured, Exchange<T> exchange) throws IOException;

    /** A call to the vendor's token endpoint. */
    @FunctionalInterface
    interface Exchange<T> {
        Exchanged<T> with(String token) throws IOException;
    }

    /**
     * What came of an exchange.
     *
     * @param next the token that replaces the one that was used; empty when the vendor let it stand
     */
    record Exchanged<T>(T result, Optional<String> next) {}

    /** A vault that lasts as long as the process, for tests and trials. */
    static TokenVault inMemory() {
        return new TokenVault() {
            private record Place(ConnectionId connection, String key, String configured) {}

            private final Map<Place, String> kept = new HashMap<>();

            @Override
            public synchronized <T> T exchange(
                    ConnectionId connection, String key, String configured, Exchange<T> exchange) throws IOException {
                Place place = new Place(connection, key, configured);
                Exchanged<T> exchanged = exchange.with(kept.getOrDefault(place, configured));
                exchanged.next().ifPresent(next -> kept.put(place, next));
                return exchanged.result();
            }
        };
    }
}
