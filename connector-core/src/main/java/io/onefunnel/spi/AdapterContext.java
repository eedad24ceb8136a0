package io.onefunnel.spi;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What the application lends to an adapter. Asked from any thread of the adapter's, several at once.
 *
 * @param clock the time; an adapter asks no other
 * @param pause how to wait: really in the application, at once in tests
 * @param calls told of every call to the vendor
 * @param tokens where refresh tokens are kept
 */
public record AdapterContext(InstantSource clock, Pause pause, CallListener calls, TokenVault tokens) {
    /** With tokens that are forgotten at the end of the process. */
    public AdapterContext(InstantSource clock, Pause pause, CallListener calls) {
        this(clock, pause, calls, TokenVault.inMemory());
    }

    @FunctionalInterface
    public interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    /** Counts calls, for budgets and metrics. */
    @FunctionalInterface
    public interface CallListener {
        /**
         * @param operation a name from a small fixed set ("query", "search contacts"), never a URL
         * @param outcome "ok" or the name of an {@link AdapterErrorCode}
         */
        void called(String operation, Duration took, String outcome);
    }
}
