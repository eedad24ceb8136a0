package io.onefunnel.store.mirror;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SystemId;
import io.onefunnel.state.Connections;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.Audit;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Pins each connection to the account that it met first, and tells how far its pulls have come. */
public final class PostgresConnections implements Connections {
    private final Database database;
    private final SurrogateKeys surrogateKeys;

    public PostgresConnections(Database database, SurrogateKeys surrogateKeys) {
        this.database = database;
        this.surrogateKeys = surrogateKeys;
    }

    @Override
    public void pin(ConnectionId connection, SystemId system, String accountId, String environment, Instant at) {
        requireNamed(connection, accountId);
        database.change(sql -> {
            short number = surrogateKeys.connection(sql, connection);
            sql.update("""
                    update connection set system = ?, account_id = ?, environment = ?, pinned_at = ?
                    where no = ? and pinned_at is null
                    """, system, accountId, environment, at, number);
            check(sql, connection, system, accountId, environment);
        });
    }

    @Override
    public Pinned repin(ConnectionId connection, String accountId, String environment, String who, Instant at) {
        requireNamed(connection, accountId);
        return database.inTransaction(sql -> {
            Pinned before = sql.first(
                            PINS + " and name = ? for update", PostgresConnections::pinned, connection.value())
                    .orElseThrow(() -> new IllegalArgumentException(connection + " was never pinned to an account"));
            if (before.accountId().equals(accountId) && before.environment().equals(environment)) return before;
            sql.update(
                    "update connection set account_id = ?, environment = ?, pinned_at = ? where name = ?",
                    accountId,
                    environment,
                    at,
                    connection.value());
            Map<String, String> details = new TreeMap<>();
            details.put("connection", connection.value());
            details.put("from", before.accountId());
            details.put("fromEnvironment", before.environment());
            details.put("to", accountId);
            details.put("toEnvironment", environment);
            Audit.write(sql, at, who, "repin", details);
            return before;
        });
    }

    private static void requireNamed(ConnectionId connection, String accountId) {
        if (accountId.isBlank()) throw new IllegalArgumentException("the account of " + connection + " is blank");
    }

    private static void check(Sql sql, ConnectionId connection, SystemId system, String accountId, String environment)
            throws SQLException {
        Pinned pinned = sql.first(PINS + " and name = ?", PostgresConnections::pinned, connection.value())
                .orElseThrow();
        if (pinned.system() == system
                && pinned.accountId().equals(accountId)
                && pinned.environment().equals(environment)) return;
        throw new PinnedElsewhereException("connections." + connection + " belongs to " + pinned.system() + " account "
                + pinned.accountId() + " (" + pinned.environment() + ") since " + pinned.since()
                + ", and its credentials now lead to " + system + " account " + accountId + " (" + environment
                + "). Put the old credentials back, or give the other account a connection and a store of its own. If it took the"
                + " old one's place, `onefunnel connections repin " + connection + "` says so.");
    }

    private static final String PINS =
            "select name, system, account_id, environment, pinned_at from connection where pinned_at is not null";

    private static Pinned pinned(Sql.Row row) throws SQLException {
        return new Pinned(
                new ConnectionId(row.text(1)), SystemId.valueOf(row.text(2)), row.text(3), row.text(4), row.instant(5));
    }

    @Override
    public Optional<Pinned> find(ConnectionId connection) {
        return database.inTransaction(
                sql -> sql.first(PINS + " and name = ?", PostgresConnections::pinned, connection.value()));
    }

    @Override
    public List<Pinned> all() {
        return database.inTransaction(sql -> sql.list(PINS + " order by name", PostgresConnections::pinned));
    }

    @Override
    public Map<ConnectionId, Map<RecordKind, Instant>> completeTo() {
        return byKind("""
                select c.name, s.kind, s.complete_to from pull_state s join connection c on c.no = s.connection_no
                where s.complete_to is not null
                """);
    }

    @Override
    public Map<ConnectionId, Map<RecordKind, Instant>> observableSince() {
        return byKind("""
                select c.name, o.kind, o.since from observable o join connection c on c.no = o.connection_no
                where o.since > '-infinity'
                """);
    }

    private Map<ConnectionId, Map<RecordKind, Instant>> byKind(String query) {
        Map<ConnectionId, Map<RecordKind, Instant>> byKind = new TreeMap<>();
        database.inTransaction(sql -> sql.list(
                query,
                row -> byKind.computeIfAbsent(new ConnectionId(row.text(1)), name -> new EnumMap<>(RecordKind.class))
                        .put(RecordKind.valueOf(row.text(2)), row.instant(3))));
        return byKind;
    }
}
