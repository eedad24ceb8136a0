package io.onefunnel.app.cli;

import io.onefunnel.app.engine.Connected;
import io.onefunnel.app.engine.OpenInstallation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** For commands that may be about one connection. */
final class ConnectionOption {
    @Option(names = "--connection", paramLabel = "NAME", description = "Only this connection.")
    private @Nullable String only;

    /** The connection that was named, or all of them. */
    List<Connected> of(OpenInstallation opening) {
        List<Connected> all = opening.installation().connections();
        if (only == null) return all;
        List<Connected> chosen =
                all.stream().filter(each -> each.id().value().equals(only)).toList();
        if (chosen.isEmpty()) throw new CommandFailedException(ExitCode.USAGE, "there is no connection " + only);
        return chosen;
    }
}
