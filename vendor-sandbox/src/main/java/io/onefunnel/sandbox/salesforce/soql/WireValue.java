package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.schema.FieldType;
import org.jspecify.annotations.Nullable;

/** How a kept value is written to clients. */
public final class WireValue {
    private WireValue() {}

    /** In SOAP and in Bulk CSV: decimals always with a fraction (12 is 12.0), instants with Z. */
    public static @Nullable String text(FieldType type, @Nullable String value) {
        if (value == null) return null;
        if (type.isDecimal() && value.indexOf('.') < 0) return value + ".0";
        return type == FieldType.TIME && !value.endsWith("Z") ? time(value) : value;
    }

    /** In REST JSON instants end in +0000. */
    public static @Nullable String json(FieldType type, @Nullable String value) {
        if (value == null || type != FieldType.DATETIME) return text(type, value);
        return value.replace("Z", "+0000");
    }

    private static String time(String value) {
        return (value.length() == 5 ? value + ":00" : value) + ".000Z";
    }
}
