package io.onefunnel.store.embedded;

import static io.onefunnel.store.embedded.EmbeddedServerException.doesNotStart;

import io.onefunnel.store.sql.DatabaseLocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's own PostgreSQL server, in a folder of its own, on the loopback interface, with a password that was made at
 * its first start. The first process starts it, further ones on the same folder join it, and the last one to close
 * stops it. A server that outlived a killed process is joined like any other.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String USER = "onefunnel";
    private static final String DATABASE = "onefunnel";
    private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    // A small machine: a quarter of a gigabyte for the cache, no parallel plans, few connections, seldom checkpoints.
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("max_connections", "40"),
            Map.entry("shared_buffers", "256MB"),
            Map.entry("work_mem", "16MB"),
            Map.entry("maintenance_work_mem", "128MB"),
            Map.entry("effective_cache_size", "1GB"),
            Map.entry("temp_buffers", "16MB"),
            Map.entry("max_wal_size", "2GB"),
            Map.entry("checkpoint_timeout", "15min"),
            Map.entry("max_parallel_workers_per_gather", "0"),
            Map.entry("jit", "off"),
            Map.entry("random_page_cost", "1.1"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            // A statement in the log would show rows.
            Map.entry("log_min_error_statement", "panic"),
            Map.entry("log_error_verbosity", "terse"));

    private final Path folder;
    private final Postmaster postmaster;
    private final Endpoint endpoint;
    private volatile Membership membership;

    private EmbeddedServer(Path folder, Postmaster postmaster, Endpoint endpoint, Membership membership) {
        this.folder = folder;
        this.postmaster = postmaster;
        this.endpoint = endpoint;
        this.membership = membership;
    }

    /**
     * Starts the server of a data folder, or joins it where it runs already.
     *
     * @param data the product's data folder; the server takes {@code postgres} inside it
     * @param port empty for any free one; a server that runs keeps the port that it has
     * @throws EmbeddedServerException when it cannot be used; the message says why and what to do
     */
    public static EmbeddedServer start(Path data, OptionalInt port) {
        Path folder = data.toAbsolutePath().normalize().resolve("postgres");
        try {
            Files.createDirectories(folder);
            try (StartLock lock = StartLock.of(folder)) {
                if (!lock.isHeld()) throw new IOException("the folder cannot be locked");
                return startLocked(folder, port);
            }
        } catch (IOException | SQLException e) {
            throw doesNotStart(folder, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw doesNotStart(folder, "interrupted", e);
        }
    }

    private static EmbeddedServer startLocked(Path folder, OptionalInt port)
            throws IOException, SQLException, InterruptedException {
        List<String> problems = new ArrayList<>();
        OsUser osUser = OsUser.find(folder, problems)
                .orElseThrow(() -> doesNotStart(
                        folder,
                        "PostgreSQL does not run as root, and no other account can reach the folder ("
                                + String.join("; ", problems) + "). Start OneFunnel as a normal user, or put the data"
                                + " folder where others may pass, for example /var/lib/onefunnel",
                        null));
        Path binaries = Binaries.unpack(folder);
        Path cluster = folder.resolve("data");
        Cluster.refuseOtherMajor(folder, cluster, binaries);
        Postmaster postmaster = new Postmaster(cluster, binaries, osUser);
        for (Endpoint running : candidates(folder, postmaster)) {
            Optional<Membership> joined = Membership.of(running);
            if (joined.isPresent()) {
                running.write(folder);
                LOG.info("Joined the store's server at {}", running);
                return checked(new EmbeddedServer(folder, postmaster, running, joined.get()));
            }
        }
        if (!Files.exists(cluster)) Cluster.initialise(folder, cluster, binaries, USER, osUser);
        osUser.own(cluster);
        // Nobody can sign in to it, and it is ours: it is half-way up or down.
        postmaster.stopLeftOver();
        Endpoint endpoint = launch(folder, postmaster, port);
        Membership membership = Membership.of(endpoint)
                .orElseThrow(() -> doesNotStart(folder, "it was started, and cannot be reached", null));
        endpoint.write(folder);
        LOG.info("Started the store's server at {}", endpoint);
        return checked(new EmbeddedServer(folder, postmaster, endpoint, membership));
    }

    /** Where a server may be running: as its last starter wrote, and as the server itself wrote. */
    private static List<Endpoint> candidates(Path folder, Postmaster postmaster) throws IOException {
        List<Endpoint> candidates = new ArrayList<>();
        Endpoint.read(folder).ifPresent(candidates::add);
        OptionalInt port = postmaster.port();
        if (port.isPresent() && Files.isReadable(folder.resolve("password"))) {
            String password = Files.readString(folder.resolve("password")).strip();
            candidates.add(new Endpoint("127.0.0.1", port.getAsInt(), DATABASE, USER, password));
        }
        return candidates;
    }

    private static Endpoint launch(Path folder, Postmaster postmaster, OptionalInt wanted)
            throws IOException, SQLException, InterruptedException {
        String password = Files.readString(folder.resolve("password")).strip();
        String said = "";
        // Between finding a free port and taking it, somebody else may take it.
        for (int attempt = 0; attempt < 3; attempt++) {
            int port = wanted.isPresent() ? wanted.getAsInt() : freePort();
            Command.Result result = postmaster.start(port, SETTINGS);
            if (result.succeeded()) {
                Endpoint endpoint = new Endpoint("127.0.0.1", port, DATABASE, USER, password);
                createDatabase(endpoint, DATABASE);
                return endpoint;
            }
            said = result.output();
            if (wanted.isPresent()) break;
        }
        throw doesNotStart(folder, said + "; " + postmaster.lastWords(), null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void createDatabase(Endpoint endpoint, String name) throws SQLException {
        try (Connection connection = endpoint.to("postgres").connect();
                PreparedStatement find = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            find.setString(1, name);
            try (ResultSet found = find.executeQuery()) {
                if (found.next()) return;
            }
            try (Statement create = connection.createStatement()) {
                create.execute("create database " + name);
            }
        }
    }

    /** A store that may forget what it confirmed is no store. */
    private static EmbeddedServer checked(EmbeddedServer server) throws SQLException {
        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            if (server.membership.isOn(setting)) continue;
            server.close();
            throw doesNotStart(server.folder, setting + " is off: a power failure would lose confirmed writes", null);
        }
        return server;
    }

    /**
     * Looks whether the server is there, and starts it again, at the same place, where it was killed. What was committed is
     * there then; a transaction that ran is not. To be asked every second or so by whoever runs for long.
     *
     * @return false when it is gone and does not start; the log says why
     */
    public boolean revive() {
        if (membership.holds()) return true;
        try (StartLock lock = StartLock.of(folder)) {
            Optional<Membership> joined = lock.isHeld() ? Membership.of(endpoint) : Optional.empty();
            if (joined.isEmpty()) {
                postmaster.stopLeftOver();
                launch(folder, postmaster, OptionalInt.of(endpoint.port()));
                LOG.warn("The store's server was gone; it was started again at {}", endpoint);
                joined = Membership.of(endpoint);
            }
            joined.ifPresent(found -> membership = found);
            return joined.isPresent();
        } catch (IOException | SQLException | EmbeddedServerException failed) {
            LOG.error("The store's server is gone and does not start: {}", failed.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Where the store is, for {@link io.onefunnel.store.PostgresStore#open}. */
    public DatabaseLocation location() {
        return new DatabaseLocation(endpoint.jdbcUrl(), endpoint.user(), endpoint.password());
    }

    /**
     * Where a database of its own is, made when it is new: separate funnels share nothing.
     *
     * @param database lower-case letters, digits and underscores
     */
    public DatabaseLocation location(String database) {
        if (!DATABASE_NAME.matcher(database).matches()) {
            throw new IllegalArgumentException(
                    "a database's name is lower-case letters, digits and underscores: " + database);
        }
        try {
            createDatabase(endpoint, database);
        } catch (SQLException e) {
            throw new EmbeddedServerException(
                    "The database " + database + " cannot be made.",
                    String.valueOf(e.getMessage()),
                    EmbeddedServerException.REMEDY,
                    e);
        }
        return new DatabaseLocation(endpoint.to(database).jdbcUrl(), endpoint.user(), endpoint.password());
    }

    public int port() {
        return endpoint.port();
    }

    /** Leaves the server, and stops it when nobody else uses it. */
    @Override
    public void close() {
        try (StartLock lock = StartLock.of(folder)) {
            if (!lock.isHeld() || !membership.leave()) return;
            postmaster.stop();
            Files.deleteIfExists(folder.resolve(Endpoint.FILE));
        } catch (IOException e) {
            LOG.warn("The store's server could not be stopped: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
