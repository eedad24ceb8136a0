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
    private static final List<Class<? extends PendingAction.Action>> ORDER = List.of(
            PendingAction.Reassign.class,
            PendingAction.Task.class,
            PendingAction.Link.class,
            PendingAction.Publish.class);

    private final WriteSession session;

    public ActionWriter(WriteSession session) {
        this.session = session;
    }

    /**
     * Does what is more than a field, one kind after the other. What is no longer due as the plan showed it, and what rests on
     * a record that has moved, is left for the next decision.
     *
     * @param looked records of any connection that no longer say what was decided from
     */
    public WriteSummary write(Lease lease, Plan plan, FreshnessCheck.Looked looked, IntConsumer progress) {
        List<PlanItem.Act> items = plan.acts().filter(session::ours).toList();
        if (items.isEmpty()) return WriteSummary.NOTHING;
        List<PlanItem.Act> current = stillDue(items, looked);
        WriteSummary result = WriteSummary.superseded(items.size() - current.size());
        for (Class<? extends PendingAction.Action> kind : ORDER) {
            List<PlanItem.Act> same = current.stream()
                    .filter(item -> kind.isInstance(item.action()))
                    .toList();
            if (same.isEmpty()) continue;
            if (session.paused()) return result.plus(session.named(result)).plus(session.leftByPause());
            try {
                result = result.plus(act(lease, plan, same, progress));
            } catch (AdapterException failed) {
                result = result.plus(session.failure(same.get(0).what() + "s", failed));
                if (WriteSession.stops(failed)) break;
            }
        }
        return result.plus(session.named(result));
    }

    private List<PlanItem.Act> stillDue(List<PlanItem.Act> items, FreshnessCheck.Looked looked) {
        Set<PlanItem.Act> due =
                session.pending().actions().stream().map(PlanItem.Act::of).collect(Collectors.toSet());
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
                if (session.paused()) return result.plus(session.leftByPause());
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
