package io.onefunnel.app.cli;

import io.onefunnel.app.engine.Connected;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.WordWrap;
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

/** Creates fields at the vendors when told to; deletes and changes nothing there. */
@Command(
        name = "provision",
        description = {
            "Show which of OneFunnel's own fields a system lacks. With --apply, create them.",
            "What can never be deleted again is only created with --permanent. Nothing is ever deleted or changed.",
            "Repeating it does no harm."
        })
public final class ProvisionCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ConnectionOption connection = new ConnectionOption();

    @Option(names = "--apply", description = "Create what is missing.")
    private boolean apply;

    @Option(
            names = "--permanent",
            description =
                    "With --apply, also create what the vendor can never delete again: what is marked \"for good\".")
    private boolean permanent;

    @Override
    public Integer call() {
        if (permanent && !apply) {
            throw new CommandFailedException(ExitCode.USAGE, "--permanent says what --apply may create; give both");
        }
        try (OpenInstallation opening = common.open()) {
            List<Connected> chosen = connection.of(opening);
            ConnectionChecks.requireUsable(opening.services().readiness().check());
            Map<String, Object> json = new LinkedHashMap<>();
            for (Connected each : chosen) {
                Optional<Provisioning> provisioning = each.adapter().provisioning();
                if (provisioning.isEmpty()) {
                    if (!common.json)
                        System.out.println(each.id() + ": its fields are made there: docs/admin/connect.md");
                    continue;
                }
                List<Step> missing = provisioning.get().plan();
                List<Step> leftOut = apply && !permanent
                        ? missing.stream().filter(Step::permanent).toList()
                        : List.of();
                List<Step> made = apply ? provisioning.get().apply(without(leftOut, missing)) : List.of();
                json.put(each.id().value(), json(missing, made, leftOut));
                if (!common.json) print(each, missing, made, leftOut);
            }
            if (common.json) Json.print(Map.of("connections", json));
            return ExitCode.DONE;
        }
    }

    private static List<Step> without(List<Step> leftOut, List<Step> missing) {
        return missing.stream().filter(step -> !leftOut.contains(step)).toList();
    }

    private void print(Connected connected, List<Step> missing, List<Step> made, List<Step> leftOut) {
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
        String command = "onefunnel provision --connection " + connected.id() + " --apply";
        boolean lasting = missing.stream().anyMatch(step -> step.permanent() && !made.contains(step));
        if (lasting) {
            System.out.print(WordWrap.text(
                    "  ",
                    "What is marked \"for good\" can never be deleted there again, only hidden, also if you leave"
                            + " OneFunnel."));
        }
        if (!leftOut.isEmpty()) {
            System.out.printf("  %,d were left out for that. This creates them:%n", leftOut.size());
            System.out.println("    " + command + " --permanent");
        } else if (!apply) {
            System.out.println("  This creates them:");
            System.out.println("    " + command + (lasting ? " --permanent" : ""));
        }
    }

    private static Map<String, Object> json(List<Step> missing, List<Step> made, List<Step> leftOut) {
        return Map.of(
                "missing",
                missing.stream()
                        .map(step -> Map.of("what", step.what(), "permanent", step.permanent()))
                        .toList(),
                "created",
                made.stream().map(Step::what).toList(),
                "leftOut",
                leftOut.stream().map(Step::what).toList());
    }
}
