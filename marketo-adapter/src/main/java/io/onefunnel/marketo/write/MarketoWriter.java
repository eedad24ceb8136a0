package io.onefunnel.marketo.write;

import io.onefunnel.marketo.client.ErrorTranslation;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.WriteResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What all writers have in common: nothing to do costs no call, and a refusal of everything leaves in the contract's words. */
public abstract class MarketoWriter<C extends Command> implements CommandWriter<C> {
    @Override
    public final List<WriteResult> write(List<C> commands) {
        return commands.isEmpty() ? List.of() : ErrorTranslation.translate(() -> written(commands));
    }

    @Override
    public final List<WriteResult> settle(List<C> unknown) {
        return unknown.isEmpty() ? List.of() : ErrorTranslation.translate(() -> settled(unknown));
    }

    /** One outcome for each of at least one command, in order. */
    protected abstract List<WriteResult> written(List<C> commands);

    /** What reading tells of each of at least one command, in order. */
    protected abstract List<WriteResult> settled(List<C> unknown);

    static <C extends Command> List<WriteResult> inOrder(List<C> commands, Map<C, WriteResult> outcomes) {
        return commands.stream()
                .map(each -> Objects.requireNonNull(outcomes.get(each)))
                .toList();
    }
}
