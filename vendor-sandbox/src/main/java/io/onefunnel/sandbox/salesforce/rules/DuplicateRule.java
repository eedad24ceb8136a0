package io.onefunnel.sandbox.salesforce.rules;

import io.onefunnel.sandbox.salesforce.schema.Field;
import io.onefunnel.sandbox.salesforce.schema.ObjectType;
import java.util.List;

/**
 * Finds live records of the object that agree in all the fields.
 *
 * @param action what becomes of a record that has duplicates
 */
public record DuplicateRule(String name, ObjectType type, List<Field> fields, Action action) {
    /** What a rule does with a record that resembles another. */
    public enum Action {
        /** Saved, and noted in a report. */
        REPORT,
        /** Refused, unless the caller allows the save. */
        ALERT,
        /** Refused, whatever the caller allows. */
        BLOCK
    }

    public DuplicateRule {
        fields = List.copyOf(fields);
        if (fields.isEmpty()) throw new IllegalArgumentException("a duplicate rule compares at least one field");
    }
}
