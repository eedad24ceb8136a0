package io.onefunnel.spi;

import java.util.List;

/**
 * Sends commands of one type. The adapter batches, paces and isolates: a record the vendor refuses never stops the
 * others.
 */
public interface CommandWriter<C extends Command> {
    /** How many commands one call of {@link #write} should be given for the vendor's batches to be full. */
    int batchSize();

    /** How many commands the vendor takes in one of its own calls: what a plan's calls are counted by. */
    default int commandsPerCall() {
        return batchSize();
    }

    /**
     * One outcome for each command, in the same order. Commands of one call have different targets. Throws {@link
     * AdapterException} only when it is certain that no command of this call was applied; when a connection broke and
     * something may have been, the commands concerned are {@link WriteResult.Unknown}.
     */
    List<WriteResult> write(List<C> commands);

    /**
     * Finds out by reading alone what became of commands whose outcome is unknown: one outcome each, in the same order.
     * {@link WriteResult.Written} when the vendor holds the effect; {@link WriteResult.NotApplied} when it certainly
     * does not; {@link WriteResult.Unknown} when reading could not tell.
     */
    List<WriteResult> settle(List<C> unknown);
}
