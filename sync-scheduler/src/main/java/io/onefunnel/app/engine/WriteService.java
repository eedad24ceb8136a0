package io.onefunnel.app.engine;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.send.ActionWriter;
import io.onefunnel.send.FieldWriter;
import io.onefunnel.send.FreshnessCheck;
import io.onefunnel.send.MergeWriter;
import io.onefunnel.send.WriteSession;
import io.onefunnel.send.WriteSummary;
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

/** Changes something at the vendors: plans, what of them is written, and what became of it. */
public final class WriteService {
    private final Installation installation;
    private final Store store;
    private final LeasedRuns runs;
    private final SettleService settling;
    private final PullService pulls;
    private final DecideService decisions;

    /**
     * @param pulls reads what a merge has changed, before fields are written
     * @param decisions the same, for what follows from it
     */
    WriteService(
            Installation installation,
            LeasedRuns runs,
            SettleService settling,
            PullService pulls,
            DecideService decisions) {
        this.installation = installation;
        this.store = installation.store();
        this.runs = runs;
        this.settling = settling;
        this.pulls = pulls;
        this.decisions = decisions;
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
                        new Planner.Input(
                                store.pending().changes(),
                                store.proposals().in(Set.of(ProposedMerge.State.APPROVED)),
                                store.pending().actions().stream()
                                        .filter(installation::offers)
                                        .toList(),
                                unconfirmed()),
                        new Planner.Limits(
                                people,
                                today.getOrDefault(Capability.MERGES, 0L),
                                today.getOrDefault(Capability.TAKE_BACK, 0L)));
    }

    /** Connections that should hear of outcomes and that no marketer has confirmed yet. */
    public Set<ConnectionId> unconfirmed() {
        Set<ConnectionId> unconfirmed = new TreeSet<>(installation.listeners());
        unconfirmed.removeAll(store.consents().confirmations().keySet());
        return unconfirmed;
    }

    /** How many field writes each connection takes in one call. */
    public Map<ConnectionId, Integer> commandsPerCall() {
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
     * @throws PlanRefusedException when the plan was made for other accounts, or writing is paused
     */
    public WriteSummary apply(Plan plan, Instant now, ProgressListener watch) throws InterruptedException {
        refuseForeign(plan);
        refusePaused();
        WriteSummary merged = each(
                plan,
                (lease, session) -> new MergeWriter(session).write(lease, plan, more -> watch.progress("merge", more)));
        if (merged.written() > 0) {
            pulls.run(ProgressListener.NONE);
            decisions.resolve(ProgressListener.NONE);
            decisions.decide(now, ProgressListener.NONE);
        }
        WriteSummary set = each(
                plan,
                (lease, session) -> new FieldWriter(session).write(lease, plan, more -> watch.progress("write", more)));
        return merged.plus(set).plus(act(plan, watch));
    }

    /** What is done once rests on records of several systems: these are looked up before any of them is written to. */
    private WriteSummary act(Plan plan, ProgressListener watch) throws InterruptedException {
        Set<SourceRef> rests = new TreeSet<>();
        plan.acts().forEach(item -> {
            rests.add(item.on());
            rests.addAll(item.evidence());
        });
        if (rests.isEmpty()) return WriteSummary.NOTHING;
        FreshnessCheck.Looked looked = FreshnessCheck.Looked.NOTHING;
        for (FreshnessCheck.Looked each : LeasedRuns.sideBySide(
                        installation.connections(), connected -> look(connected, rests))
                .values()) {
            looked = looked.plus(each);
        }
        FreshnessCheck.Looked all = looked;
        WriteSummary acted = each(
                plan,
                (lease, session) ->
                        new ActionWriter(session).write(lease, plan, all, more -> watch.progress("tell", more)));
        return acted.plus(WriteSummary.incomplete(looked.shortfalls()));
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
    public WriteSummary writeUnattended(Instant now, ProgressListener watch) throws InterruptedException {
        Set<Capability> standing = installation.config().writing().standing();
        if (standing.isEmpty() || store.runs().paused().isPresent()) return WriteSummary.NOTHING;
        // A run of its own, so that a fuse that tripped unattended is seen until it trips no more.
        return runs.run("standing-writes", lease -> {
            Plan plan = plan(standing, now);
            List<Shortfall> trips = trips(plan);
            WriteSummary result = plan.items().isEmpty() || !trips.isEmpty()
                    ? WriteSummary.incomplete(trips)
                    : apply(plan, now, watch);
            return new LeasedRuns.Done<>(
                    result, Map.of("planned", (long) plan.items().size()), trips);
        });
    }

    private WriteSummary each(Plan plan, BiFunction<Lease, WriteSession, WriteSummary> write)
            throws InterruptedException {
        Map<ConnectionId, Long> concerned = plan.recordsByConnection();
        WriteSummary total = WriteSummary.NOTHING;
        List<Connected> some = installation.connections().stream()
                .filter(each -> concerned.containsKey(each.id()))
                .toList();
        for (WriteSummary each : LeasedRuns.sideBySide(some, connected -> write(connected, write))
                .values()) {
            total = total.plus(each);
        }
        return total;
    }

    private WriteSummary write(Connected connected, BiFunction<Lease, WriteSession, WriteSummary> write)
            throws InterruptedException {
        return runs.run("write/" + connected.id(), lease -> {
            WriteSession session = settling.session(connected);
            WriteSummary result = session.settle(lease).plus(write.apply(lease, session));
            return new LeasedRuns.Done<>(result, figures(result), result.shortfalls());
        });
    }

    private static Map<String, Long> figures(WriteSummary result) {
        return Map.of(
                "written", (long) result.written(),
                "rejected", (long) result.rejected(),
                "unknown", (long) result.unknown());
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

    private static List<Shortfall> trips(Plan plan) {
        return plan.trips().stream()
                .map(trip -> new Shortfall(
                        "standing writes",
                        trip.fuse() + ": " + trip.planned() + " planned, " + trip.allowed() + " allowed unattended",
                        "look at `onefunnel plan` and apply it yourself"))
                .toList();
    }
}
