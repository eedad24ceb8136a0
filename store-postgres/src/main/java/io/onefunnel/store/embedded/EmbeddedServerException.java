package io.onefunnel.store.embedded;

/** The server cannot be used. Three lines: what, why, and the way out. */
public final class EmbeddedServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedServerException(String what, String why, String remedy, Throwable cause) {
        super(what + "\n" + oneLine(why) + "\n" + remedy, cause);
    }

    EmbeddedServerException(String what, String why, String remedy) {
        super(what + "\n" + oneLine(why) + "\n" + remedy);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
