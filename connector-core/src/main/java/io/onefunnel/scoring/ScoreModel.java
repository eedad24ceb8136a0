package io.onefunnel.scoring;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.LeadScore;
import java.time.Instant;
import java.util.Optional;

/** Scores people. Safe for use by several threads. */
public interface ScoreModel {
    /** The same facts and instant give the same terms in the same order. */
    Scored score(CaseFile file, Instant now);

    /**
     * A score and how long it holds.
     *
     * @param validUntil when the same facts would next be scored differently; empty when never
     */
    record Scored(LeadScore score, Optional<Instant> validUntil) {}
}
