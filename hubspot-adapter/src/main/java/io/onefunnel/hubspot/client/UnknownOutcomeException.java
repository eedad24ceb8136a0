package io.onefunnel.hubspot.client;

/** A write was sent and no answer came that tells whether it was carried out. */
public final class UnknownOutcomeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownOutcomeException(String operation, Throwable cause) {
        super(operation + ": no answer that tells whether it was done", cause);
    }

    public UnknownOutcomeException(String operation, int status) {
        super(operation + ": HTTP " + status);
    }
}
