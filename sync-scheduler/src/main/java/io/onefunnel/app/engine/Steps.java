package io.onefunnel.app.engine;

import io.onefunnel.decide.Decide;
import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.pull.Pull;
import io.onefunnel.resolve.Resolve;
import io.onefunnel.send.WriteBack;
import io.onefunnel.spi.Readiness;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The steps of a sync, each under its lease and logged as a run. Used by the command line and by the jobs alike. */
public final class Steps {
    private final Installation installation;
    private final Store store;
    private final String holder;
    private final LeasedRuns runs;
    private final Writing writing;
    private final boolean acceptsDeletions;

    /** @param holder names this process in leases */
    public Steps(Installation installation, String holder) {
        this(installation, holder, false);
    }

    private Steps(Installation installation, String holder, boolean acceptsDeletions) {
        this.installation = installation;
        this.store = installation.store();
        this.holder = holder;
        this.runs = new LeasedRuns(store, installation.clock(), installation.pause(), holder);
        this.acceptsDeletions = acceptsDeletions;
        this.writing = new Writing(installation, runs, this);
    }

    /** The same steps for an admin who knows that a mass of records really was deleted at the vendor. */
    public Steps acceptingDeletions() {
        return new Steps(installation, holder, true);
    }

    /**
     * Checks every connection and pins it to its account.
     *
     * @return by connection what was found
     * @throws io.onefunnel.state.Connections.PinnedElsewhereException when one belongs to another account now
     */
    public Map<ConnectionId, Readiness> check() {
        Map<ConnectionId, Readiness> found = new LinkedHashMap<>();
        for (Connected each : installation.connections()) {
            Readiness readiness = each.adapter().check();
            readiness
                    .accountId()
                    .ifPresent(account -> store.connections()
                            .pin(each.id(), each.config().system(), account, readiness.environment()));
            found.put(each.id(), readiness);
        }
        return found;
    }

    /**
     * Pulls all connections side by side, resolves, decides and makes the standing writes. It decides as of when everything
     * was read: a first load may take hours, and as of its beginning what came meanwhile has not happened yet.
     */
    public SyncReport sync(Watch watch) throws InterruptedException {
        Map<ConnectionId, Pull.Result> pulled = pull(watch);
        int resolved = resolve(watch);
        return decided(pulled, resolved, installation.clock().instant(), watch);
    }

    /** The same as of {@code now}. */
    public SyncReport sync(Instant now, Watch watch) throws InterruptedException {
        Map<ConnectionId, Pull.Result> pulled = pull(watch);
        return decided(pulled, resolve(watch), now, watch);
    }

    private SyncReport decided(Map<ConnectionId, Pull.Result> pulled, int resolved, Instant now, Watch watch)
            throws InterruptedException {
        int decided = decide(now, watch);
        WriteBack.Result written = writeStanding(now, watch);
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
        return new SyncReport(read, changed, resolved, decided, written, shortfalls);
    }

    /** Pulls all connections side by side. */
    public Map<ConnectionId, Pull.Result> pull(Watch watch) throws InterruptedException {
        return pull(installation.connections(), watch);
    }

    /** Pulls these connections side by side. */
    public Map<ConnectionId, Pull.Result> pull(List<Connected> connections, Watch watch) throws InterruptedException {
        return LeasedRuns.sideBySide(connections, connected -> pull(connected, watch));
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

    /** Pulls one connection. */
    public Pull.Result pull(Connected connected, Watch watch) throws InterruptedException {
        String step = "pull/" + connected.id();
        return runs.run(step, lease -> {
            writing.settleFirst(connected);
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
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Joins changed records to people; returns how many records were looked at. */
    public int resolve(Watch watch) throws InterruptedException {
        return runs.run("resolve", lease -> {
            Resolve resolve = new Resolve(
                    store, installation.normalizers(), installation.clock(), new FreshPersonIds(installation.clock()));
            int records = resolve.run(lease, more -> watch.progress("resolve", more));
            return new LeasedRuns.Done<>(records, Map.of("records", (long) records), List.of());
        });
    }

    /** Decides who is dirty or stale at {@code now}; returns how many people were. */
    public int decide(Instant now, Watch watch) throws InterruptedException {
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

    /** What would be written by these capabilities. */
    public Plan plan(Set<Capability> capabilities, Instant now) {
        return writing.plan(capabilities, now);
    }

    /** Connections that should hear of outcomes and that no marketer has confirmed yet. */
    public Set<ConnectionId> unconfirmed() {
        return writing.unconfirmed();
    }

    /** How many field writes each connection takes in one call. */
    public Map<ConnectionId, Integer> commandsPerCall() {
        return writing.commandsPerCall();
    }

    /**
     * Writes exactly this plan: merges first, then, after what they changed was pulled and decided, the fields that still
     * are as the plan showed them.
     *
     * @throws PlanRefusedException when the plan was made for other accounts, or writing is paused
     */
    public WriteBack.Result apply(Plan plan, Instant now, Watch watch) throws InterruptedException {
        return writing.apply(plan, now, watch);
    }

    /** Writes what the admin allowed to be written unattended; a plan that trips a fuse waits for a person. */
    public WriteBack.Result writeStanding(Instant now, Watch watch) throws InterruptedException {
        return writing.writeStanding(now, watch);
    }

    /** Finds out what became of calls that may have happened. */
    public WriteBack.Result settle() throws InterruptedException {
        return writing.settle();
    }

    /** What is ours at the vendors, and how it goes away. */
    public Uninstalling uninstalling() {
        return new Uninstalling(installation, runs);
    }

    /** A plan that must not be applied; the message says why and what to do. */
    public static final class PlanRefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PlanRefusedException(String message) {
            super(message);
        }
    }
}
