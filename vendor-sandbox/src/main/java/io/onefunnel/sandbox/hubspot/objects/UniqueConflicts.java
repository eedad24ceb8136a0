package io.onefunnel.sandbox.hubspot.objects;

import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Tells two rows of one batch that claim the same unique value. */
final class UniqueConflicts {
    private final ObjectTable table;
    private final Set<String> claimed = new HashSet<>();

    UniqueConflicts(ObjectTable table) {
        this.table = table;
    }

    void refuse(Map<String, String> kept) {
        for (PropertyDefinition unique : table.properties().uniques()) {
            String value = kept.getOrDefault(unique.name(), "");
            if (value.isEmpty() || claimed.add(unique.name() + "=" + value)) continue;
            throw Refusal.of(409, "CONFLICT", "Duplicate " + unique.name() + " in the batch: " + value);
        }
    }
}
