package io.onefunnel.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.state.Reports;
import io.onefunnel.store.records.Mappings;
import io.onefunnel.store.sql.DatabaseLocation;
import io.onefunnel.store.sql.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stores that earlier versions made, and report views that change. */
class MigrationsTest {
    private DatabaseLocation location;

    @BeforeEach
    void fresh() {
        location = TestServer.freshDatabase(MigrationsTest.class);
    }

    @Test
    void aStoreOfVersion10KeepsTheColumnsAndRowsOfEveryReport() throws IOException {
        makeVersion10();
        Map<String, List<List<String>>> before = new TreeMap<>();
        for (List<String> name : query("""
                select relname::text from pg_class where relkind = 'v' and obj_description(oid, 'pg_class') like 'Report:%'
                """)) {
            before.put(name.get(0), view(name.get(0)));
        }
        assertThat(before)
                .hasSize(19)
                .allSatisfy((name, rows) -> assertThat(rows)
                        .as(name + " has a row below its columns")
                        .hasSizeGreaterThan(1));

        try (PostgresStore store = open()) {
            assertThat(store.reports().names()).containsExactlyElementsOf(before.keySet());
            before.forEach((name, rows) -> {
                assertThat(view(name)).as(name).isEqualTo(rows);
                assertThat(store.reports().rows(name).columns()).as(name).isEqualTo(rows.get(0));
            });
        }
    }

    @Test
    void aReportWhoseFileChangedHasTheColumnsOfItsFile() {
        open().close();
        List<List<String>> asInItsFile = view("people_list");
        // As if another version had made it: other columns, and another view that reads them.
        execute("drop view people_reached, people_list");
        execute("create view people_list as select 1 as number, 'x' as company");
        execute("comment on view people_list is 'Report: an older one'");
        execute("create view people_reached as select number from people_list");
        execute("comment on view people_reached is 'Report: an older one'");
        execute("update schema_history set checksum = checksum + 1 where script = 'R__people_list.sql'");

        try (PostgresStore store = open()) {
            assertThat(view("people_list")).isEqualTo(asInItsFile);
            assertThat(store.reports().rows("people_reached").columns()).contains("current_stage");
        }
    }

    @Test
    void aReportThatIsNoMoreGoes() {
        open().close();
        execute("create view yesterday as select 1 as number");
        execute("comment on view yesterday is 'Report: of an older version'");
        execute("""
                insert into schema_history (installed_rank, description, type, script, checksum, installed_by,
                    execution_time, success) values (999, 'yesterday', 'SQL', 'R__yesterday.sql', 1, 'x', 1, true)
                """);

        try (PostgresStore store = open()) {
            assertThat(store.reports().names()).isNotEmpty().doesNotContain("yesterday");
        }
    }

    @Test
    void nothingIsMadeAnewWhenNothingIsNew() {
        open().close();
        List<List<String>> before = query("select oid from pg_class where relkind = 'v' order by oid");

        open().close();

        assertThat(query("select oid from pg_class where relkind = 'v' order by oid"))
                .isEqualTo(before);
    }

    @Test
    void severalProcessesMayBringOneStoreUpToDate() throws Exception {
        makeVersion10();
        ExecutorService processes = Executors.newFixedThreadPool(3);
        try {
            List<Future<List<String>>> names = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                names.add(processes.submit(() -> {
                    try (PostgresStore store = open()) {
                        return store.reports().names();
                    }
                }));
            }
            for (Future<List<String>> each : names) assertThat(each.get()).hasSize(19);
        } finally {
            processes.shutdownNow();
        }
    }

    @Test
    void whatOthersBuiltOnReportsIsNamedAndStays() throws IOException {
        makeVersion10();
        execute("create view board as select stage from stage_counts");

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("board")
                .hasMessageContaining("Drop these, start OneFunnel again");
        assertThat(view("board")).hasSize(9);

        execute("drop view board");
        try (PostgresStore store = open()) {
            Reports.Table counts = store.reports().rows("stage_counts");
            assertThat(counts.rows()).hasSize(8);
        }
    }

    /** Tables and rows as the program of that version left them. */
    private void makeVersion10() throws IOException {
        Flyway.configure()
                .dataSource(location.jdbcUrl(), location.user(), location.password())
                .locations("classpath:db/migration")
                .table("schema_history")
                .target("10")
                .load()
                .migrate();
        try (InputStream rows =
                Objects.requireNonNull(MigrationsTest.class.getResourceAsStream("/store-of-version-10.sql"))) {
            execute(new String(rows.readAllBytes(), UTF_8));
        }
    }

    private PostgresStore open() {
        return PostgresStore.open(location, Mappings.of(Map.of()), InstantSource.fixed(Instant.EPOCH));
    }

    /** The names of the columns, and then the rows, in the order in which the view has them. */
    private List<List<String>> view(String name) {
        return ask("select * from " + name, true);
    }

    private List<List<String>> query(String sql) {
        return ask(sql, false);
    }

    private List<List<String>> ask(String sql, boolean withNames) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            List<List<String>> rows = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns; i++) names.add(result.getMetaData().getColumnLabel(i));
            if (withNames) rows.add(names);
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) row.add(String.valueOf(result.getString(i)));
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(location.jdbcUrl(), location.user(), location.password());
    }
}
