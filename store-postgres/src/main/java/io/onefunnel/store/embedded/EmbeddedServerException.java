package io.onefunnel.store.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The server cannot be used. Three lines: what, why, and the way out. */
public final class EmbeddedServerException extends RuntimeException {
    static final String REMEDY =
            "Name a PostgreSQL server of your own instead: store.url, store.user and store.password in"
                    + " config/onefunnel.yaml (jdbc:postgresql://host/database).";
    private static final long serialVersionUID = 1L;

    EmbeddedServerException(String what, String why, String remedy, Throwable cause) {
        super(what + "\n" + oneLine(why) + "\n" + remedy, cause);
    }

    EmbeddedServerException(String what, String why, String remedy) {
        super(what + "\n" + oneLine(why) + "\n" + remedy);
    }

    static EmbeddedServerException doesNotStart(Path folder, String why, @Nullable Throwable cause) {
        String what = "The store's own PostgreSQL server in " + folder + " does not start.";
        return cause == null
                ? new EmbeddedServerException(what, why, REMEDY)
                : new EmbeddedServerException(what, why, REMEDY, cause);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
