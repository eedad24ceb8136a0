package io.onefunnel.store;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;

/** Refs from the columns of {@code record} and {@code connection}. */
final class Refs {
    private Refs() {}

    static SourceRef of(String connection, String kind, String id) {
        return new SourceRef(new ConnectionId(connection), RecordKind.valueOf(kind), id);
    }
}
