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
    RECORD_LOCKED;

    /** How often a trouble happens that does not end. */
    public static final int FOR_EVER = 1_000_000;
}
