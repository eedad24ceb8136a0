package io.onefunnel.salesforce;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads records by id, deleted and merged ones included. */
final class Reads {
    // 21 characters for each id: far below the 100,000 that a query may have, and half a result page.
    static final int CHUNK = 1_000;

    private final ConnectionId connection;
    private final Calls calls;
    private final Schema schema;
    private final Histories histories;
    private final InstantSource clock;

    Reads(ConnectionId connection, Calls calls, Schema schema, Histories histories, InstantSource clock) {
        this.histories = histories;
        this.connection = connection;
        this.calls = calls;
        this.schema = schema;
        this.clock = clock;
    }

    /** As a pull would bring them. */
    List<Change> read(Collection<SourceRef> refs) {
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
    Map<SourceRef, Change> byRef(Collection<SourceRef> refs) {
        Map<SourceRef, Change> found = new LinkedHashMap<>();
        for (Change change : read(refs, false)) found.put(change.ref(), change);
        return found;
    }

    /** All rows of a query. */
    List<SObject> rows(String operation, String soql) {
        return Rows.all(calls, operation, soql);
    }

    private List<Change> readAll(Collection<SourceRef> refs, boolean withHistory) {
        Map<String, MappedType> types = new LinkedHashMap<>();
        Map<String, Set<SourceRef>> byType = new LinkedHashMap<>();
        List<Change> changes = new ArrayList<>();
        for (SourceRef ref : refs) {
            MappedType type =
                    Ids.isId(ref.id()) ? schema.typeOf(ref.kind(), ref.id()).orElse(null) : null;
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
        for (List<SourceRef> chunk : Chunks.of(refs, CHUNK)) {
            String soql = Soql.byId(
                    type.columns(),
                    type.name(),
                    chunk.stream().map(SourceRef::id).toList());
            Row row = new Row(connection, type);
            List<Change> found = new ArrayList<>();
            for (SObject each : rows("read " + type.name(), soql)) found.add(row.of(each));
            found.forEach(change -> missing.remove(change.ref()));
            changes.addAll(withHistory ? histories.with(calls, type, found) : found);
        }
        // Out of the bin already, or never there.
        missing.forEach(ref -> changes.add(new Change.Deleted(ref, clock.instant())));
        return changes;
    }
}
