package io.onefunnel.sandbox.salesforce.schema;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One object of the org, with its fields in describe order. Names are found whatever their case, as in Salesforce. */
public final class ObjectType {
    private final String name;
    private final String prefix;
    private final String plural;
    private final Set<String> flags;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Map<String, Field> byName = new HashMap<>();
    private final List<Field> inOrder;
    private final Map<String, Field> relationships = new LinkedHashMap<>();

    ObjectType(String name, String prefix, String plural, Set<String> flags, List<Field> fields) {
        this.name = name;
        this.prefix = prefix;
        this.plural = plural;
        this.flags = Set.copyOf(flags);
        for (Field field : fields) {
            this.fields.put(field.key(), field);
            byName.put(field.name(), field);
            String relationship = field.relationship();
            if (relationship != null) relationships.put(relationship.toLowerCase(Locale.ROOT), field);
        }
        inOrder = List.copyOf(this.fields.values());
    }

    public String name() {
        return name;
    }

    public String prefix() {
        return prefix;
    }

    public String labelPlural() {
        return plural;
    }

    public String label() {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2");
    }

    public boolean mergeable() {
        return flags.contains("mergeable");
    }

    public boolean undeletable() {
        return flags.contains("undeletable");
    }

    public boolean searchable() {
        return flags.contains("searchable");
    }

    /** Rows of these are written by the platform: histories, stages. */
    public boolean writable() {
        return fields.values().stream().anyMatch(Field::createable);
    }

    public boolean deletable() {
        return writable() && !flags.contains("nodelete");
    }

    /** Rows that tell what a record held before; they stay with the record they are of. */
    public boolean isHistory() {
        return flags.contains("history");
    }

    /** Only the Tooling API reads it. */
    public boolean tooling() {
        return flags.contains("tooling");
    }

    public boolean hasStamp() {
        return !flags.contains("nostamp");
    }

    public List<Field> fields() {
        return inOrder;
    }

    public Optional<Field> field(String anyCase) {
        Field exact = byName.get(anyCase);
        return exact != null ? Optional.of(exact) : Optional.ofNullable(fields.get(anyCase.toLowerCase(Locale.ROOT)));
    }

    /** The reference field behind a relationship name such as "Owner". */
    public Optional<Field> relationship(String anyCase) {
        return Optional.ofNullable(relationships.get(anyCase.toLowerCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return name;
    }
}
