package io.onefunnel.writeback.actions;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Decision;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SourceRef;
import io.onefunnel.policy.Policy;
import io.onefunnel.writeback.PendingAction;
import java.util.List;
import java.util.Optional;

/** Gives a lead back. Only where switched on; the verdict has its proof, because a timer is missed by nothing less. */
final class TakeBackAction {
    private TakeBackAction() {}

    static Optional<PendingAction> due(CaseFile file, Decision decision, Policy policy) {
        SourceRef on = decision.work().active();
        Optional<SourceRef> owner = decision.work().owner();
        Optional<SourceRef> newOwner =
                policy.handoff().takeBackTo().map(id -> new SourceRef(on.connection(), RecordKind.USER, id));
        boolean due = decision.timer(SlaTimer.Kind.TAKE_BACK)
                .filter(timer -> timer.status() == SlaTimer.Status.MISSED)
                .isPresent();
        if (!due || owner.isEmpty() || newOwner.isEmpty() || newOwner.equals(owner)) return Optional.empty();
        return Optional.of(new PendingAction(
                file.person(),
                on,
                "take back work " + decision.work().cycle() + " from "
                        + owner.get().id(),
                new PendingAction.Reassign(newOwner.get(), owner.get()),
                List.of(on),
                "no meeting within " + policy.handoff().dueDays() + " business days"));
    }
}
