package io.onefunnel.spi;

import io.onefunnel.model.ConnectionId;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the application lends to an adapter. Asked from any thread of the adapter's, several at once.
 *
 * @param clock the time; an adapter asks no other
 * @param pause how to wait: really in the application, at once in tests
 * @param calls told of every call to the vendor
 * @param tokens where refresh tokens are kept
 * @param writes asked before every attempt to change something
 */
public record AdapterContext(
        InstantSource clock, Pause pause, CallListener calls, TokenVault tokens, WriteGate writes) {
    /** With tokens that are forgotten at the end of the process, and nobody else at work. */
    public AdapterContext(InstantSource clock, Pause pause, CallListener calls) {
        this(clock, pause, calls, TokenVault.inMemory(), WriteGate.OPEN);
    }

    /**
     * Waits the way the application lends it; not at all where {@code time} is zero or less.
     *
     * @throws AdapterException UNREACHABLE when interrupted; the thread stays marked as interrupted
     */
    public void pauseOrStop(ConnectionId connection, Duration time) {
        if (time.isZero() || time.isNegative()) return;
        try {
            pause.pause(time);
        } catch (InterruptedException e) {
            throw AdapterException.interrupted(connection.value(), e);
        }
    }

    /** How the application waits: an adapter comes to it by {@link #pauseOrStop}. */
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

        /**
         * What failed is about to be done again; told before the wait.
         *
         * @param attempt how often it was done so far
         * @param code what the failure is taken for
         */
        default void retried(String operation, int attempt, AdapterErrorCode code) {}

        /**
         * What was worth repeating failed once too often: nothing more is tried here.
         *
         * @param attempts how often it was done
         */
        default void gaveUp(String operation, int attempts, AdapterErrorCode code) {}
    }
}
