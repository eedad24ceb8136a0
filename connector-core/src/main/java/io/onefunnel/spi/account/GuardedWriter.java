package io.onefunnel.spi.account;

import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.WriteResult;
import java.util.List;

/** Writes that are made only after it is sure whose account it is. */
record GuardedWriter<C extends Command>(CommandWriter<C> writer, Runnable guard) implements CommandWriter<C> {
    @Override
    public int batchSize() {
        return writer.batchSize();
    }

    @Override
    public int commandsPerCall() {
        return writer.commandsPerCall();
    }

    @Override
    public List<WriteResult> write(List<C> commands) {
        if (!commands.isEmpty()) guard.run();
        return writer.write(commands);
    }

    @Override
    public List<WriteResult> settle(List<C> unknown) {
        if (!unknown.isEmpty()) guard.run();
        return writer.settle(unknown);
    }
}
