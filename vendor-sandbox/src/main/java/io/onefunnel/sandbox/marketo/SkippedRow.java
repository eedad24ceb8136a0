package io.onefunnel.sandbox.marketo;

/** One record of a batch refused; the others go on. */
final class SkippedRow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    SkippedRow(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
