package io.onefunnel.hubspot.write;

import io.onefunnel.hubspot.client.HubSpotObjects;
import io.onefunnel.hubspot.client.MappedType;
import io.onefunnel.hubspot.client.RecordRefs;
import io.onefunnel.hubspot.client.VendorObject;
import io.onefunnel.hubspot.write.BatchUpdates.Row;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Command.Reassign;
import io.onefunnel.spi.WriteResult;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives records to another owner, after a look that they still have the expected one. */
final class OwnerWriter extends RowWriter<Reassign> {
    private static final String OWNER = "hubspot_owner_id";

    OwnerWriter(BatchUpdates updates, RecordResolver resolver, RecordRefs refs) {
        super(updates, resolver, refs);
    }

    @Override
    public int batchSize() {
        return HubSpotObjects.BATCH;
    }

    @Override
    Map<Reassign, Row> rows(List<Reassign> commands, CommandResults<Reassign> results) {
        Map<SourceRef, VendorObject> held = resolver().find(commands, this::written);
        Map<Reassign, Row> rows = new LinkedHashMap<>();
        for (Reassign command : commands) {
            Optional<MappedType> type = refs().type(command.on());
            VendorObject object = held.get(command.on());
            if (type.isEmpty()) {
                results.unknownType(command);
            } else if (object == null) {
                results.gone(command, "no such record");
            } else if (holds(type.get(), command, object)) {
                results.put(command, new WriteResult.Unchanged(command.on()));
            } else if (!object.value(OWNER).equals(command.expectedOwner().id())) {
                results.put(command, new WriteResult.Stale(command.on(), Map.<Field, String>of()));
            } else {
                Map<String, String> owner = Map.of(OWNER, command.newOwner().id());
                rows.put(command, new Row(command.intent(), command.on(), type.get(), owner));
            }
        }
        return rows;
    }

    @Override
    Collection<String> written(MappedType type, Reassign command) {
        return List.of(OWNER);
    }

    @Override
    boolean holds(MappedType type, Reassign command, VendorObject object) {
        return object.value(OWNER).equals(command.newOwner().id());
    }
}
