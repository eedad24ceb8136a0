package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that became of a person in sales and that marketing wants to hear as an event of its own. Fields
 * hold the last one; events are the history.
 *
 * @param key names the fact and neither the person nor the record that is told: the same fact seen again, or on a person who
 *     was merged meanwhile, has the same key
 * @param cycle the piece of work it belongs to
 * @param at when it happened, as exactly as the systems tell; it does not move when the vendor's date is corrected later
 * @param source the record that shows it
 * @param evidence for people: "meeting booked"
 * @param stage the funnel stage concerned
 * @param reason why sales said no, the framework's code or the vendor's words; empty when none was given
 * @param promise whose result it is
 * @param owner who worked on it
 */
public record FunnelEvent(
        String key,
        Kind kind,
        int cycle,
        Instant at,
        SourceRef source,
        String evidence,
        Optional<Stage> stage,
        String reason,
        List<String> subReasons,
        String note,
        Optional<Deal> deal,
        Optional<SlaTimer.Kind> promise,
        Optional<SourceRef> owner) {
    public FunnelEvent {
        requireNonNull(key, "key is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(at, "at is null");
        requireNonNull(source, "source is null");
        subReasons = List.copyOf(subReasons);
    }

    public enum Kind implements Labelled {
        STAGE_ENTERED("Stage entered"),
        DISQUALIFIED("Disqualified"),
        /** Back to marketing, not lost. */
        RECYCLED("Back to nurture"),
        MEETING_HELD("Meeting held"),
        MEETING_NO_SHOW("No-show"),
        OPPORTUNITY_CREATED("Opportunity"),
        /** Takes an earlier win or loss back. */
        OPPORTUNITY_REOPENED("Reopened"),
        CLOSED_WON("Closed-Won"),
        CLOSED_LOST("Closed-Lost"),
        SLA_MET("SLA met"),
        SLA_MISSED("SLA missed");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }
    }

    /** The opportunity as it stands. */
    public record Deal(SourceRef ref, String name, String stage, Optional<Money> amount, Optional<Instant> closes) {}

    /** What people read: "Closed-Won", "First Sales Meeting". */
    public String label() {
        if (kind == Kind.STAGE_ENTERED && stage.isPresent()) return stage.get().label();
        return kind.label();
    }
}
