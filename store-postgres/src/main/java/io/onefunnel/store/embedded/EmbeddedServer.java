package io.onefunnel.store.embedded;

import io.onefunnel.store.files.FileTrees;
import io.onefunnel.store.files.PrivateFiles;
import io.onefunnel.store.sql.DatabaseLocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
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
    private static final String REMEDY =
            "Name a PostgreSQL server of your own instead: store.url, store.user and store.password in"
                    + " config/onefunnel.yaml (jdbc:postgresql://host/database).";
    // Every process that uses the server holds this lock in common; the one that gets it alone is the last one.
    private static final long MEMBERS = 1_169_115_107L;

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
    private final Connection membership;

    private EmbeddedServer(Path folder, Postmaster postmaster, Endpoint endpoint, Connection membership) {
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
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid()) throw new IOException("the folder cannot be locked");
                return startLocked(folder, port);
            }
        } catch (IOException | SQLException e) {
            throw failure(folder, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(folder, "interrupted", e);
        }
    }

    private static EmbeddedServer startLocked(Path folder, OptionalInt port)
            throws IOException, SQLException, InterruptedException {
        List<String> problems = new ArrayList<>();
        OsUser account = OsUser.find(folder, problems)
                .orElseThrow(() -> failure(
                        folder,
                        "PostgreSQL does not run as root, and no other account can reach the folder ("
                                + String.join("; ", problems) + "). Start OneFunnel as a normal user, or put the data"
                                + " folder where others may pass, for example /var/lib/onefunnel",
                        null));
        Path binaries = Binaries.unpack(folder);
        Path cluster = folder.resolve("data");
        refuseOtherMajor(folder, cluster, binaries);
        Postmaster postmaster = new Postmaster(cluster, binaries, account);
        for (Endpoint running : candidates(folder, postmaster)) {
            Optional<Connection> joined = join(running);
            if (joined.isPresent()) {
                running.write(folder);
                LOG.info("Joined the store's server at {}", running);
                return checked(new EmbeddedServer(folder, postmaster, running, joined.get()));
            }
        }
        if (!Files.exists(cluster)) initialise(folder, cluster, binaries, account);
        account.own(cluster);
        // Nobody can sign in to it, and it is ours: it is half-way up or down.
        postmaster.stopLeftOver();
        Endpoint endpoint = launch(folder, postmaster, port);
        Connection membership =
                join(endpoint).orElseThrow(() -> failure(folder, "it was started, and cannot be reached", null));
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
        throw failure(folder, said + "; " + postmaster.lastWords(), null);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void createDatabase(Endpoint endpoint, String name) throws SQLException {
        try (Connection connection = connect(endpoint.to("postgres"));
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

    private static void initialise(Path folder, Path cluster, Path binaries, OsUser account)
            throws IOException, InterruptedException {
        String password = PrivateFiles.newPassword();
        Path work = folder.resolve("data.new");
        FileTrees.delete(work);
        Files.createDirectories(work);
        Path passwordFile = work.resolve("password");
        PrivateFiles.write(passwordFile, password + "\n");
        account.own(work);
        // Half a cluster must never look like a whole one: it is made aside and moved into place.
        Command.Result result = account.run(List.of(
                binaries.resolve("bin/initdb").toString(),
                "-D",
                work.resolve("cluster").toString(),
                "-U",
                USER,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "-E",
                "UTF8",
                "--locale=C",
                "--no-instructions"));
        if (!result.succeeded()) throw failure(folder, "initdb: " + result.output(), null);
        Files.delete(passwordFile);
        PrivateFiles.write(folder.resolve("password"), password + "\n");
        Files.move(work.resolve("cluster"), cluster);
        FileTrees.delete(work);
    }

    private static void refuseOtherMajor(Path folder, Path cluster, Path binaries)
            throws IOException, InterruptedException {
        Path versionFile = cluster.resolve("PG_VERSION");
        if (!Files.isReadable(versionFile)) return;
        String stored = Files.readString(versionFile).strip();
        Command.Result version =
                Command.run(List.of(), List.of(binaries.resolve("bin/postgres").toString(), "--version"));
        // "postgres (PostgreSQL) 18.6"
        String ours = version.output().replaceAll("^.*\\) (\\d+).*$", "$1");
        if (stored.equals(ours)) return;
        throw new EmbeddedServerException(
                "The store in " + folder + " cannot be opened.",
                "It was written by PostgreSQL " + stored + ", and this program brings PostgreSQL " + ours + ".",
                "Start the program that wrote it, make a backup there, and restore it here into an empty folder.");
    }

    /** Signs in as a member; empty when no such server answers. */
    private static Optional<Connection> join(Endpoint endpoint) throws SQLException {
        Connection connection;
        try {
            connection = connect(endpoint);
        } catch (SQLException nobodyThere) {
            return Optional.empty();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock_shared(" + MEMBERS + ")");
            return Optional.of(connection);
        } catch (SQLException stopping) {
            connection.close();
            return Optional.empty();
        }
    }

    private static Connection connect(Endpoint endpoint) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.user());
        properties.setProperty("password", endpoint.password());
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("ApplicationName", "onefunnel member");
        return DriverManager.getConnection(endpoint.jdbcUrl(), properties);
    }

    /** A store that may forget what it confirmed is no store. */
    private static EmbeddedServer checked(EmbeddedServer server) throws SQLException {
        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            try (Statement statement = server.membership.createStatement();
                    ResultSet result = statement.executeQuery("show " + setting)) {
                if (result.next() && result.getString(1).equals("on")) continue;
            }
            server.close();
            throw failure(server.folder, setting + " is off: a power failure would lose confirmed writes", null);
        }
        return server;
    }

    private static EmbeddedServerException failure(
            Path folder, String why, @org.jspecify.annotations.Nullable Throwable cause) {
        String what = "The store's own PostgreSQL server in " + folder + " does not start.";
        return cause == null
                ? new EmbeddedServerException(what, why, REMEDY)
                : new EmbeddedServerException(what, why, REMEDY, cause);
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
                    "The database " + database + " cannot be made.", String.valueOf(e.getMessage()), REMEDY, e);
        }
        return new DatabaseLocation(endpoint.to(database).jdbcUrl(), endpoint.user(), endpoint.password());
    }

    public int port() {
        return endpoint.port();
    }

    /** Leaves the server, and stops it when nobody else uses it. */
    @Override
    public void close() {
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid() || !isLast()) return;
            postmaster.stop();
            Files.deleteIfExists(folder.resolve(Endpoint.FILE));
        } catch (IOException e) {
            LOG.warn("The store's server could not be stopped: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isLast() {
        try (Connection connection = membership;
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_unlock_shared(" + MEMBERS + ")");
            try (ResultSet result = statement.executeQuery("select pg_try_advisory_lock(" + MEMBERS + ")")) {
                return result.next() && result.getBoolean(1);
            }
        } catch (SQLException alreadyGone) {
            return false;
        }
    }
}
