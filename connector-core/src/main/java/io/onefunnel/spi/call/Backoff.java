package io.onefunnel.spi.call;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.event.RetryEvent;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterContext.CallListener;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether what failed is done once more, and waits before it: the only place where OneFunnel repeats anything that a
 * vendor refused. How often and how long is its {@link RetryPolicy}'s to say; resilience4j counts, chooses the wait and tells
 * of it, and never sleeps, since waiting is the application's ({@link AdapterContext#pauseOrStop}).
 *
 * <p>That a write may be repeated at all is for the caller to know: it asks only after a failure of which the vendor
 * certainly did nothing.
 */
public final class Backoff {
    private final RetryPolicy policy;
    private final ConnectionId connection;
    private final AdapterContext context;

    public Backoff(RetryPolicy policy, ConnectionId connection, AdapterContext context) {
        this.policy = policy;
        this.connection = connection;
        this.context = context;
    }

    /** @param operation as {@link CallListener} names it */
    public Attempts attempts(String operation) {
        return attempts(operation, time -> context.pauseOrStop(connection, time));
    }

    /** @param hold makes everybody wait who calls the vendor, where the policy wants that */
    public Attempts attempts(String operation, Consumer<Duration> hold) {
        return new Attempts(operation, hold);
    }

    /** The attempts at one thing, from its first on. Used by one thread. */
    public final class Attempts {
        private final String operation;
        private final Consumer<Duration> hold;
        private final Instant until;
        private int made;
        private int renewed;
        // Most things go well: only what fails once needs to be counted.
        private Retry.@Nullable AsyncContext<Object> counting;

        private Attempts(String operation, Consumer<Duration> hold) {
            this.operation = operation;
            this.hold = hold;
            until = policy.within().map(context.clock().instant()::plus).orElse(Instant.MAX);
        }

        /**
         * After an attempt that failed: waits, and then true when it is to be made again.
         *
         * @throws AdapterException UNREACHABLE when interrupted meanwhile
         */
        public boolean again(Failure failure) {
            made++;
            int besides = policy.renewals().free() ? 0 : renewed;
            long millis = counting().onError(new Failed(failure, besides, isLate()));
            if (millis < 0) return false;
            Duration wait = Duration.ofMillis(millis);
            if (policy.holds(failure)) hold.accept(wait);
            else context.pauseOrStop(connection, wait);
            return true;
        }

        /**
         * The same after an attempt that went well and found nothing yet; the application is not told of it.
         *
         * @throws AdapterException UNREACHABLE when interrupted meanwhile
         */
        public boolean again() {
            long millis = isLate() ? RetryPolicy.GIVE_UP : counting().onResult(this);
            if (millis < 0) return false;
            context.pauseOrStop(connection, Duration.ofMillis(millis));
            return true;
        }

        /**
         * After a refused token: true, at once, when there is another one to try.
         *
         * @param renewal gets it, and says whether it did; not asked when tokens were renewed often enough
         */
        public boolean renew(BooleanSupplier renewal) {
            if (renewed >= policy.renewals().most() || !renewal.getAsBoolean()) return false;
            made++;
            renewed++;
            context.calls().retried(operation, made, AdapterErrorCode.TOKEN_EXPIRED);
            return true;
        }

        public boolean hasRenewed() {
            return renewed > 0;
        }

        private boolean isLate() {
            return context.clock().instant().isAfter(until);
        }

        private Retry.AsyncContext<Object> counting() {
            Retry.AsyncContext<Object> known = counting;
            if (known != null) return known;
            Retry retry = Retry.of(operation, policy.config());
            CallListener calls = context.calls();
            retry.getEventPublisher()
                    .onRetry(event -> code(event).ifPresent(code -> calls.retried(operation, made, code)))
                    .onError(event -> code(event).ifPresent(code -> calls.gaveUp(operation, made, code)));
            known = retry.asyncContext();
            counting = known;
            return known;
        }

        private Optional<AdapterErrorCode> code(RetryEvent event) {
            return Optional.ofNullable(event.getLastThrowable())
                    .filter(Failed.class::isInstance)
                    .map(failed -> ((Failed) failed).failure().code());
        }
    }
}
