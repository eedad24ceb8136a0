package io.onefunnel.sandbox.marketo.crm;

import io.onefunnel.sandbox.marketo.api.Dates;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record beside the leads: values by field name, as they are stored. */
final class CrmObject {
    private final ObjectKind kind;
    private final String id;
    private final Instant createdAt;
    private final Map<String, String> values = new LinkedHashMap<>();
    private Instant updatedAt;

    CrmObject(ObjectKind kind, String id, Instant createdAt) {
        this.kind = kind;
        this.id = id;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
    }

    String id() {
        return id;
    }

    @Nullable
    String get(String field) {
        if (field.equals(kind.idField())) return id;
        return switch (field) {
            case "createdAt" -> Dates.lead(createdAt);
            case "updatedAt" -> Dates.lead(updatedAt);
            default -> values.get(field);
        };
    }

    /** All values it has, the system's own included. */
    Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(kind.idField(), id);
        all.put("createdAt", Dates.lead(createdAt));
        all.put("updatedAt", Dates.lead(updatedAt));
        all.putAll(values);
        return all;
    }

    /** Sets values, "" for none; the update stamp moves only if one differs. */
    boolean set(Map<String, String> sent, Instant now) {
        boolean changed = false;
        for (Map.Entry<String, String> each : sent.entrySet()) {
            String before = each.getValue().isEmpty()
                    ? values.remove(each.getKey())
                    : values.put(each.getKey(), each.getValue());
            changed |= !each.getValue().equals(before == null ? "" : before);
        }
        if (changed) updatedAt = now;
        return changed;
    }
}
