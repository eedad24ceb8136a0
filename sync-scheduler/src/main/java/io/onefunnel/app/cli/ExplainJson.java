package io.onefunnel.app.cli;

import io.onefunnel.app.view.ClosedLoopHistory;
import io.onefunnel.app.view.Delivery;
import io.onefunnel.app.view.PersonView;
import io.onefunnel.model.Decision;
import java.util.LinkedHashMap;
import java.util.Map;

/** A person for programs: constants by their names, instants in UTC, no words made for people. */
final class ExplainJson {
    private ExplainJson() {}

    static Map<String, Object> of(PersonView person) {
        Decision decision = person.decision();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("person", decision.person().value());
        json.put("stage", decision.stage().map(Enum::name).orElse(""));
        json.put(
                "stages",
                person.stages().stream()
                        .map(entry -> Map.of(
                                "stage", entry.stage().name(),
                                "at", entry.at().toString(),
                                "evidence", entry.evidence()))
                        .toList());
        json.put("score", decision.score().value());
        json.put(
                "terms",
                decision.score().terms().stream()
                        .map(term -> Map.of("rule", term.rule(), "reason", term.reason(), "points", term.points()))
                        .toList());
        json.put(
                "timers",
                decision.timers().stream()
                        .map(timer -> Map.of(
                                "kind", timer.kind().name(),
                                "status", timer.status().name(),
                                "due", timer.dueAt().toString(),
                                "computation", timer.computation()))
                        .toList());
        json.put("origin", decision.attribution().origin().name());
        json.put("source", decision.attribution().originalSource());
        person.knownSince().ifPresent(since -> json.put("knownSince", since.toString()));
        json.put(
                "records",
                person.records().stream().map(record -> record.ref().toString()).toList());
        json.put(
                "outcomes", person.returned().stream().map(ExplainJson::outcome).toList());
        json.put("validUntil", decision.validUntil().toString());
        return json;
    }

    private static Map<String, Object> outcome(ClosedLoopHistory.Entry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", entry.at().toString());
        json.put("from", entry.from());
        json.put("said", entry.said());
        json.put("note", entry.note());
        json.put("told", entry.deliveries().stream().map(ExplainJson::delivery).toList());
        return json;
    }

    private static Map<String, Object> delivery(Delivery delivery) {
        return Map.of(
                "on", delivery.on().toString(),
                "at", delivery.at().toString(),
                "state", delivery.state(),
                "as", delivery.event() ? "event" : "fields");
    }
}
