package io.onefunnel.salesforce.write;

import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sets fields of people, companies and opportunities. */
public final class FieldWriter extends RowWriter<SetFields> {
    private static final int MOST_AT_ONCE = 100_000;

    private final SObjectBuilder builder;
    private final OptionalInt bulkFrom;

    /** @param bulkFrom from how many rows on a job is worth it; empty when the admin has not accepted jobs */
    public FieldWriter(WriteContext context, OptionalInt bulkFrom) {
        super(context);
        this.builder = new SObjectBuilder(context.schema());
        this.bulkFrom = bulkFrom;
    }

    /** Twice the least for a job, so that what is left over at the end of a batch is one as well. */
    @Override
    public int batchSize() {
        return Math.max(super.batchSize(), Math.min(MOST_AT_ONCE, 2 * bulkFrom.orElse(0)));
    }

    @Override
    List<WriteResult> send(List<UpdateBatches.Row> rows) {
        boolean byJob = bulkFrom.isPresent() && rows.size() >= bulkFrom.getAsInt();
        return byJob ? new BulkUpdater(context()).run(rows) : super.send(rows);
    }

    @Override
    List<Prepared> prepare(List<SetFields> commands) {
        // Read in one go, and only where a command depends on it.
        Map<SourceRef, Change> held = held(commands.stream()
                .filter(command -> !command.expected().isEmpty())
                .toList());
        List<Prepared> steps = new ArrayList<>();
        for (SetFields command : commands) steps.add(step(command, held.get(command.on())));
        return steps;
    }

    private Prepared step(SetFields command, @Nullable Change held) {
        String parent = "";
        if (!command.expected().isEmpty()) {
            if (!(held instanceof Change.Present present)) return gone(command.on());
            Map<Field, String> found = differing(present, command.expected());
            if (!found.isEmpty()) return new Prepared.Answered(new WriteResult.Stale(command.on(), found));
            parent = parent(present);
        }
        SObjectBuilder.Draft draft = builder.setting(command.on(), command.set());
        if (draft.refusal().isPresent())
            return new Prepared.Answered(draft.refusal().get());
        return new Prepared.Send(
                new UpdateBatches.Row(command.on(), draft.record().orElseThrow(), parent));
    }

    @Override
    List<WriteResult> settled(List<SetFields> unknown) {
        Map<SourceRef, Change> held = held(unknown);
        return unknown.stream()
                .map(command -> settled(command, Optional.ofNullable(held.get(command.on()))))
                .toList();
    }

    private WriteResult settled(SetFields command, Optional<Change> held) {
        if (held.isEmpty() || held.get() instanceof Change.Unreadable) return new WriteResult.Unknown(command.on());
        if (!(held.get() instanceof Change.Present present)) return new WriteResult.NotApplied(command.on());
        return differing(present, command.set()).isEmpty()
                ? WriteResult.Written.of(command.on())
                : new WriteResult.NotApplied(command.on());
    }

    private Map<Field, String> differing(Change.Present present, Map<Field, String> wanted) {
        MappedType type = context()
                .schema()
                .typeOf(present.ref().kind(), present.ref().id())
                .orElseThrow();
        Map<Field, String> different = new EnumMap<>(Field.class);
        wanted.forEach((field, value) -> {
            String held = type.canonical(field, present.fields());
            if (!ValueFormat.same(field.type(), held, value)) different.put(field, held);
        });
        return different;
    }

    private static String parent(Change.Present present) {
        return Stream.of(LinkRole.ACCOUNT, LinkRole.PARENT_ACCOUNT)
                .flatMap(role -> present.links().getOrDefault(role, List.of()).stream())
                .findFirst()
                .orElse("");
    }
}
