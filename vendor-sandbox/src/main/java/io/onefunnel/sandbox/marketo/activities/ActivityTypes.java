package io.onefunnel.sandbox.marketo.activities;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The standard activity types, as Get Activity Types shows them. */
public final class ActivityTypes {
    private static final Set<String> NUMBERS = Set.of(
            "Campaign Run ID", "Choice Number", "Step ID", "New Status ID", "Old Status ID", "Program Member ID");
    private static final Set<String> TRUTHS =
            Set.of("Success", "Acquired By", "Is Bot Activity", "Is Mobile Device", "Has Predictive", "Master Updated");

    private record Type(int id, String name, String primary, List<String> attributes) {}

    private final Map<Integer, Type> types = new LinkedHashMap<>();

    public ActivityTypes() {
        for (List<String> row : Table.rows(ActivityTypes.class, "activity-types.txt")) {
            List<String> attributes =
                    row.get(3).isEmpty() ? List.of() : Arrays.asList(row.get(3).split(","));
            int id = Integer.parseInt(row.get(0));
            types.put(id, new Type(id, row.get(1), row.get(2), attributes));
        }
    }

    boolean knows(int id) {
        return types.containsKey(id);
    }

    List<ObjectNode> shown() {
        return types.values().stream().map(ActivityTypes::shape).toList();
    }

    /** The data type of a standard attribute: text unless live rows show something else. */
    static String dataType(String attribute) {
        if (NUMBERS.contains(attribute)) return "integer";
        if (TRUTHS.contains(attribute)) return "boolean";
        return attribute.equals("Merge IDs") ? "array" : "string";
    }

    private static ObjectNode shape(Type type) {
        ObjectNode shape =
                Replies.object().put("id", type.id()).put("name", type.name()).put("description", type.name());
        if (!type.primary().isEmpty()) {
            shape.putObject("primaryAttribute").put("name", type.primary()).put("dataType", "integer");
        }
        ArrayNode attributes = shape.putArray("attributes");
        for (String name : type.attributes()) {
            String dataType = dataType(name);
            attributes.addObject().put("name", name).put("dataType", dataType.equals("array") ? "string" : dataType);
        }
        return shape;
    }
}
