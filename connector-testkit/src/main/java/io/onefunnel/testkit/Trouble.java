package io.onefunnel.testkit;

/** What can go wrong at every vendor. A fixture translates each into the fault kind of its vendor. */
public enum Trouble {
    /** The vendor answers that the token is no longer valid. A new one works. */
    TOKEN_EXPIRED,
    /** Too many calls in a short time. */
    RATE_LIMITED,
    /** The day's quota is spent. */
    QUOTA_EXHAUSTED,
    /** A server error, or a page from a proxy. */
    UNAVAILABLE,
    /** The connection breaks before the vendor did anything. */
    RESET_BEFORE,
    /** The connection breaks after the vendor did it all, before the answer. */
    RESET_AFTER,
    /** One record of a batch is locked by somebody else for a moment; the others go through. */
    RECORD_LOCKED,
    /** A 200 with a page that a proxy made. The call did not come to the vendor. */
    FOREIGN_ANSWER,
    /** A 200 with an object that has none of the keys that belong there. The call did not come to the vendor. */
    EMPTY_ANSWER,
    /** The vendor's own answer, half of it, by a connection that ended in order. */
    CUT_ANSWER,
    /** A redirect to another host. The call did not come to the vendor. */
    REDIRECTED_ANSWER;

    /** How often a trouble happens that does not end. */
    public static final int FOR_EVER = 1_000_000;
}
