package io.onefunnel.model;

/**
 * How a canonical value is written as text: numbers as plain decimals, instants as ISO-8601 with "Z", days as
 * ISO-8601, booleans as "true"/"false", several values joined by ";". An absent value is the empty text.
 */
public enum ValueType {
    TEXT,
    LONG_TEXT,
    NUMBER,
    INSTANT,
    DAY,
    BOOLEAN,
    CHOICE,
    CHOICES,
    /** The id of a record of the same connection. */
    REFERENCE
}
