package io.onefunnel.hubspot.client;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.SourceRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which ref names which object, and where merged-away ids led as far as this adapter has seen. */
public final class RecordRefs {
    private final ConnectionId connection;
    private final MappedTypes types;
    private final Map<SourceRef, SourceRef> survivors = new ConcurrentHashMap<>();

    public RecordRefs(ConnectionId connection, MappedTypes types) {
        this.connection = connection;
        this.types = types;
    }

    public SourceRef ref(MappedType type, String id) {
        return new SourceRef(connection, type.kind(), type.hasPlainIds() ? id : type.name() + ":" + id);
    }

    /** The type a ref belongs to; empty when the mapping has none. */
    public Optional<MappedType> type(SourceRef ref) {
        int colon = ref.id().indexOf(':');
        if (colon >= 0) {
            return types.named(ref.id().substring(0, colon)).filter(type -> type.kind() == ref.kind());
        }
        return types.of(ref.kind()).stream().filter(MappedType::hasPlainIds).findFirst();
    }

    /** The object's id at the vendor; of an event the id of its object. */
    public String vendorId(SourceRef ref) {
        String[] parts = ref.id().split(":");
        return parts.length == 1 ? parts[0] : parts[1];
    }

    /** Where {@code ref} lives now, if it was merged away. */
    public Optional<SourceRef> movedTo(SourceRef ref) {
        SourceRef now = current(ref);
        return now.equals(ref) ? Optional.empty() : Optional.of(now);
    }

    /** The id at the vendor of the object that {@code ref} leads to now. */
    public String currentId(SourceRef ref) {
        return vendorId(current(ref));
    }

    public void merged(SourceRef away, SourceRef survivor) {
        if (!away.equals(survivor)) survivors.put(away, survivor);
    }

    /** Where {@code ref} lives now, as far as this adapter has seen. */
    public SourceRef current(SourceRef ref) {
        SourceRef at = ref;
        // A vendor's answers cannot make a circle, but a bound costs nothing.
        for (int steps = 0; steps < 1_000; steps++) {
            SourceRef next = survivors.get(at);
            if (next == null) return at;
            at = next;
        }
        return at;
    }
}
