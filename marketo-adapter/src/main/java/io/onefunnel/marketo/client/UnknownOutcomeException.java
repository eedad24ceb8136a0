package io.onefunnel.marketo.client;

/** The connection died, or a proxy answered, after a write had been sent: only reading can tell what became of it. */
public final class UnknownOutcomeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownOutcomeException(String message, Throwable cause) {
        super(message, cause);
    }
}
