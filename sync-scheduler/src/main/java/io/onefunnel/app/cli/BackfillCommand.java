package io.onefunnel.app.cli;

import io.onefunnel.app.engine.Connected;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.Counts;
import io.onefunnel.app.view.ProgressLines;
import io.onefunnel.app.view.Terminal;
import io.onefunnel.app.view.TextTable;
import io.onefunnel.app.view.Times;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.pull.Pull;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.RecordCounts.Estimate;
import io.onefunnel.state.Runs.Shortfall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads the vendors, decides nothing and writes nothing; an estimate reads counts alone. */
@Command(
        name = "backfill",
        description = {
            "Read everything that was not read yet, without deciding or writing anything.",
            "Stopped or killed, it goes on where it was when it is run again."
        })
public final class BackfillCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ConnectionOption connection = new ConnectionOption();

    @Option(names = "--estimate", description = "Only count, and say what it would cost in calls and time.")
    private boolean estimate;

    @Option(
            names = "--again",
            description = "Read everything anew, also what was read before; for when the two sides are in doubt.")
    private boolean again;

    @Override
    public Integer call() throws InterruptedException {
        try (OpenInstallation opening = common.open()) {
            List<Connected> chosen = connection.of(opening);
            ConnectionChecks.requireUsable(opening.services().readiness().check());
            return estimate ? estimate(chosen) : read(opening, chosen);
        }
    }

    private int read(OpenInstallation opening, List<Connected> chosen) throws InterruptedException {
        Map<ConnectionId, Pull.Result> results;
        Map<String, Long> expected = new LinkedHashMap<>();
        for (Connected each : chosen) expected.put("pull " + each.id(), counted(each));
        if (again) opening.services().pulls().rewind(chosen);
        try (ProgressLines progress = Terminal.progress(expected)) {
            results = opening.services().pulls().run(chosen, progress);
            opening.services().decisions().resolve(progress);
        }
        List<Shortfall> shortfalls = new ArrayList<>();
        results.values().forEach(result -> shortfalls.addAll(result.shortfalls()));
        if (common.json) {
            Map<String, Object> json = new LinkedHashMap<>();
            results.forEach((id, result) -> json.put(
                    id.value(),
                    Map.of(
                            "read", read(result),
                            "changed", result.changed(),
                            "quarantined", result.quarantined())));
            Json.print(Map.of("connections", json, "shortfalls", Shortfalls.json(shortfalls)));
        } else {
            TextTable table = new TextTable("connection", "read", "new or changed", "quarantined");
            results.forEach((id, result) -> table.row(
                    id,
                    Counts.grouped(read(result)),
                    Counts.grouped(result.changed()),
                    Counts.grouped(result.quarantined())));
            System.out.println(table);
            Shortfalls.print(shortfalls);
        }
        return shortfalls.isEmpty() ? ExitCode.DONE : ExitCode.SHORTFALL;
    }

    private static long read(Pull.Result result) {
        return result.read().values().stream().mapToLong(Integer::longValue).sum();
    }

    private static long counted(Connected connected) {
        long count = 0;
        for (RecordKind kind : RecordKind.values()) {
            count += connected
                    .adapter()
                    .counts()
                    .map(counting -> counting.count(kind))
                    .orElse(OptionalLong.empty())
                    .orElse(0);
        }
        return count;
    }

    private int estimate(List<Connected> chosen) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (Connected each : chosen) {
            Map<RecordKind, Estimate> estimates = estimates(each);
            json.put(each.id().value(), json(each.adapter().budget(), estimates));
            if (!common.json) print(each, estimates);
        }
        if (common.json) Json.print(Map.of("connections", json));
        return ExitCode.DONE;
    }

    private static Map<RecordKind, Estimate> estimates(Connected connected) {
        Map<RecordKind, Estimate> estimates = new EnumMap<>(RecordKind.class);
        connected.adapter().counts().ifPresent(counting -> {
            for (RecordKind kind : RecordKind.values()) {
                counting.estimate(kind).ifPresent(cost -> estimates.put(kind, cost));
            }
        });
        return estimates;
    }

    private static void print(Connected connected, Map<RecordKind, Estimate> estimates) {
        if (estimates.isEmpty()) {
            System.out.println(connected.id() + ": cannot be estimated without reading\n");
            return;
        }
        TextTable table = new TextTable(connected.id().value(), "records", "calls", "about", "road");
        estimates.forEach((kind, cost) -> table.row(
                kind.label(),
                Counts.grouped(cost.records()),
                Counts.grouped(cost.calls()),
                Times.length(cost.time()),
                cost.road()));
        long calls = estimates.values().stream().mapToLong(Estimate::calls).sum();
        table.row(
                "all",
                Counts.grouped(
                        estimates.values().stream().mapToLong(Estimate::records).sum()),
                Counts.grouped(calls),
                Times.length(total(estimates)),
                "");
        System.out.print(table);
        connected
                .adapter()
                .budget()
                .left()
                .ifPresent(left -> System.out.printf(
                        "%,d calls are left today for everybody%s%n",
                        left, calls > left ? ": it will take more than one day" : ""));
        System.out.println();
    }

    private static Duration total(Map<RecordKind, Estimate> estimates) {
        return estimates.values().stream().map(Estimate::time).reduce(Duration.ZERO, Duration::plus);
    }

    private static Map<String, Object> json(Budget budget, Map<RecordKind, Estimate> estimates) {
        Map<String, Object> kinds = new LinkedHashMap<>();
        estimates.forEach((kind, cost) -> kinds.put(
                kind.name(),
                Map.of(
                        "records", cost.records(),
                        "calls", cost.calls(),
                        "seconds", cost.time().toSeconds(),
                        "road", cost.road())));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kinds", kinds);
        budget.left().ifPresent(left -> json.put("callsLeft", left));
        return json;
    }
}
