package io.onefunnel.store.reports;

import io.onefunnel.model.IdentityKey;
import io.onefunnel.state.Reports;
import io.onefunnel.store.sql.Database;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads report views, each question in a transaction of its own. */
public final class PostgresReports implements Reports {
    private final Database database;

    public PostgresReports(Database database) {
        this.database = database;
    }

    @Override
    public List<String> names() {
        return database.inTransaction(ReportView::names);
    }

    @Override
    public Table rows(String report) {
        return database.inTransaction(sql -> rows(sql, ReportView.of(sql, report), ""));
    }

    @Override
    public Table rows(String report, String column, String value) {
        return database.inTransaction(sql -> {
            ReportView view = ReportView.of(sql, report);
            return rows(sql, view, " where " + view.column(column).quoted() + "::text = ?", value);
        });
    }

    private static Table rows(Sql sql, ReportView view, String condition, @Nullable Object... arguments)
            throws SQLException {
        return view.table(
                sql.list("select " + view.selected() + " from " + view.source() + condition, view::row, arguments));
    }

    @Override
    public Page page(String report, Filter filter, Order order, int limit, Optional<After> after) {
        return database.inTransaction(
                sql -> new ReportPage(ReportView.of(sql, report), order).read(sql, filter, limit, after));
    }

    @Override
    public long count(String report, Filter filter) {
        return database.inTransaction(sql -> {
            ReportView view = ReportView.of(sql, report);
            FilterSql where = new FilterSql(sql, view).and(filter);
            return sql.numbers(
                            "select count(*) from " + view.source() + " where " + where.text(),
                            where.arguments().toArray())
                    .get(0);
        });
    }

    @Override
    public List<Found> search(String text, Collection<IdentityKey> keys, int max) {
        return database.inTransaction(sql -> PersonSearch.find(sql, text, keys, max));
    }
}
