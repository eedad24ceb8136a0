package io.onefunnel.hubspot.write;

import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings.Use;
import java.util.Map;
import java.util.Optional;

/** The writers of a portal, each with the credentials for its use, by the commands that they carry out. */
public final class Writers {
    private final Map<Class<? extends Command>, CommandWriter<? extends Command>> byCommand;
    private final Optional<OutcomeEvent> outcomeEvent;
    private final Optional<OutcomeWriter> outcomes;

    /** @param lifecycleBackwards whether a lifecycle stage is cleared so that an earlier one can be set */
    public Writers(Portal portal, boolean lifecycleBackwards, Optional<OutcomeEvent> outcomeEvent) {
        RecordResolver resolver = new RecordResolver(portal);
        LifecycleStages stages = new LifecycleStages(portal.client(Use.READ), portal.paths(), lifecycleBackwards);
        byCommand = Map.of(
                Command.SetFields.class,
                new FieldWriter(new BatchUpdates(portal, Use.WRITE), resolver, portal.refs(), stages),
                Command.Reassign.class,
                new OwnerWriter(new BatchUpdates(portal, Use.REASSIGN), resolver, portal.refs()),
                Command.CreateTask.class,
                new TaskWriter(portal),
                Command.LinkReferral.class,
                new ReferralWriter(portal));
        this.outcomeEvent = outcomeEvent;
        outcomes = outcomeEvent.map(event -> new OutcomeWriter(portal, event, resolver));
    }

    @SuppressWarnings("unchecked") // each class is the key of its own writer
    public <C extends Command> Optional<CommandWriter<C>> of(Class<C> type) {
        // Whether a portal has custom events is told by its answers alone: the first question costs two calls.
        if (type.equals(Command.PublishOutcome.class)) {
            return outcomes.filter(
                            writer -> outcomeEvent.filter(OutcomeEvent::isThere).isPresent())
                    .map(writer -> (CommandWriter<C>) (CommandWriter<?>) writer);
        }
        return Optional.ofNullable((CommandWriter<C>) byCommand.get(type));
    }
}
