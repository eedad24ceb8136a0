package io.onefunnel.app.console.people;

import io.onefunnel.app.console.page.NotFoundException;
import io.onefunnel.app.view.Figures;
import io.onefunnel.app.view.FoundPerson;
import io.onefunnel.app.view.OwnerNames;
import io.onefunnel.app.view.PeopleView;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Stage;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.state.Store;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers: who is there, and who came as far as this? */
public final class PeoplePage {
    private static final int PEOPLE_SHOWN = 500;
    private static final int FOUND_SHOWN = 12;

    private final Store store;
    private final Map<ConnectionId, Normalizer> normalizers;
    private final Figures figures;

    public PeoplePage(Store store, Map<ConnectionId, Normalizer> normalizers, Figures figures) {
        this.figures = figures;
        this.store = store;
        this.normalizers = Map.copyOf(normalizers);
    }

    /** The list with what it says at its head. */
    public record Model(String headline, PeopleView people) {}

    /**
     * Everybody, or who ever reached a stage.
     *
     * @param stage the stage's constant; null or empty for everybody
     */
    public Model model(@Nullable String stage) {
        Optional<Stage> reached = stage == null ? Optional.empty() : PeopleView.stage(stage);
        if (stage != null && !stage.isEmpty() && reached.isEmpty()) {
            throw new NotFoundException("There is no stage " + stage + ".");
        }
        OwnerNames owners = OwnerNames.of(store.decisions().directory().users(), normalizers);
        PeopleView people = PeopleView.of(store.reports(), owners, reached, total(reached), PEOPLE_SHOWN);
        return new Model(headline(people), people);
    }

    private long total(Optional<Stage> reached) {
        return reached.isPresent()
                ? figures.funnel().get().people(reached.get())
                : figures.standing().get().people();
    }

    private static String headline(PeopleView people) {
        String who =
                people.reached().map(stage -> "people reached " + stage.label()).orElse("people");
        String headline = String.format(Locale.ROOT, "%,d %s.", people.total(), who);
        if (people.total() <= people.rows().size()) return headline;
        return headline + " The first " + PEOPLE_SHOWN + " are shown; `onefunnel report --csv` has all.";
    }

    /** Nobody for less than two letters: everybody has those. */
    public List<FoundPerson> search(String text) {
        return text.length() < 2 ? List.of() : FoundPerson.search(store.reports(), text, FOUND_SHOWN);
    }
}
