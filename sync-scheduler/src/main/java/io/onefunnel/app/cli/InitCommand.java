package io.onefunnel.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes files, and never over one that is there; opens no installation. */
@Command(
        name = "init",
        description = "Make a configuration folder to fill in. Files that are there already are left alone.")
public final class InitCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "Where (${DEFAULT-VALUE}).", defaultValue = "config")
    private Path folder = Path.of("config");

    @Override
    public Integer call() throws IOException {
        Path shipped = Path.of(System.getProperty("onefunnel.home", ".")).resolve("config");
        if (!Files.isDirectory(shipped)) {
            throw new CommandFailedException(
                    ExitCode.INTERNAL,
                    "the shipped configuration is not beside the program; start it with ./onefunnel");
        }
        List<String> made = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path from : (Iterable<Path>) files.sorted()::iterator) {
                Path to = folder.resolve(shipped.relativize(from).toString());
                if (Files.isDirectory(from)) {
                    Files.createDirectories(to);
                } else if (Files.exists(to)) {
                    kept.add(to.toString());
                } else {
                    Files.copy(from, to);
                    made.add(to.toString());
                }
            }
        }
        if (common.json) {
            Json.print(Map.of("made", made, "kept", kept));
            return ExitCode.DONE;
        }
        made.forEach(file -> System.out.println("made " + file));
        kept.forEach(file -> System.out.println("kept " + file));
        System.out.println();
        System.out.println("Next: fill in " + folder.resolve("onefunnel.yaml") + ", then");
        System.out.println("  onefunnel doctor --config " + folder.resolve("onefunnel.yaml"));
        return ExitCode.DONE;
    }
}
