package io.onefunnel.sandbox.marketo.store;

import io.onefunnel.sandbox.marketo.api.Dates;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A live lead. Two short arrays instead of a map: 200,000 of them must fit beside a million activities. */
public final class Lead {
    private final int id;
    private final Instant createdAt;
    private Instant updatedAt;
    private String[] names = new String[0];
    private String[] values = new String[0];

    Lead(int id, Instant createdAt, Instant updatedAt) {
        this.id = id;
        this.createdAt = createdAt;
        this.updatedAt = updatedAt;
    }

    public int id() {
        return id;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public void updatedAt(Instant at) {
        updatedAt = at;
    }

    @Nullable
    public String get(String field) {
        switch (field) {
            case "id":
                return Integer.toString(id);
            case "createdAt":
                return Dates.lead(createdAt);
            case "updatedAt":
                return Dates.lead(updatedAt);
            default:
                int at = indexOf(field);
                return at < 0 ? null : values[at];
        }
    }

    /** All values it has, the system's own included. */
    public Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("id", Integer.toString(id));
        all.put("createdAt", Dates.lead(createdAt));
        all.put("updatedAt", Dates.lead(updatedAt));
        for (int i = 0; i < names.length; i++) all.put(names[i], values[i]);
        return all;
    }

    void set(String field, @Nullable String value) {
        int at = indexOf(field);
        if (value == null) {
            if (at >= 0) remove(at);
            return;
        }
        if (at >= 0) {
            values[at] = value;
            return;
        }
        names = with(names, field);
        values = with(values, value);
    }

    private int indexOf(String field) {
        for (int i = 0; i < names.length; i++) if (names[i].equals(field)) return i;
        return -1;
    }

    private void remove(int at) {
        names = without(names, at);
        values = without(values, at);
    }

    private static String[] with(String[] array, String last) {
        String[] longer = Arrays.copyOf(array, array.length + 1);
        longer[array.length] = last;
        return longer;
    }

    private static String[] without(String[] array, int at) {
        String[] shorter = new String[array.length - 1];
        System.arraycopy(array, 0, shorter, 0, at);
        System.arraycopy(array, at + 1, shorter, at, shorter.length - at);
        return shorter;
    }
}
