package io.onefunnel.store.sql;

import io.onefunnel.state.Lease;
import io.onefunnel.state.Leases.LeaseLostException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs transactions: what throws is rolled back whole, and no error quotes a row. */
public final class Database {
    private final DataSource pool;

    public Database(DataSource pool) {
        this.pool = pool;
    }

    /** Something to do inside one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Sql sql) throws SQLException;
    }

    /** Like {@link Work}, without an answer. */
    @FunctionalInterface
    public interface Change {
        void on(Sql sql) throws SQLException;
    }

    public <T> T inTransaction(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            try {
                T answer = work.on(new Sql(connection));
                connection.commit();
                return answer;
            } catch (Throwable e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            // The server's message may quote a row; its detail and the row never leave this class.
            throw new StoreException(e);
        }
    }

    /**
     * A connection that sees everything as it was at one moment, until it is closed. Whoever holds one longer than a few
     * minutes keeps the database from clearing away what is old.
     */
    public Snapshot snapshot() {
        return new Snapshot(pool);
    }

    /** Reads that see one moment, on a connection that is theirs alone. */
    public static final class Snapshot implements AutoCloseable {
        private final Connection connection;

        private Snapshot(DataSource pool) {
            try {
                connection = pool.getConnection();
            } catch (SQLException e) {
                throw new StoreException(e);
            }
            read(sql -> sql.update("set transaction isolation level repeatable read, read only"));
        }

        public <T> T read(Work<T> work) {
            try {
                return work.on(new Sql(connection));
            } catch (SQLException e) {
                throw new StoreException(e);
            }
        }

        @Override
        public void close() {
            try (connection) {
                connection.rollback();
            } catch (SQLException e) {
                throw new StoreException(e);
            }
        }
    }

    /** A transaction that writes nothing when the lease is no longer held. */
    public <T> T under(Lease lease, Work<T> work) {
        return inTransaction(sql -> {
            hold(sql, lease);
            return work.on(sql);
        });
    }

    public void change(Change change) {
        inTransaction(sql -> {
            change.on(sql);
            return true;
        });
    }

    public void changeUnder(Lease lease, Change change) {
        under(lease, sql -> {
            change.on(sql);
            return true;
        });
    }

    /**
     * The share lock keeps the lease from being taken over until this transaction has ended: whoever takes it over sees
     * either all of it or none, and none of it later.
     */
    private static void hold(Sql sql, Lease lease) throws SQLException {
        boolean held = sql.first(
                        "select epoch from lease where name = ? and epoch = ? and holder is not null for share",
                        row -> true,
                        lease.name(),
                        lease.epoch())
                .isPresent();
        if (!held) throw new LeaseLostException(lease);
    }
}
