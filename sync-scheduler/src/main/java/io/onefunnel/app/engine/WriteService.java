package io.onefunnel.app.engine;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.send.FieldWriter;
import io.onefunnel.send.MergeWriter;
import io.onefunnel.send.WriteSession;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Runs;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Changes something at the vendors: what of a plan is written, and what became of it. */
public final class WriteService {
    private final Installation installation;
    private final Store store;
    private final LeasedRuns runs;
    private final SettleService settling;
    private final PullService pulls;
    private final DecideService decisions;
    private final PlanService plans;
    private final ActService acts;

    /**
     * @param pulls reads what a merge has changed, before fields are written
     * @param decisions the same, for what follows from it
     */
    WriteService(
            Installation installation,
            LeasedRuns runs,
            SettleService settling,
            PullService pulls,
            DecideService decisions,
            PlanService plans) {
        this.installation = installation;
        this.store = installation.store();
        this.runs = runs;
        this.settling = settling;
        this.pulls = pulls;
        this.decisions = decisions;
        this.plans = plans;
        this.acts = new ActService(installation, runs, settling);
    }

    /**
     * Writes exactly this plan: merges first, then, after what they changed was pulled and decided, the fields that still
     * are as the plan showed them.
     *
     * @throws PlanRefusedException when the plan was made for other accounts, or writing is paused
     */
    public WriteSummary apply(Plan plan, Instant now, ProgressListener watch) throws InterruptedException {
        refuseForeign(plan);
        refuseUnknown(plan);
        refusePaused();
        WriteSummary merged = each(
                "merge/",
                plan,
                (connected, lease, session) -> new MergeWriter(session)
                        .write(
                                lease,
                                plan,
                                connected.freshness(store.mirror())::look,
                                more -> watch.progress("merge", more)));
        if (merged.written() > 0) {
            pulls.run(ProgressListener.NONE);
            decisions.resolve(ProgressListener.NONE);
            decisions.decide(now, ProgressListener.NONE);
        }
        WriteSummary set = each(
                "write/",
                plan,
                (connected, lease, session) ->
                        new FieldWriter(session).write(lease, plan, more -> watch.progress("write", more)));
        return merged.plus(set).plus(acts.act(plan, watch));
    }

    /** Writes what the admin allowed to be written unattended; a plan that trips a fuse waits for a person. */
    public WriteSummary writeUnattended(Instant now, ProgressListener watch) throws InterruptedException {
        Set<Capability> standing = installation.config().writing().standing();
        if (standing.isEmpty() || store.runs().paused().isPresent()) return WriteSummary.NOTHING;
        // A run of its own, so that a fuse that tripped unattended is seen until it trips no more.
        return runs.run("unattended-writes", lease -> {
            try (TemporaryPlan kept = plans.temporary()) {
                Plan plan = plans.look(standing, now, look -> goes(look) ? plans.keep(look, kept.file()) : look);
                List<Shortfall> trips = trips(plan);
                WriteSummary result = goes(plan) ? apply(plan, now, watch) : WriteSummary.incomplete(trips);
                return new LeasedRuns.Done<>(
                        result, Map.of("planned", plan.counts().items()), trips);
            } catch (IOException failed) {
                throw new UncheckedIOException("the plan cannot be kept in " + plans.folder(), failed);
            }
        });
    }

    private static boolean goes(Plan plan) {
        return !plan.isEmpty() && plan.head().trips().isEmpty();
    }

    /** A part of writing to a connection. */
    @FunctionalInterface
    private interface Part {
        WriteSummary write(Connected connected, Lease lease, WriteSession session);
    }

    /** @param part of what is done to a connection, each a run of its own: what one left out is open until it is done again */
    private WriteSummary each(String part, Plan plan, Part write) throws InterruptedException {
        WriteSummary total = WriteSummary.NOTHING;
        List<Connected> some = installation.connections().stream()
                .filter(each -> plan.counts().of(each.id()).items() > 0)
                .toList();
        for (WriteSummary each : LeasedRuns.sideBySide(some, connected -> write(part, connected, write))
                .values()) {
            total = total.plus(each);
        }
        return total;
    }

    private WriteSummary write(String part, Connected connected, Part write) throws InterruptedException {
        return runs.write(part + connected.id(), connected.id(), lease -> {
            WriteSession session = settling.session(connected);
            WriteSummary result = session.settle(lease).plus(write.write(connected, lease, session));
            return new LeasedRuns.Done<>(result, figures(result), result.shortfalls());
        });
    }

    static Map<String, Long> figures(WriteSummary result) {
        return Map.of(
                "written", (long) result.written(),
                "rejected", (long) result.rejected(),
                "unknown", (long) result.unknown());
    }

    private void refuseForeign(Plan plan) {
        plan.head()
                .accounts()
                .forEach((connection, account) -> store.connections()
                        .find(connection)
                        .filter(pinned -> !pinned.accountId().equals(account))
                        .ifPresent(pinned -> {
                            throw new PlanRefusedException("the plan was made for account " + account + " of "
                                    + connection + ", but this installation belongs to " + pinned.accountId()
                                    + "; make a plan here");
                        }));
    }

    private void refuseUnknown(Plan plan) {
        for (ConnectionId each : plan.counts().connections().keySet()) {
            if (installation.connection(each).isPresent()) continue;
            throw new PlanRefusedException(
                    "the plan writes to " + each + ", and this installation has no such connection; make a plan here");
        }
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
        return plan.head().trips().stream()
                .map(trip -> new Shortfall(
                        "unattended writes",
                        trip.fuse() + ": " + trip.planned() + " planned, " + trip.allowed() + " allowed unattended",
                        "look at `onefunnel plan` and apply it yourself"))
                .toList();
    }
}
