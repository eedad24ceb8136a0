package io.onefunnel.sandbox.hubspot.schema;

import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Refusal.InvalidProperty;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Which values a property takes, and the form in which the portal keeps and answers them. */
public final class PropertyRules {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");

    private PropertyRules() {}

    /**
     * The values as the portal would keep them; every invalid one is reported in one refusal. One unknown property
     * refuses the whole request (PROPERTY_DOESNT_EXIST).
     */
    public static Map<String, String> kept(Properties properties, Map<String, String> sent) {
        Map<String, String> kept = new LinkedHashMap<>();
        List<InvalidProperty> invalid = new ArrayList<>();
        sent.forEach((name, value) -> {
            try {
                PropertyDefinition definition = properties
                        .find(name)
                        .orElseThrow(
                                () -> new Invalid("PROPERTY_DOESNT_EXIST", "Property \"" + name + "\" does not exist"));
                if (definition.readOnly()) {
                    throw new Invalid(
                            "READ_ONLY_VALUE", "\"" + name + "\" is a read only property; its value cannot be set.");
                }
                kept.put(name, kept(definition, value));
            } catch (Invalid reason) {
                invalid.add(new InvalidProperty(name, reason.code, String.valueOf(reason.getMessage())));
            }
        });
        if (!invalid.isEmpty()) throw Refusal.invalidProperties(invalid);
        return kept;
    }

    /** The value of a data-filling call or of a hand edit: the same forms, but read-only properties may be set. */
    public static String filled(PropertyDefinition definition, String value) {
        try {
            return kept(definition, value);
        } catch (Invalid reason) {
            throw new IllegalArgumentException(definition.name() + ": " + reason.getMessage(), reason);
        }
    }

    private static String kept(PropertyDefinition definition, String value) {
        if (value.isEmpty()) return "";
        return switch (definition.type()) {
            case STRING -> text(definition, value);
            case NUMBER -> number(value);
            case BOOL -> bool(value);
            case DATETIME -> instant(value).toString();
            case DATE -> day(value);
            case ENUMERATION -> option(definition, value);
        };
    }

    private static String text(PropertyDefinition definition, String value) {
        if (!definition.name().equals("email")) return value;
        if (!EMAIL.matcher(value).matches()) {
            throw new Invalid("INVALID_EMAIL", "Email address " + value + " is invalid");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    private static String number(String value) {
        try {
            return new BigDecimal(value).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            throw new Invalid("INVALID_NUMBER", value + " was not a valid number.");
        }
    }

    private static String bool(String value) {
        if (value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")) return value.toLowerCase(Locale.ROOT);
        throw new Invalid("INVALID_OPTION", value + " was not one of the allowed options: [true, false]");
    }

    /** A time given in a filter, in epoch milliseconds. */
    public static long time(String value) {
        try {
            return instant(value).toEpochMilli();
        } catch (Invalid reason) {
            throw Refusal.validation(String.valueOf(reason.getMessage()));
        }
    }

    /** ISO-8601 or epoch milliseconds (properties guide); anything else gets the recorded INVALID_LONG. */
    private static Instant instant(String value) {
        try {
            if (value.chars().allMatch(c -> Character.isDigit(c) || c == '-') && value.indexOf('-', 1) < 0) {
                return Instant.ofEpochMilli(Long.parseLong(value));
            }
            if (value.length() == 10)
                return LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
            Instant parsed = OffsetDateTime.parse(value).toInstant();
            return Instant.ofEpochMilli(parsed.toEpochMilli());
        } catch (DateTimeException | NumberFormatException e) {
            throw new Invalid("INVALID_LONG", value + " was not a valid long.");
        }
    }

    private static String day(String value) {
        if (value.length() == 10 && value.charAt(4) == '-') {
            try {
                return LocalDate.parse(value).toString();
            } catch (DateTimeException e) {
                throw new Invalid("INVALID_DATE", value + " was not a valid date.");
            }
        }
        Instant instant = instant(value);
        if (instant.toEpochMilli() % 86_400_000 != 0) {
            throw new Invalid("INVALID_DATE", value + " is not midnight UTC.");
        }
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** Several options are separated by ";", a leading ";" appends: properties guide. */
    private static String option(PropertyDefinition definition, String value) {
        String[] chosen = definition.isMultiple() ? value.split(";") : new String[] {value};
        for (String each : chosen) {
            if (each.isEmpty() || definition.allows(each)) continue;
            throw new Invalid(
                    "INVALID_OPTION",
                    each + " was not one of the allowed options: "
                            + definition.options().stream()
                                    .map(PropertyDefinition.Option::value)
                                    .toList());
        }
        return value;
    }

    private static final class Invalid extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String code;

        Invalid(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }
}
