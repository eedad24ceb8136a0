package io.onefunnel.store.reports;

import io.onefunnel.state.Reports.Table;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A report view with its columns, as the database has them. What a caller names is looked up here, and the database's own
 * spelling becomes part of a statement: nothing else ever does. Which views are reports is a comment on the view itself,
 * so that none is forgotten.
 *
 * @param source for a statement's {@code from}, as {@code v}
 */
record ReportView(String name, String source, List<Column> columns) {
    private static final String VIEWS = """
            from pg_class v where v.relkind = 'v' and v.relnamespace = current_schema()::regnamespace
                and obj_description(v.oid, 'pg_class') like any('{Report:%,Page:%}')
            """;

    /** What is read a page at a time stands beside the report with the same rows, and on no list. */
    private static final String REPORTS = VIEWS + " and obj_description(v.oid, 'pg_class') like 'Report:%'";

    /**
     * A column of the view.
     *
     * @param quoted its name as a statement has it, with the {@code v} of the view
     * @param type as a cast has it
     */
    record Column(String name, String quoted, String type) {}

    static List<String> names(Sql sql) throws SQLException {
        return sql.list(
                "select v.relname::text " + REPORTS + " order by v.relname::text collate \"C\"", row -> row.text(1));
    }

    /** @throws IllegalArgumentException naming the reports there are */
    static ReportView of(Sql sql, String name) throws SQLException {
        List<String> quoted =
                sql.list("select format('%I', v.relname) " + VIEWS + " and v.relname = ?", row -> row.text(1), name);
        if (quoted.isEmpty()) {
            throw new IllegalArgumentException(
                    "there is no report " + name + "; there are " + String.join(", ", names(sql)));
        }
        List<Column> columns = sql.list("""
                select attname::text, format('v.%I', attname), format_type(atttypid, atttypmod) from pg_attribute
                where attrelid = to_regclass(?) and attnum > 0 and not attisdropped order by attnum
                """, row -> new Column(row.text(1), row.text(2), row.text(3)), quoted.get(0));
        return new ReportView(name, quoted.get(0) + " v", columns);
    }

    /** @throws IllegalArgumentException naming the columns there are */
    Column column(String wanted) {
        return columns.stream()
                .filter(column -> column.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("report " + name + " has no column " + wanted
                        + "; it has " + columns.stream().map(Column::name).collect(Collectors.joining(", "))));
    }

    /** The columns for a select, as {@link #row} reads them. */
    String selected() {
        return columns.stream().map(Column::quoted).collect(Collectors.joining(", "));
    }

    Map<String, @Nullable Object> row(Sql.Row row) throws SQLException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) values.put(columns.get(i).name(), row.value(i + 1));
        return values;
    }

    Table table(List<Map<String, @Nullable Object>> rows) {
        return new Table(columns.stream().map(Column::name).toList(), rows);
    }
}
