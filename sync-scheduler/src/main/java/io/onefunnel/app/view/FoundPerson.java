package io.onefunnel.app.view;

import io.onefunnel.identity.match.IdentityKeys;
import io.onefunnel.model.IdentityKey;
import io.onefunnel.model.PersonId;
import io.onefunnel.normalize.EmailNormalizer;
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
    /** By a record id, a person id, any e-mail address or words of a name; at most {@code most}. */
    public static List<FoundPerson> search(Reports reports, String text, int most) {
        List<IdentityKey> mailbox =
                EmailNormalizer.of(text).map(email -> new IdentityKey(IdentityKeys.EMAIL, email.mailbox())).stream()
                        .toList();
        return reports.search(text, mailbox, most).stream()
                .map(each -> new FoundPerson(
                        new PersonId(each.person()),
                        Names.shown(each.name()),
                        each.stage(),
                        each.records().size()))
                .toList();
    }
}
