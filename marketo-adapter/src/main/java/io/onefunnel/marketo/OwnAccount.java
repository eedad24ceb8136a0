package io.onefunnel.marketo;

import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.WriteResult;
import java.util.List;

/** Writes that are made only after it is sure that the account is the connection's own. */
record OwnAccount<C extends Command>(CommandWriter<C> writes, Runnable require) implements CommandWriter<C> {
    @Override
    public int batchSize() {
        return writes.batchSize();
    }

    @Override
    public int commandsPerCall() {
        return writes.commandsPerCall();
    }

    @Override
    public List<WriteResult> write(List<C> commands) {
        if (!commands.isEmpty()) require.run();
        return writes.write(commands);
    }

    @Override
    public List<WriteResult> settle(List<C> unknown) {
        if (!unknown.isEmpty()) require.run();
        return writes.settle(unknown);
    }
}
