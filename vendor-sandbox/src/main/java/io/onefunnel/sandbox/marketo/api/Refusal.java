package io.onefunnel.sandbox.marketo.api;

import java.util.Set;

/** A whole call refused: HTTP 200 with {@code success: false} and one coded error. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    // "Calls that result in these error codes do not count": REST API error codes, the codes marked with a star.
    private static final Set<String> UNCOUNTED = Set.of("601", "602", "604", "605", "608", "611");

    private final String code;

    public Refusal(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    public boolean counted() {
        return !UNCOUNTED.contains(code);
    }
}
