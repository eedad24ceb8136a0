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
import io.onefunnel.state.Pending;
import io.onefunnel.state.People;
import io.onefunnel.state.Reports;
import io.onefunnel.state.Runs;
import io.onefunnel.state.Store;
import io.onefunnel.state.WriteLedger;
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
        database = new Database(pool);
        Numbering numbering = new Numbering(database);
        Words words = new Words(mappings);
        Records records = new Records(numbering, words);
        CaseFiles caseFiles = new CaseFiles(records);
        this.connections = new PostgresConnections(database, numbering, clock);
        this.leases = new PostgresLeases(database);
        this.runs = new PostgresRuns(database);
        this.mirror = new PostgresMirror(database, numbering, words, records);
        this.people = new PostgresPeople(database, numbering, records);
        this.decisions = new PostgresDecisions(database, numbering, caseFiles, records, clock);
        this.pending = new PostgresPending(database, numbering);
        this.proposals = new PostgresMergeProposals(database);
        this.ledger = new PostgresLedger(database, numbering);
        this.consents = new PostgresEventConsents(database, numbering);
        this.reports = new PostgresReports(database);
    }

    /** Where the database is, and as whom to ask it. */
    public record Location(String jdbcUrl, String user, String password) {
        @Override
        public String toString() {
            return jdbcUrl + " as " + user;
        }
    }

    /**
     * Opens the store, and brings its tables up to date first.
     *
     * @throws StoreException when the database cannot be reached, or was written by a newer version of the product
     */
    public static PostgresStore open(Location location, Mappings mappings, InstantSource clock) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(location.jdbcUrl());
        config.setUsername(location.user());
        config.setPassword(location.password());
        config.setAutoCommit(false);
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(1);
        config.setPoolName("store");
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

    private static HikariDataSource connect(HikariConfig config, Location location) {
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
     * @param key seals them; asked for only when a token is kept or used
     */
    public TokenVault tokens(Supplier<SealingKey> key) {
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
