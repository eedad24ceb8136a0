package io.onefunnel.app.view;

import io.onefunnel.model.LeadScore;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.Stage;
import io.onefunnel.state.Reports;
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
public record PeopleView(Optional<Stage> reached, int total, List<Row> rows) {
    public PeopleView {
        rows = List.copyOf(rows);
    }

    /** @param stage where the person stands now */
    public record Row(PersonId person, String name, String company, Optional<Stage> stage, int score, String owner) {
        public LeadScore.Grade grade() {
            return LeadScore.Grade.of(score);
        }
    }

    /** @param most how many rows are wanted */
    public static PeopleView of(Reports reports, OwnerNames owners, Optional<Stage> reached, int most) {
        List<ReportRow> all = reached.isPresent()
                ? ReportRow.where(
                        reports, "people_reached", "stage", reached.get().name())
                : ReportRow.all(reports, "people_list");
        String stage = reached.isPresent() ? "current_stage" : "stage";
        List<Row> rows = all.stream()
                .limit(most)
                .map(row -> new Row(
                        new PersonId(row.text("person")),
                        Names.shown(row.text("name")),
                        row.text("company"),
                        stage(row.text(stage)),
                        (int) row.number("score"),
                        owners.name(row.text("owner"))))
                .toList();
        return new PeopleView(reached, all.size(), rows);
    }

    /** The stage of this constant's name. */
    public static Optional<Stage> stage(String name) {
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.name().equals(name))
                .findFirst();
    }
}
