package io.onefunnel.app.view;

import io.onefunnel.model.PersonId;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.state.Reports;
import io.onefunnel.state.Reports.Filter;
import io.onefunnel.state.Reports.Order;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose timers run or ran out.
 *
 * @param rows those first who can still be served in time
 */
public record SlaBoardView(List<Row> rows) {
    private static final Order ORDER = Order.ascending("urgency").then("person");

    public SlaBoardView {
        rows = List.copyOf(rows);
    }

    /** One timer of one person, with whoever has to act and what is to be done. */
    public record Row(
            PersonId person,
            String name,
            SlaTimer.Kind timer,
            SlaTimer.Status status,
            Optional<Instant> due,
            String owner,
            String nextAction) {}

    /**
     * As the last decisions left the timers.
     *
     * @param most how many rows are wanted
     */
    public static SlaBoardView of(Reports reports, OwnerNames owners, int most) {
        List<ReportRow> timers = rows(reports.page("timers_page", Filter.NONE, ORDER, most, Optional.empty()));
        Map<String, String> next = nextActions(
                reports,
                timers.stream().map(row -> row.text("person")).distinct().toList());
        return new SlaBoardView(timers.stream()
                .map(row -> new Row(
                        new PersonId(row.text("person")),
                        Names.shown(row.text("name")),
                        SlaTimer.Kind.valueOf(row.text("kind")),
                        SlaTimer.Status.valueOf(row.text("status")),
                        row.instant("due_at"),
                        owners.name(row.text("owner")),
                        next.getOrDefault(row.text("person"), "")))
                .toList());
    }

    /** By person. Asked for those alone who are shown: it stands deep in what was decided. */
    private static Map<String, String> nextActions(Reports reports, List<String> people) {
        if (people.isEmpty()) return Map.of();
        Filter these = Filter.NONE.is("person", people.toArray());
        Map<String, String> next = new HashMap<>();
        for (ReportRow row : rows(
                reports.page("next_actions_page", these, Order.ascending("person"), people.size(), Optional.empty()))) {
            next.put(row.text("person"), row.text("next_action"));
        }
        return next;
    }

    private static List<ReportRow> rows(Reports.Page page) {
        return page.table().rows().stream().map(ReportRow::new).toList();
    }
}
