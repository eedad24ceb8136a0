package io.onefunnel.app.engine;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Readiness;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Runs;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.state.Store;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.sync.Decide;
import io.onefunnel.sync.Evidence;
import io.onefunnel.sync.Pull;
import io.onefunnel.sync.Resolve;
import io.onefunnel.sync.WriteBack;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.Planner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/** The steps of a sync, each under its lease and logged as a run. Used by the command line and by the jobs alike. */
public final class Steps {
    /** Longer than a crashed process keeps its lease. */
    private static final Duration PATIENCE = HeldLease.TIME.plusSeconds(3);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Installation installation;
    private final Store store;
    private final String holder;
    private final boolean acceptsDeletions;

    /** @param holder names this process in leases */
    public Steps(Installation installation, String holder) {
        this(installation, holder, false);
    }

    private Steps(Installation installation, String holder, boolean acceptsDeletions) {
        this.installation = installation;
        this.store = installation.store();
        this.holder = holder;
        this.acceptsDeletions = acceptsDeletions;
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

    /** Pulls all connections side by side, resolves, decides as of {@code now}, and makes the standing writes. */
    public SyncReport sync(Instant now, Watch watch) throws InterruptedException {
        Map<ConnectionId, Pull.Result> pulled = pull(watch);
        int resolved = resolve(watch);
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
        Map<ConnectionId, Pull.Result> results = new LinkedHashMap<>();
        for (Map.Entry<ConnectionId, Object> each : sideBySide(connections, connected -> pull(connected, watch))) {
            results.put(each.getKey(), (Pull.Result) each.getValue());
        }
        return results;
    }

    /** Forgets how far these connections were read: the next pull reads everything, and loses nothing meanwhile. */
    public void rewind(List<Connected> connections) throws InterruptedException {
        for (Connected each : connections) {
            run("pull/" + each.id(), lease -> {
                store.mirror().rewind(lease, each.id());
                return new Done<>(each, Map.of(), List.of());
            });
        }
    }

    /** Pulls one connection. */
    public Pull.Result pull(Connected connected, Watch watch) throws InterruptedException {
        String step = "pull/" + connected.id();
        return run(step, lease -> {
            settleFirst(connected);
            Pull pull = new Pull(
                    store, connected.adapter(), connected.normalizer(), installation.clock(), installation.pause());
            if (acceptsDeletions) pull = pull.acceptingDeletions();
            Pull.Result result = pull.run(lease, (kind, changes) -> watch.progress("pull " + connected.id(), changes));
            Map<String, Long> figures = new TreeMap<>();
            result.read().forEach((kind, count) -> figures.put(name(kind), (long) count));
            figures.put("changed", (long) result.changed());
            return new Done<>(result, figures, result.shortfalls());
        });
    }

    private static String name(RecordKind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Joins changed records to people; returns how many records were looked at. */
    public int resolve(Watch watch) throws InterruptedException {
        return run("resolve", lease -> {
            Resolve resolve = new Resolve(
                    store, installation.normalizers(), installation.clock(), new FreshPersonIds(installation.clock()));
            int records = resolve.run(lease, more -> watch.progress("resolve", more));
            return new Done<>(records, Map.of("records", (long) records), List.of());
        });
    }

    /** Decides who is dirty or stale at {@code now}; returns how many people were. */
    public int decide(Instant now, Watch watch) throws InterruptedException {
        return run("decide", lease -> {
            int people = decider().run(lease, now, more -> watch.progress("decide", more));
            return new Done<>(people, Map.of("people", (long) people), List.of());
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
        Map<ConnectionId, String> accounts = new TreeMap<>();
        store.connections().all().forEach(pinned -> accounts.put(pinned.connection(), pinned.accountId()));
        Map<ConnectionId, Long> people = new TreeMap<>();
        store.mirror()
                .counts()
                .forEach((connection, counts) -> people.put(connection, counts.getOrDefault(RecordKind.PERSON, 0L)));
        Map<Capability, Long> today = store.ledger().writtenSince(now.minus(Duration.ofDays(1)));
        return new Planner(capabilities, installation.config().writing().fuses())
                .plan(
                        UUID.randomUUID().toString(),
                        now,
                        installation.inputs().hash(),
                        accounts,
                        new Planner.Due(
                                store.ledger().pending(),
                                store.ledger().proposals(Set.of(WriteLedger.ProposalState.APPROVED)),
                                store.ledger().actions().stream()
                                        .filter(installation::offers)
                                        .toList(),
                                unconfirmed()),
                        new Planner.Ground(
                                people,
                                today.getOrDefault(Capability.MERGES, 0L),
                                today.getOrDefault(Capability.TAKE_BACK, 0L)));
    }

    /** Connections that should hear of outcomes and that no marketer has confirmed yet. */
    public Set<ConnectionId> unconfirmed() {
        Set<ConnectionId> unconfirmed = new TreeSet<>(installation.listeners());
        unconfirmed.removeAll(store.audience().confirmations().keySet());
        return unconfirmed;
    }

    /** How many field writes each connection takes in one call. */
    public Map<ConnectionId, Integer> commandsPerCall() {
        Map<ConnectionId, Integer> sizes = new TreeMap<>();
        installation
                .connections()
                .forEach(each -> each.adapter()
                        .writes(Command.SetFields.class)
                        .ifPresent(writes -> sizes.put(each.id(), writes.commandsPerCall())));
        return sizes;
    }

    /**
     * Writes exactly this plan: merges first, then, after what they changed was pulled and decided, the fields that still
     * are as the plan showed them.
     *
     * @throws PlanRefusedException when the plan was made for other accounts, or writing is paused
     */
    public WriteBack.Result apply(Plan plan, Instant now, Watch watch) throws InterruptedException {
        refuseForeign(plan);
        refusePaused();
        WriteBack.Result merged =
                each(plan, (lease, back) -> back.merge(lease, plan, more -> watch.progress("merge", more)));
        if (merged.written() > 0) {
            pull(Watch.NOBODY);
            resolve(Watch.NOBODY);
            decide(now, Watch.NOBODY);
        }
        WriteBack.Result set =
                each(plan, (lease, back) -> back.setFields(lease, plan, more -> watch.progress("write", more)));
        return merged.plus(set).plus(act(plan, watch));
    }

    /** What is done once rests on records of several systems: these are looked up before any of them is written to. */
    private WriteBack.Result act(Plan plan, Watch watch) throws InterruptedException {
        Set<SourceRef> rests = new TreeSet<>();
        plan.acts().forEach(item -> {
            rests.add(item.on());
            rests.addAll(item.evidence());
        });
        if (rests.isEmpty()) return nothing(List.of());
        Evidence.Looked looked = Evidence.Looked.NOTHING;
        for (Map.Entry<ConnectionId, Object> each :
                sideBySide(installation.connections(), connected -> look(connected, rests))) {
            looked = looked.plus((Evidence.Looked) each.getValue());
        }
        Evidence.Looked all = looked;
        WriteBack.Result acted =
                each(plan, (lease, back) -> back.act(lease, plan, all, more -> watch.progress("tell", more)));
        return acted.plus(nothing(looked.shortfalls()));
    }

    private Evidence.Looked look(Connected connected, Set<SourceRef> rests) throws InterruptedException {
        List<SourceRef> ours = rests.stream()
                .filter(ref -> ref.connection().equals(connected.id()))
                .toList();
        if (ours.isEmpty()) return Evidence.Looked.NOTHING;
        return run("write/" + connected.id(), lease -> {
            Evidence evidence = new Evidence(connected.adapter(), store.mirror(), connected.normalizer());
            Evidence.Looked looked = evidence.look(ours);
            return new Done<>(looked, Map.of("looked-up", (long) ours.size()), looked.shortfalls());
        });
    }

    /** Writes what the admin allowed to be written unattended; a plan that trips a fuse waits for a person. */
    public WriteBack.Result writeStanding(Instant now, Watch watch) throws InterruptedException {
        Set<Capability> standing = installation.config().writing().standing();
        if (standing.isEmpty() || store.runs().paused().isPresent()) return nothing(List.of());
        // A run of its own, so that a fuse that tripped unattended is seen until it trips no more.
        return run("standing-writes", lease -> {
            Plan plan = plan(standing, now);
            List<Shortfall> trips = trips(plan);
            WriteBack.Result result =
                    plan.items().isEmpty() || !trips.isEmpty() ? nothing(trips) : apply(plan, now, watch);
            return new Done<>(result, Map.of("planned", (long) plan.items().size()), trips);
        });
    }

    /** Finds out what became of calls that may have happened. */
    public WriteBack.Result settle() throws InterruptedException {
        WriteBack.Result result = nothing(List.of());
        for (Connected each : installation.connections()) {
            result = result.plus(run("write/" + each.id(), lease -> {
                WriteBack.Result settled = writeBack(each).settle(lease);
                return new Done<>(settled, Map.of(), settled.shortfalls());
            }));
        }
        return result;
    }

    /** A pull must see the effect of what we wrote, or know that it may not: unsettled calls come first. */
    private void settleFirst(Connected connected) throws InterruptedException {
        if (store.ledger().unsettled(connected.id()).isEmpty()) return;
        run("write/" + connected.id(), lease -> {
            WriteBack.Result settled = writeBack(connected).settle(lease);
            return new Done<>(settled, Map.of(), settled.shortfalls());
        });
    }

    private WriteBack.Result each(Plan plan, BiFunction<Lease, WriteBack, WriteBack.Result> write)
            throws InterruptedException {
        Map<ConnectionId, Long> concerned = plan.recordsByConnection();
        WriteBack.Result total = nothing(List.of());
        for (Map.Entry<ConnectionId, Object> each : sideBySide(installation.connections(), connected -> {
            if (!concerned.containsKey(connected.id())) return nothing(List.of());
            return run("write/" + connected.id(), lease -> {
                WriteBack back = writeBack(connected);
                WriteBack.Result result = back.settle(lease).plus(write.apply(lease, back));
                return new Done<>(result, figures(result), result.shortfalls());
            });
        })) {
            total = total.plus((WriteBack.Result) each.getValue());
        }
        return total;
    }

    private static Map<String, Long> figures(WriteBack.Result result) {
        return Map.of(
                "written", (long) result.written(),
                "rejected", (long) result.rejected(),
                "unknown", (long) result.unknown());
    }

    private WriteBack writeBack(Connected connected) {
        return new WriteBack(
                store,
                connected.adapter(),
                installation.clock(),
                () -> UUID.randomUUID().toString());
    }

    private void refuseForeign(Plan plan) {
        plan.accounts()
                .forEach((connection, account) -> store.connections()
                        .find(connection)
                        .filter(pinned -> !pinned.accountId().equals(account))
                        .ifPresent(pinned -> {
                            throw new PlanRefusedException("the plan was made for account " + account + " of "
                                    + connection + ", but this installation belongs to " + pinned.accountId()
                                    + "; make a plan here");
                        }));
    }

    private void refusePaused() {
        Optional<Runs.Pause> pause = store.runs().paused();
        if (pause.isPresent()) {
            throw new PlanRefusedException(
                    "writing is paused since " + pause.get().since() + " by "
                            + pause.get().who() + ": " + pause.get().reason() + "; `onefunnel resume` allows it again");
        }
    }

    /** A plan that must not be applied; the message says why and what to do. */
    public static final class PlanRefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PlanRefusedException(String message) {
            super(message);
        }
    }

    private static List<Shortfall> trips(Plan plan) {
        return plan.trips().stream()
                .map(trip -> new Shortfall(
                        "standing writes",
                        trip.fuse() + ": " + trip.planned() + " planned, " + trip.allowed() + " allowed unattended",
                        "look at `onefunnel plan` and apply it yourself"))
                .toList();
    }

    private static WriteBack.Result nothing(List<Shortfall> shortfalls) {
        return new WriteBack.Result(0, 0, 0, 0, 0, 0, 0, shortfalls);
    }

    /** What a step gives back, and what its run logs. */
    private record Done<T>(T value, Map<String, Long> figures, List<Shortfall> shortfalls) {}

    @FunctionalInterface
    private interface Step<T> {
        Done<T> run(Lease lease) throws InterruptedException;
    }

    private <T> T run(String name, Step<T> step) throws InterruptedException {
        try (HeldLease held = hold(name)) {
            Runs.Run run = store.runs().begin(name, installation.clock().instant());
            try {
                Done<T> done = step.run(held.lease());
                store.runs().end(run, installation.clock().instant(), done.figures(), done.shortfalls());
                return done.value();
            } catch (InterruptedException stopped) {
                fellShort(run, "stopped before it was done", "goes on at the next run");
                throw stopped;
            } catch (RuntimeException failed) {
                fellShort(run, failed.getClass().getSimpleName() + ": " + failed.getMessage(), "");
                throw failed;
            }
        }
    }

    private void fellShort(Runs.Run run, String why, String remedy) {
        Instant now = installation.clock().instant();
        store.runs().end(run, now, Map.of(), List.of(new Shortfall(run.step(), why, remedy)));
    }

    private HeldLease hold(String name) throws InterruptedException {
        Instant until = installation.clock().instant().plus(PATIENCE);
        while (true) {
            Optional<HeldLease> held = HeldLease.tryHold(store.leases(), name, holder);
            if (held.isPresent()) return held.get();
            if (installation.clock().instant().isAfter(until)) throw new BusyException(name);
            installation.pause().pause(LOOK_AGAIN);
        }
    }

    @FunctionalInterface
    private interface ForEach {
        Object run(Connected connected) throws InterruptedException;
    }

    /** One thread for each connection: an adapter is used by one thread at a time, and vendors answer slowly. */
    private static List<Map.Entry<ConnectionId, Object>> sideBySide(List<Connected> connections, ForEach work)
            throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, connections.size()));
        try {
            Map<ConnectionId, Future<Object>> running = new LinkedHashMap<>();
            for (Connected each : connections) {
                running.put(each.id(), threads.submit(() -> work.run(each)));
            }
            List<Map.Entry<ConnectionId, Object>> results = new ArrayList<>();
            List<RuntimeException> failures = new ArrayList<>();
            for (Map.Entry<ConnectionId, Future<Object>> each : running.entrySet()) {
                try {
                    results.add(Map.entry(each.getKey(), result(each.getValue())));
                } catch (RuntimeException failed) {
                    // The others come to their end first: nobody is interrupted because of a neighbour.
                    failures.add(failed);
                }
            }
            if (!failures.isEmpty()) throw failures.get(0);
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Object result(Future<Object> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException runtime) throw runtime;
            if (failed.getCause() instanceof InterruptedException interrupted) throw interrupted;
            throw new IllegalStateException(failed.getCause());
        }
    }
}
