package io.onefunnel.benchmarks;

import io.onefunnel.app.engine.Connected;
import io.onefunnel.pull.Pull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * From the vendors' HTTP answers to rows in PostgreSQL, one connection after the other, beside a bare COPY and upsert of
 * the same rows.
 */
final class PullBenchmark implements Benchmark {
    @Override
    public int people() {
        return 200_000;
    }

    @Override
    public boolean writes() {
        return false;
    }

    private record Pulled(
            String connection, long rows, Cost cost, Stopwatch adapter, Duration normalize, Stopwatch store) {
        /** What the adapter's own threads took that read ahead, and the rest of the process. */
        Duration ahead() {
            return cost.product()
                    .minus(adapter.cpu())
                    .minus(normalize)
                    .minus(store.cpu())
                    .minus(cost.compiler())
                    .minus(cost.collector());
        }
    }

    @Override
    public void run(World world, Size size, Report report) throws Exception {
        PeakHeap heap = new PeakHeap();
        List<Pulled> pulled = new ArrayList<>();
        for (Connected connected : world.connections()) pulled.add(pull(world, connected, report));
        report.put("peakHeapMiB", heap.mebibytes());

        BareLoad bare = new BareLoad(world.database(), world.file("rows"));
        long rows = bare.export();
        bare.checkpoint();
        Cost load = world.meter().of(bare::load);
        print(report, pulled, rows, load, heap);
    }

    private static Pulled pull(World world, Connected connected, Report report) throws Exception {
        Stopwatch adapter = new Stopwatch();
        Stopwatch store = new Stopwatch();
        Stopwatch all = new Stopwatch();
        long[] rows = new long[1];
        Pull pull = new Pull(
                new TimedStore(world.store(), store),
                new TimedAdapter(connected.adapter(), adapter),
                connected.normalizer(),
                world.installation().clock(),
                time -> Thread.sleep(time.toMillis()));
        Cost cost = world.meter()
                .of(() -> all.time(() -> {
                    try {
                        Pull.Result result =
                                pull.run(world.lease("pull/" + connected.id()), (kind, changes) -> rows[0] += changes);
                        result.shortfalls().forEach(shortfall -> report.say("%s", shortfall));
                        return result;
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException("stopped", stopped);
                    }
                }));
        // The store has a thread of its own.
        Duration normalize = all.cpu().minus(adapter.cpu());
        return new Pulled(connected.id().value(), rows[0], cost, adapter, normalize, store);
    }

    private static void print(Report report, List<Pulled> pulled, long stored, Cost bare, PeakHeap heap) {
        List<List<String>> table = new ArrayList<>();
        Cost sum = Cost.NONE;
        long read = 0;
        for (Pulled each : pulled) {
            table.add(row(each));
            sum = sum.plus(each.cost());
            read += each.rows();
            report.put(each.connection() + "Rows", each.rows());
            report.put(each.connection(), each.cost());
            report.put(
                    each.connection() + "AdapterCpuSeconds",
                    Cost.seconds(each.adapter().cpu()));
            report.put(each.connection() + "NormalizeCpuSeconds", Cost.seconds(each.normalize()));
            report.put(
                    each.connection() + "StoreClientCpuSeconds",
                    Cost.seconds(each.store().cpu()));
        }
        report.say("Pull: HTTP + parse + normalize + store, one connection after the other. Seconds.");
        report.table(
                List.of(
                        "connection",
                        "rows",
                        "wall",
                        "rows/s",
                        "adapter",
                        "ahead",
                        "normalize",
                        "store",
                        "compiler",
                        "collector",
                        "PostgreSQL",
                        "(vendor)",
                        "us CPU/row"),
                table);
        double pullRate = read / Cost.seconds(sum.wall());
        double bareRate = stored / Cost.seconds(bare.wall());
        double pullPerCpu = read / Cost.seconds(sum.own());
        double barePerCpu = stored / Cost.seconds(bare.own());
        report.say("Against a bare COPY and upsert of the stored rows.");
        report.table(
                List.of("", "rows", "wall s", "rows/s", "CPU s", "rows per CPU s"),
                List.of(
                        rate("pull", read, sum, pullRate, pullPerCpu),
                        rate("bare", stored, bare, bareRate, barePerCpu),
                        List.of(
                                "ratio",
                                "",
                                "",
                                "%.3f".formatted(pullRate / bareRate),
                                "",
                                "%.3f".formatted(pullPerCpu / barePerCpu))));
        report.say("Heap after a collection at most %d MiB of %d.", heap.mebibytes(), PeakHeap.limitMebibytes());
        report.put("rowsRead", read);
        report.put("rowsStored", stored);
        report.put("pull", sum);
        report.put("bare", bare);
        report.put("pullRowsPerSecond", pullRate);
        report.put("bareRowsPerSecond", bareRate);
        report.put("ratio", pullRate / bareRate);
        report.put("ratioPerCpu", pullPerCpu / barePerCpu);
    }

    private static List<String> row(Pulled each) {
        return List.of(
                each.connection(),
                Report.number(each.rows()),
                Report.seconds(each.cost().wall()),
                Report.number(each.rows() / Cost.seconds(each.cost().wall())),
                Report.seconds(each.adapter().cpu()),
                Report.seconds(each.ahead()),
                Report.seconds(each.normalize()),
                Report.seconds(each.store().cpu()),
                Report.seconds(each.cost().compiler()),
                Report.seconds(each.cost().collector()),
                Report.seconds(each.cost().database()),
                Report.seconds(each.cost().vendors()),
                "%.1f".formatted(Cost.seconds(each.cost().own()) * 1e6 / each.rows()));
    }

    private static List<String> rate(String name, long rows, Cost cost, double perSecond, double perCpu) {
        return List.of(
                name,
                Report.number(rows),
                Report.seconds(cost.wall()),
                Report.number(perSecond),
                Report.seconds(cost.own()),
                Report.number(perCpu));
    }
}
