package io.onefunnel.hubspot.client;

import io.onefunnel.spi.Budget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What all credentials of a connection spent of the account's calls, and learned of the account, together. */
final class AccountUsage {
    private final InstantSource clock;
    private final AtomicLong ours = new AtomicLong();
    private volatile OptionalLong allowance = OptionalLong.empty();
    private volatile OptionalLong left = OptionalLong.empty();
    private volatile @Nullable ZoneId zone;
    private volatile Optional<Duration> skew = Optional.empty();

    AccountUsage(InstantSource clock) {
        this.clock = clock;
    }

    void called() {
        ours.incrementAndGet();
    }

    void allowance(OptionalLong callsADay) {
        allowance = callsADay;
    }

    void left(OptionalLong callsToday) {
        left = callsToday;
    }

    void zone(ZoneId ofAccount) {
        zone = ofAccount;
    }

    /** The vendor's clock says this now. */
    void vendorTime(Instant now) {
        skew = Optional.of(Duration.between(clock.instant(), now));
    }

    Optional<Duration> skew() {
        return skew;
    }

    /** @param spentUntil when the vendor takes calls again, where it refused one for the day's quota */
    Budget budget(Optional<Instant> spentUntil) {
        OptionalLong most = allowance;
        OptionalLong remaining = left;
        OptionalLong used = most.isPresent() && remaining.isPresent()
                ? OptionalLong.of(most.getAsLong() - remaining.getAsLong())
                : OptionalLong.empty();
        ZoneId known = zone;
        Optional<Instant> resets = known == null ? spentUntil : Optional.of(midnight(known));
        return new Budget(ours.get(), used, remaining, resets);
    }

    /** Midnight in the account's zone; an hour from now while the zone is not known. */
    Instant quotaReset() {
        ZoneId known = zone;
        return known == null ? clock.instant().plus(Duration.ofHours(1)) : midnight(known);
    }

    private Instant midnight(ZoneId of) {
        return clock.instant()
                .atZone(of)
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(of)
                .toInstant();
    }
}
