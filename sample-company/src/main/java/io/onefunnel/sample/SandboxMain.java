package io.onefunnel.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onefunnel.sample.company.GroundTruth;
import io.onefunnel.sample.company.SampleCompany;
import io.onefunnel.sample.csv.CsvImport;
import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.http.Hosted;
import io.onefunnel.sandbox.vendor.SandboxClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The sandbox as a program. What people read goes to standard error; standard output gets one line of JSON. */
@Command(
        name = "vendor-sandbox",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "A local Salesforce, HubSpot and Marketo that speak the real protocols.",
            "Prints one line of JSON with addresses and credentials once all of them answer."
        })
public final class SandboxMain implements Callable<Integer> {
    private final PrintStream out;
    private final PrintStream err;
    private final InputStream in;
    private final InstantSource time;
    private final CountDownLatch ended = new CountDownLatch(1);

    @Option(names = "--people", paramLabel = "N", description = "Real people in the sample company (${DEFAULT-VALUE}).")
    private int people = 2000;

    @Option(names = "--seed", paramLabel = "S", description = "Which sample company (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--empty", description = "Start without any records.")
    private boolean empty;

    @Option(
            names = "--leads",
            paramLabel = "FILE",
            description = "Your own leads, as CSV, instead of the sample company.")
    private @Nullable Path leads;

    @Option(names = "--deals", paramLabel = "FILE", description = "Your own deals, as CSV.")
    private @Nullable Path deals;

    @Option(names = "--activities", paramLabel = "FILE", description = "Your own activities, as CSV.")
    private @Nullable Path activities;

    @Option(
            names = "--map",
            paramLabel = "FILE:COLUMN=FIELD",
            description = "Read a column as a field: --map leads.csv:Erstkontakt=created. May be repeated.")
    private List<String> maps = List.of();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The first of four ports in a row; free ones by default.")
    private int port;

    @Option(names = "--latency", paramLabel = "MS", description = "Hold every answer back for so long.")
    private int latency;

    @Option(
            names = "--limits",
            paramLabel = "on|off",
            description = "Whether the vendors refuse calls over their limits (${DEFAULT-VALUE}).")
    private Switch limits = Switch.on;

    @Option(
            names = "--with-parent",
            description = "End when standard input is closed, as when the parent process dies.")
    private boolean withParent;

    @Option(names = "--json", description = "Say nothing on standard error.")
    private boolean json;

    private enum Switch {
        on,
        off
    }

    SandboxMain(PrintStream out, PrintStream err, InputStream in, InstantSource time) {
        this.out = out;
        this.err = err;
        this.in = in;
        this.time = time;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        SandboxMain program = new SandboxMain(out, err, System.in, InstantSource.system());
        Runtime.getRuntime().addShutdownHook(new Thread(program::end, "shutdown"));
        System.exit(commandLine(program).execute(arguments));
    }

    static CommandLine commandLine(SandboxMain program) {
        return new CommandLine(program).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(failure.getMessage());
            return 1;
        });
    }

    /** Runs until {@link #end} or, with a parent, until standard input is closed. */
    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        SandboxClock clock = new SandboxClock(time);
        try (Sandbox sandbox = Sandbox.of(clock, Sandbox.Ports.from(port))) {
            for (Hosted hosted : sandbox.vendors().values()) hosted.vendor().set("limits", limits.name());
            fill(sandbox);
            sandbox.start();
            sandbox.vendors().values().forEach(hosted -> hosted.latency(latency));
            out.println(new ObjectMapper().writeValueAsString(sandbox.describe()));
            out.flush();
            say("Ready. The control API is at " + sandbox.controlUrl() + "/state. Ctrl-C ends it.");
            if (withParent) watchParent();
            ended.await();
        }
        return 0;
    }

    /** Lets {@link #call} return, from whichever thread. */
    void end() {
        ended.countDown();
    }

    private void fill(Sandbox sandbox) {
        if (empty) return;
        if (leads != null || deals != null || activities != null) {
            CsvImport.Files files = new CsvImport.Files(
                    Optional.ofNullable(leads), Optional.ofNullable(deals), Optional.ofNullable(activities), columns());
            say(CsvImport.fill(sandbox, files).text().stripTrailing());
            return;
        }
        say("An invented company; its scores prove nothing. Yours: --leads, --deals, --activities.");
        long began = System.nanoTime();
        GroundTruth truth = SampleCompany.fill(sandbox, people, seed);
        long records = truth.counts().getOrDefault("records of people", 0L);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        say(String.format("%,d people as %,d records, made in %.1f s.", people, records, took.toMillis() / 1000.0));
    }

    private Map<String, Map<String, String>> columns() {
        Map<String, Map<String, String>> columns = new HashMap<>();
        for (String map : maps) {
            int equals = map.lastIndexOf('=');
            int colon = map.indexOf(".csv:") >= 0 ? map.indexOf(".csv:") + 4 : map.indexOf(':');
            if (colon < 1 || equals < colon)
                throw new IllegalArgumentException("--map takes FILE:COLUMN=FIELD, not \"" + map + "\"");
            columns.computeIfAbsent(map.substring(0, colon), file -> new HashMap<>())
                    .put(map.substring(colon + 1, equals), map.substring(equals + 1));
        }
        return columns;
    }

    private void watchParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (in.read() >= 0) continue;
                    } catch (IOException closed) {
                        say("standard input failed: " + closed.getMessage());
                    }
                    end();
                },
                "parent");
        watch.setDaemon(true);
        watch.start();
    }

    private void say(String line) {
        if (!json) err.println(line);
    }
}
