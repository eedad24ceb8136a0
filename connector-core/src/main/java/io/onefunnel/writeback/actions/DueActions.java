package io.onefunnel.writeback.actions;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Decision;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.policy.Policy;
import io.onefunnel.writeback.PendingAction;
import java.util.ArrayList;
import java.util.List;

/** What is to be done about a person besides fields: a function of values, like the decision that it follows from. */
public final class DueActions {
    private DueActions() {}

    /** In the order of time; what was done before is among them, for the store to leave out. */
    public static List<PendingAction> of(
            CaseFile file, Decision decision, List<FunnelEvent> events, Policy policy, EventSubscribers subscribers) {
        List<PendingAction> actions = new ArrayList<>(new OutcomeEvents(file, decision, events, subscribers).due());
        actions.addAll(ReferralLinks.due(file, decision));
        FirstTouchTask.due(file, decision, policy).ifPresent(actions::add);
        TakeBackAction.due(file, decision, policy).ifPresent(actions::add);
        return List.copyOf(actions);
    }
}
