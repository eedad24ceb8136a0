package io.onefunnel.sandbox.marketo.api;

/** One record of a batch refused; the others go on. */
public final class SkippedRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    public SkippedRow(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
