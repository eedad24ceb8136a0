package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.PlanText;
import io.onefunnel.model.Capability;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            if (common.json) {
                Json.print(PlanText.json(plan, opening.services().writes().commandsPerCall()));
                return ExitCode.DONE;
            }
            System.out.print(
                    PlanText.of(plan, opening.services().writes().commandsPerCall(), all ? Integer.MAX_VALUE : 3));
            System.out.print(
                    RejectedWrites.leftOut(opening.installation().store().ledger()));
            if (out != null)
                System.out.println("Saved as " + out + ". `onefunnel apply " + out + "` writes exactly this.");
            else if (!plan.items().isEmpty()) {
                System.out.println("`onefunnel plan --out FILE` saves it; `onefunnel apply FILE` writes exactly that.");
            }
            return ExitCode.DONE;
        }
    }
}
