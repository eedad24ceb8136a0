package io.onefunnel.app.engine;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.send.FreshnessCheck;
import io.onefunnel.send.WriteBack;
import io.onefunnel.spi.Command;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Runs;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.Planner;
import io.onefunnel.writeback.ProposedMerge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;

/** The half of the steps that changes something at the vendors: plans, what of them is written, and what became of it. */
final class Writing {
    private final Installation installation;
    private final Store store;
    private final LeasedRuns runs;
    private final Steps steps;

    /** @param steps read and decide what a merge has changed, before fields are written */
    Writing(Installation installation, LeasedRuns runs, Steps steps) {
        this.installation = installation;
        this.store = installation.store();
        this.runs = runs;
        this.steps = steps;
    }

    /** What would be written by these capabilities. */
    Plan plan(Set<Capability> capabilities, Instant now) {
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
                                store.pending().changes(),
                                store.proposals().in(Set.of(ProposedMerge.State.APPROVED)),
                                store.pending().actions().stream()
                                        .filter(installation::offers)
                                        .toList(),
                                unconfirmed()),
                        new Planner.Ground(
                                people,
                                today.getOrDefault(Capability.MERGES, 0L),
                                today.getOrDefault(Capability.TAKE_BACK, 0L)));
    }

    /** Connections that should hear of outcomes and that no marketer has confirmed yet. */
    Set<ConnectionId> unconfirmed() {
        Set<ConnectionId> unconfirmed = new TreeSet<>(installation.listeners());
        unconfirmed.removeAll(store.consents().confirmations().keySet());
        return unconfirmed;
    }

    /** How many field writes each connection takes in one call. */
    Map<ConnectionId, Integer> commandsPerCall() {
        Map<ConnectionId, Integer> sizes = new TreeMap<>();
        installation
                .connections()
                .forEach(each -> each.adapter()
                        .writer(Command.SetFields.class)
                        .ifPresent(writes -> sizes.put(each.id(), writes.commandsPerCall())));
        return sizes;
    }

    /**
     * Writes exactly this plan: merges first, then, after what they changed was pulled and decided, the fields that still
     * are as the plan showed them.
     *
     * @throws Steps.PlanRefusedException when the plan was made for other accounts, or writing is paused
     */
    WriteBack.Result apply(Plan plan, Instant now, Watch watch) throws InterruptedException {
        refuseForeign(plan);
        refusePaused();
        WriteBack.Result merged =
                each(plan, (lease, back) -> back.merge(lease, plan, more -> watch.progress("merge", more)));
        if (merged.written() > 0) {
            steps.pull(Watch.NOBODY);
            steps.resolve(Watch.NOBODY);
            steps.decide(now, Watch.NOBODY);
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
        FreshnessCheck.Looked looked = FreshnessCheck.Looked.NOTHING;
        for (FreshnessCheck.Looked each : LeasedRuns.sideBySide(
                        installation.connections(), connected -> look(connected, rests))
                .values()) {
            looked = looked.plus(each);
        }
        FreshnessCheck.Looked all = looked;
        WriteBack.Result acted =
                each(plan, (lease, back) -> back.act(lease, plan, all, more -> watch.progress("tell", more)));
        return acted.plus(nothing(looked.shortfalls()));
    }

    private FreshnessCheck.Looked look(Connected connected, Set<SourceRef> rests) throws InterruptedException {
        List<SourceRef> ours = rests.stream()
                .filter(ref -> ref.connection().equals(connected.id()))
                .toList();
        if (ours.isEmpty()) return FreshnessCheck.Looked.NOTHING;
        return runs.run("write/" + connected.id(), lease -> {
            FreshnessCheck evidence = new FreshnessCheck(connected.adapter(), store.mirror(), connected.normalizer());
            FreshnessCheck.Looked looked = evidence.look(ours);
            return new LeasedRuns.Done<>(looked, Map.of("looked-up", (long) ours.size()), looked.shortfalls());
        });
    }

    /** Writes what the admin allowed to be written unattended; a plan that trips a fuse waits for a person. */
    WriteBack.Result writeStanding(Instant now, Watch watch) throws InterruptedException {
        Set<Capability> standing = installation.config().writing().standing();
        if (standing.isEmpty() || store.runs().paused().isPresent()) return nothing(List.of());
        // A run of its own, so that a fuse that tripped unattended is seen until it trips no more.
        return runs.run("standing-writes", lease -> {
            Plan plan = plan(standing, now);
            List<Shortfall> trips = trips(plan);
            WriteBack.Result result =
                    plan.items().isEmpty() || !trips.isEmpty() ? nothing(trips) : apply(plan, now, watch);
            return new LeasedRuns.Done<>(
                    result, Map.of("planned", (long) plan.items().size()), trips);
        });
    }

    /** Finds out what became of calls that may have happened. */
    WriteBack.Result settle() throws InterruptedException {
        WriteBack.Result result = nothing(List.of());
        for (Connected each : installation.connections()) {
            result = result.plus(settle(each));
        }
        return result;
    }

    /** A pull must see the effect of what we wrote, or know that it may not: unsettled calls come first. */
    void settleFirst(Connected connected) throws InterruptedException {
        if (!store.ledger().unsettled(connected.id()).isEmpty()) settle(connected);
    }

    private WriteBack.Result settle(Connected connected) throws InterruptedException {
        return runs.run("write/" + connected.id(), lease -> {
            WriteBack.Result settled = writeBack(connected).settle(lease);
            return new LeasedRuns.Done<>(settled, Map.of(), settled.shortfalls());
        });
    }

    private WriteBack.Result each(Plan plan, BiFunction<Lease, WriteBack, WriteBack.Result> write)
            throws InterruptedException {
        Map<ConnectionId, Long> concerned = plan.recordsByConnection();
        WriteBack.Result total = nothing(List.of());
        List<Connected> some = installation.connections().stream()
                .filter(each -> concerned.containsKey(each.id()))
                .toList();
        for (WriteBack.Result each : LeasedRuns.sideBySide(some, connected -> write(connected, write))
                .values()) {
            total = total.plus(each);
        }
        return total;
    }

    private WriteBack.Result write(Connected connected, BiFunction<Lease, WriteBack, WriteBack.Result> write)
            throws InterruptedException {
        return runs.run("write/" + connected.id(), lease -> {
            WriteBack back = writeBack(connected);
            WriteBack.Result result = back.settle(lease).plus(write.apply(lease, back));
            return new LeasedRuns.Done<>(result, figures(result), result.shortfalls());
        });
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
                            throw new Steps.PlanRefusedException("the plan was made for account " + account + " of "
                                    + connection + ", but this installation belongs to " + pinned.accountId()
                                    + "; make a plan here");
                        }));
    }

    private void refusePaused() {
        Optional<Runs.Pause> pause = store.runs().paused();
        if (pause.isPresent()) {
            throw new Steps.PlanRefusedException(
                    "writing is paused since " + pause.get().since() + " by "
                            + pause.get().who() + ": " + pause.get().reason() + "; `onefunnel resume` allows it again");
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
}
