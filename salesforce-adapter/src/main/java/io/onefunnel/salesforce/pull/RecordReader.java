package io.onefunnel.salesforce.pull;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.client.MappedType;
import io.onefunnel.salesforce.client.OrgAccess;
import io.onefunnel.salesforce.client.OrgSchema;
import io.onefunnel.salesforce.client.QueryRows;
import io.onefunnel.salesforce.client.RecordIds;
import io.onefunnel.salesforce.client.SalesforceClient;
import io.onefunnel.salesforce.client.Soql;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.call.Chunks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads records by id, deleted and merged ones included. */
public final class RecordReader {
    private final ConnectionId connection;
    private final SalesforceClient client;
    private final OrgSchema schema;
    private final FieldHistories histories;
    private final InstantSource clock;

    public RecordReader(ConnectionId connection, OrgAccess access, FieldHistories histories, InstantSource clock) {
        this.connection = connection;
        this.client = access.client();
        this.schema = access.schema();
        this.histories = histories;
        this.clock = clock;
    }

    /** As a pull would bring them. */
    public List<Change> read(Collection<SourceRef> refs) {
        return read(refs, true);
    }

    private List<Change> read(Collection<SourceRef> refs, boolean withHistory) {
        try {
            return readAll(refs, withHistory);
        } catch (AdapterException e) {
            if (e.code() != AdapterErrorCode.FIELD_NOT_READABLE) throw e;
            schema.forget();
            return readAll(refs, withHistory);
        }
    }

    /** By ref and without history, for writes to look before they leap; a record that is not there at all is Deleted. */
    public Map<SourceRef, Change> byRef(Collection<SourceRef> refs) {
        Map<SourceRef, Change> found = new LinkedHashMap<>();
        for (Change change : read(refs, false)) found.put(change.ref(), change);
        return found;
    }

    private List<Change> readAll(Collection<SourceRef> refs, boolean withHistory) {
        Map<String, MappedType> types = new LinkedHashMap<>();
        Map<String, Set<SourceRef>> byType = new LinkedHashMap<>();
        List<Change> changes = new ArrayList<>();
        for (SourceRef ref : refs) {
            MappedType type = RecordIds.isId(ref.id())
                    ? schema.typeOf(ref.kind(), ref.id()).orElse(null)
                    : null;
            if (type == null) {
                changes.add(new Change.Unreadable(ref, "", "this is no id of a mapped Salesforce type"));
                continue;
            }
            types.put(type.name(), type);
            byType.computeIfAbsent(type.name(), name -> new LinkedHashSet<>()).add(ref);
        }
        byType.forEach((name, wanted) -> {
            MappedType type = types.get(name);
            if (type != null) changes.addAll(readType(type, List.copyOf(wanted), withHistory));
        });
        return changes;
    }

    private List<Change> readType(MappedType type, List<SourceRef> refs, boolean withHistory) {
        List<Change> changes = new ArrayList<>();
        Set<SourceRef> missing = new LinkedHashSet<>(refs);
        for (List<SourceRef> chunk : Chunks.of(refs, Soql.MOST_IDS)) {
            String soql = Soql.byId(
                    type.columns(),
                    type.name(),
                    chunk.stream().map(SourceRef::id).toList());
            ChangeBuilder builder = new ChangeBuilder(connection, type);
            List<Change> found = new ArrayList<>();
            for (SObject each : QueryRows.all(client, "read " + type.name(), soql)) found.add(builder.of(each));
            found.forEach(change -> missing.remove(change.ref()));
            changes.addAll(withHistory ? histories.with(client, type, found) : found);
        }
        // Out of the bin already, or never there.
        missing.forEach(ref -> changes.add(new Change.Deleted(ref, clock.instant())));
        return changes;
    }
}
