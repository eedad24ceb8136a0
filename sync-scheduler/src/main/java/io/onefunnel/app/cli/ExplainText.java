package io.onefunnel.app.cli;

import io.onefunnel.app.view.ClosedLoopHistory;
import io.onefunnel.app.view.Delivery;
import io.onefunnel.app.view.PersonHistory;
import io.onefunnel.app.view.TextTable;
import io.onefunnel.app.view.Times;
import io.onefunnel.decide.Decide;
import io.onefunnel.model.Attribution;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Decision;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonName;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.ScoreTerm;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.StageEntry;
import io.onefunnel.model.Touch;
import io.onefunnel.state.WriteLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A decision taken apart: every number with the facts behind it. */
final class ExplainText {
    private static final int EVENTS_SHOWN = 12;
    private static final int WRITES_SHOWN = 5;

    private record Event(Instant at, String where, String what) {}

    private ExplainText() {}

    static String of(Decide.Explained explained, WriteLedger ledger, Instant now) {
        CaseFile file = explained.file();
        Decision decision = explained.decision();
        StringBuilder text = new StringBuilder();
        String name = file.records().stream()
                .map(PersonRecord::name)
                .filter(PersonName::known)
                .findFirst()
                .map(PersonName::full)
                .orElse("(no name)");
        text.append(name).append("  ·  ").append(file.records().size()).append(" records  ·  person ");
        text.append(file.person()).append("\n\n");
        appendStage(text, file, decision);
        appendScore(text, decision);
        appendTimers(text, decision);
        appendOrigin(text, decision.attribution());
        appendRecords(text, file);
        appendEvents(text, file);
        appendHorizon(text, file);
        appendReturned(text, explained, ledger);
        appendWrites(text, file, ledger, now);
        return text.toString();
    }

    private static void appendStage(StringBuilder text, CaseFile file, Decision decision) {
        text.append("Stage   ")
                .append(decision.stage().map(stage -> stage.label()).orElse("none yet"))
                .append('\n');
        for (StageEntry entry : entries(file, decision)) {
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
                        .append(words(disposition.outcome().name()))
                        .append(disposition.reason().isEmpty() ? "" : ", " + disposition.reason())
                        .append('\n'));
        text.append('\n');
    }

    private static List<StageEntry> entries(CaseFile file, Decision decision) {
        List<StageEntry> all = new ArrayList<>(file.stages());
        all.addAll(decision.entered());
        all.sort(Comparator.comparing(StageEntry::at).thenComparing(StageEntry::stage));
        return all;
    }

    private static void appendScore(StringBuilder text, Decision decision) {
        text.append("Score   ").append(decision.score().value()).append(", grade ");
        text.append(decision.score().grade());
        if (!decision.score().learned()) text.append(" (graded by rules: little history yet)");
        text.append('\n');
        for (ScoreTerm term : decision.score().terms()) {
            text.append(String.format(Locale.ROOT, "  %+4d  %s%n", term.points(), term.reason()));
        }
        text.append('\n');
    }

    private static void appendTimers(StringBuilder text, Decision decision) {
        for (SlaTimer timer : decision.timers()) {
            text.append("Timer   ").append(words(timer.kind().name())).append(": ");
            text.append(words(timer.status().name()));
            text.append(", due ").append(Times.local(timer.dueAt())).append('\n');
            timer.computation().forEach(line -> text.append("  ").append(line).append('\n'));
        }
        if (!decision.timers().isEmpty()) text.append('\n');
    }

    private static void appendOrigin(StringBuilder text, Attribution attribution) {
        text.append("Origin  ").append(words(attribution.origin().name()));
        if (!attribution.originalSource().isEmpty()) text.append(": ").append(attribution.originalSource());
        if (!attribution.originalCampaign().isEmpty()) text.append(", ").append(attribution.originalCampaign());
        text.append('\n');
        attribution
                .referral()
                .ifPresent(referral -> text.append("  referred")
                        .append(referral.suggested() ? " (suggested): " : ": ")
                        .append(referral.evidence())
                        .append('\n'));
        text.append('\n');
    }

    private static void appendRecords(StringBuilder text, CaseFile file) {
        TextTable table = new TextTable("record", "type", "e-mail", "company").keeping(0);
        for (PersonRecord record : file.records()) {
            table.row(
                    record.ref().connection() + " " + record.ref().id(),
                    record.type(),
                    record.email().map(email -> email.address()).orElse(""),
                    record.value(io.onefunnel.model.Field.COMPANY).orElse(""));
        }
        text.append(table).append('\n');
    }

    private static void appendEvents(StringBuilder text, CaseFile file) {
        List<Event> events = events(file);
        int from = Math.max(0, events.size() - EVENTS_SHOWN);
        if (from > 0) text.append("(").append(from).append(" earlier events)\n");
        for (Event event : events.subList(from, events.size())) {
            text.append(String.format(
                    Locale.ROOT, "%17s  %-11s %s%n", Times.local(event.at()), event.where(), event.what()));
        }
        if (!events.isEmpty()) text.append('\n');
    }

    /** Where something may be missing, its absence is not shown as if it were a fact. */
    private static void appendHorizon(StringBuilder text, CaseFile file) {
        horizon(file)
                .ifPresent(since -> text.append("What happened before ")
                        .append(Times.local(since))
                        .append(
                                " is only partly known: a system had purged it\nbefore OneFunnel first read it. Nothing is held")
                        .append(" against anybody for it.\n\n"));
    }

    /** From when on everything is known, when a record of the person is older than that. */
    private static Optional<Instant> horizon(CaseFile file) {
        return file.observableSince()
                .everything()
                .filter(since -> file.records().stream()
                        .anyMatch(record ->
                                record.createdAt() == null || record.createdAt().isBefore(since)));
    }

    private static List<Event> events(CaseFile file) {
        List<Event> events = new ArrayList<>();
        for (Touch touch : file.touches()) {
            String what = touch.direction() + " " + touch.channel() + (touch.automated() ? " by a machine" : "")
                    + (touch.result() == Touch.Result.NONE ? "" : ", " + touch.result());
            events.add(new Event(touch.at(), where(touch.ref()), what.toLowerCase(Locale.ROOT)));
        }
        for (CampaignResponse response : file.responses()) {
            events.add(new Event(response.at(), where(response.ref()), "responded: " + response.subject()));
        }
        for (Meeting meeting : file.meetings()) {
            events.add(new Event(
                    meeting.start(),
                    where(meeting.ref()),
                    "meeting, " + words(meeting.outcome().name())));
        }
        for (Opportunity opportunity : file.opportunities()) {
            events.add(new Event(
                    opportunity.createdAt(), where(opportunity.ref()), "opportunity, now in " + opportunity.stage()));
        }
        events.sort(Comparator.comparing(Event::at).thenComparing(Event::what));
        return events;
    }

    private static void appendReturned(StringBuilder text, Decide.Explained explained, WriteLedger ledger) {
        List<ClosedLoopHistory.Entry> returned = ClosedLoopHistory.of(explained, ledger);
        if (returned.isEmpty()) return;
        text.append("Returned to marketing\n");
        for (ClosedLoopHistory.Entry each : returned) {
            text.append(
                    String.format(Locale.ROOT, "  %17s  %-10s %s%n", Times.local(each.at()), each.from(), each.said()));
            if (!each.note().isEmpty())
                text.append(" ".repeat(32)).append(each.note()).append('\n');
            for (Delivery delivery : each.deliveries()) {
                text.append(" ".repeat(21)).append("-> ").append(delivery.text());
                text.append(' ').append(Times.local(delivery.at())).append('\n');
            }
            if (each.deliveries().isEmpty()) text.append(" ".repeat(21)).append("-> known here, not told yet\n");
        }
        text.append('\n');
    }

    private static void appendWrites(StringBuilder text, CaseFile file, WriteLedger ledger, Instant now) {
        List<WriteLedger.Logged> writes = PersonHistory.newestFirst(file, ledger, WRITES_SHOWN);
        if (writes.isEmpty()) {
            text.append("Nothing was written to this person's records.\n");
            return;
        }
        TextTable table = new TextTable("written", "record", "outcome", "why").keeping(1);
        for (WriteLedger.Logged write : writes) {
            table.row(
                    Times.ago(write.intent().at(), now),
                    write.intent().command().on().connection() + " "
                            + write.intent().command().on().id(),
                    write.outcome()
                            .map(outcome -> words(outcome.getClass().getSimpleName()))
                            .orElse("unsettled"),
                    write.intent().reason());
        }
        text.append(table);
    }

    private static String where(io.onefunnel.model.SourceRef ref) {
        return ref.connection().value();
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static Map<String, Object> json(Decide.Explained explained, WriteLedger ledger) {
        Decision decision = explained.decision();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("person", decision.person().value());
        json.put("stage", decision.stage().map(Enum::name).orElse(""));
        List<Map<String, Object>> stages = new ArrayList<>();
        entries(explained.file(), decision)
                .forEach(entry -> stages.add(Map.of(
                        "stage", entry.stage().name(),
                        "at", entry.at().toString(),
                        "evidence", entry.evidence())));
        json.put("stages", stages);
        json.put("score", decision.score().value());
        List<Map<String, Object>> terms = new ArrayList<>();
        decision.score()
                .terms()
                .forEach(term ->
                        terms.add(Map.of("rule", term.rule(), "reason", term.reason(), "points", term.points())));
        json.put("terms", terms);
        List<Map<String, Object>> timers = new ArrayList<>();
        decision.timers()
                .forEach(timer -> timers.add(Map.of(
                        "kind", timer.kind().name(),
                        "status", timer.status().name(),
                        "due", timer.dueAt().toString(),
                        "computation", timer.computation())));
        json.put("timers", timers);
        json.put("origin", decision.attribution().origin().name());
        json.put("source", decision.attribution().originalSource());
        horizon(explained.file()).ifPresent(since -> json.put("knownSince", since.toString()));
        json.put(
                "records",
                explained.file().records().stream()
                        .map(record -> record.ref().toString())
                        .toList());
        List<Map<String, Object>> outcomes = new ArrayList<>();
        for (ClosedLoopHistory.Entry each : ClosedLoopHistory.of(explained, ledger)) {
            Map<String, Object> outcome = new LinkedHashMap<>();
            outcome.put("at", each.at().toString());
            outcome.put("from", each.from());
            outcome.put("said", each.said());
            outcome.put("note", each.note());
            outcome.put(
                    "told",
                    each.deliveries().stream()
                            .map(told -> Map.of(
                                    "on", told.on().toString(),
                                    "at", told.at().toString(),
                                    "state", told.state(),
                                    "as", told.event() ? "event" : "fields"))
                            .toList());
            outcomes.add(outcome);
        }
        json.put("outcomes", outcomes);
        json.put("validUntil", decision.validUntil().toString());
        return json;
    }
}
