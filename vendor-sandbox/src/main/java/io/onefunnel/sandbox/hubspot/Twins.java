package io.onefunnel.sandbox.hubspot;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Tells two rows of one batch that claim the same unique value. */
final class Twins {
    private final ObjectTable table;
    private final Set<String> claimed = new HashSet<>();

    Twins(ObjectTable table) {
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
