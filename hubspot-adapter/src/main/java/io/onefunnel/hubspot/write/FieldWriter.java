package io.onefunnel.hubspot.write;

import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.Portal;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.write.BatchUpdates.Row;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Sets mapped fields, a hundred records in a call. */
final class FieldWriter extends RowWriter<SetFields> {
    private final LifecycleStages stages;

    FieldWriter(BatchUpdates updates, RecordResolver resolver, RecordRefs refs, LifecycleStages stages) {
        super(updates, resolver, refs);
        this.stages = stages;
    }

    @Override
    public int batchSize() {
        // Full batches for every line that writes beside the others.
        return commandsPerCall() * Portal.WRITES;
    }

    @Override
    public int commandsPerCall() {
        return HubSpotObjects.BATCH;
    }

    @Override
    Map<SetFields, Row> rows(List<SetFields> commands, CommandResults<SetFields> results) {
        Map<SetFields, Row> rows = new LinkedHashMap<>();
        for (SetFields command : commands) {
            Optional<MappedType> type = refs().type(command.on());
            if (type.isEmpty()) {
                results.unknownType(command);
                continue;
            }
            properties(type.get(), command)
                    .ifPresentOrElse(
                            properties ->
                                    rows.put(command, new Row(command.intent(), command.on(), type.get(), properties)),
                            () -> results.put(command, notWritable(type.get(), command)));
        }
        checkExpectations(rows, results);
        checkLifecycle(rows, results);
        return rows;
    }

    @Override
    Collection<String> written(MappedType type, SetFields command) {
        return mapped(type, command.set().keySet());
    }

    @Override
    boolean holds(MappedType type, SetFields command, VendorObject object) {
        FieldValues values = new FieldValues(type.mapping());
        return command.set().entrySet().stream()
                .allMatch(each -> FieldValues.same(
                        each.getKey(), values.canonical(each.getKey(), object.values()), each.getValue()));
    }

    @Override
    WriteResult settled(SetFields command) {
        return new WriteResult.Written(command.on(), refs().movedTo(command.on()), Optional.empty());
    }

    /** Reads the commands that expect something, and takes those out whose expectations moved. */
    private void checkExpectations(Map<SetFields, Row> rows, CommandResults<SetFields> results) {
        List<SetFields> expecting = rows.keySet().stream()
                .filter(command -> !command.expected().isEmpty())
                .toList();
        if (expecting.isEmpty()) return;
        Map<SourceRef, VendorObject> held = resolver()
                .find(
                        expecting,
                        (type, command) -> mapped(type, command.expected().keySet()));
        for (SetFields command : expecting) {
            MappedType type = Objects.requireNonNull(rows.get(command)).type();
            VendorObject object = held.get(command.on());
            if (object == null) {
                results.gone(command, "no such record");
                rows.remove(command);
                continue;
            }
            stale(type, command, object).ifPresent(outcome -> {
                results.put(command, outcome);
                rows.remove(command);
            });
        }
    }

    /** Takes out the rows that would move a stage back, or clears what they move back where an admin wants that. */
    private void checkLifecycle(Map<SetFields, Row> rows, CommandResults<SetFields> results) {
        Map<MappedType, List<SetFields>> moving = new LinkedHashMap<>();
        rows.forEach((command, row) -> {
            boolean moves =
                    !row.properties().getOrDefault(LifecycleStages.PROPERTY, "").isEmpty();
            if (moves)
                moving.computeIfAbsent(row.type(), key -> new ArrayList<>()).add(command);
        });
        moving.forEach((type, commands) -> {
            Map<SetFields, Row> backwards = backwards(type, commands, rows);
            if (stages.mayGoBack()) clear(type, backwards, rows, results);
            else
                backwards.forEach((command, row) -> {
                    results.put(command, furtherOn(command));
                    rows.remove(command);
                });
        });
    }

    private Map<SetFields, Row> backwards(MappedType type, List<SetFields> commands, Map<SetFields, Row> rows) {
        Map<SourceRef, VendorObject> held =
                resolver().find(commands.stream().map(SetFields::on).toList(), type, Set.of(LifecycleStages.PROPERTY));
        Map<SetFields, Row> backwards = new LinkedHashMap<>();
        for (SetFields command : commands) {
            Row row = Objects.requireNonNull(rows.get(command));
            VendorObject object = held.get(command.on());
            String to = row.properties().getOrDefault(LifecycleStages.PROPERTY, "");
            boolean back = object != null && stages.isBackwards(object.value(LifecycleStages.PROPERTY), to);
            if (back) backwards.put(command, row);
        }
        return backwards;
    }

    /** HubSpot takes an earlier stage only where there is none. */
    private void clear(
            MappedType type,
            Map<SetFields, Row> backwards,
            Map<SetFields, Row> rows,
            CommandResults<SetFields> results) {
        Map<SetFields, Row> cleared = new LinkedHashMap<>();
        backwards.forEach((command, row) ->
                cleared.put(command, new Row(row.trace(), row.on(), type, Map.of(LifecycleStages.PROPERTY, ""))));
        Map<Row, WriteResult> done = updates().write(List.copyOf(cleared.values()));
        cleared.forEach((command, row) -> {
            WriteResult outcome = Objects.requireNonNull(done.get(row));
            if (outcome instanceof WriteResult.Written) return;
            results.put(command, outcome);
            rows.remove(command);
        });
    }

    private static WriteResult furtherOn(SetFields command) {
        return new WriteResult.Rejected(
                command.on(),
                AdapterErrorCode.RECORD_INVALID,
                "the lifecycle stage is further on; it is not moved back (lifecycle-backwards)");
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

    /** The properties that the mapping reads these fields from. */
    private static Set<String> mapped(MappedType type, Set<Field> fields) {
        Set<String> names = new LinkedHashSet<>();
        fields.forEach(field -> Optional.ofNullable(type.mapping().fields().get(field))
                .ifPresent(source -> names.addAll(source.from())));
        return names;
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
}
