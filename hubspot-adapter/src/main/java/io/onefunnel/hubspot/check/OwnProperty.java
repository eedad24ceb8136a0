package io.onefunnel.hubspot.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.hubspot.client.Json;
import io.onefunnel.model.Field;
import io.onefunnel.model.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A property of ours, defined in HubSpot's words; or one of the portal's that OneFunnel writes.
 *
 * @param type of the object that has it
 * @param field what it holds; empty for the ledger key
 * @param choices its values, where they are known beforehand
 */
record OwnProperty(String type, String name, Optional<Field> field, List<String> choices) {
    static final String PREFIX = "onefunnel_";
    static final String GROUP = "onefunnel";

    OwnProperty(String type, String name, Optional<Field> field) {
        this(type, name, field, field.map(Field::choices).orElse(List.of()));
    }

    boolean isOurs() {
        return name.startsWith(PREFIX);
    }

    boolean isLedgerKey() {
        return field.isEmpty();
    }

    /** Whether people choose its values from a list that the funnel does not define. */
    boolean hasWordsOfACompany() {
        return choices.isEmpty()
                && field.filter(each -> each.type() == ValueType.CHOICE || each.type() == ValueType.CHOICES)
                        .isPresent();
    }

    String qualifiedName() {
        return type + "." + name;
    }

    ObjectNode definition() {
        ObjectNode body = Json.object()
                .put("name", name)
                .put("label", label())
                .put("description", description())
                .put("groupName", GROUP)
                .put("type", valueType())
                .put("fieldType", fieldType());
        if (field.isEmpty()) body.put("hasUniqueValue", true);
        List<String> values = choices;
        if (!values.isEmpty() || valueType().equals("bool")) {
            ArrayNode options = body.putArray("options");
            List<String> all = values.isEmpty() ? List.of("true", "false") : values;
            for (int i = 0; i < all.size(); i++) {
                options.add(option(all.get(i), i));
            }
        }
        return body;
    }

    static ObjectNode option(String value, int place) {
        return Json.object()
                .put("label", words(value))
                .put("value", value)
                .put("displayOrder", place)
                .put("hidden", false);
    }

    String valueType() {
        if (field.isEmpty()) return "string";
        if (!choices.isEmpty()) return "enumeration";
        return switch (field.get().type()) {
            case NUMBER -> "number";
            case INSTANT -> "datetime";
            case DAY -> "date";
            case BOOLEAN -> "bool";
            // Reasons and other words that the framework defines change with it: text takes any of them.
            default -> "string";
        };
    }

    String fieldType() {
        return switch (valueType()) {
            case "number" -> "number";
            case "datetime", "date" -> "date";
            case "bool" -> "booleancheckbox";
            case "enumeration" -> "select";
            default -> field.filter(each -> each.type() == ValueType.LONG_TEXT).isPresent() ? "textarea" : "text";
        };
    }

    private String label() {
        return "OneFunnel " + name.substring(PREFIX.length()).replace('_', ' ');
    }

    private String description() {
        if (field.isEmpty()) return "Lets OneFunnel find its own task again. Not for people.";
        String key = field.get().key();
        return switch (field.get().writer()) {
            case PERSON -> "For people to answer; read by OneFunnel (" + key + ").";
            case ONEFUNNEL -> "Kept by OneFunnel (" + key + "): what people write here is overwritten.";
            case SOURCE -> "Read by OneFunnel (" + key + ").";
        };
    }

    private static String words(String value) {
        String lower = value.replace('_', ' ').toLowerCase(Locale.ROOT);
        return lower.length() < 2 ? value : Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
    }
}
