package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A person entered a stage. Append-only: an entry is never changed, at most followed by another one in a later cycle.
 *
 * @param cycle which piece of work it belongs to: 1 for the first, one more at each re-engagement
 * @param evidence what brought it about, for people: "form Talk to an expert", "meeting held"
 * @param source the record that shows it
 * @param policyVersion the policy by which it counts
 */
public record StageEntry(Stage stage, int cycle, Instant at, String evidence, SourceRef source, String policyVersion) {
    public StageEntry {
        requireNonNull(stage, "stage is null");
        requireNonNull(at, "at is null");
        requireNonNull(evidence, "evidence is null");
        requireNonNull(source, "source is null");
        requireNonNull(policyVersion, "policyVersion is null");
        if (cycle < 1) throw new IllegalArgumentException("cycles count from 1, not " + cycle);
    }
}
