package io.onefunnel.app.engine;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.pull.Pull;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.state.Runs.Shortfall;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One sync from end to end. */
public final class SyncService {
    private final PullService pulls;
    private final DecideService decisions;
    private final WriteService writes;
    private final InstantSource clock;

    SyncService(PullService pulls, DecideService decisions, WriteService writes, InstantSource clock) {
        this.pulls = pulls;
        this.decisions = decisions;
        this.writes = writes;
        this.clock = clock;
    }

    /**
     * Pulls all connections side by side, resolves, decides and makes the unattended writes. It decides as of when everything
     * was read: a first load may take hours, and as of its beginning what came meanwhile has not happened yet.
     */
    public SyncReport run(ProgressListener watch) throws InterruptedException {
        Map<ConnectionId, Pull.Result> pulled = pulls.run(watch);
        decisions.resolve(watch);
        return decided(pulled, clock.instant(), watch);
    }

    /** The same as of {@code now}. */
    public SyncReport run(Instant now, ProgressListener watch) throws InterruptedException {
        Map<ConnectionId, Pull.Result> pulled = pulls.run(watch);
        decisions.resolve(watch);
        return decided(pulled, now, watch);
    }

    private SyncReport decided(Map<ConnectionId, Pull.Result> pulled, Instant now, ProgressListener watch)
            throws InterruptedException {
        int decided = decisions.decide(now, watch);
        WriteSummary written = writes.writeUnattended(now, watch);
        List<Shortfall> shortfalls = new ArrayList<>();
        Map<ConnectionId, Integer> read = new TreeMap<>();
        int changed = 0;
        for (Map.Entry<ConnectionId, Pull.Result> each : pulled.entrySet()) {
            Pull.Result result = each.getValue();
            read.put(
                    each.getKey(),
                    result.read().values().stream().mapToInt(Integer::intValue).sum());
            changed += result.changed();
            shortfalls.addAll(result.shortfalls());
        }
        shortfalls.addAll(written.shortfalls());
        return new SyncReport(read, changed, decided, written, shortfalls);
    }
}
