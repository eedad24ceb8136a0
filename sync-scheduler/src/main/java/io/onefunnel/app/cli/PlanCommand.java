package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.PlanText;
import io.onefunnel.app.view.PlanView;
import io.onefunnel.model.Capability;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads the store alone: what would be written is known before any vendor is asked. */
@Command(name = "plan", description = "Show what would be written, where and why. Writes nothing to any vendor.")
public final class PlanCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(names = "--out", paramLabel = "FILE", description = "Save the plan, for `onefunnel apply FILE`.")
    private @Nullable Path out;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CAPABILITY",
            description = "Plan only these: ${COMPLETION-CANDIDATES}.")
    private List<Capability> only = List.of();

    @Option(names = "--all", description = "Show every write, not only samples.")
    private boolean all;

    @Override
    public Integer call() throws IOException {
        try (OpenInstallation opening = common.open()) {
            Set<Capability> capabilities = only.isEmpty() ? EnumSet.allOf(Capability.class) : EnumSet.copyOf(only);
            Plan plan = opening.services()
                    .writes()
                    .plan(capabilities, opening.installation().clock().instant());
            if (out != null) PlanFile.write(plan, out);
            PlanView view = PlanView.of(plan, opening.services().writes().commandsPerCall());
            if (common.json) {
                Json.print(json(view));
                return ExitCode.DONE;
            }
            System.out.print(PlanText.of(view, all ? Integer.MAX_VALUE : 3));
            System.out.print(
                    RejectedWrites.leftOut(opening.installation().store().ledger()));
            if (out != null)
                System.out.println("Saved as " + out + ". `onefunnel apply " + out + "` writes exactly this.");
            else if (!view.isEmpty()) {
                System.out.println("`onefunnel plan --out FILE` saves it; `onefunnel apply FILE` writes exactly that.");
            }
            return ExitCode.DONE;
        }
    }

    private static Map<String, Object> json(PlanView view) {
        Plan plan = view.plan();
        Map<String, Long> records = new LinkedHashMap<>();
        plan.recordsByConnection().forEach((connection, count) -> records.put(connection.value(), count));
        Map<String, Long> calls = new LinkedHashMap<>();
        view.connections().forEach(each -> calls.put(each.connection().value(), each.calls()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", plan.id());
        json.put("writes", view.records());
        json.put("merges", view.merges());
        json.put("actions", view.actions());
        json.put(
                "waiting",
                plan.waiting().stream().map(each -> each.connection().value()).toList());
        json.put("records", records);
        json.put("calls", calls);
        json.put("fuses", plan.trips().stream().map(Plan.Trip::fuse).toList());
        return json;
    }
}
