package io.onefunnel.app.engine;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.send.ActionWriter;
import io.onefunnel.send.FreshnessCheck;
import io.onefunnel.send.WriteSession;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Does what a plan does once. It rests on records of several systems, and these are looked up before any of them is written
 * to: a round of some thousands at a time.
 */
final class ActService {
    private static final int ROUND = 5_000;

    private final Installation installation;
    private final Store store;
    private final LeasedRuns runs;
    private final SettleService settling;

    ActService(Installation installation, LeasedRuns runs, SettleService settling) {
        this.installation = installation;
        this.store = installation.store();
        this.runs = runs;
        this.settling = settling;
    }

    WriteSummary act(Plan plan, ProgressListener watch) throws InterruptedException {
        if (plan.counts().actions() == 0) return WriteSummary.NOTHING;
        List<Connected> going = new ArrayList<>(installation.connections());
        going.removeIf(each -> plan.counts().of(each.id()).acts() == 0);
        Map<ConnectionId, WriteSummary> written = new TreeMap<>();
        Set<Shortfall> unseen = new LinkedHashSet<>();
        try (Stream<PlanItem.Act> acts = plan.acts()) {
            Rounds rounds = new Rounds(acts.iterator());
            while (rounds.hasNext() && !going.isEmpty()) {
                List<PlanItem.Act> round = rounds.next();
                FreshnessCheck.Looked looked = look(round);
                unseen.addAll(looked.shortfalls());
                for (Map.Entry<ConnectionId, WriteSummary> each : LeasedRuns.sideBySide(
                                going,
                                connected -> write(connected, plan, round, looked, before(written, connected), watch))
                        .entrySet()) {
                    written.merge(each.getKey(), each.getValue(), WriteSummary::plus);
                    // What stopped one round stops the next one, too.
                    if (each.getValue().shortfalls().isEmpty()) continue;
                    going.removeIf(connected -> connected.id().equals(each.getKey()));
                }
            }
        }
        WriteSummary all = WriteSummary.incomplete(List.copyOf(unseen));
        for (Connected connected : installation.connections()) {
            WriteSummary each = before(written, connected);
            all = all.plus(each).plus(new ActionWriter(settling.session(connected)).named(each));
        }
        return all;
    }

    private static WriteSummary before(Map<ConnectionId, WriteSummary> written, Connected connected) {
        return written.getOrDefault(connected.id(), WriteSummary.NOTHING);
    }

    private FreshnessCheck.Looked look(List<PlanItem.Act> round) throws InterruptedException {
        Set<SourceRef> rests = new TreeSet<>();
        for (PlanItem.Act item : round) {
            rests.add(item.on());
            rests.addAll(item.evidence());
        }
        FreshnessCheck.Looked all = FreshnessCheck.Looked.NOTHING;
        for (FreshnessCheck.Looked each : LeasedRuns.sideBySide(
                        installation.connections(), connected -> look(connected, rests))
                .values()) {
            all = all.plus(each);
        }
        return all;
    }

    private FreshnessCheck.Looked look(Connected connected, Set<SourceRef> rests) throws InterruptedException {
        List<SourceRef> ours = rests.stream()
                .filter(ref -> ref.connection().equals(connected.id()))
                .toList();
        if (ours.isEmpty()) return FreshnessCheck.Looked.NOTHING;
        return runs.write("look-up/" + connected.id(), connected.id(), lease -> {
            FreshnessCheck.Looked looked = connected.freshness(store.mirror()).look(ours);
            return new LeasedRuns.Done<>(looked, Map.of("looked-up", (long) ours.size()), looked.shortfalls());
        });
    }

    private WriteSummary write(
            Connected connected,
            Plan plan,
            List<PlanItem.Act> round,
            FreshnessCheck.Looked looked,
            WriteSummary before,
            ProgressListener watch)
            throws InterruptedException {
        if (round.stream().noneMatch(item -> item.on().connection().equals(connected.id())))
            return WriteSummary.NOTHING;
        return runs.write("act/" + connected.id(), connected.id(), lease -> {
            WriteSession session = settling.session(connected);
            ActionWriter writer = new ActionWriter(session);
            WriteSummary settled = session.settle(lease);
            WriteSummary result = writer.write(lease, plan, round, looked, more -> watch.progress("tell", more));
            WriteSummary now = settled.plus(result);
            // The log of the last round is what a person sees: it says what became of all rounds so far.
            WriteSummary all = before.plus(now);
            List<Shortfall> logged = new ArrayList<>(all.shortfalls());
            logged.addAll(writer.named(all).shortfalls());
            return new LeasedRuns.Done<>(now, WriteService.figures(all), logged);
        });
    }

    /** All that is done to one record is in one round: a lead changes its owner before the owner gets a task about it. */
    private static final class Rounds implements Iterator<List<PlanItem.Act>> {
        private final Iterator<PlanItem.Act> acts;
        private final List<PlanItem.Act> ahead = new ArrayList<>();

        Rounds(Iterator<PlanItem.Act> acts) {
            this.acts = acts;
        }

        @Override
        public boolean hasNext() {
            return !ahead.isEmpty() || acts.hasNext();
        }

        @Override
        public List<PlanItem.Act> next() {
            List<PlanItem.Act> round = new ArrayList<>(ahead);
            ahead.clear();
            if (round.isEmpty()) round.add(acts.next());
            while (acts.hasNext()) {
                PlanItem.Act item = acts.next();
                boolean other = !item.on().equals(round.get(round.size() - 1).on());
                if (other && round.size() >= ROUND) {
                    ahead.add(item);
                    break;
                }
                round.add(item);
            }
            return round;
        }
    }
}
