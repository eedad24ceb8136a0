package io.onefunnel.marketo.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.ValueType;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Canonical values under their vendor names, both ways. */
public final class LeadValues {
    private final Mapping.Type type;

    public LeadValues(Mapping.Type type) {
        this.type = type;
    }

    /** Where a field is written; empty when it is not mapped to exactly one vendor field. */
    public Optional<String> name(Field field) {
        return type.nameOf(field);
    }

    public boolean mayWrite(Field field) {
        return type.writes().contains(field) && name(field).isPresent();
    }

    /** A canonical value as the vendor keeps it, as text. */
    public String vendorText(Field field, String canonical) {
        Mapping.Source source = type.fields().get(field);
        if (source == null || canonical.isEmpty()) return canonical;
        return source.values().entrySet().stream()
                .filter(each -> each.getValue().equalsIgnoreCase(canonical))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(canonical);
    }

    /** As a call sends it; null clears a field ("Leads", "Create and Update"). */
    public JsonNode json(Field field, String canonical) {
        String text = vendorText(field, canonical);
        if (text.isEmpty()) return NullNode.getInstance();
        if (field.type() == ValueType.NUMBER) return DecimalNode.valueOf(new BigDecimal(text));
        return field.type() == ValueType.BOOLEAN
                ? BooleanNode.valueOf(Boolean.parseBoolean(text))
                : TextNode.valueOf(text);
    }

    /** What the vendor holds of these fields, in canonical values. */
    public Map<Field, String> held(Iterable<Field> fields, Map<String, String> values) {
        Map<Field, String> held = new EnumMap<>(Field.class);
        for (Field field : fields) {
            String name = name(field).orElse("");
            held.put(field, canonical(field, values.getOrDefault(name, "")));
        }
        return held;
    }

    public static boolean same(Field field, String left, String right) {
        if (left.equals(right)) return true;
        if (left.isEmpty() || right.isEmpty()) return false;
        return switch (field.type()) {
            case NUMBER -> sameNumber(left, right);
            case INSTANT -> VendorDates.read(left).isPresent() && seconds(left).equals(seconds(right));
            case BOOLEAN -> left.equalsIgnoreCase(right);
            default -> false;
        };
    }

    private static boolean sameNumber(String left, String right) {
        try {
            return new BigDecimal(left).compareTo(new BigDecimal(right)) == 0;
        } catch (NumberFormatException notNumbers) {
            return false;
        }
    }

    /** Marketo keeps whole seconds: what it holds of 09:00:00.5 is 09:00:00. */
    private static Optional<Long> seconds(String text) {
        return VendorDates.read(text).map(at -> at.getEpochSecond());
    }

    private String canonical(Field field, String vendor) {
        Mapping.Source source = type.fields().get(field);
        if (source == null || vendor.isEmpty()) return vendor;
        String translated = source.values().entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(vendor))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(source.values().isEmpty() ? vendor : source.otherwise().orElse(""));
        return field.type() == ValueType.INSTANT
                ? VendorDates.read(translated).map(Object::toString).orElse(translated)
                : translated;
    }
}
