package io.onefunnel.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What follows from a case file: the same file, inputs and instant give the same decision, byte for byte.
 *
 * @param desired by record, what it should hold in our fields; a field that is not named is left alone
 * @param entered stage entries to append to those recorded
 * @param stage the furthest stage of the current cycle
 * @param merges proposals for the person's duplicates
 * @param validUntil when the same facts would next give another answer; far away when never
 * @param inputsHash of the inputs it was made with
 */
public record Decision(
        PersonId person,
        WorkItem work,
        Map<SourceRef, Map<Field, String>> desired,
        List<StageEntry> entered,
        Optional<Stage> stage,
        Attribution attribution,
        LeadScore score,
        List<SlaTimer> timers,
        Optional<Disposition> disposition,
        NextAction next,
        List<MergeProposal> merges,
        Instant validUntil,
        String inputsHash) {
    public Decision {
        desired = Collections.unmodifiableMap(new TreeMap<>(desired));
        entered = List.copyOf(entered);
        timers = List.copyOf(timers);
        merges = List.copyOf(merges);
    }

    /**
     * One line that a rep can act on (experience.md, line 1 and 2 of the card).
     *
     * @param text "Call: asked for a demo"; empty when there is nothing to do
     */
    public record NextAction(String text, Optional<Instant> due) {
        public static final NextAction NONE = new NextAction("", Optional.empty());
    }
}
