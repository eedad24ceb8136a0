package io.onefunnel.store.reports;

import io.onefunnel.model.Stage;
import io.onefunnel.state.Reports;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Sql;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads report views. Which views are reports is a comment on the view itself, so that none is forgotten here. */
public final class PostgresReports implements Reports {
    /** A record as plans, tables and the console name it: "marketo 100003", "hubspot/PERSON/contact:1". */
    private static final Pattern RECORD = Pattern.compile("(?<connection>[^\\s/]+)[\\s/](?:[A-Z_]+[\\s/])?(?<id>\\S+)");

    private final Database database;

    public PostgresReports(Database database) {
        this.database = database;
    }

    @Override
    public List<String> names() {
        return database.inTransaction(PostgresReports::names);
    }

    private static List<String> names(Sql sql) throws SQLException {
        return sql.list("""
                select v.relname::text from pg_class v
                where v.relkind = 'v' and v.relnamespace = current_schema()::regnamespace
                    and obj_description(v.oid, 'pg_class') like 'Report:%' order by v.relname::text collate "C"
                """, row -> row.text(1));
    }

    @Override
    public Table rows(String report) {
        return database.inTransaction(sql -> read(sql, "select * from " + known(sql, report)));
    }

    @Override
    public Table rows(String report, String column, String value) {
        return database.inTransaction(sql -> {
            String view = known(sql, report);
            List<String> columns = sql.list("""
                    select attname::text from pg_attribute
                    where attrelid = to_regclass(?) and attnum > 0 and not attisdropped
                    """, row -> row.text(1), view);
            if (!columns.contains(column)) {
                throw new IllegalArgumentException(
                        "report " + report + " has no column " + column + "; it has " + String.join(", ", columns));
            }
            return read(sql, "select * from " + view + " where " + column + "::text = ?", value);
        });
    }

    /** The name of an existing report: nothing else ever becomes part of a statement. */
    private static String known(Sql sql, String report) throws SQLException {
        List<String> names = names(sql);
        if (names.contains(report)) return report;
        throw new IllegalArgumentException("there is no report " + report + "; there are " + String.join(", ", names));
    }

    private static Table read(Sql sql, String query, String... arguments) throws SQLException {
        try (PreparedStatement statement = sql.connection().prepareStatement(query)) {
            for (int i = 0; i < arguments.length; i++) statement.setString(i + 1, arguments[i]);
            try (ResultSet result = statement.executeQuery()) {
                ResultSetMetaData meta = result.getMetaData();
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= meta.getColumnCount(); i++) columns.add(meta.getColumnLabel(i));
                List<Map<String, @Nullable Object>> rows = new ArrayList<>();
                while (result.next()) {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    for (int i = 0; i < columns.size(); i++) row.put(columns.get(i), value(result.getObject(i + 1)));
                    rows.add(row);
                }
                return new Table(columns, rows);
            }
        }
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Double) {
            return value;
        }
        if (value instanceof Integer number) return number.longValue();
        if (value instanceof BigDecimal number) return number.doubleValue();
        if (value instanceof Timestamp at) return at.toInstant();
        if (value instanceof OffsetDateTime at) return at.toInstant();
        return value.toString();
    }

    @Override
    public List<Found> search(String text, int max) {
        String wanted = text.strip();
        Matcher named = RECORD.matcher(wanted);
        String lower = wanted.toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) return List.of();
        return database.inTransaction(sql -> sql.list(
                """
                with found as (
                    select coalesce(survivor_no, no) no from person where id = ?
                    union
                    select person_no from record where id = ? and kind = 'PERSON' and person_no is not null
                    union
                    select person_no from record where kind = 'PERSON' and person_no is not null
                        and (connection_no, id) in (
                            select c.no, ? from connection c where c.name = ?)
                    union
                    select r.person_no from content c join record r on r.no = c.record_no
                    where c.email = ? and r.person_no is not null
                    union
                    (select person_no from decision where lower(name) like ? limit ?)
                )
                select p.id, coalesce(d.name, ''), d.stage,
                    array(select c.name || '/' || r.kind || '/' || r.id from record r
                          join connection c on c.no = r.connection_no
                          where r.person_no = p.no and r.state = 'LIVE' and r.kind = 'PERSON'
                          order by 1)
                from found join person p on p.no = found.no left join decision d on d.person_no = p.no
                order by 2, p.id limit ?
                """,
                row -> new Found(
                        row.text(1),
                        row.text(2),
                        row.optionalText(3).map(stage -> Stage.valueOf(stage).label()),
                        row.texts(4)),
                wanted,
                wanted,
                named.matches() ? named.group("id") : "",
                named.matches() ? named.group("connection") : "",
                lower,
                lower.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%",
                max,
                max));
    }
}
