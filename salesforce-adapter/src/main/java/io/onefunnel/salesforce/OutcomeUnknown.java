package io.onefunnel.salesforce;

/** A write was sent and no answer tells whether it was done. */
final class OutcomeUnknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutcomeUnknown(Exception cause) {
        super(cause);
    }
}
