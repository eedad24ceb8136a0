package io.onefunnel.app.cli;

/** A command that cannot do what it was asked, with the exit code that says why. */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    public CommandFailedException(int code, String message) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
