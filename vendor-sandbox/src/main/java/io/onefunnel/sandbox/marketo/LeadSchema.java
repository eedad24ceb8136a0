package io.onefunnel.sandbox.marketo;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The fields a lead has: those of every instance, those of a Salesforce sync, OneFunnel's, and those added by API. */
final class LeadSchema {
    // "You may create up to 100 custom fields by API": "Leads", "Create Fields".
    private static final int MOST_BY_API = 100;
    private static final int FIRST_ID_BY_API = 2000;

    private final Map<String, LeadField> fields = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, LeadField> hidden = Collections.synchronizedMap(new LinkedHashMap<>());
    private int created;

    LeadSchema() {
        for (List<String> row : Table.rows("lead-fields.txt")) {
            OptionalInt length =
                    row.get(4).isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(row.get(4)));
            add(new LeadField(
                    Integer.parseInt(row.get(0)), row.get(1), row.get(2), row.get(3), length, flags(row.get(5))));
        }
    }

    Optional<LeadField> find(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** A field by name, hidden from the API or not. */
    LeadField get(String name) {
        return find(name)
                .or(() -> Optional.ofNullable(hidden.get(name)))
                .orElseThrow(() -> new IllegalArgumentException("leads have no field " + name));
    }

    /** From now on the API does not know the field; leads keep their values. */
    void hide(String name) {
        hidden.put(name, get(name));
        fields.remove(name);
    }

    Collection<LeadField> all() {
        return List.copyOf(fields.values());
    }

    /** @throws SkippedRow when the name is taken or the limit is reached */
    synchronized void create(String name, String displayName, String dataType) {
        if (!name.matches("[A-Za-z]\\w*")) throw new SkippedRow("1003", "Invalid field name '" + name + "'");
        if (fields.containsKey(name)) throw new SkippedRow("1017", "Object already exists");
        if (created == MOST_BY_API)
            throw new SkippedRow("1014", "Failed to create object: limit of custom fields reached");
        OptionalInt length = dataType.equals("string") ? OptionalInt.of(255) : OptionalInt.empty();
        boolean searchable = Set.of("string", "email", "integer").contains(dataType);
        Set<String> flags = searchable ? Set.of("custom", "searchable") : Set.of("custom");
        add(new LeadField(FIRST_ID_BY_API + created++, name, displayName, dataType, length, flags));
    }

    private void add(LeadField field) {
        fields.put(field.name(), field);
    }

    private static Set<String> flags(String text) {
        return text.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(text.split(" ")));
    }
}
