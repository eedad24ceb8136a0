package io.onefunnel.app.engine;

/** A plan that must not be applied; the message says why and what to do. */
public final class PlanRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlanRefusedException(String message) {
        super(message);
    }
}
