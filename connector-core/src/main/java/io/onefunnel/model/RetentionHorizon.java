package io.onefunnel.model;

import java.time.Instant;
import java.util.Optional;

/**
 * From when on things are known of a person. What would be older had been purged by a vendor before we first read it: that
 * nothing is known of it says nothing. Empty where every vendor concerned keeps it for ever.
 *
 * @param touches what people of ours did: touches by people, and meetings
 * @param everything also what machines did and how the person responded; never before {@code touches}
 */
public record RetentionHorizon(Optional<Instant> touches, Optional<Instant> everything) {
    /** Everything that ever happened is known: nothing was purged. */
    public static final RetentionHorizon NONE = new RetentionHorizon(Optional.empty(), Optional.empty());

    public RetentionHorizon {
        if (touches.isPresent()
                && everything.filter(at -> !at.isBefore(touches.get())).isEmpty()) {
            throw new IllegalArgumentException("touches are part of everything: " + touches + ", " + everything);
        }
    }

    /** The same horizon for all kinds of things. */
    public static RetentionHorizon at(Instant since) {
        return new RetentionHorizon(Optional.of(since), Optional.of(since));
    }
}
