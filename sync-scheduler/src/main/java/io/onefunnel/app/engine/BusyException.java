package io.onefunnel.app.engine;

/** Somebody else is doing this step; the message says which and what to do. */
public final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BusyException(String step) {
        super("another OneFunnel process is busy with \"" + step
                + "\"; wait for it, or stop it, and try again (a crashed one lets go after "
                + HeldLease.TIME.toSeconds() + " seconds)");
    }
}
