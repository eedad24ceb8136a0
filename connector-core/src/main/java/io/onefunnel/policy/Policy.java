package io.onefunnel.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * The partnership framework: four documents (R133).
 *
 * @param goLive from when on promises are counted. Without it no timer runs: nobody is late by a rule that was not yet
 *     agreed.
 */
public record Policy(
        Criteria criteria, FollowUp followUp, Handoff handoff, Feedback feedback, Optional<Instant> goLive) {
    public static final Policy DEFAULT =
            new Policy(Criteria.DEFAULT, FollowUp.DEFAULT, Handoff.DEFAULT, Feedback.DEFAULT, Optional.empty());

    /** A short name of exactly these rules; stage entries carry it. */
    public String version() {
        return Digest.shortOf(this);
    }

    /** The same framework, counted from another instant. */
    public Policy liveFrom(Instant instant) {
        return new Policy(criteria, followUp, handoff, feedback, Optional.of(instant));
    }
}
