package io.onefunnel.marketo.client;

import io.onefunnel.spi.AdapterErrorCode;

/** The connection died, or a proxy answered, after a write had been sent: only reading can tell what became of it. */
public final class UnknownOutcomeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final AdapterErrorCode code;

    UnknownOutcomeException(String message, RefusedException cause) {
        super(message, cause);
        this.code = cause.code();
    }

    /** What the missing answer is taken for. */
    AdapterErrorCode code() {
        return code;
    }
}
