package io.onefunnel.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What follows from a case file: the same file, inputs and instant give the same decision, byte for byte.
 *
 * @param entered stage entries to append to those recorded
 * @param stage the furthest stage of the current cycle
 * @param extension why the outcome may take longer, if it may
 * @param merges proposals for the person's duplicates
 * @param missingFields names of must-have fields that are missing or cannot be right, joined for people
 * @param attempts to reach the person since the work began
 * @param policyVersion of the policy that it follows
 * @param validUntil when the same facts would next give another answer; far away when never
 * @param inputsHash of the inputs it was made with
 */
public record Decision(
        PersonId person,
        WorkItem work,
        List<StageEntry> entered,
        Optional<Stage> stage,
        Attribution attribution,
        LeadScore score,
        List<SlaTimer> timers,
        Optional<SlaTimer.Extension> extension,
        Optional<Disposition> disposition,
        NextAction next,
        List<MergeProposal> merges,
        Validity validity,
        String missingFields,
        int attempts,
        String policyVersion,
        Instant validUntil,
        String inputsHash) {
    public Decision {
        entered = List.copyOf(entered);
        timers = List.copyOf(timers);
        merges = List.copyOf(merges);
    }

    /** The timer of a kind, when one runs. */
    public Optional<SlaTimer> timer(SlaTimer.Kind kind) {
        return timers.stream().filter(timer -> timer.kind() == kind).findFirst();
    }

    /**
     * One line that a rep can act on.
     *
     * @param text "Call: asked for a demo"; empty when there is nothing to do
     */
    public record NextAction(String text, Optional<Instant> due) {
        public static final NextAction NONE = new NextAction("", Optional.empty());
    }
}
