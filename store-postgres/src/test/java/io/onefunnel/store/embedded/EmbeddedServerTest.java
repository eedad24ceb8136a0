package io.onefunnel.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.store.PostgresStore;
import io.onefunnel.store.files.FileTrees;
import io.onefunnel.store.records.Mappings;
import io.onefunnel.store.sql.DatabaseLocation;
import io.onefunnel.store.sql.StoreException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedServerTest {
    private static Path data;
    private static EmbeddedServer server;

    @BeforeAll
    static void start() throws IOException {
        // Not @TempDir: its folder is closed to the account that the server runs as when the tests run as root.
        data = Path.of("target", "test-server").toAbsolutePath();
        FileTrees.delete(data);
        server = EmbeddedServer.start(data, OptionalInt.empty());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aWrongPasswordIsRefused() {
        DatabaseLocation location = server.location();

        assertThatThrownBy(() -> DriverManager.getConnection(location.jdbcUrl(), location.user(), "guess"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        assertThat(show("password_encryption")).isEqualTo("scram-sha-256");
        assertThat(location.toString()).doesNotContain(location.password());
    }

    @Test
    void whatIsConfirmedIsOnDisk() {
        assertThat(show("fsync")).isEqualTo("on");
        assertThat(show("synchronous_commit")).isEqualTo("on");
        assertThat(show("full_page_writes")).isEqualTo("on");
    }

    @Test
    void nobodyElseReadsThePassword() throws IOException {
        for (String file : new String[] {"password", Endpoint.FILE}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            data.resolve("postgres").resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(show("listen_addresses")).isEqualTo("127.0.0.1");
    }

    @Test
    void aSecondOneJoinsAndTheLastOneStops() {
        EmbeddedServer second = EmbeddedServer.start(data, OptionalInt.empty());
        assertThat(second.location()).isEqualTo(server.location());

        second.close();

        assertThat(show("fsync")).as("still running").isEqualTo("on");
    }

    @Test
    void aServerThatWasKilledComesBackWithItsData() throws IOException {
        execute(server.location(), "create table if not exists kept (value text)");
        execute(server.location(), "insert into kept values ('confirmed')");
        ProcessHandle postmaster = postmaster();

        postmaster.destroyForcibly();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !postmaster.isAlive());
        server = EmbeddedServer.start(data, OptionalInt.empty());

        assertThat(query(server.location(), "select value from kept limit 1")).isEqualTo("confirmed");
    }

    @Test
    void aServerThatWasKilledIsStartedAgainWhereItWasByWhoeverLooksAfterIt() throws IOException {
        execute(server.location(), "create table if not exists revived (value text)");
        execute(server.location(), "insert into revived values ('confirmed')");
        assertThat(server.revive()).as("nothing to do").isTrue();
        DatabaseLocation before = server.location();
        ProcessHandle postmaster = postmaster();

        postmaster.destroyForcibly();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !postmaster.isAlive());

        assertThat(server.revive()).isTrue();
        assertThat(server.location()).isEqualTo(before);
        assertThat(query(server.location(), "select value from revived limit 1"))
                .isEqualTo("confirmed");
        EmbeddedServer second = EmbeddedServer.start(data, OptionalInt.empty());
        second.close();
        assertThat(show("fsync"))
                .as("we are a member again: another one's end does not stop it")
                .isEqualTo("on");
    }

    @Test
    void aRunningServerIsFoundWithoutItsEndpointFile() throws IOException {
        long before = postmaster().pid();
        Files.delete(data.resolve("postgres").resolve(Endpoint.FILE));

        EmbeddedServer second = EmbeddedServer.start(data, OptionalInt.empty());

        assertThat(second.location()).isEqualTo(server.location());
        assertThat(postmaster().pid()).isEqualTo(before);
        assertThat(data.resolve("postgres").resolve(Endpoint.FILE)).exists();
        second.close();
    }

    @Test
    void aPidFileThatNamesAnotherProgramIsNoObstacle() throws IOException, InterruptedException {
        Path other = anotherFolder("test-stale");
        EmbeddedServer.start(other, OptionalInt.empty()).close();
        Path pidFile = other.resolve("postgres").resolve("data").resolve("postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n" + pidFile.getParent() + "\n");

        EmbeddedServer restarted = EmbeddedServer.start(other, OptionalInt.empty());
        assertThat(query(restarted.location(), "show fsync")).isEqualTo("on");
        restarted.close();
        assertThat(pidFile).doesNotExist();
    }

    @Test
    void dataOfAnotherMajorVersionIsRefused() throws IOException {
        Path other = anotherFolder("test-major");
        Files.createDirectories(other.resolve("postgres").resolve("data"));
        Files.writeString(other.resolve("postgres").resolve("data").resolve("PG_VERSION"), "12\n");

        assertThatThrownBy(() -> EmbeddedServer.start(other, OptionalInt.empty()))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("PostgreSQL 12")
                .hasMessageContaining("PostgreSQL 18");
    }

    @Test
    void aServerThatCannotStartSaysWhatWhyAndTheWayOut() throws IOException {
        Path file = Path.of("target", "test-no-folder").toAbsolutePath();
        Files.deleteIfExists(file);
        Files.createFile(file);

        assertThatThrownBy(() -> EmbeddedServer.start(file, OptionalInt.empty()))
                .isInstanceOfSatisfying(EmbeddedServerException.class, e -> {
                    assertThat(String.valueOf(e.getMessage()).lines()).hasSize(3);
                    assertThat(e).hasMessageContaining("store.url");
                });
    }

    @Test
    void tablesOfANewerVersionAreRefused() {
        DatabaseLocation location = server.location("newer");
        open(location).close();
        execute(location, """
                insert into schema_history (installed_rank, version, description, type, script, installed_by,
                    execution_time, success) values (999, '999', 'future', 'SQL', 'V999__future.sql', 'x', 1, true)
                """);

        assertThatThrownBy(() -> open(location))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer OneFunnel")
                .hasMessageContaining("999");
    }

    /** A data folder with the programs that are there already: to unpack them takes longer than all that is done here. */
    private static Path anotherFolder(String name) throws IOException {
        Path other = Path.of("target", name).toAbsolutePath();
        FileTrees.delete(other);
        Path folder = Files.createDirectories(other.resolve("postgres"));
        try (DirectoryStream<Path> programs = Files.newDirectoryStream(data.resolve("postgres"), "server-*")) {
            for (Path each : programs) Files.createSymbolicLink(folder.resolve(each.getFileName()), each);
        }
        return other;
    }

    private static PostgresStore open(DatabaseLocation location) {
        return PostgresStore.open(location, Mappings.of(Map.of()), InstantSource.fixed(Instant.EPOCH));
    }

    private static ProcessHandle postmaster() throws IOException {
        Path pidFile = data.resolve("postgres").resolve("data").resolve("postmaster.pid");
        return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).get(0)))
                .orElseThrow();
    }

    private static String show(String setting) {
        return query(server.location(), "show " + setting);
    }

    private static void execute(DatabaseLocation location, String sql) {
        try (Connection connection = connect(location);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String query(DatabaseLocation location, String sql) {
        try (Connection connection = connect(location);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connect(DatabaseLocation location) throws SQLException {
        return DriverManager.getConnection(location.jdbcUrl(), location.user(), location.password());
    }
}
