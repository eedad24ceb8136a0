package io.onefunnel.hubspot;

import io.onefunnel.hubspot.BatchUpdates.Row;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.Reassign;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Gives records to another owner, after a look that they still have the expected one. */
final class OwnerWrites implements CommandWriter<Reassign> {
    private static final String OWNER = "hubspot_owner_id";

    private final BatchUpdates updates;
    private final LiveRecords live;
    private final Ids ids;

    OwnerWrites(BatchUpdates updates, LiveRecords live, Ids ids) {
        this.updates = updates;
        this.live = live;
        this.ids = ids;
    }

    @Override
    public int batchSize() {
        return HubSpotObjects.BATCH;
    }

    @Override
    public List<WriteResult> write(List<Reassign> commands) {
        Map<SourceRef, VendorObject> held = owners(commands);
        Map<Reassign, WriteResult> outcomes = new LinkedHashMap<>();
        Map<Reassign, Row> rows = new LinkedHashMap<>();
        for (Reassign command : commands) {
            Optional<MappedType> type = ids.type(command.on());
            VendorObject object = held.get(command.on());
            if (type.isEmpty()) {
                outcomes.put(command, FieldWrites.unknownType(command));
            } else if (object == null) {
                outcomes.put(
                        command,
                        new WriteResult.Rejected(command.on(), AdapterErrorCode.RECORD_GONE, "no such record"));
            } else if (object.value(OWNER).equals(command.newOwner().id())) {
                outcomes.put(command, new WriteResult.Unchanged(command.on()));
            } else if (!object.value(OWNER).equals(command.expectedOwner().id())) {
                outcomes.put(command, new WriteResult.Stale(command.on(), Map.<Field, String>of()));
            } else {
                Map<String, String> owner = Map.of(OWNER, command.newOwner().id());
                rows.put(command, new Row(command.intent(), command.on(), type.get(), owner));
            }
        }
        Map<Row, WriteResult> written = updates.write(List.copyOf(rows.values()));
        rows.forEach((command, row) -> outcomes.put(command, Objects.requireNonNull(written.get(row))));
        return commands.stream()
                .map(command -> Objects.requireNonNull(outcomes.get(command)))
                .toList();
    }

    @Override
    public List<WriteResult> settle(List<Reassign> unknown) {
        Map<SourceRef, VendorObject> held = owners(unknown);
        List<WriteResult> outcomes = new ArrayList<>();
        for (Reassign command : unknown) {
            VendorObject object = held.get(command.on());
            boolean has = object != null
                    && object.value(OWNER).equals(command.newOwner().id());
            outcomes.add(has ? WriteResult.Written.of(command.on()) : new WriteResult.NotApplied(command.on()));
        }
        return outcomes;
    }

    private Map<SourceRef, VendorObject> owners(List<Reassign> commands) {
        Map<MappedType, List<SourceRef>> byType = new LinkedHashMap<>();
        for (Reassign command : commands) {
            ids.type(command.on())
                    .ifPresent(type -> byType.computeIfAbsent(type, key -> new ArrayList<>())
                            .add(command.on()));
        }
        Map<SourceRef, VendorObject> held = new LinkedHashMap<>();
        byType.forEach((type, refs) -> held.putAll(live.find(refs, type, List.of(OWNER))));
        return held;
    }
}
