package io.onefunnel.hubspot;

/** The vendor refused one request for a reason that the caller knows how to take. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    RefusedException(Failure failure) {
        super(failure.summary());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
