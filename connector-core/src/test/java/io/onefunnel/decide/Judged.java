package io.onefunnel.decide;

import io.onefunnel.facts.Case;
import io.onefunnel.funnel.FunnelEvents;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Decision;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.policy.Calendars;
import io.onefunnel.policy.Handoff;
import io.onefunnel.policy.Inputs;
import io.onefunnel.policy.Policy;
import io.onefunnel.policy.ScoringRules;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.WriteScope;
import io.onefunnel.writeback.actions.DueActions;
import io.onefunnel.writeback.actions.EventConsent;
import io.onefunnel.writeback.actions.EventSubscribers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A person as the rules see them at an instant: decided, with what became of them and what is to be done. */
public record Judged(CaseFile file, Decision decision, List<FunnelEvent> outcomes, Policy policy) {
    public static final Policy LIVE = Policy.DEFAULT.liveFrom(Case.at("2026-01-01T00:00"));

    public static Judged at(Case made, String now) {
        return at(made, List.of(), LIVE, now);
    }

    public static Judged at(Case made, List<FunnelEvent> recorded, Policy policy, String now) {
        CaseFile file = made.file();
        Instant instant = Case.at(now);
        Inputs inputs = Inputs.of(policy, Calendars.DEFAULT, ScoringRules.DEFAULT);
        Decision decision = new CaseDecision(new WriteScope(Map.of(), Case.CRM), inputs).decide(file, instant);
        return new Judged(file, decision, FunnelEvents.of(file, decision, recorded, policy, instant), policy);
    }

    /** The same person, whose outcomes so far are known. */
    public Judged later(Case made, String now) {
        return at(made, outcomes, policy, now);
    }

    public static Policy handing(Handoff handoff) {
        return Policy.of(
                LIVE.criteria(), LIVE.followUp(), handoff, LIVE.feedback(), Optional.of(Case.at("2026-01-01T00:00")));
    }

    public List<FunnelEvent.Kind> kinds() {
        return outcomes.stream().map(FunnelEvent::kind).toList();
    }

    public FunnelEvent only(FunnelEvent.Kind kind) {
        List<FunnelEvent> found =
                outcomes.stream().filter(outcome -> outcome.kind() == kind).toList();
        if (found.size() != 1) throw new AssertionError(kind + " is there " + found.size() + " times: " + outcomes);
        return found.get(0);
    }

    /** Marketing confirmed at an instant, and every system was known long before. */
    public List<PendingAction> confirmed(String at) {
        EventConsent ana = new EventConsent(Case.at(at), "Ana", Case.at(at));
        return actions(new EventSubscribers(
                Map.of(Case.MARKETING, ana), Map.of(Case.CRM, Instant.EPOCH, Case.MARKETING, Instant.EPOCH)));
    }

    public List<PendingAction> actions(EventSubscribers subscribers) {
        return DueActions.of(file, decision, outcomes, policy, subscribers);
    }

    public static ConnectionId marketing() {
        return Case.MARKETING;
    }
}
