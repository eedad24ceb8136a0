package io.onefunnel.hubspot.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The properties of a type that the token may see. */
public final class PropertyDefinitions {
    private final Map<String, JsonNode> byName = new LinkedHashMap<>();

    private PropertyDefinitions() {}

    public static PropertyDefinitions of(HubSpotClient client, HubSpotPaths paths, String type) {
        PropertyDefinitions definitions = new PropertyDefinitions();
        client.get(
                        Operation.read("properties " + type),
                        paths.properties(type),
                        Map.of(),
                        WholeAnswer.list("name", "type", "fieldType"))
                .path("results")
                .forEach(each -> definitions.byName.put(each.path("name").asText(""), each));
        return definitions;
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    public Set<String> names() {
        return byName.keySet();
    }

    public boolean isWritable(String name) {
        JsonNode definition = byName.get(name);
        return definition != null
                && !definition.path("calculated").asBoolean()
                && !definition
                        .path("modificationMetadata")
                        .path("readOnlyValue")
                        .asBoolean();
    }

    /** The values that people may choose; none where the property is no choice. */
    public List<String> options(String name) {
        List<String> values = new ArrayList<>();
        JsonNode definition = byName.get(name);
        if (definition == null) return values;
        for (JsonNode option : definition.path("options")) {
            if (!option.path("hidden").asBoolean())
                values.add(option.path("value").asText(""));
        }
        return values;
    }

    /** All values that it can have, hidden ones too; as HubSpot has them. */
    public List<JsonNode> optionNodes(String name) {
        List<JsonNode> options = new ArrayList<>();
        definition(name).path("options").forEach(options::add);
        return options;
    }

    public List<String> allOptions(String name) {
        return optionNodes(name).stream()
                .map(option -> option.path("value").asText(""))
                .toList();
    }

    /** "string", "number", "bool", "date", "datetime" or "enumeration" (properties guide). */
    public String type(String name) {
        return definition(name).path("type").asText("");
    }

    /** How people fill it in: "text", "select" and others. */
    public String fieldType(String name) {
        return definition(name).path("fieldType").asText("");
    }

    public boolean isUnique(String name) {
        return definition(name).path("hasUniqueValue").asBoolean();
    }

    private JsonNode definition(String name) {
        return byName.getOrDefault(name, MissingNode.getInstance());
    }

    public Set<String> missing(Set<String> wanted) {
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(byName.keySet());
        return missing;
    }
}
