package io.onefunnel.marketo;

/** The connection died, or a proxy answered, after a write had been sent: only reading can tell what became of it. */
final class MayHaveHappened extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MayHaveHappened(String message, Throwable cause) {
        super(message, cause);
    }
}
