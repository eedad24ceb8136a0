package io.onefunnel.salesforce;

import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.WriteOutcome;
import io.onefunnel.spi.Writes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets fields of people, companies and opportunities. */
final class FieldWrites implements Writes<SetFields> {
    private final Calls calls;
    private final Schema schema;
    private final Reads reads;
    private final InstantSource clock;
    private final Drafts drafts;

    FieldWrites(Calls calls, Schema schema, Reads reads, InstantSource clock) {
        this.calls = calls;
        this.schema = schema;
        this.reads = reads;
        this.clock = clock;
        this.drafts = new Drafts(schema);
    }

    @Override
    public int batchSize() {
        return UpdateBatches.MOST_ROWS;
    }

    @Override
    public List<WriteOutcome> write(List<SetFields> commands) {
        if (commands.isEmpty()) return List.of();
        Map<SourceRef, WriteOutcome> outcomes = new LinkedHashMap<>();
        checkExpectations(commands, outcomes);
        List<UpdateBatches.Row> rows = new ArrayList<>();
        for (SetFields command : commands) {
            if (outcomes.containsKey(command.on())) continue;
            Drafts.Draft draft = drafts.setting(command.on(), command.set());
            draft.refusal().ifPresent(refusal -> outcomes.put(command.on(), refusal));
            draft.record().ifPresent(record -> rows.add(new UpdateBatches.Row(command.on(), record)));
        }
        if (!rows.isEmpty()) {
            UpdateBatches.updates(calls, clock)
                    .run(byType(rows))
                    .forEach((row, outcome) -> outcomes.put(row.target(), outcome));
        }
        return commands.stream().map(command -> of(outcomes, command.on())).toList();
    }

    @Override
    public List<WriteOutcome> settle(List<SetFields> unknown) {
        if (unknown.isEmpty()) return List.of();
        Map<SourceRef, Change> held =
                reads.byRef(unknown.stream().map(SetFields::on).toList());
        return unknown.stream()
                .map(command -> settled(command, Optional.ofNullable(held.get(command.on()))))
                .toList();
    }

    static WriteOutcome of(Map<SourceRef, WriteOutcome> outcomes, SourceRef target) {
        return outcomes.getOrDefault(target, new WriteOutcome.Unknown(target));
    }

    private WriteOutcome settled(SetFields command, Optional<Change> held) {
        if (held.isEmpty() || held.get() instanceof Change.Unreadable) return new WriteOutcome.Unknown(command.on());
        if (!(held.get() instanceof Change.Present present)) return new WriteOutcome.NotApplied(command.on());
        return differing(present, command.set()).isEmpty()
                ? WriteOutcome.Written.of(command.on())
                : new WriteOutcome.NotApplied(command.on());
    }

    /** Reads the records of those commands that expect something, in one go. */
    private void checkExpectations(List<SetFields> commands, Map<SourceRef, WriteOutcome> outcomes) {
        List<SetFields> expecting = commands.stream()
                .filter(command -> !command.expected().isEmpty())
                .toList();
        if (expecting.isEmpty()) return;
        Map<SourceRef, Change> held =
                reads.byRef(expecting.stream().map(SetFields::on).toList());
        for (SetFields command : expecting) {
            Change change = held.get(command.on());
            if (!(change instanceof Change.Present present)) {
                outcomes.put(
                        command.on(),
                        new WriteOutcome.Rejected(
                                command.on(), AdapterErrorCode.RECORD_GONE, "deleted or merged away"));
                continue;
            }
            Map<Field, String> found = differing(present, command.expected());
            if (!found.isEmpty()) outcomes.put(command.on(), new WriteOutcome.Stale(command.on(), found));
        }
    }

    private Map<Field, String> differing(Change.Present present, Map<Field, String> wanted) {
        MappedType type =
                schema.typeOf(present.ref().kind(), present.ref().id()).orElseThrow();
        Map<Field, String> different = new EnumMap<>(Field.class);
        wanted.forEach((field, value) -> {
            String held = type.canonical(field, present.fields());
            if (!Values.same(field.type(), held, value)) different.put(field, held);
        });
        return different;
    }

    /** One object in a call: a batch of several is processed in chunks of its own anyway. */
    private static List<UpdateBatches.Row> byType(List<UpdateBatches.Row> rows) {
        return rows.stream()
                .sorted(java.util.Comparator.comparing(row -> row.record().getType()))
                .toList();
    }
}
