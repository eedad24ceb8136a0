package io.onefunnel.scoring.feature;

/**
 * What is known of a person about one feature.
 *
 * @param level one of the answers to the feature's question: "asked-to-talk-this-week"
 * @param times how often the level counts, where it can count more than once
 * @param reason the fact, for people, and fit to be said to the person: "asked for a demo this week"; at most 60 characters
 */
public record FeatureValue(Feature feature, String level, int times, String reason) {
    private static final int LONGEST_REASON = 60;

    public FeatureValue {
        if (reason.length() > LONGEST_REASON) reason = reason.substring(0, LONGEST_REASON - 1) + "…";
    }

    FeatureValue(Feature feature, String level, String reason) {
        this(feature, level, 1, reason);
    }
}
