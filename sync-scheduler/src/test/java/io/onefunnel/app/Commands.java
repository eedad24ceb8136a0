package io.onefunnel.app;

/** Commands for tests of other packages, as a person types them. */
public final class Commands {
    private Commands() {}

    /** What a command prints on standard output. */
    public static String said(ConfigFolder config, String... arguments) {
        return Said.by(config, arguments).out();
    }
}
