package io.onefunnel.marketo.client;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.WriteResult;
import java.util.List;

/** Ids of two instances overlap: nothing is asked of one that is not the connection's own, let alone written. */
public record AccountGuard(ConnectionId connection, InstanceOptions options) {
    /** @throws AdapterException where addresses and ids tell that it is another instance */
    public void require() {
        options.contradiction().ifPresent(why -> {
            throw new AdapterException(AdapterErrorCode.WRONG_ACCOUNT, connection + ": " + why);
        });
    }

    /** The same writes, made only after it is sure that the account is the connection's own. */
    public <C extends Command> CommandWriter<C> guarded(CommandWriter<C> writes) {
        return new Guarded<>(writes, this);
    }

    private record Guarded<C extends Command>(CommandWriter<C> writes, AccountGuard guard) implements CommandWriter<C> {
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
            if (!commands.isEmpty()) guard.require();
            return writes.write(commands);
        }

        @Override
        public List<WriteResult> settle(List<C> unknown) {
            if (!unknown.isEmpty()) guard.require();
            return writes.settle(unknown);
        }
    }
}
