package io.onefunnel.app.engine;

import io.onefunnel.decide.Decide;
import io.onefunnel.resolve.Resolve;
import io.onefunnel.state.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Joins records to people and decides about them. */
public final class DecideService {
    private final Installation installation;
    private final Store store;
    private final LeasedRuns runs;

    DecideService(Installation installation, LeasedRuns runs) {
        this.installation = installation;
        this.store = installation.store();
        this.runs = runs;
    }

    /** Joins changed records to people; returns how many records were looked at. */
    public int resolve(ProgressListener watch) throws InterruptedException {
        return runs.run("resolve", lease -> {
            Resolve resolve = new Resolve(
                    store, installation.normalizers(), installation.clock(), new FreshPersonIds(installation.clock()));
            int records = resolve.run(lease, more -> watch.progress("resolve", more));
            return new LeasedRuns.Done<>(records, Map.of("records", (long) records), List.of());
        });
    }

    /** Decides who is dirty or stale at {@code now}; returns how many people were. */
    public int decide(Instant now, ProgressListener watch) throws InterruptedException {
        return runs.run("decide", lease -> {
            int people = decider().run(lease, now, more -> watch.progress("decide", more));
            return new LeasedRuns.Done<>(people, Map.of("people", (long) people), List.of());
        });
    }

    /** The decide step itself, for explanations. */
    public Decide decider() {
        return new Decide(
                store,
                installation.normalizers(),
                installation.scope(),
                installation.difference(),
                installation.inputs(),
                installation.publishers());
    }
}
