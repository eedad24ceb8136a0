package io.onefunnel.store.runs;

import io.onefunnel.state.Lease;
import io.onefunnel.state.Leases;
import io.onefunnel.store.sql.Database;
import java.time.Duration;
import java.util.Optional;

/** Leases run by the database's clock: the one clock that all nodes share. */
public final class PostgresLeases implements Leases {
    private final Database database;

    public PostgresLeases(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Lease> acquire(String name, String holder, Duration time) {
        return database.inTransaction(
                sql -> sql.first("""
                insert into lease (name, epoch, holder, expires_at)
                values (?, 1, ?, clock_timestamp() + ? * interval '1 millisecond')
                on conflict (name) do update set
                    epoch = lease.epoch + 1, holder = excluded.holder, expires_at = excluded.expires_at
                where lease.holder is null or lease.expires_at <= clock_timestamp()
                returning epoch
                """, row -> new Lease(name, row.number(1)), name, holder, time.toMillis()));
    }

    @Override
    public boolean renew(Lease lease, Duration time) {
        return database.inTransaction(sql -> sql.update("""
                        update lease set expires_at = clock_timestamp() + ? * interval '1 millisecond'
                        where name = ? and epoch = ? and holder is not null
                        """, time.toMillis(), lease.name(), lease.epoch()) == 1);
    }

    @Override
    public void release(Lease lease) {
        database.change(sql ->
                sql.update("update lease set holder = null where name = ? and epoch = ?", lease.name(), lease.epoch()));
    }
}
