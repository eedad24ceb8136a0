package io.onefunnel.benchmarks;

import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.engine.ProgressListener;
import io.onefunnel.decide.Decide;
import io.onefunnel.policy.Inputs;
import io.onefunnel.state.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Resolving and deciding everybody, everybody anew after a change of the rules, and those alone who changed. */
final class DecideBenchmark implements Benchmark {
    @Override
    public int people() {
        return 200_000;
    }

    @Override
    public boolean writes() {
        return false;
    }

    /** @param count records of a resolve, people of a decide */
    private record Step(String name, String title, int count, Cost cost, long heap) {}

    @Override
    public void run(World world, Size size, Report report) throws Exception {
        world.services().pulls().run(ProgressListener.NONE);
        Inputs inputs = world.installation().inputs();
        Lease lease = world.lease("decide");
        List<Step> steps = new ArrayList<>();
        PeakHeap heap = new PeakHeap();
        steps.add(step(world, heap, "resolve", "resolve all (records)", () -> resolve(world)));
        steps.add(step(world, heap, "decide", "decide all, first time", () -> decide(world, lease, inputs)));
        Inputs other = other(inputs);
        steps.add(step(world, heap, "redecide", "decide all anew", () -> decide(world, lease, other)));

        new Edits(world).make(size.changed());
        Cost pull = world.meter().of(() -> world.services().pulls().run(ProgressListener.NONE));
        report.put("changedPull", pull);
        steps.add(step(world, heap, "changedResolve", "resolve changed (records)", () -> resolve(world)));
        steps.add(step(world, heap, "changedDecide", "decide changed", () -> decide(world, lease, other)));

        List<List<String>> rows = new ArrayList<>();
        for (Step each : steps) {
            rows.add(row(each));
            report.put(each.name() + "Count", each.count());
            report.put(each.name(), each.cost());
            report.put(each.name() + "CpuMillisEach", millisEach(each));
            report.put(each.name() + "HeapMiB", each.heap());
        }
        report.say("Resolve and decide. CPU is the product's and PostgreSQL's.");
        report.table(
                List.of("", "count", "wall s", "per s", "product CPU s", "PostgreSQL CPU s", "CPU ms each", "heap MiB"),
                rows);
        Cost changed = steps.get(3).cost().plus(steps.get(4).cost());
        // What a vendor does not show yet is not decided yet: only those count who were.
        int decided = Math.max(1, steps.get(4).count());
        double each = Cost.seconds(changed.own()) * 1000 / decided;
        report.put("cpuMillisPerChangedPerson", each);
        report.say(
                "%d people were changed, %d arrived: %.2f ms CPU each to resolve and decide (their pull: %.2f ms).",
                size.changed(), decided, each, Cost.seconds(pull.own()) * 1000 / decided);
    }

    /** A step that says how much it did. */
    @FunctionalInterface
    private interface Counted {
        int run() throws Exception;
    }

    private static Step step(World world, PeakHeap heap, String name, String title, Counted work) throws Exception {
        heap.reset();
        int[] count = new int[1];
        Cost cost = world.meter().of(() -> count[0] = work.run());
        return new Step(name, title, count[0], cost, heap.mebibytes());
    }

    private static int resolve(World world) throws InterruptedException {
        return world.services().decisions().resolve(ProgressListener.NONE);
    }

    private static int decide(World world, Lease lease, Inputs inputs) throws InterruptedException {
        Installation installation = world.installation();
        return new Decide(
                        world.store(),
                        installation.normalizers(),
                        installation.scope(),
                        installation.difference(),
                        inputs,
                        installation.publishers())
                .run(lease, world.now(), people -> {});
    }

    /** The same rules that went live a day earlier: every decision is stale and is made anew. */
    private static Inputs other(Inputs inputs) {
        Instant live = inputs.policy().goLive().orElseThrow().minus(Duration.ofDays(1));
        return Inputs.of(inputs.policy().liveFrom(live), inputs.calendars(), inputs.scoring());
    }

    private static double millisEach(Step step) {
        return step.count() == 0 ? 0 : Cost.seconds(step.cost().own()) * 1000 / step.count();
    }

    private static List<String> row(Step step) {
        return List.of(
                step.title(),
                Report.number(step.count()),
                Report.seconds(step.cost().wall()),
                Report.number(step.count() / Cost.seconds(step.cost().wall())),
                Report.seconds(step.cost().product()),
                Report.seconds(step.cost().database()),
                "%.3f".formatted(millisEach(step)),
                Long.toString(step.heap()));
    }
}
