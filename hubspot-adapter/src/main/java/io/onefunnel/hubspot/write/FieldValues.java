package io.onefunnel.hubspot.write;

import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.ValueType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values between the funnel's words and the vendor's, by the mapping of one type. */
public final class FieldValues {
    private final Mapping.Type mapping;

    public FieldValues(Mapping.Type mapping) {
        this.mapping = mapping;
    }

    /** The property to write a field to; empty when the mapping does not allow it. */
    Optional<String> property(Field field) {
        return mapping.writes().contains(field) ? mapping.nameOf(field) : Optional.empty();
    }

    /** The vendor's value for a canonical one; empty when the mapping translates and no single value means it. */
    public Optional<String> vendorValue(Field field, String canonical) {
        Mapping.Source source = mapping.fields().get(field);
        if (source == null || source.values().isEmpty() || canonical.isEmpty()) return Optional.of(canonical);
        List<String> meaning = source.values().entrySet().stream()
                .filter(each -> each.getValue().equals(canonical))
                .map(Map.Entry::getKey)
                .toList();
        return meaning.size() == 1 ? Optional.of(meaning.get(0)) : Optional.empty();
    }

    /** What a record's properties say of a field: the empty text when nothing. */
    public String canonical(Field field, Map<String, String> values) {
        Mapping.Source source = mapping.fields().get(field);
        if (source == null) return "";
        for (String name : source.from()) {
            String value = values.getOrDefault(name, "");
            if (!value.isEmpty()) return translated(source, value);
        }
        return source.from().isEmpty() ? source.otherwise().orElse("") : "";
    }

    private static String translated(Mapping.Source source, String value) {
        if (source.values().isEmpty()) return value;
        return source.values().entrySet().stream()
                .filter(each -> each.getKey().equalsIgnoreCase(value))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(source::otherwise)
                .orElse("");
    }

    /** Whether two values of a field are one: the vendor may write a number or an instant in another form. */
    public static boolean same(Field field, String one, String other) {
        if (one.equals(other)) return true;
        if (one.isEmpty() || other.isEmpty()) return false;
        try {
            if (field.type() == ValueType.NUMBER) return new BigDecimal(one).compareTo(new BigDecimal(other)) == 0;
            if (field.type() == ValueType.INSTANT) {
                // Datetimes have milliseconds at the vendor (properties guide).
                return Instant.parse(one).toEpochMilli() == Instant.parse(other).toEpochMilli();
            }
        } catch (NumberFormatException | DateTimeException e) {
            return false;
        }
        return false;
    }
}
