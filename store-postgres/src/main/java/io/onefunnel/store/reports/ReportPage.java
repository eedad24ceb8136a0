package io.onefunnel.store.reports;

import io.onefunnel.state.Reports.After;
import io.onefunnel.state.Reports.Filter;
import io.onefunnel.state.Reports.Order;
import io.onefunnel.state.Reports.Page;
import io.onefunnel.state.Reports.Table;
import io.onefunnel.store.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one page by the row that the page before ended with: what it costs does not grow with the number of the page. */
final class ReportPage {
    // Rows that are equal in everything are read again to be passed over; what a caller says of them is not to fill
    // memory.
    private static final int MOST_EQUAL = 10_000;

    private final ReportView view;
    private final Order order;
    private final List<SortKey> key;

    ReportPage(ReportView view, Order order) {
        this.view = view;
        this.order = order;
        this.key = SortKey.of(view, order);
    }

    /** A row and the texts of what it is sorted by. */
    private record Keyed(Map<String, @Nullable Object> row, List<@Nullable String> key) {}

    Page read(Sql sql, Filter filter, int limit, Optional<After> after) throws SQLException {
        if (limit < 1) throw new IllegalArgumentException("a page has at least one row, not " + limit);
        after.ifPresent(this::check);
        FilterSql where = new FilterSql(sql, view).and(filter);
        if (after.isPresent()) where.andFrom(after.get(), key);
        int seen = after.map(After::seen).orElse(0);
        List<Object> arguments = new ArrayList<>(where.arguments());
        // One more, to know whether there is more.
        arguments.add((long) limit + seen + 1);
        List<Keyed> found = sql.list(
                "select " + columns() + " from " + view.source() + " where " + where.text() + " order by "
                        + key.stream().map(SortKey::sql).collect(Collectors.joining(", ")) + " limit ?",
                this::keyed,
                arguments.toArray());
        List<Keyed> fresh = found.subList(seenAgain(found, after), found.size());
        List<Keyed> page = fresh.subList(0, Math.min(limit, fresh.size()));
        Table table = view.table(page.stream().map(Keyed::row).toList());
        return new Page(table, fresh.size() > limit ? Optional.of(next(page, after)) : Optional.empty());
    }

    private void check(After after) {
        if (after.order().equals(order.toString())
                && after.row().size() == key.size()
                && after.seen() > 0
                && after.seen() <= MOST_EQUAL) return;
        throw new IllegalArgumentException(
                "the page before was of another report or order; begin with the first page of " + view.name());
    }

    private String columns() {
        return view.selected()
                + key.stream()
                        .map(each -> ", " + each.column().quoted() + "::text")
                        .collect(Collectors.joining());
    }

    private Keyed keyed(Sql.Row row) throws SQLException {
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 1; i <= key.size(); i++) {
            texts.add(row.optionalText(view.columns().size() + i).orElse(null));
        }
        return new Keyed(view.row(row), texts);
    }

    /** How many of these were on earlier pages: rows may be equal in everything, and are then told apart by their number. */
    private static int seenAgain(List<Keyed> found, Optional<After> after) {
        if (after.isEmpty()) return 0;
        int seen = 0;
        while (seen < after.get().seen()
                && seen < found.size()
                && found.get(seen).key().equals(after.get().row())) seen++;
        return seen;
    }

    private After next(List<Keyed> page, Optional<After> after) {
        List<@Nullable String> last = page.get(page.size() - 1).key();
        int equal = 0;
        while (equal < page.size() && page.get(page.size() - 1 - equal).key().equals(last)) equal++;
        if (equal == page.size() && after.isPresent() && after.get().row().equals(last)) {
            equal += after.get().seen();
        }
        return new After(order.toString(), last, equal);
    }
}
