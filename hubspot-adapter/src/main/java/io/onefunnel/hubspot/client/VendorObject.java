package io.onefunnel.hubspot.client;

import io.onefunnel.spi.Change.FieldChange;
import io.onefunnel.spi.RecordFields;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A CRM object as it came.
 *
 * @param values properties that the vendor answered, with a value or without
 * @param associated ids by the plural name of the other type, as a list answers them
 */
public record VendorObject(
        String id,
        Instant updatedAt,
        Optional<Instant> archivedAt,
        RecordFields values,
        Map<String, List<String>> associated,
        List<FieldChange> history) {

    /** The empty text where the property has no value or was not answered. */
    public String value(String property) {
        return values.getOrDefault(property, "");
    }

    public VendorObject with(Map<String, List<String>> links) {
        if (links.isEmpty()) return this;
        Map<String, List<String>> all = new LinkedHashMap<>(associated);
        all.putAll(links);
        return new VendorObject(id, updatedAt, archivedAt, values, all, history);
    }
}
