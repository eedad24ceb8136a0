package io.onefunnel.writeback.actions;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Decision;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import io.onefunnel.model.User;
import io.onefunnel.policy.Policy;
import io.onefunnel.writeback.PendingAction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A task for the owner. Narrow: only for who asked to talk, only while the promise can still be kept, never for the past. */
final class FirstTouchTask {
    private FirstTouchTask() {}

    static Optional<PendingAction> due(CaseFile file, Decision decision, Policy policy) {
        if (!policy.followUp().firstTouch().taskIfAsked()) return Optional.empty();
        Optional<SlaTimer> running = decision.timer(SlaTimer.Kind.FIRST_TOUCH)
                .filter(timer ->
                        timer.status().open() && !decision.next().text().isEmpty());
        if (running.isEmpty() || !asked(file, decision)) return Optional.empty();
        SourceRef on = decision.work().active();
        String key = "first touch of work " + decision.work().cycle();
        return decision.work()
                .owner()
                .filter(owner -> {
                    User user = file.users().get(owner);
                    return user != null && user.active() && !user.queue();
                })
                .map(owner -> new PendingAction(
                        file.person(),
                        on,
                        key,
                        new PendingAction.Task(
                                LedgerKeys.of(key, on),
                                owner,
                                decision.next().text(),
                                running.get().dueAt()),
                        List.of(on),
                        "task: " + decision.next().text()));
    }

    private static boolean asked(CaseFile file, Decision decision) {
        return Stream.concat(file.stages().stream(), decision.entered().stream())
                .filter(entry -> entry.stage() == Stage.CONVERSATION_LEAD)
                .filter(entry -> entry.cycle() == decision.work().cycle())
                .anyMatch(entry -> file.responses().stream()
                        .anyMatch(response -> response.ref().equals(entry.source())
                                && response.offer().wantsToTalk()));
    }
}
