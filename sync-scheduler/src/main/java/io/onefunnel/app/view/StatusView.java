package io.onefunnel.app.view;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.state.Connections;
import io.onefunnel.state.Runs;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.ProposedMerge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an installation stands.
 *
 * @param now as of when
 * @param paused why nothing is written, if nothing may be
 * @param records live records by connection and kind, of connections that were pulled
 * @param runs the latest first
 * @param shortfalls what is incomplete since the last run of each step
 */
public record StatusView(
        Instant now,
        Optional<Runs.Pause> paused,
        List<Connection> connections,
        Map<ConnectionId, Map<RecordKind, Long>> records,
        Waiting waiting,
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
     * How many people there are, and what waits.
     *
     * @param forDecision people whose facts changed or whose decision has run out
     * @param changes records that differ from what they should hold
     * @param actions what is due beside fields
     * @param duplicates proposals that nobody has decided about
     */
    public record Waiting(long people, long forDecision, int changes, int actions, int duplicates) {}

    /**
     * One run of a step.
     *
     * @param duration empty while it runs
     * @param incomplete how many things it could not do
     */
    public record Run(long id, String step, Instant started, Optional<Duration> duration, int incomplete) {
        /** How it ended: "complete", "incomplete: 2 items", or "running". */
        public String result() {
            if (duration.isEmpty()) return "running";
            return incomplete == 0 ? "complete" : "incomplete: " + Counts.items(incomplete);
        }
    }

    /** @param inputsHash of what decisions are made with now: those made with others wait */
    public static StatusView of(Store store, String inputsHash, Instant now) {
        Map<ConnectionId, Map<RecordKind, Long>> records = store.mirror().counts();
        Map<ConnectionId, Map<RecordKind, Instant>> complete =
                store.connections().completeTo();
        return new StatusView(
                now,
                store.runs().paused(),
                store.connections().all().stream()
                        .map(pinned -> connection(
                                pinned,
                                records.getOrDefault(pinned.connection(), Map.of()),
                                complete.getOrDefault(pinned.connection(), Map.of())))
                        .toList(),
                records,
                waiting(store, inputsHash, now),
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
                complete.values().stream().min(Instant::compareTo));
    }

    private static Waiting waiting(Store store, String inputsHash, Instant now) {
        return new Waiting(
                store.people().count(),
                store.decisions().waiting(now, inputsHash),
                store.pending().changes().size(),
                store.pending().actions().size(),
                store.proposals().in(Set.of(ProposedMerge.State.PROPOSED)).size());
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
