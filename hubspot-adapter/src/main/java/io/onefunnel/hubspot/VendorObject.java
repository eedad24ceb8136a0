package io.onefunnel.hubspot;

import io.onefunnel.spi.Change.FieldChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A CRM object as it came.
 *
 * @param values properties that have a value
 * @param seen properties that the vendor answered, with a value or without
 * @param associated ids by the plural name of the other type, as a list answers them
 */
record VendorObject(
        String id,
        Instant updatedAt,
        Optional<Instant> archivedAt,
        Map<String, String> values,
        Set<String> seen,
        Map<String, List<String>> associated,
        List<FieldChange> history) {

    String value(String property) {
        return values.getOrDefault(property, "");
    }
}
