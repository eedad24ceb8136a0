package io.onefunnel.salesforce.client;

import com.sforce.soap.partner.FieldType;
import io.onefunnel.model.ValueType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Whether a field of the org can hold what we write to it. */
public final class ValueFit {
    private static final Set<FieldType> NUMBERS =
            EnumSet.of(FieldType._double, FieldType.currency, FieldType.percent, FieldType._int, FieldType._long);
    private static final Set<FieldType> TEXTS = EnumSet.of(
            FieldType.string,
            FieldType.textarea,
            FieldType.picklist,
            FieldType.multipicklist,
            FieldType.combobox,
            FieldType.encryptedstring,
            FieldType.email,
            FieldType.phone,
            FieldType.url);

    private ValueFit() {}

    /** Whether all values of a type can be held. */
    public static boolean holds(DescribedObject.Attribute attribute, ValueType type) {
        FieldType field = attribute.type();
        return switch (type) {
            case NUMBER -> NUMBERS.contains(field) || isPlainText(field);
            case INSTANT -> field == FieldType.datetime || isPlainText(field);
            case DAY -> field == FieldType.date || isPlainText(field);
            case BOOLEAN -> field == FieldType._boolean || isPlainText(field);
            case REFERENCE -> field == FieldType.reference || isPlainText(field);
            case TEXT, LONG_TEXT, CHOICE, CHOICES -> TEXTS.contains(field);
        };
    }

    private static boolean isPlainText(FieldType field) {
        return field == FieldType.string || field == FieldType.textarea;
    }

    public static boolean isText(DescribedObject.Attribute attribute) {
        return TEXTS.contains(attribute.type());
    }

    /**
     * Whether one value can be held. Of one that cannot the org does not refuse the row but the whole call: "... is not a
     * valid value for the type xsd:double" (StevenMMortimer/salesforcer #29, tprouvot/Salesforce-Inspector-reloaded
     * #1154).
     */
    public static boolean holds(DescribedObject.Attribute attribute, String value) {
        try {
            return switch (attribute.type()) {
                case _double, currency, percent -> !value.isEmpty() && new BigDecimal(value).precision() > 0;
                case _int, _long -> new BigDecimal(value).stripTrailingZeros().scale() <= 0;
                case date -> LocalDate.parse(value).getYear() < Short.MAX_VALUE;
                case datetime -> Instant.parse(value).isBefore(Instant.MAX);
                case _boolean -> value.equals("true") || value.equals("false");
                default -> true;
            };
        } catch (DateTimeException | NumberFormatException e) {
            return false;
        }
    }

    public static String word(DescribedObject.Attribute attribute) {
        return attribute.type().name().replace("_", "");
    }

    public static String word(ValueType type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
