package io.onefunnel.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
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
    private static final int ACTIVITIES_OF_A_PERSON = 4;
    private static final int PARSED = 20_000;
    private static final int LEADS_OF_A_BACKFILL = 1_000_000;

    private final PrintStream out;
    private final InstantSource clock;

    @Parameters(
            paramLabel = "NAME",
            description = "pull, sync, decide, console, backfill; salesforce, hubspot, marketo")
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

    @Option(
            names = "--latency",
            split = ",",
            paramLabel = "MS",
            description = "For a vendor: how late its answers are (${DEFAULT-VALUE}).")
    private List<Integer> latencies = List.of(50, 200, 800);

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
        Path home = Path.of(System.getProperty("onefunnel.home", "."));
        Report report = new Report(name, out);
        Map<String, VendorUnderTest> vendors = new TreeMap<>(Map.of(
                "salesforce", new SalesforceUnderTest(),
                "hubspot", new HubSpotUnderTest(),
                "marketo", new MarketoUnderTest()));
        VendorUnderTest vendor = vendors.get(name);
        if (vendor != null) {
            int many = people > 0 ? people : vendor.people();
            report.put("people", many);
            report.machine();
            VendorBenchmark benchmark = new VendorBenchmark(vendor, home, clock, report);
            benchmark.parse(PARSED);
            benchmark.run(many, ACTIVITIES_OF_A_PERSON * many, latencies);
            if (json) report.printJson();
            return 0;
        }
        if (name.equals("backfill")) {
            int many = people > 0 ? people : LEADS_OF_A_BACKFILL;
            report.put("people", many);
            report.machine();
            new BackfillBenchmark(home, report).run(many);
            if (json) report.printJson();
            return 0;
        }
        Map<String, Benchmark> benchmarks = new TreeMap<>(Map.of(
                "pull", new PullBenchmark(),
                "sync", new SyncBenchmark(),
                "decide", new DecideBenchmark(),
                "console", new ConsoleBenchmark()));
        Benchmark benchmark = benchmarks.get(name);
        if (benchmark == null) {
            System.err.println("there is no benchmark \"" + name + "\"; there are " + benchmarks.keySet()
                    + ", backfill and " + vendors.keySet());
            return 2;
        }
        Benchmark.Size size = new Benchmark.Size(people > 0 ? people : benchmark.people(), changed, seed);
        report.put("people", size.people());
        report.machine();
        Benchmark.Size pulled = new Benchmark.Size(benchmark.pulled(size), size.changed(), size.seed());
        try (World world = World.open(home, pulled, clock, benchmark.writes())) {
            benchmark.run(world, size, report);
        }
        if (json) report.printJson();
        return 0;
    }
}
