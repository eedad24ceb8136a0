package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.view.ProgressLines;
import io.onefunnel.app.view.Terminal;
import io.onefunnel.app.view.WriteOutcome;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.writeback.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes to the vendors, and only what the saved plan says. */
@Command(
        name = "apply",
        description = "Write exactly what a saved plan says, each after its before-value was checked again.")
public final class ApplyCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "FILE", description = "A plan saved by `onefunnel plan --out`.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailedException(
                    ExitCode.USAGE,
                    "there is no file " + file + "; make a plan with `onefunnel plan --out " + file + "`");
        }
        try (OpenInstallation opening = common.open()) {
            Plan plan = opening.services().plans().read(file);
            ConnectionChecks.requireUsable(opening.services().readiness().check());
            WriteSummary result;
            try (ProgressLines progress = Terminal.progress(Map.of(
                    "write", plan.counts().records(), "tell", plan.counts().actions()))) {
                result = opening.services()
                        .writes()
                        .apply(plan, opening.installation().clock().instant(), progress);
            }
            print(result);
            return result.shortfalls().isEmpty() ? ExitCode.DONE : ExitCode.SHORTFALL;
        }
    }

    private void print(WriteSummary result) {
        if (common.json) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("written", result.written());
            json.put("unchanged", result.unchanged());
            json.put("rejected", result.rejected());
            json.put("stale", result.stale());
            json.put("deferred", result.deferred());
            json.put("unknown", result.unknown());
            json.put("superseded", result.superseded());
            json.put("shortfalls", Shortfalls.json(result.shortfalls()));
            Json.print(json);
            return;
        }
        WriteOutcome.of(result).lines().forEach(System.out::println);
        Shortfalls.print(result.shortfalls());
    }
}
