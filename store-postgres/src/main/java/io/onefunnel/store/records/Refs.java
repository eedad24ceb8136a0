package io.onefunnel.store.records;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.store.sql.Digests;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** References to records, from columns of {@code record} and {@code connection}, and as columns. */
public final class Refs {
    private Refs() {}

    public static SourceRef of(String connection, String kind, String id) {
        return new SourceRef(new ConnectionId(connection), RecordKind.valueOf(kind), id);
    }

    /** The records of a merge, whoever of them survives, as the one value by which its proposal is found again. */
    public static byte[] digestOf(SourceRef survivor, Collection<SourceRef> losers) {
        Set<SourceRef> records = new TreeSet<>(losers);
        records.add(survivor);
        return Digests.ofSorted(records.stream().map(SourceRef::toString).toList());
    }
}
