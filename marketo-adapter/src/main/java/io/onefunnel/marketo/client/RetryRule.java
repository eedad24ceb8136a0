package io.onefunnel.marketo.client;

/** What is done about an error code of Marketo. */
public enum RetryRule {
    /** The same request again, after a while. */
    RETRY,
    /** Everybody of ours slows down, then the same request again. */
    THROTTLE,
    /** A new token, then the same request once. */
    REAUTHENTICATE,
    /** Nothing more before the quota is renewed. */
    QUOTA,
    /** This record is refused, the others go on. */
    RECORD,
    /** An admin has to change something. */
    CONFIG,
    /** The request was wrong: fails loudly. */
    BUG,
    /** A duplicate or a conflict of a merge, for people to decide. */
    ASK_HUMAN,
    /** There is nothing of what was asked for. */
    EMPTY,
    /** It is as we want it already. */
    DONE
}
