package io.onefunnel.store.reports;

import io.onefunnel.state.Reports;
import io.onefunnel.state.Reports.After;
import io.onefunnel.store.reports.ReportView.Column;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold of a row, as a condition with arguments. Values are texts that the database reads as their column's type. */
final class FilterSql {
    private final Sql sql;
    private final ReportView view;
    private final StringBuilder text = new StringBuilder("true");
    private final List<Object> arguments = new ArrayList<>();

    FilterSql(Sql sql, ReportView view) {
        this.sql = sql;
        this.view = view;
    }

    String text() {
        return text.toString();
    }

    List<Object> arguments() {
        return arguments;
    }

    /** @throws IllegalArgumentException when there is no such column, or a value is none of its type */
    FilterSql and(Reports.Filter filter) throws SQLException {
        for (Reports.Condition condition : filter.conditions()) {
            Column column = view.column(condition.column());
            List<String> values =
                    condition.values().stream().map(FilterSql::written).toList();
            text.append(" and ");
            switch (condition.comparison()) {
                case IS -> {
                    check(column, values);
                    add(column.quoted() + " = any(?::text[]::" + column.type() + "[])", values);
                }
                case AT_LEAST -> {
                    check(column, values);
                    add(column.quoted() + " >= " + cast(column), values.get(0));
                }
                case BELOW -> {
                    check(column, values);
                    add(column.quoted() + " < " + cast(column), values.get(0));
                }
                case CONTAINS ->
                    add("position(lower(?::text) in lower(" + column.quoted() + "::text)) > 0", values.get(0));
                case MISSING -> text.append(column.quoted()).append(" is null");
            }
        }
        return this;
    }

    /**
     * Rows that come after the last one of a page, and those that are equal to it.
     *
     * @param key the columns by which rows are sorted
     */
    FilterSql andFrom(After after, List<SortKey> key) throws SQLException {
        for (int i = 0; i < key.size(); i++) {
            @Nullable String value = after.row().get(i);
            if (value != null) check(key.get(i).column(), List.of(value));
        }
        text.append(" and ");
        from(after, key, 0);
        return this;
    }

    /** Later in this column; or the same in it, and as late or later in those that follow. */
    private void from(After after, List<SortKey> key, int i) {
        if (i == key.size()) {
            text.append("true");
            return;
        }
        Column column = key.get(i).column();
        @Nullable String value = after.row().get(i);
        if (value == null) {
            // Nothing comes after a missing value.
            text.append('(').append(column.quoted()).append(" is null and ");
        } else {
            String later = key.get(i).descending() ? " < " : " > ";
            add("(" + column.quoted() + " is null or " + column.quoted() + later + cast(column), value);
            add(" or " + column.quoted() + " = " + cast(column) + " and ", value);
        }
        from(after, key, i + 1);
        text.append(')');
    }

    private static String cast(Column column) {
        return "?::text::" + column.type();
    }

    private void add(String condition, Object argument) {
        text.append(condition);
        arguments.add(argument);
    }

    private static String written(Object value) {
        return value instanceof Instant at ? Sql.kept(at).toString() : value.toString();
    }

    /** Before the values become part of the query: its own failures are none of the caller. */
    private void check(Column column, List<String> values) throws SQLException {
        if (column.type().equals("text")) return;
        try {
            sql.list("select ?::text[]::" + column.type() + "[] is null", row -> row.flag(1), values);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (!state.startsWith("22")) throw e;
            throw new IllegalArgumentException(
                    "column " + column.name() + " of report " + view.name() + " holds " + column.type() + ", not "
                            + String.join(", ", values),
                    e);
        }
    }
}
