package io.onefunnel.store.reports;

import io.onefunnel.state.Reports.Order;
import io.onefunnel.store.reports.ReportView.Column;
import java.util.ArrayList;
import java.util.List;

/** A column by which rows are sorted; a missing value is the last either way. */
record SortKey(Column column, boolean descending) {
    /**
     * What the order names, and then all other columns: rows that are equal in all of these are equal, and which of them
     * comes first is no question.
     *
     * @throws IllegalArgumentException when there is no such column
     */
    static List<SortKey> of(ReportView view, Order order) {
        List<SortKey> key = new ArrayList<>();
        for (Order.By by : order.by()) key.add(new SortKey(view.column(by.column()), by.descending()));
        for (Column column : view.columns()) {
            if (key.stream().noneMatch(each -> each.column().equals(column))) key.add(new SortKey(column, false));
        }
        return key;
    }

    String sql() {
        return column.quoted() + (descending ? " desc nulls last" : " asc nulls last");
    }
}
