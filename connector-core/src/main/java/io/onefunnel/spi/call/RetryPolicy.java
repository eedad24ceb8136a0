package io.onefunnel.spi.call;

import io.github.resilience4j.retry.RetryConfig;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Recovery;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * How often something is done in all, and how long is waited in between: the figures of one vendor, by its codes and by ours.
 * A code of the vendor that is listed goes first, then one of ours; what is listed by neither is repeated as usual where its
 * recovery is {@link Recovery#RETRY_LATER}, and not at all otherwise.
 */
public final class RetryPolicy {
    /** Of an interval: there is none, nothing more is tried. */
    static final long GIVE_UP = -1;

    private record Rule(int attempts, Wait waiting) {}

    /** How often a refused token is replaced; {@code free} when that is not counted as an attempt. */
    record Renewals(int most, boolean free) {}

    private static final Rule ONCE = new Rule(1, Wait.none());

    private final Rule usual;
    private final Map<String, Rule> byVendorCode;
    private final Map<AdapterErrorCode, Rule> byCode;
    private final Set<AdapterErrorCode> held;
    private final Duration longestNamed;
    private final double namedJitter;
    private final Renewals renewals;
    private final Optional<Duration> within;
    private final RetryConfig config;

    private RetryPolicy(Builder builder) {
        usual = builder.usual;
        byVendorCode = Map.copyOf(builder.byVendorCode);
        byCode = Map.copyOf(builder.byCode);
        held = Set.copyOf(builder.held);
        longestNamed = builder.longestNamed;
        namedJitter = builder.namedJitter;
        renewals = builder.renewals;
        within = builder.within;
        config = RetryConfig.custom()
                .maxAttempts(most())
                .retryOnException(thrown -> thrown instanceof Failed failed && attempts(failed.failure()) > 1)
                // Only what is not there yet is ever told as a result.
                .retryOnResult(result -> true)
                .intervalBiFunction((attempt, outcome) -> outcome.isLeft()
                        ? interval((Failed) outcome.getLeft(), attempt)
                        : usual.waiting().after(attempt).toMillis())
                .build();
    }

    /** Repeats what may pass, so often in all. */
    public static Builder usually(int attempts, Wait wait) {
        return new Builder(new Rule(attempts, wait));
    }

    /** Repeats nothing but what is listed. */
    public static Builder onlyListed() {
        return new Builder(ONCE);
    }

    /** How often something may be done in all that fails in this way. */
    public int attempts(Failure failure) {
        return rule(failure).attempts();
    }

    RetryConfig config() {
        return config;
    }

    Renewals renewals() {
        return renewals;
    }

    Optional<Duration> within() {
        return within;
    }

    /** Whether everybody waits after such a failure, and not only who met it. */
    boolean holds(Failure failure) {
        return held.contains(failure.code());
    }

    private Rule rule(Failure failure) {
        Rule listed = byVendorCode.get(failure.vendorCode());
        if (listed == null) listed = byCode.get(failure.code());
        if (listed != null) return listed;
        return failure.code().recovery() == Recovery.RETRY_LATER ? usual : ONCE;
    }

    private int most() {
        return Stream.of(Stream.of(usual), byVendorCode.values().stream(), byCode.values().stream())
                .flatMap(rules -> rules)
                .mapToInt(Rule::attempts)
                .max()
                .orElse(1);
    }

    private long interval(Failed failed, int failures) {
        Failure failure = failed.failure();
        Rule rule = rule(failure);
        int made = failures + failed.besides();
        if (made >= rule.attempts() || failed.late()) return GIVE_UP;
        if (failure.named().isEmpty()) return rule.waiting().after(made).toMillis();
        Duration named = failure.named().get();
        return named.compareTo(longestNamed) > 0 ? GIVE_UP : later(named.multipliedBy(made));
    }

    /** Earlier than the vendor wants is of no use: jitter only makes it later. */
    private long later(Duration named) {
        long most = Math.round(named.toMillis() * namedJitter);
        return named.toMillis() + ThreadLocalRandom.current().nextLong(most + 1);
    }

    /** What an adapter states of its vendor. */
    public static final class Builder {
        private final Rule usual;
        private final Map<String, Rule> byVendorCode = new HashMap<>();
        private final Map<AdapterErrorCode, Rule> byCode = new EnumMap<>(AdapterErrorCode.class);
        private final Set<AdapterErrorCode> held = EnumSet.noneOf(AdapterErrorCode.class);
        private Duration longestNamed = Duration.ZERO;
        private double namedJitter;
        private Renewals renewals = new Renewals(0, false);
        private Optional<Duration> within = Optional.empty();

        private Builder(Rule usual) {
            this.usual = usual;
        }

        /** Repeats what fails by these codes of the vendor, whatever their recovery. */
        public Builder on(int attempts, Wait wait, String... vendorCodes) {
            for (String each : vendorCodes) byVendorCode.put(each, new Rule(attempts, wait));
            return this;
        }

        /** The same by a code of ours, where the vendor's is not listed. */
        public Builder on(int attempts, Wait wait, AdapterErrorCode code) {
            byCode.put(code, new Rule(attempts, wait));
            return this;
        }

        /** Repeats nothing that fails by these codes, although their recovery allows it. */
        public Builder neverOn(String... vendorCodes) {
            for (String each : vendorCodes) byVendorCode.put(each, ONCE);
            return this;
        }

        /** Has everybody wait who calls the vendor, not only the one who failed. */
        public Builder holding(AdapterErrorCode code) {
            held.add(code);
            return this;
        }

        /**
         * A wait that the vendor names goes before our own: as often as there were attempts, and a little longer.
         *
         * @param longest a longer one is not waited for: nothing more is tried
         * @param jitter up to which part of it is added
         */
        public Builder waitingAsNamed(Duration longest, double jitter) {
            longestNamed = longest;
            namedJitter = jitter;
            return this;
        }

        /** Replaces a token that is refused so often, at once; the call that it was refused for counts as an attempt. */
        public Builder renewing(int times) {
            renewals = new Renewals(times, false);
            return this;
        }

        /** The same, and the call does not count. */
        public Builder renewingForFree(int times) {
            renewals = new Renewals(times, true);
            return this;
        }

        /** Tries nothing more after this time, whatever attempts are left. */
        public Builder within(Duration time) {
            within = Optional.of(time);
            return this;
        }

        public RetryPolicy build() {
            return new RetryPolicy(this);
        }
    }
}
