package io.onefunnel.sandbox.salesforce.soql;

import io.onefunnel.sandbox.salesforce.schema.FieldType;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A function of one value. Days and hours are those of UTC: the sandbox org's users live there. */
public enum ScalarFunction {
    NONE,
    TOLABEL,
    FORMAT,
    DAY_ONLY,
    CALENDAR_YEAR,
    CALENDAR_QUARTER,
    CALENDAR_MONTH,
    DAY_IN_MONTH,
    DAY_IN_WEEK,
    DAY_IN_YEAR,
    HOUR_IN_DAY;

    static Optional<ScalarFunction> named(String word) {
        for (ScalarFunction each : values()) {
            if (each != NONE && each.name().equals(word.toUpperCase(Locale.ROOT))) return Optional.of(each);
        }
        return Optional.empty();
    }

    FieldType result(FieldType of) {
        return switch (this) {
            case NONE, TOLABEL -> of;
            case FORMAT -> FieldType.STRING;
            case DAY_ONLY -> FieldType.DATE;
            default -> FieldType.INT;
        };
    }

    /** Whether it asks for a date or an instant. */
    boolean isOfTime() {
        return switch (this) {
            case NONE, TOLABEL, FORMAT -> false;
            default -> true;
        };
    }

    @Nullable
    String apply(@Nullable String value) {
        if (value == null || !isOfTime()) return value;
        if (this == DAY_ONLY) return value.substring(0, 10);
        if (this == HOUR_IN_DAY) return Integer.toString(Integer.parseInt(value.substring(11, 13)));
        LocalDate day = LocalDate.parse(value.substring(0, 10));
        int number = switch (this) {
            case CALENDAR_YEAR -> day.getYear();
            case CALENDAR_QUARTER -> (day.getMonthValue() + 2) / 3;
            case CALENDAR_MONTH -> day.getMonthValue();
            case DAY_IN_MONTH -> day.getDayOfMonth();
            // Sunday is 1.
            case DAY_IN_WEEK -> day.getDayOfWeek().getValue() % 7 + 1;
            default -> day.getDayOfYear();
        };
        return Integer.toString(number);
    }
}
