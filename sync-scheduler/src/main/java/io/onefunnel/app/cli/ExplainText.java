package io.onefunnel.app.cli;

import io.onefunnel.app.view.ClosedLoopHistory;
import io.onefunnel.app.view.Delivery;
import io.onefunnel.app.view.PersonEvents.Event;
import io.onefunnel.app.view.PersonEvents.Kind;
import io.onefunnel.app.view.PersonView;
import io.onefunnel.app.view.RecordName;
import io.onefunnel.app.view.TextTable;
import io.onefunnel.app.view.Times;
import io.onefunnel.model.Decision;
import io.onefunnel.model.ScoreTerm;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A decision taken apart: every number with the facts behind it. */
final class ExplainText {
    private static final int EVENTS_SHOWN = 12;
    private static final int WRITES_SHOWN = 5;

    private final StringBuilder text = new StringBuilder();
    private final PersonView person;
    private final Decision decision;
    private final Instant now;

    private ExplainText(PersonView person, Instant now) {
        this.person = person;
        this.decision = person.decision();
        this.now = now;
    }

    static String of(PersonView person, Instant now) {
        return new ExplainText(person, now).text();
    }

    private String text() {
        text.append(person.name());
        text.append("  ·  ").append(person.records().size());
        text.append(" records  ·  person ").append(decision.person()).append("\n\n");
        appendStage();
        appendScore();
        appendTimers();
        appendOrigin();
        appendRecords();
        appendEvents();
        appendHorizon();
        appendReturned();
        appendWrites();
        return text.toString();
    }

    private void appendStage() {
        text.append("Stage   ")
                .append(decision.stage().map(Stage::label).orElse("none yet"))
                .append('\n');
        for (StageEntry entry : person.stages()) {
            text.append(String.format(Locale.ROOT, "  %17s  ", Times.local(entry.at())));
            text.append(String.format(Locale.ROOT, "%-20s ", entry.stage().label()));
            text.append(entry.evidence()).append('\n');
        }
        if (!decision.next().text().isEmpty()) {
            text.append("Next    ").append(decision.next().text());
            decision.next().due().ifPresent(due -> text.append(" by ").append(Times.local(due)));
            text.append('\n');
        }
        decision.disposition()
                .ifPresent(disposition -> text.append("Outcome ")
                        .append(disposition.outcome().label())
                        .append(disposition.reason().isEmpty() ? "" : ", " + person.dispositionReason())
                        .append('\n'));
        text.append('\n');
    }

    private void appendScore() {
        text.append("Score   ").append(decision.score().value()).append(", grade ");
        text.append(decision.score().grade());
        if (!decision.score().learned()) text.append(" (graded by rules: little history yet)");
        text.append('\n');
        for (ScoreTerm term : decision.score().terms()) {
            text.append(String.format(Locale.ROOT, "  %+4d  %s%n", term.points(), term.reason()));
        }
        text.append('\n');
    }

    private void appendTimers() {
        for (SlaTimer timer : decision.timers()) {
            text.append("Timer   ").append(timer.kind().label()).append(": ");
            text.append(timer.status().label());
            text.append(", due ").append(Times.local(timer.dueAt())).append('\n');
            timer.computation().forEach(line -> text.append("  ").append(line).append('\n'));
        }
        if (!decision.timers().isEmpty()) text.append('\n');
    }

    private void appendOrigin() {
        text.append("Origin  ").append(person.origin()).append('\n');
        decision.attribution()
                .referral()
                .ifPresent(referral -> text.append("  referred")
                        .append(referral.suggested() ? " (suggested): " : ": ")
                        .append(referral.evidence())
                        .append('\n'));
        text.append('\n');
    }

    private void appendRecords() {
        TextTable table = new TextTable("record", "type", "e-mail", "company").keeping(0);
        for (PersonView.Record record : person.records()) {
            table.row(RecordName.of(record.ref()), record.type().label(), record.email(), record.company());
        }
        text.append(table).append('\n');
    }

    private void appendEvents() {
        int earlier = person.events().size() - EVENTS_SHOWN;
        if (earlier > 0) text.append("(").append(earlier).append(" earlier events)\n");
        List<Event> oldestFirst = person.events().stream()
                .limit(EVENTS_SHOWN)
                .sorted(Comparator.comparing(Event::at).thenComparing(Event::text))
                .toList();
        for (Event event : oldestFirst) {
            text.append(String.format(
                    Locale.ROOT,
                    "%17s  %-11s %s%n",
                    Times.local(event.at()),
                    event.ref().connection(),
                    words(event)));
        }
        if (!oldestFirst.isEmpty()) text.append('\n');
    }

    /** Where pages tell the kinds of events apart by colour, a text needs words. */
    private static String words(Event event) {
        if (event.kind() == Kind.RESPONSE) return "responded: " + event.text();
        if (event.kind() != Kind.MACHINE) return event.text();
        return new Event(event.at(), event.ref(), event.kind(), event.what() + " by a machine", event.result()).text();
    }

    /** Where something may be missing, its absence is not shown as if it were a fact. */
    private void appendHorizon() {
        person.knownSince()
                .ifPresent(since -> text.append("What happened before ")
                        .append(Times.local(since))
                        .append(
                                " is only partly known: a system had purged it\nbefore OneFunnel first read it. Nothing is held")
                        .append(" against anybody for it.\n\n"));
    }

    private void appendReturned() {
        if (person.returned().isEmpty()) return;
        text.append("Returned to marketing\n");
        for (ClosedLoopHistory.Entry each : person.returned()) {
            text.append(
                    String.format(Locale.ROOT, "  %17s  %-10s %s%n", Times.local(each.at()), each.from(), each.said()));
            if (!each.note().isEmpty())
                text.append(" ".repeat(32)).append(each.note()).append('\n');
            for (Delivery delivery : each.deliveries()) {
                text.append(" ".repeat(21)).append("-> ").append(delivery.text());
                text.append(' ').append(Times.local(delivery.at())).append('\n');
            }
            if (each.deliveries().isEmpty()) text.append(" ".repeat(21)).append("-> known here, not sent yet\n");
        }
        text.append('\n');
    }

    private void appendWrites() {
        if (person.writes().isEmpty()) {
            text.append("Nothing was written to this person's records.\n");
            return;
        }
        TextTable table = new TextTable("written", "record", "outcome", "why").keeping(1);
        for (PersonView.Write write : person.writes()
                .subList(0, Math.min(WRITES_SHOWN, person.writes().size()))) {
            table.row(Times.ago(write.at(), now), RecordName.of(write.on()), write.result(), write.reason());
        }
        text.append(table);
    }
}
