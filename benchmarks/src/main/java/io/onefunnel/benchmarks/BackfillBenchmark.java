package io.onefunnel.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code onefunnel backfill} of very many leads with a heap of 1 GiB: killed by SIGKILL half-way, run again, and counted
 * at both ends. What was downloaded and stored must not be downloaded again.
 */
final class BackfillBenchmark {
    private static final String RESULTS = "GET jobs/query results";
    // Rows in a page of a result: what the adapter asks for.
    private static final int ROWS_OF_A_PAGE = 100_000;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    /** "Pause Young (Allocation Failure) 512M->101M(989M) 12ms", as -Xlog:gc writes it. */
    private static final Pattern COLLECTED = Pattern.compile("->(\\d+)M\\(");

    private final Path home;
    private final Report report;

    BackfillBenchmark(Path home, Report report) {
        this.home = home;
        this.report = report;
    }

    void run(int people) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("onefunnel-backfill");
        try (VendorProcess vendors = VendorProcess.start()) {
            vendors.fill("salesforce", people, 0);
            Path config = configuration(folder, vendors.access("salesforce"));
            vendors.control().post("/calls/reset", "");
            long began = System.nanoTime();
            long pages = (people + ROWS_OF_A_PAGE - 1) / ROWS_OF_A_PAGE;
            Process first = product(folder, config, "first");
            while (first.isAlive() && results(vendors) < Math.max(1, pages / 2)) Thread.sleep(LOOK_AGAIN.toMillis());
            boolean killed = first.isAlive();
            first.destroyForcibly().waitFor();
            long before = results(vendors);
            Process second = product(folder, config, "second");
            int code = second.waitFor();
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            JsonNode told = new ObjectMapper().readTree(Files.readString(folder.resolve("second.json")));
            report.put("killed", killed);
            report.put("exitCode", code);
            report.put("resultPagesBeforeKill", before);
            report.put("resultPages", results(vendors));
            report.put("resultPagesLeast", pages);
            report.put("leadsStored", stored(folder, config));
            report.put("seconds", Cost.seconds(took));
            report.put("peakHeapMiB", Math.max(peak(folder.resolve("first.gc")), peak(folder.resolve("second.gc"))));
            report.say(
                    "%,d leads, killed after %d result pages; %d pages in all (least %d), %.0f s, heap peak %d MiB: %s",
                    people,
                    before,
                    results(vendors),
                    pages,
                    Cost.seconds(took),
                    Math.max(peak(folder.resolve("first.gc")), peak(folder.resolve("second.gc"))),
                    told);
        } finally {
            delete(folder);
        }
    }

    private static long results(VendorProcess vendors) throws IOException, InterruptedException {
        return vendors.control().calls().getOrDefault("salesforce", Map.of()).getOrDefault(RESULTS, 0L);
    }

    private Path configuration(Path folder, JsonNode org) throws IOException {
        Path config = folder.resolve("config");
        copy(home.resolve("config"), config);
        Files.writeString(
                config.resolve("salesforce-secret"), org.path("clientSecret").asText());
        return Files.writeString(config.resolve("onefunnel.yaml"), """
                system-of-record: salesforce
                connections:
                  salesforce:
                    vendor: salesforce
                    url: %s
                    grant: client-credentials
                    client-id: "%s"
                    client-secret: ${file:salesforce-secret}
                store:
                  data: %s
                """.formatted(
                        org.path("loginUrl").asText(), org.path("clientId").asText(), folder.resolve("data")));
    }

    private Process product(Path folder, Path config, String name) throws IOException {
        return product(folder, config, name, "backfill", "--json");
    }

    private Process product(Path folder, Path config, String name, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-Xlog:gc:file=" + folder.resolve(name + ".gc"),
                "-Dfile.encoding=UTF-8",
                "-Donefunnel.home=" + home,
                "-cp",
                home.resolve("sync-scheduler/target/app/lib/*").toString(),
                "io.onefunnel.app.Main"));
        line.addAll(List.of(command));
        line.addAll(List.of("--config", config.toString()));
        return new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(folder.resolve(name + ".json").toFile())
                .start();
    }

    private long stored(Path folder, Path config) throws IOException, InterruptedException {
        product(folder, config, "status", "status", "--json").waitFor();
        return new ObjectMapper()
                .readTree(Files.readString(folder.resolve("status.json")))
                .path("records")
                .path("salesforce")
                .path("PERSON")
                .asLong();
    }

    private static long peak(Path log) throws IOException {
        if (!Files.exists(log)) return 0;
        Matcher lines = COLLECTED.matcher(Files.readString(log, StandardCharsets.UTF_8));
        long peak = 0;
        while (lines.find()) peak = Math.max(peak, Long.parseLong(lines.group(1)));
        return peak;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else Files.copy(file, target);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) Files.deleteIfExists(each);
    }
}
