package io.onefunnel.normalize;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Which record an id points to that a vendor's own sync left in a record. */
@FunctionalInterface
public interface NativeLinks {
    /**
     * @param field one of the fields that hold such ids
     * @param id as the vendor holds it, not blank
     * @return empty when the field points to nothing that we know
     */
    Optional<SourceRef> target(Field field, String id);

    /** No vendor's own sync beside us. */
    static NativeLinks none() {
        return (field, id) -> Optional.empty();
    }

    /**
     * All ids point into one CRM connection.
     *
     * @param form brings an id into the canonical form of that connection's records
     */
    static NativeLinks to(ConnectionId crm, UnaryOperator<String> form) {
        return (field, id) -> {
            RecordKind kind = switch (field) {
                case CRM_PROSPECT_ID, CRM_CONTACT_ID -> RecordKind.PERSON;
                case CRM_ACCOUNT_ID -> RecordKind.COMPANY;
                default -> null;
            };
            String canonical = form.apply(id);
            if (kind == null || canonical.isBlank()) return Optional.empty();
            return Optional.of(new SourceRef(crm, kind, canonical));
        };
    }

    /** All ids point into one CRM connection and are in its canonical form. */
    static NativeLinks to(ConnectionId crm) {
        return to(crm, UnaryOperator.identity());
    }
}
