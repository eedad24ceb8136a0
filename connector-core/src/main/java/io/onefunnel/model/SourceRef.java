package io.onefunnel.model;

import static java.util.Objects.requireNonNull;

/**
 * A record where it lives. The id is in the vendor's canonical form, made so by the adapter, and unique within
 * connection and kind (an adapter whose vendor numbers types apart writes the type into it: "call:123").
 */
public record SourceRef(ConnectionId connection, RecordKind kind, String id) implements Comparable<SourceRef> {
    public SourceRef {
        requireNonNull(connection, "connection is null");
        requireNonNull(kind, "kind is null");
        if (requireNonNull(id, "id is null").isBlank()) throw new IllegalArgumentException("id is blank");
    }

    @Override
    public int compareTo(SourceRef other) {
        int byConnection = connection.compareTo(other.connection);
        if (byConnection != 0) return byConnection;
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : id.compareTo(other.id);
    }

    /** "salesforce/PERSON/00Q..."; read back by {@link #parse}. */
    @Override
    public String toString() {
        return connection + "/" + kind + "/" + id;
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when the text is not of the form connection/KIND/id
     */
    public static SourceRef parse(String text) {
        String[] parts = text.split("/", 3);
        if (parts.length != 3) throw new IllegalArgumentException("not of the form connection/KIND/id: " + text);
        return new SourceRef(new ConnectionId(parts[0]), RecordKind.valueOf(parts[1]), parts[2]);
    }
}
