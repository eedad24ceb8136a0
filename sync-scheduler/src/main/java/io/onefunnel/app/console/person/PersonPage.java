package io.onefunnel.app.console.person;

import io.onefunnel.app.console.page.Figure;
import io.onefunnel.app.console.page.NotFoundException;
import io.onefunnel.app.view.PersonEvents;
import io.onefunnel.app.view.PersonView;
import io.onefunnel.app.view.Times;
import io.onefunnel.decide.Decide;
import io.onefunnel.model.Attribution;
import io.onefunnel.model.Decision;
import io.onefunnel.model.LeadScore;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.Stage;
import io.onefunnel.state.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Answers: who is this, what happened, and why does it say what it says? */
public final class PersonPage {
    private static final int EVENTS_SHOWN = 60;

    private final Store store;
    private final Supplier<Decide> decider;
    private final InstantSource clock;

    public PersonPage(Store store, Supplier<Decide> decider, InstantSource clock) {
        this.store = store;
        this.decider = decider;
        this.clock = clock;
    }

    /**
     * The person with what is drawn and said of it on this page.
     *
     * @param now as of when
     * @param referral empty when nobody referred the person
     * @param events the newest of them
     */
    public record Model(
            PersonView person,
            Instant now,
            String headline,
            List<Figure> figures,
            Waterfall score,
            String referral,
            List<PersonEvents.Event> events) {}

    /** @param id of the person, or of one who was merged into somebody since */
    public Model model(String id) {
        Instant now = clock.instant();
        PersonId survivor = store.people().survivor(new PersonId(id));
        PersonView person = decider.get()
                .explain(survivor, now)
                .map(explained -> PersonView.of(explained, store.ledger()))
                .orElseThrow(() -> new NotFoundException("There is no person " + id + "."));
        Decision decision = person.decision();
        return new Model(
                person,
                now,
                headline(decision, now),
                figures(person),
                Waterfall.of(decision.score().terms()),
                referral(decision.attribution()),
                person.events().stream().limit(EVENTS_SHOWN).toList());
    }

    private static String headline(Decision decision, Instant now) {
        String next = decision.next().text();
        if (next.isEmpty()) {
            return decision.stage()
                    .map(stage -> stage.label() + ". Nothing to do now.")
                    .orElse("No stage yet: nothing was asked for, and nobody works on it.");
        }
        return decision.next()
                        .due()
                        .map(due -> next + ", due " + Times.ago(due, now))
                        .orElse(next) + ".";
    }

    private static List<Figure> figures(PersonView person) {
        Decision decision = person.decision();
        LeadScore score = decision.score();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.plain("stage", decision.stage().map(Stage::label).orElse("none")));
        figures.add(new Figure(
                "score",
                score.value() + " · " + score.grade(),
                "#score",
                score.learned() ? "" : "graded by rules: little history yet"));
        figures.add(new Figure("records", "" + person.records().size(), "#records", ""));
        decision.disposition()
                .ifPresent(disposition -> figures.add(
                        new Figure("outcome", disposition.outcome().label(), "", person.dispositionReason())));
        return figures;
    }

    private static String referral(Attribution attribution) {
        return attribution
                .referral()
                .map(referral -> (referral.suggested() ? "Probably referred: " : "Referred: ") + referral.evidence())
                .orElse("");
    }
}
