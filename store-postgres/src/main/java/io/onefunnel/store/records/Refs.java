package io.onefunnel.store.records;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;

/** Refs from the columns of {@code record} and {@code connection}. */
public final class Refs {
    private Refs() {}

    public static SourceRef of(String connection, String kind, String id) {
        return new SourceRef(new ConnectionId(connection), RecordKind.valueOf(kind), id);
    }
}
