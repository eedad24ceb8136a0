package io.onefunnel.send;

import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.call.Chunks;
import io.onefunnel.state.Lease;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** Does what is more than a field, one kind after the other. */
public final class ActionWriter {
    /** Whoever gets a lead back must find it theirs before a task about it comes. */
    private static final List<PendingAction.Kind> ORDER = List.of(
            PendingAction.Kind.OWNER, PendingAction.Kind.TASK, PendingAction.Kind.LINK, PendingAction.Kind.OUTCOME);

    private final WriteSession session;

    public ActionWriter(WriteSession session) {
        this.session = session;
    }

    /**
     * Does what is more than a field, one kind after the other. What is no longer due as the plan showed it, and what rests on
     * a record that has moved, is left for the next decision.
     *
     * @param all of this plan; all that is done to one record together
     * @param looked records of any connection that no longer say what was decided from
     */
    public WriteSummary write(
            Lease lease, Plan plan, List<PlanItem.Act> all, FreshnessCheck.Looked looked, IntConsumer progress) {
        List<PlanItem.Act> items = all.stream().filter(session::ours).toList();
        if (items.isEmpty()) return WriteSummary.NOTHING;
        List<PlanItem.Act> current = stillDue(items, looked);
        WriteSummary result = WriteSummary.superseded(items.size() - current.size());
        for (PendingAction.Kind kind : ORDER) {
            List<PlanItem.Act> same = current.stream()
                    .filter(item -> item.action().kind() == kind)
                    .toList();
            if (same.isEmpty()) continue;
            Optional<WriteSummary> halted = session.halted();
            if (halted.isPresent()) return result.plus(halted.get());
            try {
                result = result.plus(act(lease, plan, same, progress));
            } catch (AdapterException failed) {
                result = result.plus(session.failure(same.get(0).what() + "s", failed));
                if (WriteSession.stops(failed)) break;
            }
        }
        return result;
    }

    /** What did not come about in all of a plan, by name; to be added to the sum of what {@link #write} brought. */
    public WriteSummary named(WriteSummary all) {
        return session.named(all);
    }

    private List<PlanItem.Act> stillDue(List<PlanItem.Act> items, FreshnessCheck.Looked looked) {
        Set<PlanItem.Act> due =
                session.pending().actions(items.stream().map(PlanItem.Act::on).collect(Collectors.toSet())).stream()
                        .map(PlanItem.Act::of)
                        .collect(Collectors.toSet());
        return items.stream()
                .filter(due::contains)
                .filter(item -> !looked.gone().contains(item.on()))
                .filter(item -> item.evidence().stream().noneMatch(looked.moved()::contains))
                .toList();
    }

    @SuppressWarnings("unchecked") // all items have one kind, and with it one type of command
    private WriteSummary act(Lease lease, Plan plan, List<PlanItem.Act> items, IntConsumer progress) {
        Class<Command> type = (Class<Command>) items.get(0).action().command();
        Optional<CommandWriter<Command>> writes = session.adapter().writer(type);
        if (writes.isEmpty()) {
            return WriteSummary.incomplete(
                    items.get(0).what() + "s", session.adapter().connection() + " has no way to make them", "");
        }
        WriteSummary result = WriteSummary.NOTHING;
        // An adapter is given different targets in one call: the events of one person go one after the other.
        for (List<PlanItem.Act> round : ActionCommands.rounds(items)) {
            for (List<PlanItem.Act> batch : Chunks.of(round, writes.get().batchSize())) {
                Optional<WriteSummary> halted = session.halted();
                if (halted.isPresent()) return result.plus(halted.get());
                List<Command> commands = batch.stream()
                        .map(item -> ActionCommands.command(session.newId(), item))
                        .toList();
                List<WriteLedger.Intent> intents = new ArrayList<>();
                for (int i = 0; i < batch.size(); i++) intents.add(intent(plan, batch.get(i), commands.get(i)));
                result = result.plus(session.send(lease, intents, commands, writes.get()));
                progress.accept(batch.size());
            }
        }
        return result;
    }

    private WriteLedger.Intent intent(Plan plan, PlanItem.Act item, Command command) {
        return new WriteLedger.Intent(
                command,
                item.capabilities(),
                Map.of(),
                item.reason(),
                plan.id(),
                Optional.empty(),
                Optional.of(item.key()),
                session.now());
    }
}
