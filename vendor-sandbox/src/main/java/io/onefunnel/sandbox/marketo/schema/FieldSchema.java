package io.onefunnel.sandbox.marketo.schema;

import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.SkippedRow;
import io.onefunnel.sandbox.marketo.api.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The fields of one record type: those of every instance, and those that an API user added. */
public final class FieldSchema {
    private static final int FIRST_ID_BY_API = 2000;
    private static final Set<String> SEARCHABLE = Set.of("string", "email", "integer");

    private final Map<String, SchemaField> fields = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, SchemaField> hidden = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private final Map<Integer, String> names = new ConcurrentHashMap<>();
    private final int mostByApi;
    private int created;

    /** @param mostByApi how many custom fields the API may create */
    public FieldSchema(Collection<SchemaField> known, int mostByApi) {
        known.forEach(this::add);
        this.mostByApi = mostByApi;
    }

    /** The fields that a table beside this class lists: id, REST name, display name, data type, length, flags. */
    public static List<SchemaField> listed(String table) {
        return Table.rows(FieldSchema.class, table).stream()
                .map(row -> field(Integer.parseInt(row.get(0)), row))
                .toList();
    }

    /** The same of a table for many record types, whose first column names them. */
    public static List<SchemaField> listed(String table, String records) {
        List<SchemaField> fields = new ArrayList<>();
        for (List<String> row : Table.rows(FieldSchema.class, table)) {
            if (row.get(0).equals(records)) fields.add(field(fields.size() + 1, row));
        }
        return fields;
    }

    private static SchemaField field(int id, List<String> row) {
        OptionalInt length = row.get(4).isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(row.get(4)));
        Set<String> flags = row.get(5).isEmpty()
                ? Set.of()
                : Set.copyOf(Arrays.asList(row.get(5).split(" ")));
        return new SchemaField(id, row.get(1), row.get(2), row.get(3), length, flags);
    }

    public Optional<SchemaField> find(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** A field by name, hidden from the API or not. */
    public SchemaField get(String name) {
        return find(name)
                .or(() -> Optional.ofNullable(hidden.get(name)))
                .orElseThrow(() -> new IllegalArgumentException("there is no field " + name));
    }

    /** The name of the field with this id, as activities of its changes refer to it; empty when there is none. */
    public String nameOf(int id) {
        return names.getOrDefault(id, "");
    }

    /** From now on the API does not know the field; records keep their values. */
    public void hide(String name) {
        hidden.put(name, get(name));
        fields.remove(name);
    }

    /** From now on reads refuse the field that is described all the same: airbytehq/airbyte #25064. */
    public void refuseReads(String name) {
        unreadable.add(get(name).name());
    }

    /** @throws Refusal 1003 when one of these fields cannot be read, 1006 when there is none of this name */
    public void requireReadable(Collection<String> asked) {
        List<String> refused = asked.stream().filter(unreadable::contains).toList();
        if (!refused.isEmpty()) throw new Refusal("1003", "Invalid fields " + refused);
        for (String name : asked) {
            if (find(name).isEmpty()) throw new Refusal("1006", "Field '" + name + "' not found");
        }
    }

    void rename(String name, String displayName) {
        add(get(name).displayedAs(displayName));
    }

    public Collection<SchemaField> all() {
        synchronized (fields) {
            return List.copyOf(fields.values());
        }
    }

    /** @throws SkippedRow when the name is taken or the limit is reached */
    synchronized void create(String name, String displayName, String dataType) {
        if (!name.matches("[A-Za-z]\\w*")) throw new SkippedRow("1003", "Invalid field name '" + name + "'");
        if (fields.containsKey(name) || hidden.containsKey(name)) {
            throw new SkippedRow("1017", "Object already exists");
        }
        if (created == mostByApi)
            throw new SkippedRow("1014", "Failed to create object: limit of custom fields reached");
        OptionalInt length = dataType.equals("string") ? OptionalInt.of(255) : OptionalInt.empty();
        Set<String> flags =
                SEARCHABLE.contains(dataType) ? Set.of("custom", "api", "searchable") : Set.of("custom", "api");
        add(new SchemaField(FIRST_ID_BY_API + created++, name, displayName, dataType, length, flags));
    }

    private void add(SchemaField field) {
        fields.put(field.name(), field);
        names.put(field.id(), field.name());
    }
}
