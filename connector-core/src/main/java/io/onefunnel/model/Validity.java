package io.onefunnel.model;

/** Whether what is asked for about a person is there and can be right. */
public enum Validity {
    VALID,
    /** Something is missing, or an optional value cannot be right. */
    SUSPECT,
    /** A required value cannot be right. */
    INVALID
}
