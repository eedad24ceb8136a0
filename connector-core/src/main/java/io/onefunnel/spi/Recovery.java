package io.onefunnel.spi;

/** What the caller does next. The retry loop reads this and nothing else. */
public enum Recovery {
    /** The same request may succeed later; back off. */
    RETRY_LATER,
    /** Fetch a new token, once, and repeat. */
    REAUTHENTICATE,
    /** This record will not go through as it is; the others do. */
    SKIP_RECORD,
    /** Only an admin can mend it: credentials, rights, a missing field. */
    ASK_ADMIN,
    /** The vendor's quota is spent: stop this connection until it is renewed. */
    STOP_UNTIL_QUOTA_RESET
}
