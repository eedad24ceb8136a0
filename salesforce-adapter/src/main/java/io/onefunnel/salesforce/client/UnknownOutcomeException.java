package io.onefunnel.salesforce.client;

/** A write was sent and no answer tells whether it was done. */
public final class UnknownOutcomeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownOutcomeException(Exception cause) {
        super(cause);
    }
}
