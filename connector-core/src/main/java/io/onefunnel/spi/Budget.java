package io.onefunnel.spi;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Calls against the vendor's quota.
 *
 * @param ours calls that this adapter object has made since it was created
 * @param spent calls of everybody in the vendor's current period, where the vendor tells it
 * @param left calls that are left in that period, where the vendor tells it
 * @param resetsAt when the period ends, where known
 */
public record Budget(long ours, OptionalLong spent, OptionalLong left, Optional<Instant> resetsAt) {
    public static Budget unknown(long ours) {
        return new Budget(ours, OptionalLong.empty(), OptionalLong.empty(), Optional.empty());
    }
}
