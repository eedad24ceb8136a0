package io.onefunnel.hubspot;

import io.onefunnel.hubspot.BatchUpdates.Row;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Sets mapped fields, a hundred records in a call. */
final class FieldWrites implements CommandWriter<SetFields> {
    private final BatchUpdates updates;
    private final LiveRecords live;
    private final Ids ids;
    private final LifecycleStages stages;

    FieldWrites(BatchUpdates updates, LiveRecords live, Ids ids, LifecycleStages stages) {
        this.updates = updates;
        this.live = live;
        this.ids = ids;
        this.stages = stages;
    }

    @Override
    public int batchSize() {
        // Full batches for every line that writes beside the others.
        return commandsPerCall() * Lanes.WRITES;
    }

    @Override
    public int commandsPerCall() {
        return HubSpotObjects.BATCH;
    }

    @Override
    public List<WriteResult> write(List<SetFields> commands) {
        Map<SetFields, WriteResult> outcomes = new LinkedHashMap<>();
        Map<SetFields, Row> rows = new LinkedHashMap<>();
        for (SetFields command : commands) {
            Optional<MappedType> type = ids.type(command.on());
            if (type.isEmpty()) {
                outcomes.put(command, unknownType(command));
                continue;
            }
            properties(type.get(), command)
                    .ifPresentOrElse(
                            properties ->
                                    rows.put(command, new Row(command.intent(), command.on(), type.get(), properties)),
                            () -> outcomes.put(command, notWritable(type.get(), command)));
        }
        checkExpectations(rows, outcomes);
        checkLifecycle(rows, outcomes);
        Map<Row, WriteResult> written = updates.write(List.copyOf(rows.values()));
        rows.forEach((command, row) -> outcomes.put(command, Objects.requireNonNull(written.get(row))));
        return commands.stream()
                .map(command -> Objects.requireNonNull(outcomes.get(command)))
                .toList();
    }

    @Override
    public List<WriteResult> settle(List<SetFields> unknown) {
        Map<SourceRef, VendorObject> held = read(unknown, SetFields::set);
        List<WriteResult> outcomes = new ArrayList<>();
        for (SetFields command : unknown) {
            Optional<MappedType> type = ids.type(command.on());
            VendorObject object = held.get(command.on());
            if (type.isEmpty() || object == null) outcomes.add(new WriteResult.NotApplied(command.on()));
            else outcomes.add(settled(type.get(), command, object));
        }
        return outcomes;
    }

    private WriteResult settled(MappedType type, SetFields command, VendorObject object) {
        FieldValues values = new FieldValues(type.mapping());
        boolean holds = command.set().entrySet().stream()
                .allMatch(each -> FieldValues.same(
                        each.getKey(), values.canonical(each.getKey(), object.values()), each.getValue()));
        if (!holds) return new WriteResult.NotApplied(command.on());
        SourceRef now = ids.current(command.on());
        return new WriteResult.Written(
                command.on(), now.equals(command.on()) ? Optional.empty() : Optional.of(now), Optional.empty());
    }

    /** Reads the commands that expect something, and takes those out whose expectations moved. */
    private void checkExpectations(Map<SetFields, Row> rows, Map<SetFields, WriteResult> outcomes) {
        List<SetFields> expecting = rows.keySet().stream()
                .filter(command -> !command.expected().isEmpty())
                .toList();
        if (expecting.isEmpty()) return;
        Map<SourceRef, VendorObject> held = read(expecting, SetFields::expected);
        for (SetFields command : expecting) {
            MappedType type = Objects.requireNonNull(rows.get(command)).type();
            VendorObject object = held.get(command.on());
            Optional<WriteResult> unfit = object == null
                    ? Optional.of(
                            new WriteResult.Rejected(command.on(), AdapterErrorCode.RECORD_GONE, "no such record"))
                    : stale(type, command, object);
            unfit.ifPresent(outcome -> {
                outcomes.put(command, outcome);
                rows.remove(command);
            });
        }
    }

    /** Takes out the rows that would move a stage back, or clears what they move back where an admin wants that. */
    private void checkLifecycle(Map<SetFields, Row> rows, Map<SetFields, WriteResult> outcomes) {
        Map<MappedType, List<SetFields>> moving = new LinkedHashMap<>();
        rows.forEach((command, row) -> {
            boolean moves =
                    !row.properties().getOrDefault(LifecycleStages.PROPERTY, "").isEmpty();
            if (moves)
                moving.computeIfAbsent(row.type(), key -> new ArrayList<>()).add(command);
        });
        moving.forEach((type, commands) -> {
            Map<SourceRef, VendorObject> held =
                    live.find(commands.stream().map(SetFields::on).toList(), type, Set.of(LifecycleStages.PROPERTY));
            Map<SetFields, Row> cleared = new LinkedHashMap<>();
            for (SetFields command : commands) {
                Row row = Objects.requireNonNull(rows.get(command));
                VendorObject object = held.get(command.on());
                String to = row.properties().getOrDefault(LifecycleStages.PROPERTY, "");
                if (object == null || !stages.isBackwards(object.value(LifecycleStages.PROPERTY), to)) continue;
                if (stages.mayGoBack()) {
                    cleared.put(command, new Row(row.trace(), row.on(), type, Map.of(LifecycleStages.PROPERTY, "")));
                } else {
                    outcomes.put(
                            command,
                            new WriteResult.Rejected(
                                    command.on(),
                                    AdapterErrorCode.RECORD_INVALID,
                                    "the lifecycle stage is further on; it is not moved back (lifecycle-backwards)"));
                    rows.remove(command);
                }
            }
            Map<Row, WriteResult> done = updates.write(List.copyOf(cleared.values()));
            cleared.forEach((command, row) -> {
                WriteResult outcome = Objects.requireNonNull(done.get(row));
                if (outcome instanceof WriteResult.Written) return;
                outcomes.put(command, outcome);
                rows.remove(command);
            });
        });
    }

    private static Optional<WriteResult> stale(MappedType type, SetFields command, VendorObject object) {
        FieldValues values = new FieldValues(type.mapping());
        Map<Field, String> moved = new EnumMap<>(Field.class);
        command.expected().forEach((field, expected) -> {
            String found = values.canonical(field, object.values());
            if (!FieldValues.same(field, found, expected)) moved.put(field, found);
        });
        return moved.isEmpty() ? Optional.empty() : Optional.of(new WriteResult.Stale(command.on(), moved));
    }

    private Map<SourceRef, VendorObject> read(
            List<SetFields> commands, java.util.function.Function<SetFields, Map<Field, String>> fields) {
        Map<MappedType, List<SetFields>> byType = new LinkedHashMap<>();
        for (SetFields command : commands) {
            ids.type(command.on())
                    .ifPresent(type -> byType.computeIfAbsent(type, key -> new ArrayList<>())
                            .add(command));
        }
        Map<SourceRef, VendorObject> held = new LinkedHashMap<>();
        byType.forEach((type, some) -> {
            Set<String> names = new LinkedHashSet<>();
            some.forEach(command -> fields.apply(command)
                    .keySet()
                    .forEach(
                            field -> Optional.ofNullable(type.mapping().fields().get(field))
                                    .ifPresent(source -> names.addAll(source.from()))));
            held.putAll(live.find(some.stream().map(SetFields::on).toList(), type, names));
        });
        return held;
    }

    private static Optional<Map<String, String>> properties(MappedType type, SetFields command) {
        FieldValues values = new FieldValues(type.mapping());
        Map<String, String> properties = new LinkedHashMap<>();
        for (Map.Entry<Field, String> each : command.set().entrySet()) {
            Optional<String> property = values.property(each.getKey());
            Optional<String> value = values.vendorValue(each.getKey(), each.getValue());
            if (property.isEmpty() || value.isEmpty()) return Optional.empty();
            properties.put(property.get(), value.get());
        }
        return Optional.of(properties);
    }

    private static WriteResult notWritable(MappedType type, SetFields command) {
        List<String> fields = command.set().keySet().stream().map(Field::key).toList();
        return new WriteResult.Rejected(
                command.on(),
                AdapterErrorCode.FIELD_NOT_WRITABLE,
                "the mapping of " + type.name() + " does not let all of " + fields + " be written");
    }

    static WriteResult unknownType(io.onefunnel.spi.Command command) {
        return new WriteResult.Rejected(
                command.on(), AdapterErrorCode.RECORD_INVALID, "the mapping has no type for this record");
    }
}
