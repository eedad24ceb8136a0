package io.onefunnel.app.engine;

import io.onefunnel.decide.Decide;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.WriteLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The closed loop of one person, both ways: what sales said, and what marketing got of it.
 *
 * @param from the system that the fact was read from
 * @param said "Disqualified: NO_ACKNOWLEDGED_NEED"
 * @param told oldest first; empty when it is known and was not told
 */
public record Returned(Instant at, String from, String said, String note, List<Told> told) {
    /** More than anybody ever got. */
    private static final int WRITES = 500;

    public Returned {
        told = List.copyOf(told);
    }

    /**
     * One record in another system that got it.
     *
     * @param event whether it was told as an event; else it stands in fields
     */
    public record Told(SourceRef on, Instant at, String state, boolean event) {}

    /** Oldest first; what was told and is no longer the case is among them. */
    public static List<Returned> of(Decide.Explained explained, WriteLedger ledger) {
        List<WriteLedger.Logged> written = PersonHistory.newestFirst(explained.file(), ledger, WRITES).stream()
                .sorted(Comparator.comparing(logged -> logged.intent().at()))
                .toList();
        Map<String, List<WriteLedger.Logged>> published = written.stream()
                .filter(logged -> logged.intent().command() instanceof Command.PublishOutcome)
                .collect(
                        Collectors.groupingBy(logged -> logged.intent().action().orElse("")));
        List<Returned> returned = new ArrayList<>();
        for (FunnelEvent outcome : explained.outcomes()) {
            List<Told> told = new ArrayList<>(
                    told(Optional.ofNullable(published.remove(outcome.key())).orElse(List.of())));
            told.addAll(OutcomeFields.of(outcome, written));
            told.sort(Comparator.comparing(Told::at).thenComparing(Told::on));
            returned.add(new Returned(
                    outcome.at(),
                    outcome.source().connection().value(),
                    outcome.label()
                            + outcome.promise()
                                    .map(promise -> " (" + words(promise.name()) + ")")
                                    .orElse("")
                            + (outcome.reason().isEmpty() ? "" : ": " + outcome.reason()),
                    outcome.note(),
                    told));
        }
        published.values().forEach(told -> returned.add(noLonger(told)));
        returned.sort(Comparator.comparing(Returned::at).thenComparing(Returned::said));
        return List.copyOf(returned);
    }

    private static Returned noLonger(List<WriteLedger.Logged> told) {
        Command.PublishOutcome first =
                (Command.PublishOutcome) told.get(0).intent().command();
        String from = first.details().getOrDefault(io.onefunnel.spi.EventAttributes.SOURCE_SYSTEM, "");
        return new Returned(first.at(), from, first.outcome() + " (no longer so)", "", told(told));
    }

    private static List<Told> told(List<WriteLedger.Logged> published) {
        return published.stream()
                .map(logged -> new Told(
                        logged.intent().command().on(),
                        logged.at().orElse(logged.intent().at()),
                        logged.outcome().map(Returned::state).orElse("unsettled"),
                        true))
                .toList();
    }

    private static String state(WriteResult outcome) {
        boolean there = outcome instanceof WriteResult.Written || outcome instanceof WriteResult.Unchanged;
        return there ? "told" : words(outcome.getClass().getSimpleName());
    }

    static String words(String name) {
        return name.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
