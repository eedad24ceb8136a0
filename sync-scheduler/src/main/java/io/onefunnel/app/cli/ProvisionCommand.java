package io.onefunnel.app.cli;

import io.onefunnel.app.engine.Connected;
import io.onefunnel.app.engine.Opening;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.Provisioning.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "provision",
        description = {
            "Show which of OneFunnel's own fields a system lacks. With --apply, create them.",
            "Nothing is ever deleted or changed. Repeating it does no harm."
        })
final class ProvisionCommand implements Callable<Integer> {
    @Mixin
    private final Common common = new Common();

    @Mixin
    private final ConnectionOption connection = new ConnectionOption();

    @Option(names = "--apply", description = "Create what is missing.")
    private boolean apply;

    @Override
    public Integer call() {
        try (Opening opening = common.open()) {
            List<Connected> chosen = connection.of(opening);
            Readinesses.requireUsable(opening.steps().check());
            Map<String, Object> json = new LinkedHashMap<>();
            for (Connected each : chosen) {
                Optional<Provisioning> provisioning = each.adapter().provisioning();
                if (provisioning.isEmpty()) {
                    if (!common.json)
                        System.out.println(each.id() + ": its fields are made there: docs/admin/connect.md");
                    continue;
                }
                List<Step> missing = provisioning.get().plan();
                List<Step> made = apply ? provisioning.get().apply(missing) : List.of();
                json.put(each.id().value(), json(missing, made));
                if (!common.json) print(each, missing, made);
            }
            if (common.json) Json.print(Map.of("connections", json));
            return ExitCode.DONE;
        }
    }

    private void print(Connected connected, List<Step> missing, List<Step> made) {
        if (missing.isEmpty()) {
            System.out.println(connected.id() + ": nothing is missing");
            return;
        }
        System.out.printf(
                "%s: %,d missing%s%n", connected.id(), missing.size(), apply ? ", " + made.size() + " created" : "");
        for (Step step : missing) {
            String sign = made.contains(step) ? "made" : "+";
            System.out.println("  " + sign + " " + step.what() + (step.permanent() ? ", for good" : ""));
        }
        if (apply) return;
        if (missing.stream().anyMatch(Step::permanent)) {
            System.out.println("  What is marked \"for good\" can be hidden there later, never deleted.");
        }
        System.out.println("  `onefunnel provision --connection " + connected.id() + " --apply` creates them.");
    }

    private static Map<String, Object> json(List<Step> missing, List<Step> made) {
        return Map.of(
                "missing",
                missing.stream()
                        .map(step -> Map.of("what", step.what(), "permanent", step.permanent()))
                        .toList(),
                "created",
                made.stream().map(Step::what).toList());
    }
}
