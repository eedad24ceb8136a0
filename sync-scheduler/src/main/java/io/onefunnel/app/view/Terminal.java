package io.onefunnel.app.view;

import java.util.Map;

/** What the program is attached to. */
public final class Terminal {
    private Terminal() {}

    /** Results may be piped away while a person still watches; the console is then the terminal. */
    static boolean interactive() {
        return System.console() != null && System.getenv("NO_COLOR") == null && System.getenv("CI") == null;
    }

    public static ProgressLines progress(Map<String, Long> expected) {
        return new ProgressLines(System.err, interactive(), expected);
    }
}
