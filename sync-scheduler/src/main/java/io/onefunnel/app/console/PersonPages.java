package io.onefunnel.app.console;

import io.onefunnel.app.console.PageModels.Entry;
import io.onefunnel.app.console.PageModels.Event;
import io.onefunnel.app.console.PageModels.Figure;
import io.onefunnel.app.console.PageModels.Term;
import io.onefunnel.app.console.PageModels.Timer;
import io.onefunnel.app.console.PageModels.Told;
import io.onefunnel.app.console.PageModels.Write;
import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.Services;
import io.onefunnel.app.view.ClosedLoopHistory;
import io.onefunnel.app.view.PersonHistory;
import io.onefunnel.app.view.Times;
import io.onefunnel.decide.Decide;
import io.onefunnel.model.Attribution;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Decision;
import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonName;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.ScoreTerm;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.Touch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A person over all systems: what happened, what follows from it, and what was written. */
final class PersonPages {
    private static final int EVENTS_SHOWN = 60;
    private static final int WRITES_SHOWN = 10;
    private static final int CHART = 1_000;

    private record Dated(Instant at, SourceRef ref, String what, String kind) {}

    private final Installation installation;
    private final Services services;

    PersonPages(Installation installation, Services services) {
        this.installation = installation;
        this.services = services;
    }

    PageModels.Person person(PersonId id) {
        Instant now = installation.clock().instant();
        PersonId survivor = installation.store().people().survivor(id);
        Decide.Explained explained = services.decisions()
                .decider()
                .explain(survivor, now)
                .orElseThrow(() -> new Pages.NotFoundException("There is no person " + id + "."));
        CaseFile file = explained.file();
        Decision decision = explained.decision();
        return new PageModels.Person(
                name(file),
                headline(decision, now),
                figures(file, decision),
                terms(decision),
                CHART,
                timers(decision, now),
                entries(file, decision, now),
                origin(decision.attribution()),
                referral(decision.attribution()),
                records(file),
                events(file, now),
                returned(explained, now),
                writes(file, now));
    }

    private List<PageModels.Returned> returned(Decide.Explained explained, Instant now) {
        return ClosedLoopHistory.of(explained, installation.store().ledger()).stream()
                .map(each -> new PageModels.Returned(
                        Pages.told(each.at(), now),
                        each.from(),
                        each.said(),
                        each.note(),
                        each.deliveries().stream()
                                .map(delivery -> delivery.text() + " " + Times.ago(delivery.at(), now))
                                .toList()))
                .toList();
    }

    private static String name(CaseFile file) {
        return file.records().stream()
                .map(PersonRecord::name)
                .filter(PersonName::known)
                .findFirst()
                .map(PersonName::full)
                .orElse("(no name)");
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

    private static List<Figure> figures(CaseFile file, Decision decision) {
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("stage", decision.stage().map(Stage::label).orElse("none"), "", ""));
        figures.add(new Figure(
                "score",
                decision.score().value() + " · " + decision.score().grade(),
                "#score",
                decision.score().learned() ? "" : "graded by rules: little history yet"));
        figures.add(new Figure("records", "" + file.records().size(), "#records", ""));
        decision.disposition()
                .ifPresent(disposition -> figures.add(new Figure(
                        "outcome", Pages.words(disposition.outcome().name()), "", Pages.words(disposition.reason()))));
        return figures;
    }

    /** Steps of a waterfall: each term starts where the one before it ended. */
    private static List<Term> terms(Decision decision) {
        int low = 0;
        int high = 1;
        int sum = 0;
        for (ScoreTerm term : decision.score().terms()) {
            sum += term.points();
            low = Math.min(low, sum);
            high = Math.max(high, sum);
        }
        List<Term> terms = new ArrayList<>();
        int at = 0;
        for (ScoreTerm term : decision.score().terms()) {
            int from = Math.min(at, at + term.points());
            terms.add(new Term(
                    term.reason(),
                    String.format(Locale.ROOT, "%+d", term.points()),
                    term.points() >= 0,
                    CHART * (from - low) / (high - low),
                    Math.max(2, CHART * Math.abs(term.points()) / (high - low))));
            at += term.points();
        }
        return terms;
    }

    private static List<Timer> timers(Decision decision, Instant now) {
        return decision.timers().stream()
                .map(timer -> new Timer(
                        Pages.words(timer.kind().name()),
                        Pages.words(timer.status().name()),
                        Pages.mark(timer.status().name()),
                        Pages.told(timer.dueAt(), now),
                        timer.computation()))
                .toList();
    }

    private static List<Entry> entries(CaseFile file, Decision decision, Instant now) {
        List<StageEntry> all = new ArrayList<>(file.stages());
        all.addAll(decision.entered());
        all.sort(Comparator.comparing(StageEntry::at).thenComparing(StageEntry::stage));
        return all.stream()
                .map(entry -> new Entry(entry.stage().label(), Pages.told(entry.at(), now), entry.evidence()))
                .toList();
    }

    private static String origin(Attribution attribution) {
        String text = Pages.words(attribution.origin().name());
        if (!attribution.originalSource().isEmpty()) text += ": " + attribution.originalSource();
        if (!attribution.originalCampaign().isEmpty()) text += ", " + attribution.originalCampaign();
        return text;
    }

    private static String referral(Attribution attribution) {
        return attribution
                .referral()
                .map(referral -> (referral.suggested() ? "Probably referred: " : "Referred: ") + referral.evidence())
                .orElse("");
    }

    private static List<PageModels.Record> records(CaseFile file) {
        return file.records().stream()
                .map(record -> new PageModels.Record(
                        record.ref().connection().value(),
                        record.ref().id(),
                        Pages.words(record.type().name()),
                        record.email().map(Email::address).orElse(""),
                        record.value(Field.COMPANY).orElse("")))
                .toList();
    }

    private static List<Event> events(CaseFile file, Instant now) {
        List<Dated> events = new ArrayList<>();
        for (Touch touch : file.touches()) {
            String what = Pages.words(touch.direction() + " " + touch.channel());
            if (touch.result() != Touch.Result.NONE)
                what += ", " + Pages.words(touch.result().name());
            events.add(new Dated(touch.at(), touch.ref(), what, touch.automated() ? "machine" : "touch"));
        }
        for (CampaignResponse response : file.responses()) {
            String campaign = response.campaign()
                    .map(file.campaigns()::get)
                    .map(each -> each.name())
                    .orElse("");
            String what = response.subject().isEmpty()
                    ? Pages.words(response.channel().name())
                    : response.subject();
            events.add(new Dated(
                    response.at(),
                    response.ref(),
                    campaign.isEmpty() || campaign.equals(what) ? what : what + " (" + campaign + ")",
                    response.responded() ? "response" : "behaviour"));
        }
        for (Meeting meeting : file.meetings()) {
            events.add(new Dated(
                    meeting.start(),
                    meeting.ref(),
                    "meeting, " + Pages.words(meeting.outcome().name()),
                    "meeting"));
        }
        for (Opportunity opportunity : file.opportunities()) {
            opportunity
                    .stages()
                    .forEach(stage -> events.add(
                            new Dated(stage.at(), opportunity.ref(), "deal entered " + stage.stage(), "deal")));
            if (opportunity.stages().isEmpty()) {
                events.add(new Dated(
                        opportunity.createdAt(), opportunity.ref(), "deal, now " + opportunity.stage(), "deal"));
            }
        }
        return events.stream()
                .sorted(Comparator.comparing(Dated::at).reversed().thenComparing(Dated::ref))
                .limit(EVENTS_SHOWN)
                .map(event -> new Event(
                        new Told(Times.local(event.at()), Times.ago(event.at(), now)),
                        event.ref().connection().value(),
                        event.what(),
                        event.kind()))
                .toList();
    }

    private List<Write> writes(CaseFile file, Instant now) {
        return PersonHistory.newestFirst(file, installation.store().ledger(), WRITES_SHOWN).stream()
                .map(logged -> new Write(
                        Pages.told(logged.intent().at(), now),
                        logged.intent().command().on().connection() + " "
                                + logged.intent().command().on().id(),
                        logged.outcome()
                                .map(outcome -> Pages.words(outcome.getClass().getSimpleName()))
                                .orElse("unsettled"),
                        logged.intent().reason()))
                .toList();
    }
}
