package io.onefunnel.policy;

import java.time.Instant;
import java.util.Optional;

/**
 * The partnership framework: four documents.
 *
 * @param goLive from when on promises are counted. Without it no timer runs: nobody is late by a rule that was not yet
 *     agreed.
 * @param version a short name of exactly these rules; stage entries carry it
 */
public record Policy(
        Criteria criteria,
        FollowUp followUp,
        Handoff handoff,
        Feedback feedback,
        Optional<Instant> goLive,
        String version) {
    public static final Policy DEFAULT =
            of(Criteria.DEFAULT, FollowUp.DEFAULT, Handoff.DEFAULT, Feedback.DEFAULT, Optional.empty());

    public static Policy of(
            Criteria criteria, FollowUp followUp, Handoff handoff, Feedback feedback, Optional<Instant> goLive) {
        String version = Digest.shortOf(criteria, followUp, handoff, feedback, goLive);
        return new Policy(criteria, followUp, handoff, feedback, goLive, version);
    }

    /** The same framework, counted from another instant. */
    public Policy liveFrom(Instant instant) {
        return of(criteria, followUp, handoff, feedback, Optional.of(instant));
    }
}
