package io.onefunnel.hubspot.write;

import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.write.BatchUpdates.Row;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Commands that become one row each: what needs no call is answered at once, the others go out in batches. */
abstract class RowWriter<C extends Command> implements CommandWriter<C> {
    private final BatchUpdates updates;
    private final RecordResolver resolver;
    private final RecordRefs refs;

    RowWriter(BatchUpdates updates, RecordResolver resolver, RecordRefs refs) {
        this.updates = updates;
        this.resolver = resolver;
        this.refs = refs;
    }

    final BatchUpdates updates() {
        return updates;
    }

    final RecordResolver resolver() {
        return resolver;
    }

    final RecordRefs refs() {
        return refs;
    }

    @Override
    public final List<WriteResult> write(List<C> commands) {
        CommandResults<C> results = new CommandResults<>();
        Map<C, Row> rows = rows(commands, results);
        Map<Row, WriteResult> written = updates.write(List.copyOf(rows.values()));
        rows.forEach((command, row) -> results.put(command, Objects.requireNonNull(written.get(row))));
        return results.of(commands);
    }

    @Override
    public final List<WriteResult> settle(List<C> unknown) {
        Map<SourceRef, VendorObject> held = resolver.find(unknown, this::written);
        List<WriteResult> outcomes = new ArrayList<>();
        for (C command : unknown) {
            Optional<MappedType> type = refs.type(command.on());
            VendorObject object = held.get(command.on());
            boolean holds = type.isPresent() && object != null && holds(type.get(), command, object);
            outcomes.add(holds ? settled(command) : new WriteResult.NotApplied(command.on()));
        }
        return outcomes;
    }

    /** The rows to send; what is known already of a command without one is in the results. */
    abstract Map<C, Row> rows(List<C> commands, CommandResults<C> results);

    /** The properties that tell whether a command was carried out. */
    abstract Collection<String> written(MappedType type, C command);

    /** Whether the object is as the command wants it. */
    abstract boolean holds(MappedType type, C command, VendorObject object);

    /** The outcome of a command that was carried out after all. */
    WriteResult settled(C command) {
        return WriteResult.Written.of(command.on());
    }
}
