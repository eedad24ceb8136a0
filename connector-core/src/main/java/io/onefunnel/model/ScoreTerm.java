package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

/**
 * One step of a score.
 *
 * @param rule the rule's key: "wants-to-talk"
 * @param reason for people, at most 60 characters, without personal data: "asked for a demo"
 * @param points may be negative; a clamp is a term, too
 */
public record ScoreTerm(String rule, String reason, int points) {
    public ScoreTerm {
        requireNonNull(rule, "rule is null");
        if (requireNonNull(reason, "reason is null").length() > 60) {
            throw new IllegalArgumentException("a reason has at most 60 characters: " + reason);
        }
    }
}
