package io.onefunnel.benchmarks;

import io.onefunnel.app.engine.ProgressListener;
import io.onefunnel.app.engine.SyncReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a sync asks of the vendors when nothing changed, and when some people did, beside the least that would do. */
final class SyncBenchmark implements Benchmark {
    /** Longer than any adapter's overlap, so that what was there before does not come again. */
    private static final Duration QUIET = Duration.ofHours(1);

    private static final int SYNCS_TO_SETTLE = 4;

    @Override
    public int people() {
        return 10_000;
    }

    @Override
    public boolean writes() {
        return true;
    }

    /** @param writes by vendor, as the vendors counted them */
    private record Asked(Map<String, Map<String, Long>> calls, Map<String, Long> writes) {
        long calls(String vendor) {
            return calls.getOrDefault(vendor, Map.of()).entrySet().stream()
                    .filter(each ->
                            !each.getKey().contains("token") && !each.getKey().startsWith("describe"))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }

    @Override
    public void run(World world, Size size, Report report) throws Exception {
        settle(world, report);
        Asked unchanged = sync(world, report, "unchanged");
        world.advance(QUIET);
        Map<String, Integer> edited = new Edits(world).make(size.changed());
        Asked changed = sync(world, report, "changed");
        printOperations(report, unchanged, changed);
        print(report, unchanged, changed, edited);
    }

    /** The first sync reads and writes everybody, the next ones see the vendors' answers to that. */
    private static void settle(World world, Report report) throws IOException, InterruptedException {
        for (int i = 0; i < SYNCS_TO_SETTLE; i++) {
            SyncReport sync = world.services().sync().run(world.now(), ProgressListener.NONE);
            sync.shortfalls().forEach(shortfall -> report.say("%s", shortfall));
            world.advance(QUIET);
            report.say(
                    "settling: read %s, decided %d, wrote %d",
                    sync.read(), sync.decided(), sync.written().written());
        }
    }

    private static Asked sync(World world, Report report, String name) throws Exception {
        world.control().forgetCallsAndWrites();
        SyncReport[] sync = new SyncReport[1];
        Cost cost = world.meter().of(() -> sync[0] = world.services().sync().run(world.now(), ProgressListener.NONE));
        sync[0].shortfalls().forEach(shortfall -> report.say("%s", shortfall));
        Map<String, Long> written = world.control().written();
        report.put(name + "Read", sync[0].read().toString());
        report.put(name + "Decided", sync[0].decided());
        report.put(name + "Written", written);
        report.put(name, cost);
        report.say(
                "%s: read %s, decided %d, vendors took writes %s, %.1f s, %.1f CPU s",
                name, sync[0].read(), sync[0].decided(), written, Cost.seconds(cost.wall()), Cost.seconds(cost.own()));
        return new Asked(world.control().calls(), written);
    }

    private static void printOperations(Report report, Asked unchanged, Asked changed) {
        List<List<String>> rows = new ArrayList<>();
        for (String vendor : Minimum.OF.keySet()) {
            Map<String, Long> quiet = unchanged.calls().getOrDefault(vendor, Map.of());
            Map<String, Long> busy = changed.calls().getOrDefault(vendor, Map.of());
            TreeSet<String> operations = new TreeSet<>(quiet.keySet());
            operations.addAll(busy.keySet());
            for (String operation : operations) {
                rows.add(List.of(
                        vendor,
                        operation,
                        Long.toString(quiet.getOrDefault(operation, 0L)),
                        Long.toString(busy.getOrDefault(operation, 0L))));
            }
        }
        report.table(List.of("vendor", "operation", "unchanged", "changed"), rows);
        report.put("unchangedOperations", unchanged.calls());
        report.put("changedOperations", changed.calls());
    }

    /** Without signing in and describing, which hours and days share. */
    private static void print(Report report, Asked unchanged, Asked changed, Map<String, Integer> edited) {
        List<List<String>> rows = new ArrayList<>();
        Minimum.OF.forEach((vendor, minimum) -> {
            long written = changed.writes().getOrDefault(vendor, 0L);
            long least = minimum.calls(0, 0);
            long leastChanged = minimum.calls(edited.getOrDefault(vendor, 0), written);
            rows.add(List.of(
                    vendor,
                    Long.toString(unchanged.calls(vendor)),
                    Long.toString(least),
                    Long.toString(edited.getOrDefault(vendor, 0)),
                    Long.toString(written),
                    Long.toString(changed.calls(vendor)),
                    Long.toString(leastChanged)));
            report.put(vendor + "UnchangedCalls", unchanged.calls(vendor));
            report.put(vendor + "UnchangedMinimum", least);
            report.put(vendor + "ChangedCalls", changed.calls(vendor));
            report.put(vendor + "ChangedMinimum", leastChanged);
        });
        report.table(List.of("vendor", "unchanged", "minimum", "edited", "written", "changed", "minimum"), rows);
        Minimum.OF.forEach((vendor, minimum) ->
                report.say("%s must be asked for: %s", vendor, String.join(", ", minimum.questions())));
    }
}
