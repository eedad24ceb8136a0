package io.onefunnel.settings;

/** A secret is not where the configuration says. The message names the key and the place. */
public final class SecretMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SecretMissingException(String message) {
        super(message);
    }
}
