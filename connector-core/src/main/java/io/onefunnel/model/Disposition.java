package io.onefunnel.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What sales concluded about a piece of work. Set by people alone.
 *
 * @param reason the canonical code, or the vendor's words where none fits; empty when none was given
 * @param at when, as exactly as the vendor tells
 */
public record Disposition(
        Outcome outcome, String reason, List<String> subReasons, String note, Instant at, SourceRef source) {
    public Disposition {
        subReasons = List.copyOf(subReasons);
    }

    public enum Outcome implements Labelled {
        FIRST_SALES_MEETING,
        DISQUALIFIED,
        /** Back to marketing, not lost. */
        RECYCLE_NURTURE
    }

    /** The reason, when there is one. */
    public Optional<String> given() {
        return reason.isEmpty() ? Optional.empty() : Optional.of(reason);
    }
}
