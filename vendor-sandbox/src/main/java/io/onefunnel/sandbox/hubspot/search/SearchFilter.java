package io.onefunnel.sandbox.hubspot.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.schema.Properties;
import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition;
import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition.Type;
import io.onefunnel.sandbox.hubspot.schema.PropertyRules;
import io.onefunnel.sandbox.hubspot.store.Associations;
import io.onefunnel.sandbox.hubspot.store.CrmObject;
import io.onefunnel.sandbox.hubspot.store.ObjectTable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** One condition; the values are as sent. */
record SearchFilter(String property, Type type, Operator operator, List<String> values) {
    private static final String ASSOCIATIONS = "associations.";

    enum Operator {
        BETWEEN,
        CONTAINS_TOKEN,
        EQ,
        GT,
        GTE,
        HAS_PROPERTY,
        IN,
        LT,
        LTE,
        NEQ,
        NOT_CONTAINS_TOKEN,
        NOT_HAS_PROPERTY,
        NOT_IN
    }

    static SearchFilter of(JsonNode json, Properties properties) {
        String property = json.path("propertyName").asText();
        Operator operator = operator(json.path("operator").asText());
        List<String> values = values(json);
        boolean bare = operator == Operator.HAS_PROPERTY || operator == Operator.NOT_HAS_PROPERTY;
        if (bare != values.isEmpty()) {
            throw Refusal.validation(operator + (bare ? " must not have a value" : " needs a value"));
        }
        if (operator == Operator.BETWEEN && values.size() != 2) {
            throw Refusal.validation("BETWEEN needs a value and a highValue");
        }
        if (property.startsWith(ASSOCIATIONS)) {
            String kind = property.substring(ASSOCIATIONS.length());
            if (ObjectKind.named(kind).isEmpty()) throw Refusal.validation("unknown association " + property);
            return new SearchFilter(property, Type.NUMBER, operator, values);
        }
        Type type = properties
                .find(property)
                .map(PropertyDefinition::type)
                .orElseThrow(() -> Refusal.validation(
                        "There was a problem with the request: property " + property + " does not exist"));
        SearchFilter filter = new SearchFilter(property, type, operator, values);
        filter.checkBounds();
        return filter;
    }

    boolean isAssociation() {
        return property.startsWith(ASSOCIATIONS);
    }

    ObjectKind associatedKind() {
        return ObjectKind.of(property.substring(ASSOCIATIONS.length()));
    }

    /** The first value of a time or id filter, as a number. */
    long bound() {
        return type == Type.NUMBER ? Request.id(values.get(0)) : time(values.get(0));
    }

    long highBound() {
        return time(values.get(1));
    }

    Predicate<CrmObject> on(ObjectTable table, Associations associations) {
        if (isAssociation()) {
            long id = Request.id(values.get(0));
            ObjectKind other = associatedKind();
            return object -> associations.of(table.kind(), object.id(), other).typesOf(id).length > 0;
        }
        boolean ordered = operator != Operator.HAS_PROPERTY && operator != Operator.NOT_HAS_PROPERTY;
        if (ordered && property.equals("hs_object_id"))
            return object -> compares(Long.compare(object.id(), bound()), object.id());
        boolean single = ordered && operator != Operator.IN && operator != Operator.NOT_IN;
        if (single && property.equals(table.kind().modified())) {
            long low = bound();
            long high = operator == Operator.BETWEEN ? highBound() : low;
            return object -> inRange(Long.compare(object.modified(), low), Long.compare(object.modified(), high));
        }
        return object -> {
            String held = table.value(object, property);
            if (operator == Operator.HAS_PROPERTY) return held != null;
            if (operator == Operator.NOT_HAS_PROPERTY) return held == null;
            if (held == null) return isNegative();
            return matches(held);
        };
    }

    private boolean compares(int order, long id) {
        if (operator == Operator.IN || operator == Operator.NOT_IN) {
            return values.contains(Long.toString(id)) == (operator == Operator.IN);
        }
        if (operator == Operator.BETWEEN) return order >= 0 && id <= Request.id(values.get(1));
        return inRange(order, order);
    }

    private boolean inRange(int low, int high) {
        return switch (operator) {
            case EQ -> low == 0;
            case NEQ -> low != 0;
            case GT -> low > 0;
            case GTE -> low >= 0;
            case LT -> low < 0;
            case LTE -> low <= 0;
            case BETWEEN -> low >= 0 && high <= 0;
            default -> false;
        };
    }

    private boolean isNegative() {
        return operator == Operator.NEQ || operator == Operator.NOT_IN || operator == Operator.NOT_CONTAINS_TOKEN;
    }

    private boolean matches(String held) {
        return switch (operator) {
            case IN -> isIn(held);
            case NOT_IN -> !isIn(held);
            case CONTAINS_TOKEN -> holds(held, values.get(0));
            case NOT_CONTAINS_TOKEN -> !holds(held, values.get(0));
            case BETWEEN -> inRange(compare(held, values.get(0)), compare(held, values.get(1)));
            default -> {
                int order = compare(held, values.get(0));
                yield inRange(order, order);
            }
        };
    }

    /** Values of a text IN must be lower-case: upper-case ones find nothing. */
    private boolean isIn(String held) {
        if (type == Type.STRING) return values.contains(held.toLowerCase(Locale.ROOT));
        return values.stream().anyMatch(value -> compare(held, value) == 0);
    }

    private int compare(String held, String asked) {
        return switch (type) {
            case NUMBER -> number(held).compareTo(number(asked));
            case DATE, DATETIME -> Long.compare(time(held), time(asked));
            case STRING -> held.toLowerCase(Locale.ROOT).compareTo(asked.toLowerCase(Locale.ROOT));
            case BOOL, ENUMERATION -> held.compareTo(asked);
        };
    }

    private void checkBounds() {
        for (String value : values) {
            try {
                if (type == Type.NUMBER) number(value);
                if (type == Type.DATE || type == Type.DATETIME) time(value);
            } catch (NumberFormatException e) {
                throw Refusal.validation(value + " is not a number (" + property + ")");
            }
        }
    }

    private static BigDecimal number(String value) {
        return new BigDecimal(value);
    }

    private static long time(String value) {
        return PropertyRules.time(value);
    }

    private static Operator operator(String name) {
        try {
            return Operator.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw Refusal.validation("unknown operator " + name);
        }
    }

    private static List<String> values(JsonNode json) {
        if (json.path("values").isArray()) return Json.texts(json.path("values"));
        if (json.path("value").isMissingNode() || json.path("value").isNull()) return List.of();
        String value = json.path("value").asText();
        return json.hasNonNull("highValue")
                ? List.of(value, json.path("highValue").asText())
                : List.of(value);
    }

    /** Whether one of the words of {@code value} is {@code token}, which may hold "*". */
    static boolean holds(String value, String token) {
        String[] parts = token.toLowerCase(Locale.ROOT).split("\\*", -1);
        Pattern pattern = Pattern.compile(
                String.join(".*", Arrays.stream(parts).map(Pattern::quote).toList()));
        String lower = value.toLowerCase(Locale.ROOT);
        return pattern.matcher(lower).matches()
                || Arrays.stream(lower.split("[\\s@.,;/-]+"))
                        .anyMatch(word -> pattern.matcher(word).matches());
    }
}
