package io.onefunnel.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * The peer of a pull: the stored rows once more, into one table of id, version and JSON as a text, by COPY into a staging table
 * and an upsert. No HTTP, no parsing, no normalizing, no second index. The least that anybody pays who keeps these rows.
 */
final class BareLoad {
    /** Records as they are kept; of an event a text of its columns, which is what it would be kept as here. */
    private static final String ROWS = """
            select c.name || '/' || r.kind || '/' || r.id, n.version, n.raw::text
            from record r join content n on n.record_no = r.no join connection c on c.no = r.connection_no
            union all
            select connection_no || '/TOUCH/' || id || '/' || at, at, to_jsonb(t)::text from touch t
            union all
            select connection_no || '/RESPONSE/' || id || '/' || at, at, to_jsonb(t)::text from response t
            """;

    /** Like a page of Salesforce, five times over: larger transactions were no faster. */
    private static final int ROWS_AT_ONCE = 10_000;

    private final DataSource database;
    private final Path file;

    BareLoad(DataSource database, Path file) {
        this.database = database;
        this.file = file;
    }

    /** Copies what is stored into the file. */
    long export() throws SQLException, IOException {
        try (Connection connection = database.getConnection();
                OutputStream out = Files.newOutputStream(file)) {
            long rows = copies(connection).copyOut("copy (" + ROWS + ") to stdout", out);
            connection.commit();
            return rows;
        }
    }

    /** What was being written settles, so that neither side pays for the other's pages. */
    void checkpoint() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
            connection.commit();
        }
    }

    void load() throws SQLException, IOException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            statement.execute(
                    "create table bare (id text collate \"C\" primary key, version timestamptz not null, raw text not null)");
            statement.execute(
                    "create temporary table bare_in (id text, version timestamptz, raw text) on commit delete rows");
            connection.commit();
            while (copyBatch(copies(connection), lines)) {
                statement.executeUpdate("""
                        insert into bare select * from bare_in on conflict (id) do update
                        set version = excluded.version, raw = excluded.raw where bare.version < excluded.version
                        """);
                connection.commit();
            }
            connection.commit();
        }
    }

    private static boolean copyBatch(CopyManager copies, BufferedReader lines) throws SQLException, IOException {
        CopyIn copy = copies.copyIn("copy bare_in from stdin");
        StringBuilder text = new StringBuilder();
        int rows = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            text.append(line).append('\n');
            rows++;
            boolean last = rows == ROWS_AT_ONCE;
            if (text.length() > 1 << 16 || last) write(copy, text);
            if (last) break;
        }
        write(copy, text);
        copy.endCopy();
        return rows > 0;
    }

    private static void write(CopyIn copy, StringBuilder text) throws SQLException {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        text.setLength(0);
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }
}
