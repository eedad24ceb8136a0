package io.onefunnel.store;

import io.onefunnel.store.embedded.EmbeddedServer;
import io.onefunnel.store.sql.DatabaseLocation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.OptionalInt;

/** One embedded server for all tests of this process; every test class has a database of its own. */
final class TestServer {
    private static final EmbeddedServer SERVER = start();

    private TestServer() {}

    private static EmbeddedServer start() {
        EmbeddedServer server = EmbeddedServer.start(Path.of("target", "test-data"), OptionalInt.empty());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    /** What the server writes down. */
    static Path log() {
        return Path.of("target", "test-data", "postgres", "data", "server.log");
    }

    /** A database of the test's own, without any table. */
    static DatabaseLocation freshDatabase(Class<?> test) {
        String name = test.getSimpleName().toLowerCase(Locale.ROOT);
        DatabaseLocation server = SERVER.location();
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return SERVER.location(name);
    }
}
