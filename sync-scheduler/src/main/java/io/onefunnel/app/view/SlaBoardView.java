package io.onefunnel.app.view;

import io.onefunnel.model.PersonId;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.state.Reports;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whose timers run or ran out.
 *
 * @param rows those first who can still be served in time
 */
public record SlaBoardView(List<Row> rows) {
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

    /** As the last decisions left the timers. */
    public static SlaBoardView of(Reports reports, OwnerNames owners) {
        return new SlaBoardView(ReportRow.all(reports, "work_due").stream()
                .map(row -> new Row(
                        new PersonId(row.text("person")),
                        Names.shown(row.text("name")),
                        SlaTimer.Kind.valueOf(row.text("kind")),
                        SlaTimer.Status.valueOf(row.text("status")),
                        row.instant("due_at"),
                        owners.name(row.text("owner")),
                        row.text("next_action")))
                .toList());
    }

    /** How many timers stand like this. */
    public long count(SlaTimer.Status status) {
        return rows.stream().filter(row -> row.status() == status).count();
    }
}
