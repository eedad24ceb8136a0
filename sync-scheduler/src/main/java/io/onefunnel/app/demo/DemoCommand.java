package io.onefunnel.app.demo;

import io.onefunnel.app.cli.CommandFailedException;
import io.onefunnel.app.cli.ExitCode;
import io.onefunnel.app.cli.Json;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.ProgressLines;
import io.onefunnel.app.view.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts local vendors and a store of its own: nothing real is read or written. */
@Command(
        name = "demo",
        description = {
            "Show the whole main job on local vendors: an invented company, or your own CSV files.",
            "Nothing leaves this machine. Without --once it keeps running, with its console, until Ctrl-C."
        })
public final class DemoCommand implements Callable<Integer> {
    private final Function<OpenInstallation, Serving> serve;

    @Option(names = "--once", description = "End after the story.")
    private boolean once;

    @Option(names = "--json", description = "Print the figures as one JSON object; the story goes to standard error.")
    private boolean json;

    @Option(names = "--people", paramLabel = "N", description = "People of the invented company (${DEFAULT-VALUE}).")
    private int people = 2_000;

    @Option(names = "--seed", paramLabel = "S", description = "Which invented company (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--port", paramLabel = "PORT", description = "Of the console (${DEFAULT-VALUE}; 0 for a free one).")
    private int port = 8321;

    @Option(names = "--data", paramLabel = "DIR", description = "Keep the store here instead of in a temporary folder.")
    private @Nullable Path data;

    @Option(names = "--leads", paramLabel = "FILE", description = "Your own leads, as CSV.")
    private @Nullable Path leads;

    @Option(names = "--deals", paramLabel = "FILE", description = "Your own deals, as CSV.")
    private @Nullable Path deals;

    @Option(names = "--activities", paramLabel = "FILE", description = "Your own activities, as CSV.")
    private @Nullable Path activities;

    @Option(names = "--map", paramLabel = "FILE:COLUMN=FIELD", description = "Read a column as a field.")
    private List<String> maps = List.of();

    @Option(names = "--chaos", description = "Kill the program in mid-pull and in mid-write; count what is lost.")
    private boolean chaos;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    @SuppressWarnings("unused") // picocli reads the annotation
    private boolean help;

    /** @param serve starts what goes on after the story */
    public DemoCommand(Function<OpenInstallation, Serving> serve) {
        this.serve = serve;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (people < 1) throw new CommandFailedException(ExitCode.USAGE, "--people must be at least 1");
        for (Path file : new Path[] {leads, deals, activities}) {
            if (file != null && !Files.isReadable(file)) {
                throw new CommandFailedException(ExitCode.USAGE, "there is no readable file " + file);
            }
        }
        DemoOptions options = new DemoOptions(
                once,
                json,
                people,
                seed,
                port,
                Optional.ofNullable(data),
                Optional.ofNullable(leads),
                Optional.ofNullable(deals),
                Optional.ofNullable(activities),
                maps,
                chaos);
        try (ProgressLines progress = Terminal.progress(Map.of())) {
            AtomicBoolean complete = new AtomicBoolean();
            new Demo(options, progress, serve).run(figures -> {
                progress.close();
                if (json) Json.print(figures);
                complete.set(figures.get("shortfalls") instanceof List<?> shortfalls && shortfalls.isEmpty());
            });
            return complete.get() ? ExitCode.DONE : ExitCode.SHORTFALL;
        }
    }
}
