package io.onefunnel.app.view;

import io.onefunnel.model.LeadScore;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.Stage;
import io.onefunnel.state.Reports;
import io.onefunnel.state.Reports.Filter;
import io.onefunnel.state.Reports.Order;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A list of people, the best score first.
 *
 * @param reached the stage that all of them reached at some time; empty for everybody
 * @param total how many there are
 * @param rows at most as many as were asked for
 */
public record PeopleView(Optional<Stage> reached, long total, List<Row> rows) {
    private static final Order BEST_FIRST = Order.descending("score").then("person");

    public PeopleView {
        rows = List.copyOf(rows);
    }

    /** @param stage where the person stands now */
    public record Row(PersonId person, String name, String company, Optional<Stage> stage, int score, String owner) {
        public LeadScore.Grade grade() {
            return LeadScore.Grade.of(score);
        }
    }

    /**
     * @param total how many there are
     * @param most how many rows are wanted
     */
    public static PeopleView of(Reports reports, OwnerNames owners, Optional<Stage> reached, long total, int most) {
        Filter filter =
                reached.map(each -> Filter.NONE.is("stage", each.name())).orElse(Filter.NONE);
        String report = reached.isPresent() ? "people_reached_page" : "people_page";
        String stage = reached.isPresent() ? "current_stage" : "stage";
        List<Row> rows = reports.page(report, filter, BEST_FIRST, most, Optional.empty()).table().rows().stream()
                .map(ReportRow::new)
                .map(row -> new Row(
                        new PersonId(row.text("person")),
                        Names.shown(row.text("name")),
                        row.text("company"),
                        stage(row.text(stage)),
                        (int) row.number("score"),
                        owners.name(row.text("owner"))))
                .toList();
        return new PeopleView(reached, Math.max(total, rows.size()), rows);
    }

    /** The stage of this constant's name. */
    public static Optional<Stage> stage(String name) {
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.name().equals(name))
                .findFirst();
    }
}
