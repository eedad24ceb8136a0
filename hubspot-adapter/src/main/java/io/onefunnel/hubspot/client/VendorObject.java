package io.onefunnel.hubspot.client;

import io.onefunnel.spi.Change.FieldChange;
import io.onefunnel.spi.RecordFields;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A CRM object as it came.
 *
 * @param values properties that the vendor answered, with a value or without
 * @param associated ids by the plural name of the other type, as a list answers them
 * @param paged the names of the other types of which it has more than those
 */
public record VendorObject(
        String id,
        Instant updatedAt,
        Optional<Instant> archivedAt,
        RecordFields values,
        Map<String, List<String>> associated,
        Set<String> paged,
        List<FieldChange> history) {

    /** With all of its links. */
    public VendorObject(
            String id,
            Instant updatedAt,
            Optional<Instant> archivedAt,
            RecordFields values,
            Map<String, List<String>> associated,
            List<FieldChange> history) {
        this(id, updatedAt, archivedAt, values, associated, Set.of(), history);
    }

    /** The empty text where the property has no value or was not answered. */
    public String value(String property) {
        return values.getOrDefault(property, "");
    }

    public VendorObject with(Map<String, List<String>> links) {
        if (links.isEmpty()) return this;
        Map<String, List<String>> all = new LinkedHashMap<>(associated);
        all.putAll(links);
        Set<String> rest = new LinkedHashSet<>(paged);
        rest.removeAll(links.keySet());
        return new VendorObject(id, updatedAt, archivedAt, values, all, rest, history);
    }
}
