package io.onefunnel.app.view;

import io.onefunnel.model.PersonId;
import io.onefunnel.state.Reports;
import java.util.List;
import java.util.Optional;

/**
 * A person whom a search found.
 *
 * @param stage as people read it; empty before the first stage
 * @param records how many live records the person has
 */
public record FoundPerson(PersonId person, String name, Optional<String> stage, int records) {
    /** By a record id, a person id, an e-mail or a name; at most {@code most}. */
    public static List<FoundPerson> search(Reports reports, String text, int most) {
        return reports.search(text, most).stream()
                .map(each -> new FoundPerson(
                        new PersonId(each.person()),
                        Names.shown(each.name()),
                        each.stage(),
                        each.records().size()))
                .toList();
    }
}
