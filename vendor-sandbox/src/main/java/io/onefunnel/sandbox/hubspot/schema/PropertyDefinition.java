package io.onefunnel.sandbox.hubspot.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One property of an object type, as the properties API describes it. */
public record PropertyDefinition(
        String name,
        String label,
        String description,
        String group,
        Type type,
        String fieldType,
        List<Option> options,
        boolean readOnly,
        boolean unique,
        boolean custom,
        Instant createdAt) {

    private static final Map<Type, Set<String>> FIELD_TYPES = Map.of(
            Type.BOOL, Set.of("booleancheckbox"),
            Type.ENUMERATION, Set.of("select", "radio", "checkbox", "booleancheckbox"),
            Type.DATE, Set.of("date"),
            Type.DATETIME, Set.of("date"),
            Type.STRING, Set.of("text", "textarea", "html", "phonenumber", "file"),
            Type.NUMBER, Set.of("number"));

    public enum Type {
        BOOL,
        ENUMERATION,
        DATE,
        DATETIME,
        STRING,
        NUMBER;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public record Option(String label, String value, int displayOrder, boolean hidden) {}

    public PropertyDefinition {
        options = List.copyOf(options);
    }

    /** A wrong pair is a 400: properties guide. Calculated fields carry their own field type. */
    boolean hasFittingFieldType() {
        return fieldType.startsWith("calculation")
                || FIELD_TYPES.getOrDefault(type, Set.of()).contains(fieldType);
    }

    public boolean isMultiple() {
        return type == Type.ENUMERATION && fieldType.equals("checkbox");
    }

    boolean allows(String value) {
        return options.isEmpty()
                || options.stream().anyMatch(option -> option.value().equals(value));
    }

    ObjectNode json(boolean archived) {
        ObjectNode json = Json.object()
                .put("updatedAt", createdAt.toString())
                .put("createdAt", createdAt.toString())
                .put("name", name)
                .put("label", label)
                .put("type", type.wire())
                .put("fieldType", fieldType)
                .put("description", description)
                .put("groupName", group);
        ArrayNode list = json.putArray("options");
        for (Option option : options) {
            list.addObject()
                    .put("label", option.label())
                    .put("value", option.value())
                    .put("displayOrder", option.displayOrder())
                    .put("hidden", option.hidden());
        }
        json.put("displayOrder", -1)
                .put("calculated", fieldType.startsWith("calculation"))
                .put("externalOptions", false)
                .put("archived", archived)
                .put("hasUniqueValue", unique)
                .put("hidden", false);
        if (!custom) json.put("hubspotDefined", true);
        json.putObject("modificationMetadata")
                .put("archivable", custom)
                .put("readOnlyDefinition", !custom)
                .put("readOnlyValue", readOnly);
        return json.put("formField", !readOnly).put("dataSensitivity", "non_sensitive");
    }
}
