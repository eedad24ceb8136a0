package io.onefunnel.spi;

/**
 * Whether something may be changed at a vendor now. An adapter passes it right before each attempt of each call that changes
 * something, after all waiting: a process that was stopped while it waited, and whose work another one does by now, sends
 * nothing when it wakes up. Calls that only read do not pass it.
 */
@FunctionalInterface
public interface WriteGate {
    /** Where nobody else can be at it. */
    WriteGate OPEN = () -> {};

    /**
     * Returns at once where the attempt may be made.
     *
     * @throws RuntimeException of the application's own where it may not; an adapter lets it through, and what it sent
     *     before stays as it is: whoever does the work by now finds out by reading
     */
    void pass();
}
