package io.onefunnel.app.engine;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.pull.Pull;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.state.Store;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Reads the vendors: every connection under its own lease, side by side. */
public final class PullService {
    private final Installation installation;
    private final Store store;
    private final LeasedRuns runs;
    private final SettleService settling;
    private final ReadinessService readiness;
    private final boolean acceptsDeletions;

    /** @param acceptsDeletions an admin knows that a mass of records really was deleted at the vendor */
    PullService(
            Installation installation,
            LeasedRuns runs,
            SettleService settling,
            ReadinessService readiness,
            boolean acceptsDeletions) {
        this.readiness = readiness;
        this.installation = installation;
        this.store = installation.store();
        this.runs = runs;
        this.settling = settling;
        this.acceptsDeletions = acceptsDeletions;
    }

    /** Pulls all connections side by side. */
    public Map<ConnectionId, Pull.Result> run(ProgressListener watch) throws InterruptedException {
        return run(installation.connections(), watch);
    }

    /** Pulls these connections side by side. */
    public Map<ConnectionId, Pull.Result> run(List<Connected> connections, ProgressListener watch)
            throws InterruptedException {
        return LeasedRuns.sideBySide(connections, connected -> run(connected, watch));
    }

    /** Forgets how far these connections were read: the next pull reads everything, and loses nothing meanwhile. */
    public void rewind(List<Connected> connections) throws InterruptedException {
        for (Connected each : connections) {
            runs.run("pull/" + each.id(), lease -> {
                store.mirror().rewind(lease, each.id());
                return new LeasedRuns.Done<>(each, Map.of(), List.of());
            });
        }
    }

    public Pull.Result run(Connected connected, ProgressListener watch) throws InterruptedException {
        String step = "pull/" + connected.id();
        return runs.run(step, lease -> {
            // A pull must see the effect of what we wrote, or know that it may not: unsettled calls come first.
            settling.settleOpen(connected);
            List<Shortfall> nameless = readiness.pinFirst(connected).stream()
                    .map(each ->
                            new Shortfall(connected.id() + " account", each.code() + ": " + each.what(), each.remedy()))
                    .toList();
            if (!nameless.isEmpty()) {
                Pull.Result nothing = new Pull.Result(Map.of(), 0, 0, 0, nameless);
                return new LeasedRuns.Done<>(nothing, Map.of(), nameless);
            }
            Pull pull = new Pull(
                    store, connected.adapter(), connected.normalizer(), installation.clock(), installation.pause());
            if (acceptsDeletions) pull = pull.acceptingDeletions();
            Pull.Result result = pull.run(lease, (kind, changes) -> watch.progress("pull " + connected.id(), changes));
            Map<String, Long> figures = new TreeMap<>();
            result.read().forEach((kind, count) -> figures.put(name(kind), (long) count));
            figures.put("changed", (long) result.changed());
            return new LeasedRuns.Done<>(result, figures, result.shortfalls());
        });
    }

    private static String name(RecordKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
