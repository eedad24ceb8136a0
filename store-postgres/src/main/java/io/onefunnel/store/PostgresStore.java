package io.onefunnel.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.onefunnel.spi.TokenVault;
import io.onefunnel.state.Connections;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.EventConsents;
import io.onefunnel.state.Leases;
import io.onefunnel.state.MergeProposals;
import io.onefunnel.state.Mirror;
import io.onefunnel.state.People;
import io.onefunnel.state.Reports;
import io.onefunnel.state.Runs;
import io.onefunnel.state.Store;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.store.decisions.PostgresDecisions;
import io.onefunnel.store.ledger.PostgresEventConsents;
import io.onefunnel.store.ledger.PostgresLedger;
import io.onefunnel.store.ledger.PostgresMergeProposals;
import io.onefunnel.store.ledger.PostgresPending;
import io.onefunnel.store.mirror.PostgresConnections;
import io.onefunnel.store.mirror.PostgresMirror;
import io.onefunnel.store.people.PostgresPeople;
import io.onefunnel.store.records.FieldNameCodec;
import io.onefunnel.store.records.Mappings;
import io.onefunnel.store.records.RecordReader;
import io.onefunnel.store.records.SurrogateKeys;
import io.onefunnel.store.reports.PostgresReports;
import io.onefunnel.store.runs.PostgresLeases;
import io.onefunnel.store.runs.PostgresRuns;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.DatabaseLocation;
import io.onefunnel.store.sql.StoreException;
import io.onefunnel.store.tokens.EncryptionKey;
import io.onefunnel.store.tokens.PostgresTokens;
import io.onefunnel.writeback.Pending;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The store in PostgreSQL. Several of them, in several processes, may work on one database. */
public final class PostgresStore implements Store {
    private final HikariDataSource pool;
    private final Connections connections;
    private final Leases leases;
    private final Runs runs;
    private final Mirror mirror;
    private final People people;
    private final Decisions decisions;
    private final Pending pending;
    private final MergeProposals proposals;
    private final WriteLedger ledger;
    private final EventConsents consents;
    private final Reports reports;
    private final Database database;

    private PostgresStore(HikariDataSource pool, Mappings mappings, InstantSource clock) {
        this.pool = pool;
        this.database = new Database(pool);
        SurrogateKeys surrogateKeys = new SurrogateKeys(database);
        FieldNameCodec fieldNames = new FieldNameCodec(mappings);
        RecordReader records = new RecordReader(surrogateKeys, fieldNames);
        this.connections = new PostgresConnections(database, surrogateKeys);
        this.leases = new PostgresLeases(database);
        this.runs = new PostgresRuns(database);
        this.mirror = new PostgresMirror(database, surrogateKeys, fieldNames, records);
        this.people = new PostgresPeople(database, surrogateKeys, records);
        this.decisions = new PostgresDecisions(database, surrogateKeys, records, clock);
        this.pending = new PostgresPending(database, surrogateKeys);
        this.proposals = new PostgresMergeProposals(database);
        this.ledger = new PostgresLedger(database, surrogateKeys);
        this.consents = new PostgresEventConsents(database, surrogateKeys);
        this.reports = new PostgresReports(database);
    }

    /**
     * Opens the store, and brings its tables up to date first.
     *
     * @throws StoreException when the database cannot be reached, or was written by a newer version of the product
     */
    public static PostgresStore open(DatabaseLocation location, Mappings mappings, InstantSource clock) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(location.jdbcUrl());
        config.setUsername(location.user());
        config.setPassword(location.password());
        config.setAutoCommit(false);
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(1);
        config.setPoolName("store");
        // Nobody waits longer for a database that does not answer: a person sits before a page.
        config.setConnectionTimeout(10_000);
        config.addDataSourceProperty("ApplicationName", "onefunnel");
        HikariDataSource pool = connect(config, location);
        try {
            Migrations.run(pool);
            return new PostgresStore(pool, mappings, clock);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource connect(HikariConfig config, DatabaseLocation location) {
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw new StoreException(
                    "The database at " + location + " cannot be reached: " + rootMessage(e)
                            + "\nCheck store.url, store.user and store.password, and whether the server runs.",
                    e);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) root = root.getCause();
        return String.valueOf(root.getMessage());
    }

    /** The pool, for what must share the database: the scheduler keeps its tables here. */
    public DataSource dataSource() {
        return pool;
    }

    /**
     * Where the vendors' refresh tokens are kept.
     *
     * @param key encrypts them; asked for only when a token is kept or used
     */
    public TokenVault tokens(Supplier<EncryptionKey> key) {
        return new PostgresTokens(database, key);
    }

    @Override
    public Connections connections() {
        return connections;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public Runs runs() {
        return runs;
    }

    @Override
    public Mirror mirror() {
        return mirror;
    }

    @Override
    public People people() {
        return people;
    }

    @Override
    public Decisions decisions() {
        return decisions;
    }

    @Override
    public Pending pending() {
        return pending;
    }

    @Override
    public MergeProposals proposals() {
        return proposals;
    }

    @Override
    public WriteLedger ledger() {
        return ledger;
    }

    @Override
    public EventConsents consents() {
        return consents;
    }

    @Override
    public Reports reports() {
        return reports;
    }

    @Override
    public void close() {
        pool.close();
    }
}
