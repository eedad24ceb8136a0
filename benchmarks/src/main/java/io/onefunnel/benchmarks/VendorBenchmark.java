package io.onefunnel.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.benchmarks.VendorUnderTest.Bound;
import io.onefunnel.benchmarks.VendorUnderTest.Job;
import io.onefunnel.benchmarks.VendorUnderTest.Reading;
import io.onefunnel.benchmarks.VendorUnderTest.WritingBack;
import io.onefunnel.config.MappingFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Chunks;
import io.onefunnel.spi.option.OptionValues;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What one adapter asks of its vendor for a large delta and a large write-back, and how long it takes when each answer
 * is late by 50, 200 and 800 ms, beside the least of both. The vendor enforces its limits in real time.
 */
final class VendorBenchmark {
    /** Longer than any overlap and than what an index may lag behind. */
    private static final Duration QUIET = Duration.ofHours(2);

    private static final Duration SETTLING = Duration.ofMinutes(3);

    /** Longer than any vendor's window of calls. */
    private static final Duration WINDOWS = Duration.ofSeconds(30);

    /** Calls that hours or days share: signing in, describing, telling the account. */
    private static final List<String> SHARED = List.of("token", "describe", "account", "uncounted", "usage");

    private final VendorUnderTest vendor;
    private final Path home;
    private final InstantSource time;
    private final Report report;

    VendorBenchmark(VendorUnderTest vendor, Path home, InstantSource time, Report report) {
        this.vendor = vendor;
        this.home = home;
        this.time = time;
        this.report = report;
    }

    void run(int people, int activities, List<Integer> latencies) throws IOException, InterruptedException {
        List<List<String>> rows = new ArrayList<>();
        for (int latency : latencies) {
            for (Measured each : round(people, activities, latency)) {
                rows.add(row(latency, each));
                put(latency, each);
            }
        }
        report.table(
                List.of("job", "latency", "calls", "least", "ratio", "seconds", "bound", "ratio", "throttled"), rows);
    }

    /**
     * One job at one latency.
     *
     * @param call the mean time of a call: latency and what the vendor took for its answer
     */
    private record Measured(
            Job job, long calls, Duration took, Duration call, long throttled, Map<String, Long> operations) {
        double callRatio() {
            return (double) calls / job.least().calls();
        }

        Duration bound() {
            return job.least().time(call);
        }

        double timeRatio() {
            return (double) took.toMillis() / bound().toMillis();
        }
    }

    private List<Measured> round(int people, int activities, int latency) throws IOException, InterruptedException {
        List<Measured> measured = new ArrayList<>();
        try (VendorProcess process = VendorProcess.start()) {
            MovableClock clock = new MovableClock(time);
            LongAdder throttled = new LongAdder();
            try (CrmAdapter adapter = adapter(process.access(name()), clock, throttled)) {
                // From the beginning: an adapter knows the network that it works in.
                process.control().post("/latency", "{\"vendor\":\"" + name() + "\",\"ms\":" + latency + "}");
                Map<RecordKind, Cursor> cursors = caughtUp(adapter, clock);
                advance(process, clock, QUIET);
                process.fill(name(), people, activities);
                advance(process, clock, SETTLING);
                List<SourceRef> found = new ArrayList<>();
                for (Job job : vendor.jobs(people, activities)) {
                    // The bound is that of limits nobody has used: what the job before spent is over.
                    advance(process, clock, WINDOWS);
                    process.control().post("/calls/reset?vendor=" + name(), "");
                    throttled.reset();
                    long began = System.nanoTime();
                    if (job instanceof Reading reading) {
                        Set<SourceRef> read = read(adapter, clock, reading, cursors);
                        if (reading.kinds().contains(RecordKind.PERSON)) found.addAll(read);
                    } else if (job instanceof WritingBack writing) {
                        write(adapter, writing, found);
                    }
                    Duration took = Duration.ofNanos(System.nanoTime() - began);
                    measured.add(measured(process, job, took, latency, throttled.sum()));
                }
            }
        }
        return measured;
    }

    private String name() {
        return vendor.system().name().toLowerCase(Locale.ROOT);
    }

    private CrmAdapter adapter(JsonNode access, InstantSource clock, LongAdder throttled) {
        return vendor.factory().create(settings(access), context(clock, throttled));
    }

    /** What the adapter's parser needs beside the bare library, where it can be measured alone. */
    void parse(int records) throws IOException, InterruptedException {
        try (VendorProcess process = VendorProcess.start()) {
            MovableClock clock = new MovableClock(time);
            vendor.parsing(settings(process.access(name())), context(clock, new LongAdder()), records, report);
        }
    }

    private ConnectionSettings settings(JsonNode access) {
        Mapping mapping = MappingFile.read(home.resolve("config/mappings/" + name() + ".yaml"));
        Map<String, Supplier<String>> secrets = new HashMap<>();
        vendor.secrets(access).forEach((key, value) -> secrets.put(key, () -> value));
        OptionValues options = OptionValues.parse(vendor.factory().options(), vendor.options(access));
        return new ConnectionSettings(new ConnectionId(name()), options, secrets, mapping);
    }

    private static AdapterContext context(InstantSource clock, LongAdder throttled) {
        return new AdapterContext(clock, pause -> Thread.sleep(pause.toMillis()), (operation, took, outcome) -> {
            if (outcome.equals(AdapterErrorCode.RATE_LIMITED.name())) throttled.increment();
        });
    }

    private static void advance(VendorProcess process, MovableClock clock, Duration step)
            throws IOException, InterruptedException {
        clock.advance(step);
        process.control().post("/clock", "{\"advance\":\"" + step + "\"}");
    }

    /** Of an account that holds nothing yet. */
    private Map<RecordKind, Cursor> caughtUp(CrmAdapter adapter, InstantSource clock) throws InterruptedException {
        Map<RecordKind, Cursor> cursors = new EnumMap<>(RecordKind.class);
        for (RecordKind kind : RecordKind.values()) {
            cursors.put(kind, pull(adapter, clock, kind, Cursor.BEGINNING, new LinkedHashSet<>()));
        }
        return cursors;
    }

    private Set<SourceRef> read(
            CrmAdapter adapter, InstantSource clock, Reading reading, Map<RecordKind, Cursor> cursors)
            throws InterruptedException {
        Set<SourceRef> read = new LinkedHashSet<>();
        for (RecordKind kind : reading.kinds()) {
            cursors.put(kind, pull(adapter, clock, kind, cursors.getOrDefault(kind, Cursor.BEGINNING), read));
        }
        if (read.size() != reading.records()) {
            throw new IllegalStateException(
                    reading.name() + ": " + read.size() + " of " + reading.records() + " records arrived");
        }
        return read;
    }

    private static Cursor pull(
            CrmAdapter adapter, InstantSource clock, RecordKind kind, Cursor from, Set<SourceRef> into)
            throws InterruptedException {
        Cursor cursor = from;
        while (true) {
            PullPage page = adapter.pull(kind, cursor);
            for (Change change : page.changes()) into.add(change.ref());
            cursor = page.next();
            if (page.progress() instanceof Progress.CaughtUp) return cursor;
            if (page.progress() instanceof Progress.Postponed postponed) {
                throw new IllegalStateException("a benchmark does not wait for a quota: " + postponed.why());
            }
            if (page.progress() instanceof Progress.Wait wait) {
                Duration rest = Duration.between(clock.instant(), wait.notBefore());
                if (!rest.isNegative()) Thread.sleep(rest.toMillis());
            }
        }
    }

    private static void write(CrmAdapter adapter, WritingBack writing, List<SourceRef> people) {
        CommandWriter<SetFields> writes = adapter.writer(SetFields.class).orElseThrow();
        List<SetFields> commands = new ArrayList<>();
        for (int i = 0; i < writing.records(); i++) {
            SourceRef on = people.get(i % people.size());
            // Another value each time: writing what is there already is a different job.
            String score = Integer.toString((i + i / people.size() * 7) % 100);
            commands.add(new SetFields("intent" + i, on, Map.of(Field.OF_SCORE, score), Map.of()));
        }
        for (List<SetFields> batch : Chunks.of(commands, writes.batchSize())) {
            for (WriteResult outcome : writes.write(batch)) {
                if (!(outcome instanceof WriteResult.Written)) {
                    throw new IllegalStateException(writing.name() + ": " + outcome);
                }
            }
        }
    }

    private Measured measured(VendorProcess process, Job job, Duration took, int latency, long throttled)
            throws IOException, InterruptedException {
        JsonNode counted = process.control().get("/calls").path(name());
        Map<String, Long> operations = new LinkedHashMap<>();
        long calls = 0;
        long micros = 0;
        for (Map.Entry<String, JsonNode> each : counted.path("byOperation").properties()) {
            if (SHARED.stream().anyMatch(each.getKey().toLowerCase(Locale.ROOT)::contains)) continue;
            operations.put(each.getKey(), each.getValue().asLong());
            calls += each.getValue().asLong();
            micros +=
                    counted.path("serverMicrosByOperation").path(each.getKey()).asLong();
        }
        Duration call = Duration.ofMillis(latency).plusNanos(calls == 0 ? 0 : 1000 * micros / calls);
        return new Measured(job, calls, took, call, throttled, operations);
    }

    private static List<String> row(int latency, Measured each) {
        return List.of(
                each.job().name(),
                latency + " ms",
                Report.number(each.calls()),
                Report.number(each.job().least().calls()),
                String.format(Locale.ROOT, "%.3f", each.callRatio()),
                Report.seconds(each.took()),
                Report.seconds(each.bound()),
                String.format(Locale.ROOT, "%.2f", each.timeRatio()),
                Report.number(each.throttled()));
    }

    private void put(int latency, Measured each) {
        String prefix = each.job().name() + " at " + latency + " ms";
        Bound least = each.job().least();
        report.put(
                prefix,
                Map.of(
                        "calls", each.calls(),
                        "leastCalls", least.calls(),
                        "callRatio", each.callRatio(),
                        "seconds", Cost.seconds(each.took()),
                        "boundSeconds", Cost.seconds(each.bound()),
                        "timeRatio", each.timeRatio(),
                        "callMillis", each.call().toMillis(),
                        "throttled", each.throttled(),
                        "operations", each.operations()));
        report.say("%s: %s", prefix, each.operations());
    }
}
