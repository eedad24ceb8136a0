package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that most commands take, and the installation that they name. */
public final class CommonOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The installation's settings; config/onefunnel.yaml here by default.")
    @Nullable
    Path config;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show what this command does.")
    boolean help;

    /** The installation that the command is about. */
    public OpenInstallation open() {
        return OpenInstallation.of(file());
    }

    Path file() {
        if (config != null) return config;
        Path here = Path.of("config", "onefunnel.yaml");
        if (Files.exists(here)) return here;
        String home = System.getProperty("onefunnel.home");
        return home == null ? here : Path.of(home).resolve(here);
    }
}
