package io.onefunnel.app.demo;

/** The scheduler and the console of an installation at work, which go on after the demo's story. */
public interface Serving extends AutoCloseable {
    /** Where a browser finds the console. */
    String url();

    /** How to sign in; names a file rather than a password. */
    String signIn();

    /** Returns when the program is told to stop; false when it cannot go on, since its store is gone. */
    boolean awaitStop();

    @Override
    void close();
}
