package io.onefunnel.send;

import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.PlanItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Planned actions as the adapter contract's commands. */
final class ActionCommands {
    private ActionCommands() {}

    static Command command(String intent, PlanItem.Act item) {
        PendingAction.Action action = item.action();
        if (action instanceof PendingAction.Publish publish) {
            return new Command.PublishOutcome(
                    intent,
                    item.on(),
                    publish.ledgerKey(),
                    publish.outcome(),
                    publish.at(),
                    publish.program(),
                    publish.details());
        }
        if (action instanceof PendingAction.Link link) {
            return new Command.LinkReferral(intent, item.on(), link.referredBy());
        }
        if (action instanceof PendingAction.Task task) {
            return new Command.CreateTask(
                    intent, item.on(), task.ledgerKey(), task.owner(), task.subject(), task.due());
        }
        PendingAction.Reassign reassign = (PendingAction.Reassign) action;
        return new Command.Reassign(intent, item.on(), reassign.newOwner(), reassign.expectedOwner());
    }

    /** In each round, every record at most once; a record's actions in their order over the rounds. */
    static List<List<PlanItem.Act>> rounds(List<PlanItem.Act> items) {
        List<List<PlanItem.Act>> rounds = new ArrayList<>();
        Map<SourceRef, Integer> used = new HashMap<>();
        for (PlanItem.Act item : items) {
            int round = used.merge(item.on(), 1, Integer::sum) - 1;
            if (round == rounds.size()) rounds.add(new ArrayList<>());
            rounds.get(round).add(item);
        }
        return rounds;
    }
}
