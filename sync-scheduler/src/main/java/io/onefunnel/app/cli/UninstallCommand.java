package io.onefunnel.app.cli;

import io.onefunnel.app.config.AppConfig;
import io.onefunnel.app.engine.Connected;
import io.onefunnel.app.engine.Footprint;
import io.onefunnel.app.engine.OpenInstallation;
import io.onefunnel.app.engine.Uninstaller;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.UninstallNotes;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes at the vendors only after a person confirmed it for each connection, or with --yes. */
@Command(
        name = "uninstall",
        description = {
            "Show what OneFunnel made at each system, what of it can be removed and how, and what stays. Changes nothing",
            "without --apply. With it, what OneFunnel can remove is removed, after your confirmation; writing is paused",
            "first. Values, owners and merges are not reverted, and the data here is not deleted.",
        })
public final class UninstallCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Mixin
    private final ConnectionOption connection = new ConnectionOption();

    @ArgGroup
    private Mode mode = new Mode();

    private static final class Mode {
        @Option(names = "--plan", description = "Only show; the default.")
        @SuppressWarnings("unused") // said for clearness; what is not --apply only shows
        private boolean plan;

        @Option(names = "--apply", description = "Remove what can be removed.")
        private boolean apply;
    }

    @Option(names = "--yes", description = "Confirm the removal without being asked, for scripts.")
    private boolean yes;

    @Option(names = "--all", description = "Show every item, not the first of each connection.")
    private boolean all;

    @Option(
            names = "--manifest",
            paramLabel = "DIR",
            description = "Write package.xml and destructiveChanges.xml for a Salesforce admin there.")
    private @Nullable Path manifest;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (OpenInstallation opening = common.open()) {
            List<Connected> chosen = connection.of(opening);
            // Refuses an account that is not ours: its fields may be another installation's.
            opening.services().readiness().check();
            Uninstaller uninstalling = opening.services().uninstaller();
            List<Footprint> footprints =
                    chosen.stream().map(uninstalling::footprint).toList();
            if (manifest != null) write(footprints, manifest);
            UninstallText text = new UninstallText(opening.installation(), all);
            if (!mode.apply) {
                if (common.json) Json.print(text.json(footprints, Map.of()));
                else System.out.print(text.plan(footprints));
                return ExitCode.DONE;
            }
            return apply(uninstalling, footprints, text);
        }
    }

    private int apply(Uninstaller uninstalling, List<Footprint> footprints, UninstallText text)
            throws InterruptedException {
        if (!common.json) System.out.print(text.plan(footprints));
        List<Footprint> confirmed = confirmed(footprints);
        boolean paused = uninstalling.pauseWriting(PauseCommand.who());
        Map<ConnectionId, Footprint.Removed> removed = new LinkedHashMap<>();
        for (Footprint each : confirmed) removed.put(each.connection(), uninstalling.remove(each));
        if (common.json) Json.print(text.json(footprints, removed));
        else System.out.print(text.receipt(footprints, removed, paused));
        boolean complete = footprints.stream().allMatch(each -> each.problem().isEmpty())
                && removed.values().stream().allMatch(each -> each.problem().isEmpty());
        return complete ? ExitCode.DONE : ExitCode.SHORTFALL;
    }

    /** The connections whose removal was confirmed; of those that were not, nothing is touched. */
    private List<Footprint> confirmed(List<Footprint> footprints) {
        List<Footprint> asked =
                footprints.stream().filter(each -> !each.removable().isEmpty()).toList();
        if (yes || asked.isEmpty()) return asked;
        Optional<Console> person = common.json ? Optional.empty() : Optional.ofNullable(System.console());
        if (person.isEmpty()) {
            throw new CommandFailedException(
                    ExitCode.REFUSED,
                    "nothing was removed: confirm it with --yes, or run it in a terminal, which asks");
        }
        List<Footprint> confirmed = new ArrayList<>();
        for (Footprint each : asked) {
            String typed = person.get()
                    .readLine(
                            "%nType %s to remove its %,d items, anything else to leave them: ",
                            each.connection(), each.removable().size());
            if (each.connection().value().equals(typed == null ? "" : typed.strip())) confirmed.add(each);
        }
        if (confirmed.isEmpty()) throw new CommandFailedException(ExitCode.REFUSED, "nothing was removed");
        return confirmed;
    }

    private static void write(List<Footprint> footprints, Path folder) throws IOException {
        UninstallNotes.Manifest listed = footprints.stream()
                .flatMap(each -> each.deployed().stream())
                .findFirst()
                .orElseThrow(() -> new CommandFailedException(
                        ExitCode.USAGE,
                        "there is no package to list: no Salesforce connection, or salesforce-adapter/crm-package is not"
                                + " beside the program"));
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file : listed.files().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** Names of secrets and where they are said; never what they are. */
    static List<String> secrets(AppConfig.Connection connection) {
        List<String> keys = new ArrayList<>();
        connection.settings().secrets().keySet().stream().sorted().forEach(keys::add);
        connection
                .settings()
                .credentials()
                .forEach((use, own) -> own.secrets().keySet().stream()
                        .sorted()
                        .forEach(key -> keys.add("credentials." + use.name().toLowerCase(Locale.ROOT) + "." + key)));
        return keys;
    }
}
