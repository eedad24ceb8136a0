package io.onefunnel.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one benchmark. Tables go to standard output; with {@code --json} its last line is one object. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Produces the figures of docs/developer/benchmarks.md.")
public final class BenchmarksMain implements Callable<Integer> {
    private final PrintStream out;
    private final InstantSource clock;

    @Parameters(paramLabel = "NAME", description = "pull, sync or decide")
    private String name = "";

    @Option(names = "--people", paramLabel = "N", description = "People in the sandbox's sample company.")
    private int people;

    @Option(
            names = "--changed",
            paramLabel = "N",
            description = "People who are edited before the incremental run (${DEFAULT-VALUE}).")
    private int changed = 1_000;

    @Option(names = "--seed", paramLabel = "S", description = "Which sample company (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    private BenchmarksMain(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new BenchmarksMain(out, InstantSource.system())).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Benchmark> benchmarks = new TreeMap<>(
                Map.of("pull", new PullBenchmark(), "sync", new SyncBenchmark(), "decide", new DecideBenchmark()));
        Benchmark benchmark = benchmarks.get(name);
        if (benchmark == null) {
            System.err.println("there is no benchmark \"" + name + "\"; there are " + benchmarks.keySet());
            return 2;
        }
        Path home = Path.of(System.getProperty("onefunnel.home", "."));
        Benchmark.Size size = new Benchmark.Size(people > 0 ? people : benchmark.people(), changed, seed);
        Report report = new Report(name, out);
        report.put("people", size.people());
        report.machine();
        try (World world = World.open(home, size, clock, benchmark.writes())) {
            benchmark.run(world, size, report);
        }
        if (json) report.printJson();
        return 0;
    }
}
