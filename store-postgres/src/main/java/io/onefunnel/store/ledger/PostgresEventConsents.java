package io.onefunnel.store.ledger;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.state.EventConsents;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.sql.Audit;
import io.onefunnel.store.sql.Database;
import io.onefunnel.writeback.actions.EventConsent;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Who confirmed for which system that events may be sent, and from when on. */
public final class PostgresEventConsents implements EventConsents {
    private final Database database;
    private final SurrogateKeys surrogateKeys;

    public PostgresEventConsents(Database database, SurrogateKeys surrogateKeys) {
        this.database = database;
        this.surrogateKeys = surrogateKeys;
    }

    @Override
    public Map<ConnectionId, EventConsent> confirmations() {
        Map<ConnectionId, EventConsent> confirmations = new TreeMap<>();
        database.inTransaction(sql -> sql.list(
                """
                select c.name, o.since, o.who, o.at from outcome_confirmation o
                join connection c on c.no = o.connection_no
                """,
                row -> confirmations.put(
                        new ConnectionId(row.text(1)), new EventConsent(row.instant(2), row.text(3), row.instant(4)))));
        return confirmations;
    }

    @Override
    public void confirm(ConnectionId connection, Instant since, String who, Instant at) {
        database.change(sql -> {
            sql.update("""
                    insert into outcome_confirmation (connection_no, since, who, at) values (?, ?, ?, ?)
                    on conflict (connection_no) do update set who = excluded.who
                    """, surrogateKeys.connection(sql, connection), since, who, at);
            Audit.write(sql, at, who, "outcomes", Map.of("connection", connection.value(), "since", since.toString()));
        });
    }
}
