package io.onefunnel.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.store.sql.DatabaseLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Every statement that a database runs, with the rows that each step of its plan really read: as its server logs them. */
final class StatementPlans {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path log;
    private final long from;

    private StatementPlans(Path log, long from) {
        this.log = log;
        this.from = from;
    }

    /**
     * A step of a plan that reads a table or an index.
     *
     * @param rows that it read, whether they passed its filters or not
     */
    record Scan(String statement, String node, String table, String index, long rows) {}

    /**
     * From now on, for every connection that is opened to the database.
     *
     * @param settings what the planner has to keep to besides
     */
    static StatementPlans of(DatabaseLocation database, String... settings) {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            List<String> all = new ArrayList<>(List.of(settings));
            all.addAll(List.of(
                    "session_preload_libraries = 'auto_explain'",
                    "auto_explain.log_min_duration = 0",
                    "auto_explain.log_analyze = on",
                    "auto_explain.log_timing = off",
                    "auto_explain.log_format = json",
                    "auto_explain.log_parameter_max_length = 0"));
            for (String setting : all) {
                statement.execute("do $$ begin execute format('alter database %I set " + setting.replace("'", "''")
                        + "', current_database()); end $$");
            }
            Path log = TestServer.log();
            return new StatementPlans(log, Files.size(log));
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Scan> scans() {
        List<Scan> scans = new ArrayList<>();
        try {
            String text = Files.readString(log).substring((int) from);
            StringBuilder plan = new StringBuilder();
            for (String line : text.split("\n")) {
                if (line.startsWith("\t")) {
                    plan.append(line, 1, line.length()).append('\n');
                    continue;
                }
                add(plan, scans);
            }
            add(plan, scans);
            return scans;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(StringBuilder plan, List<Scan> scans) throws IOException {
        String json = plan.toString();
        plan.setLength(0);
        if (!json.startsWith("{")) return;
        JsonNode root = JSON.readTree(json);
        add(root.path("Query Text").asText(), root.path("Plan"), scans);
    }

    private static void add(String statement, JsonNode node, List<Scan> scans) {
        if (node.has("Relation Name") || node.has("Index Name")) {
            double loops = node.path("Actual Loops").asDouble();
            double rows = node.path("Actual Rows").asDouble()
                    + node.path("Rows Removed by Filter").asDouble()
                    + node.path("Rows Removed by Index Recheck").asDouble();
            scans.add(new Scan(
                    statement,
                    node.path("Node Type").asText(),
                    node.path("Relation Name").asText(),
                    node.path("Index Name").asText(),
                    Math.round(rows * loops)));
        }
        node.path("Plans").forEach(child -> add(statement, child, scans));
    }
}
