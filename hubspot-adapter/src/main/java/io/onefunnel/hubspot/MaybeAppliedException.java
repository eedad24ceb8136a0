package io.onefunnel.hubspot;

/** A write was sent and no answer came that tells whether it was carried out. */
final class MaybeAppliedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MaybeAppliedException(String operation, Throwable cause) {
        super(operation + ": the connection ended before an answer", cause);
    }

    MaybeAppliedException(String operation, int status) {
        super(operation + ": HTTP " + status);
    }
}
