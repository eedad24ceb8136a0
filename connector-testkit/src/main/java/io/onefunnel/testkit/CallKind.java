package io.onefunnel.testkit;

/** The calls that a trouble strikes. A fixture translates each into a pattern over its vendor's requests. */
public enum CallKind {
    /** Reading pages of people, by whatever road. */
    PULL,
    /** Changing fields or the owner of people. */
    WRITE,
    MERGE,
    APPEND,
    /** Every call but signing in. */
    ANY
}
