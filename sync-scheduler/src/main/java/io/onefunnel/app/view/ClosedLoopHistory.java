package io.onefunnel.app.view;

import io.onefunnel.decide.Decide;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.WriteLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The closed loop of one person, both ways: what sales said, and what marketing got of it. */
public final class ClosedLoopHistory {
    /** More than anybody ever got. */
    private static final int WRITES = 500;

    private ClosedLoopHistory() {}

    /**
     * One thing that sales said.
     *
     * @param from the system that the fact was read from
     * @param said "Disqualified: NO_ACKNOWLEDGED_NEED"
     * @param deliveries oldest first; empty when it is known and was not sent
     */
    public record Entry(Instant at, String from, String said, String note, List<Delivery> deliveries) {
        public Entry {
            deliveries = List.copyOf(deliveries);
        }
    }

    /** Oldest first; what was sent and is no longer the case is among them. */
    public static List<Entry> of(Decide.Explained explained, WriteLedger ledger) {
        List<WriteLedger.Logged> written = PersonHistory.newestFirst(explained.file(), ledger, WRITES).stream()
                .sorted(Comparator.comparing(logged -> logged.intent().at()))
                .toList();
        Map<String, List<WriteLedger.Logged>> published = written.stream()
                .filter(logged -> logged.intent().command() instanceof Command.PublishOutcome)
                .collect(
                        Collectors.groupingBy(logged -> logged.intent().action().orElse("")));
        List<Entry> entries = new ArrayList<>();
        for (FunnelEvent outcome : explained.outcomes()) {
            List<Delivery> deliveries = new ArrayList<>(
                    events(Optional.ofNullable(published.remove(outcome.key())).orElse(List.of())));
            deliveries.addAll(FieldDeliveries.of(outcome, written));
            deliveries.sort(Comparator.comparing(Delivery::at).thenComparing(Delivery::on));
            entries.add(entry(outcome, deliveries));
        }
        published.values().forEach(sent -> entries.add(noLonger(sent)));
        entries.sort(Comparator.comparing(Entry::at).thenComparing(Entry::said));
        return List.copyOf(entries);
    }

    private static Entry entry(FunnelEvent outcome, List<Delivery> deliveries) {
        String timer = outcome.promise().map(kind -> " (" + kind.label() + ")").orElse("");
        String reason = outcome.reason().isEmpty() ? "" : ": " + outcome.reason();
        return new Entry(
                outcome.at(),
                outcome.source().connection().value(),
                outcome.label() + timer + reason,
                outcome.note(),
                deliveries);
    }

    private static Entry noLonger(List<WriteLedger.Logged> sent) {
        Command.PublishOutcome first =
                (Command.PublishOutcome) sent.get(0).intent().command();
        String from = first.details().getOrDefault(EventAttributes.SOURCE_SYSTEM, "");
        return new Entry(first.at(), from, first.outcome() + " (no longer so)", "", events(sent));
    }

    private static List<Delivery> events(List<WriteLedger.Logged> published) {
        return published.stream()
                .map(logged -> new Delivery(
                        logged.intent().command().on(),
                        logged.at().orElse(logged.intent().at()),
                        logged.outcome().map(ClosedLoopHistory::state).orElse("unsettled"),
                        true))
                .toList();
    }

    private static String state(WriteResult result) {
        boolean there = result instanceof WriteResult.Written || result instanceof WriteResult.Unchanged;
        return there ? Delivery.SENT : PersonView.label(result);
    }
}
