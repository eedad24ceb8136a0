package io.onefunnel.policy;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Who stands behind one of the four documents of the framework.
 *
 * @param version as the admin counts them: "1", "2026-Q2"
 * @param marketing who approved it for marketing
 * @param sales who approved it for sales
 * @param effective the day from which it applies, if one was agreed
 */
public record Approval(
        String version, State state, List<String> marketing, List<String> sales, Optional<LocalDate> effective) {
    public static final Approval DRAFT = new Approval("1", State.DRAFT, List.of(), List.of(), Optional.empty());

    public Approval {
        marketing = List.copyOf(marketing);
        sales = List.copyOf(sales);
    }

    /** Both departments have one vote each. */
    public boolean approvedByBoth() {
        return !marketing.isEmpty() && !sales.isEmpty();
    }

    public enum State {
        /** Not approved by both sides yet. */
        DRAFT,
        IN_REVIEW,
        APPROVED,
        ACTIVE,
        RETIRED;

        /** Whether both votes must have been given. */
        public boolean needsBothVotes() {
            return this == APPROVED || this == ACTIVE;
        }
    }
}
