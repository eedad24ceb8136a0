package io.onefunnel.store.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.TokenVault;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Digests;
import io.onefunnel.store.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps refresh tokens. The row stays locked while a token is exchanged: of several nodes one asks the vendor, and the
 * next finds what that one got.
 */
public final class PostgresTokens implements TokenVault {
    private final Database database;
    private final Supplier<EncryptionKey> key;

    /** @param key asked for at each use, so that a store without tokens needs none */
    public PostgresTokens(Database database, Supplier<EncryptionKey> key) {
        this.database = database;
        this.key = key;
    }

    @Override
    public <T> T exchange(ConnectionId connection, String name, String configured, Exchange<T> exchange)
            throws IOException {
        try {
            return database.inTransaction(sql -> exchange(sql, connection, name, configured, exchange));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private <T> T exchange(Sql sql, ConnectionId connection, String name, String configured, Exchange<T> exchange)
            throws SQLException {
        byte[] origin = Digests.of(configured);
        byte[] place = (connection + "/" + name).getBytes(UTF_8);
        Optional<byte[]> kept = lock(sql, connection, name, origin);
        String token = kept.map(encrypted -> new String(key.get().decrypt(encrypted, place), UTF_8))
                .orElse(configured);
        Exchanged<T> exchanged;
        try {
            exchanged = exchange.with(token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (exchanged.next().isPresent()) {
            sql.update(
                    """
                    update vendor_token set sealed = ?, configured_digest = ?, changed_at = clock_timestamp()
                    where connection_name = ? and key = ?
                    """,
                    key.get().encrypt(exchanged.next().get().getBytes(UTF_8), place),
                    origin,
                    connection.value(),
                    name);
        }
        return exchanged.result();
    }

    /** The kept token that came from the configured one. */
    private static Optional<byte[]> lock(Sql sql, ConnectionId connection, String name, byte[] origin)
            throws SQLException {
        sql.update("""
                insert into vendor_token (connection_name, key, configured_digest) values (?, ?, ?)
                on conflict do nothing
                """, connection.value(), name, origin);
        return sql.list("""
                        select case when configured_digest = ? then sealed end from vendor_token
                        where connection_name = ? and key = ? for update
                        """, row -> Optional.ofNullable(row.bytes(1)), origin, connection.value(), name)
                .get(0);
    }
}
