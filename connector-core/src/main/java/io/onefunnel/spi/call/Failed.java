package io.onefunnel.spi.call;

/**
 * A failure in the form in which resilience4j takes one; nobody throws it.
 *
 * @see RetryPolicy
 */
final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final int besides;
    private final boolean late;

    /**
     * @param besides attempts that count and did not come here as failures
     * @param late whether the time for attempts is over
     */
    Failed(Failure failure, int besides, boolean late) {
        super(failure.code().name(), null, false, false);
        this.failure = failure;
        this.besides = besides;
        this.late = late;
    }

    Failure failure() {
        return failure;
    }

    int besides() {
        return besides;
    }

    boolean late() {
        return late;
    }
}
