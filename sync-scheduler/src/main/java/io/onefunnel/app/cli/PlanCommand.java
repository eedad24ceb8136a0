package io.onefunnel.app.cli;

import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.engine.PlanService;
import io.onefunnel.app.view.PlanBasis;
import io.onefunnel.app.view.PlanText;
import io.onefunnel.app.view.PlanView;
import io.onefunnel.model.Capability;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads the store alone: what would be written is known before any vendor is asked. */
@Command(name = "plan", description = "Show what would be written, where and why. Writes nothing to any vendor.")
public final class PlanCommand implements Callable<Integer> {
    private static final int SAMPLES = 3;

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
            Optional<Path> file = out == null ? Optional.empty() : Optional.of(writable(out));
            Set<Capability> capabilities = only.isEmpty() ? EnumSet.allOf(Capability.class) : EnumSet.copyOf(only);
            PlanService plans = opening.services().plans();
            Instant now = opening.installation().clock().instant();
            PlanView view = plans.look(capabilities, now, plan -> {
                if (file.isPresent()) plans.keep(plan, file.get());
                PlanView seen = PlanView.of(plan, plans.commandsPerCall(), all ? 0 : SAMPLES);
                if (common.json) Json.print(json(seen));
                else print(plan, seen);
                return seen;
            });
            if (common.json) return ExitCode.DONE;
            String basis = PlanBasis.of(
                    opening.installation().store(),
                    opening.installation().inputs().hash(),
                    now,
                    view.isEmpty());
            if (!basis.isEmpty()) System.out.println(basis);
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

    /** Where a file can stand; a link is followed. */
    private static Path writable(Path wanted) throws IOException {
        Path file = Files.exists(wanted) ? wanted.toRealPath() : wanted.toAbsolutePath();
        Path folder = file.getParent();
        if (wanted.toString().isEmpty() || Files.exists(file) && !Files.isRegularFile(file)) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "\"" + wanted + "\" is no file that a plan can be saved as");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandFailedException(ExitCode.USAGE, "there is no folder " + folder + " to save a plan in");
        }
        if (!Files.isWritable(folder)) {
            throw new CommandFailedException(ExitCode.USAGE, "nothing can be written into the folder " + folder);
        }
        return file;
    }

    private void print(Plan plan, PlanView view) {
        if (!all) {
            System.out.print(PlanText.of(view));
            return;
        }
        System.out.print(PlanText.head(view));
        try (Stream<PlanItem> items = plan.items()) {
            items.forEach(item -> System.out.print(PlanText.item(item)));
        }
        System.out.print(PlanText.foot(view));
    }

    private static Map<String, Object> json(PlanView view) {
        Map<String, Long> records = new LinkedHashMap<>();
        view.counts().connections().forEach((connection, counts) -> records.put(connection.value(), counts.items()));
        Map<String, Long> calls = new LinkedHashMap<>();
        view.connections().forEach(each -> calls.put(each.connection().value(), each.calls()));
        Map<String, Long> actions = new LinkedHashMap<>();
        view.counts().acts().forEach((kind, count) -> actions.put(kind.word(), count));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", view.head().id());
        json.put("writes", view.counts().records());
        json.put("merges", view.counts().merges());
        json.put("actions", actions);
        json.put(
                "waiting",
                view.head().waiting().stream()
                        .map(each -> each.connection().value())
                        .toList());
        json.put("records", records);
        json.put("calls", calls);
        json.put("fuses", view.head().trips().stream().map(Plan.Trip::fuse).toList());
        return json;
    }
}
