package io.onefunnel.app.view;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.state.Connections;
import io.onefunnel.state.Runs;
import io.onefunnel.state.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an installation stands.
 *
 * @param now as of when
 * @param paused why nothing is written, if nothing may be
 * @param standing how much there is and how much waits; may have been counted a little earlier
 * @param runs the latest first
 * @param shortfalls what is incomplete since the last run of each step
 */
public record StatusView(
        Instant now,
        Optional<Runs.Pause> paused,
        List<Connection> connections,
        Standing standing,
        List<Run> runs,
        List<Runs.Shortfall> shortfalls) {
    private static final int RUNS = 10;

    public StatusView {
        connections = List.copyOf(connections);
        runs = List.copyOf(runs);
        shortfalls = List.copyOf(shortfalls);
    }

    /**
     * A connection with its account.
     *
     * @param syncedThrough up to when all kinds are known to have been pulled; empty before the first complete pull
     */
    public record Connection(
            ConnectionId id,
            String account,
            String environment,
            long people,
            long companies,
            long opportunities,
            Optional<Instant> syncedThrough) {}

    /**
     * One run of a step.
     *
     * @param duration empty while it runs
     * @param incomplete how many things it could not do
     */
    public record Run(long id, String step, Instant started, Optional<Duration> duration, int incomplete) {
        /** How it ended: "complete", "incomplete: 2 items", or "running". */
        public String result() {
            if (duration.isEmpty() && incomplete == 0) return "running";
            return incomplete == 0 ? "complete" : "incomplete: " + Counts.items(incomplete);
        }
    }

    /** As of now, but for what was counted. */
    public static StatusView of(Store store, Standing standing, Instant now) {
        Map<ConnectionId, Map<RecordKind, Instant>> complete =
                store.connections().completeTo();
        return new StatusView(
                now,
                store.runs().paused(),
                store.connections().all().stream()
                        .map(pinned -> connection(
                                pinned,
                                standing.records().getOrDefault(pinned.connection(), Map.of()),
                                complete.getOrDefault(pinned.connection(), Map.of())))
                        .toList(),
                standing,
                store.runs().latest(RUNS).stream().map(StatusView::run).toList(),
                store.runs().openShortfalls());
    }

    private static Connection connection(
            Connections.Pinned pinned, Map<RecordKind, Long> counts, Map<RecordKind, Instant> complete) {
        return new Connection(
                pinned.connection(),
                pinned.accountId(),
                pinned.environment(),
                counts.getOrDefault(RecordKind.PERSON, 0L),
                counts.getOrDefault(RecordKind.COMPANY, 0L),
                counts.getOrDefault(RecordKind.OPPORTUNITY, 0L),
                // Kinds that a vendor does not have are complete at once: one that is missing was not read to its end.
                complete.size() < RecordKind.values().length
                        ? Optional.empty()
                        : complete.values().stream().min(Instant::compareTo));
    }

    private static Run run(Runs.Ended each) {
        Instant started = each.run().begun();
        return new Run(
                each.run().id(),
                each.run().step(),
                started,
                each.ended().map(end -> Duration.between(started, end)),
                each.shortfalls().size());
    }
}
