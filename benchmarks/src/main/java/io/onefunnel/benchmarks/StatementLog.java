package io.onefunnel.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Counts the statements of a server from its log. */
final class StatementLog {
    private final World world;
    private long from;

    StatementLog(World world) throws SQLException {
        this.world = world;
        try (Connection connection = world.database().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute("alter system set log_min_duration_statement = 0");
            statement.execute("select pg_reload_conf()");
            connection.setAutoCommit(false);
        }
    }

    void start() throws IOException {
        from = Files.size(world.serverLog());
    }

    long statements() throws IOException {
        try (InputStream log = Files.newInputStream(world.serverLog())) {
            log.skipNBytes(from);
            return new String(log.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("ms  execute ") || line.contains("ms  statement: "))
                    .filter(line -> !line.matches(".*(BEGIN|COMMIT|ROLLBACK).*"))
                    .count();
        }
    }
}
