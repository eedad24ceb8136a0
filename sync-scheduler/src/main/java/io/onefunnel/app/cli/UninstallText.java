package io.onefunnel.app.cli;

import io.onefunnel.app.config.AppConfig;
import io.onefunnel.app.engine.Footprint;
import io.onefunnel.app.engine.Installation;
import io.onefunnel.app.view.Times;
import io.onefunnel.app.view.WordWrap;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.Provisioning.Step;
import io.onefunnel.spi.UninstallNotes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What leaving takes, as an admin reads it: before, and as a receipt. */
final class UninstallText {
    private static final int SHOWN = 6;

    private final Installation installation;
    private final boolean all;

    /** @param all shows every item */
    UninstallText(Installation installation, boolean all) {
        this.installation = installation;
        this.all = all;
    }

    String plan(List<Footprint> footprints) {
        StringBuilder text = new StringBuilder();
        footprints.forEach(each -> append(text, each));
        appendRemains(text);
        appendCredentials(text, footprints);
        appendData(text);
        int removable =
                footprints.stream().mapToInt(each -> each.removable().size()).sum();
        if (removable > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "`onefunnel uninstall --apply` pauses writing and removes the %,d items marked -.%n",
                    removable));
        } else {
            text.append("There is nothing that OneFunnel itself could remove.\n");
        }
        return text.toString();
    }

    private void append(StringBuilder text, Footprint footprint) {
        text.append(footprint.connection())
                .append(footprint.account().map(account -> " (" + account + ")").orElse(""))
                .append('\n');
        footprint.problem().ifPresent(why -> text.append(WordWrap.text("  ", "cannot be asked what it holds: " + why)));
        if (!footprint.removable().isEmpty()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %,d can be removed by OneFunnel:%n",
                    footprint.removable().size()));
            appendSteps(text, "    - ", footprint.removable());
            text.append(WordWrap.text("    ", footprint.notes().removal()));
        }
        if (!footprint.lasting().isEmpty()) {
            text.append(String.format(
                    Locale.ROOT, "  %,d stay for good:%n", footprint.lasting().size()));
            appendSteps(text, "    = ", footprint.lasting());
            text.append(WordWrap.text("    ", footprint.notes().lasting()));
        }
        appendDeployed(text, footprint);
        boolean nothing = footprint.problem().isEmpty()
                && footprint.removable().isEmpty()
                && footprint.lasting().isEmpty()
                && footprint.notes().deployed().isEmpty();
        if (nothing) text.append("  nothing of OneFunnel's is there\n");
        text.append('\n');
    }

    private void appendDeployed(StringBuilder text, Footprint footprint) {
        Optional<UninstallNotes.Deployed> notes = footprint.notes().deployed();
        if (notes.isEmpty()) return;
        UninstallNotes.Deployed deployed = notes.get();
        if (deployed.contents().isEmpty()) {
            text.append(WordWrap.text("  ", deployed.absent()));
            return;
        }
        UninstallNotes.Manifest listed = deployed.contents().get();
        text.append(String.format(Locale.ROOT, "  %,d of the package are removed by an admin:%n", listed.size()));
        listed.members()
                .forEach((type, names) -> text.append(String.format(Locale.ROOT, "    %,5d %s%n", names.size(), type)));
        if (all) {
            text.append(listed.listing().indent(4));
        }
        text.append(WordWrap.text("    ", deployed.instruction()));
        text.append("      ")
                .append(deployed.command()
                        .replace(" --post", " \\\n        --post")
                        .replace(" --target", " \\\n        --target"))
                .append('\n');
    }

    private void appendSteps(StringBuilder text, String sign, List<Step> steps) {
        int shown = all ? steps.size() : Math.min(SHOWN, steps.size());
        for (Step step : steps.subList(0, shown)) {
            text.append(sign).append(step.what()).append('\n');
        }
        if (shown < steps.size()) {
            text.append(String.format(Locale.ROOT, "      ... and %,d more; --all shows them%n", steps.size() - shown));
        }
    }

    /** One of the things that no field takes with it. */
    private record Remains(String connection, String what, long count) {
        String sentence() {
            return String.format(Locale.ROOT, "%s: %,d %s", connection, count, words());
        }

        private String words() {
            return switch (what) {
                case "merge" ->
                    "merges; `onefunnel duplicates undo NO` brings back what the vendor allows, before you leave";
                case "task" -> "tasks";
                case "event" -> "events sent to marketing";
                case "owner" -> "changes of owner";
                default -> "referral links";
            };
        }
    }

    private List<Remains> remains() {
        return installation.store().reports().rows("written_for_good").rows().stream()
                .map(row -> new Remains(String.valueOf(row.get("connection")), String.valueOf(row.get("what")), (Long)
                        Objects.requireNonNull(row.get("written"))))
                .toList();
    }

    private void appendRemains(StringBuilder text) {
        text.append("What stays, and is not reverted\n");
        remains().forEach(each -> text.append(WordWrap.text("  ", each.sentence())));
        text.append(WordWrap.text("  ", "values that OneFunnel wrote into fields that are not its own"));
        text.append(WordWrap.text(
                "  ", "what flows, workflows and campaigns did on its writes, and copies made by native syncs"));
        text.append('\n');
    }

    private void appendCredentials(StringBuilder text, List<Footprint> footprints) {
        text.append("Credentials to revoke\n");
        for (Footprint each : footprints) {
            text.append(
                    WordWrap.text("  ", each.connection() + ": " + each.notes().revoke()));
            List<String> secrets = secrets(each.connection());
            if (secrets.isEmpty()) continue;
            text.append(WordWrap.text(
                    "    ",
                    "then delete here what connections." + each.connection() + " refers to: "
                            + String.join(", ", secrets)));
        }
        text.append('\n');
    }

    private List<String> secrets(ConnectionId connection) {
        return installation
                .connection(connection)
                .map(each -> UninstallCommand.secrets(each.config()))
                .orElse(List.of());
    }

    private void appendData(StringBuilder text) {
        text.append("Our data, which uninstall does not delete\n");
        data().forEach((what, where) -> text.append(WordWrap.text("  ", what + ": " + where)));
        text.append(WordWrap.text(
                "  ",
                "It holds the ledger of every write and the pictures of merges: export what you must keep (`onefunnel"
                        + " report NAME --csv`, a backup), stop the service, then delete it."));
        text.append('\n');
    }

    private Map<String, String> data() {
        AppConfig.StoreConfig store = installation.config().store();
        Map<String, String> data = new LinkedHashMap<>();
        // What follows the question mark may be a password.
        store.url().ifPresent(url -> data.put("database", url.replaceAll("\\?.*", "")));
        data.put(
                store.url().isPresent() ? "keys and passwords" : "database, keys and passwords",
                absolute(store.data()));
        data.put("configuration", absolute(installation.config().folder()));
        return data;
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    /** @param paused whether writing was stopped by this command, and not before it */
    String receipt(List<Footprint> footprints, Map<ConnectionId, Footprint.Removed> removed, boolean paused) {
        StringBuilder text = new StringBuilder();
        text.append("Receipt of ")
                .append(Times.local(installation.clock().instant()))
                .append('\n');
        text.append(
                paused
                        ? "  Writing is paused; `onefunnel resume` would allow it again.\n"
                        : "  Writing was paused already and stays so.\n");
        for (Footprint each : footprints) {
            Optional<Footprint.Removed> done = Optional.ofNullable(removed.get(each.connection()));
            done.ifPresentOrElse(
                    what -> append(text, each, what),
                    () -> text.append("  ")
                            .append(each.connection())
                            .append(
                                    each.removable().isEmpty()
                                            ? ": nothing to remove\n"
                                            : ": left alone, not confirmed\n"));
        }
        text.append(WordWrap.text(
                "  ",
                "Left to you, as listed above: what stays for good, the Salesforce package, credentials, our data."));
        return text.toString();
    }

    private static void append(StringBuilder text, Footprint footprint, Footprint.Removed removed) {
        text.append(String.format(
                Locale.ROOT,
                "  %s: %,d removed%s%n",
                footprint.connection(),
                removed.removed().size(),
                removed.left().isEmpty()
                        ? ""
                        : String.format(
                                Locale.ROOT, ", %,d left", removed.left().size())));
        removed.problem().ifPresent(why -> {
            text.append(WordWrap.text("    ", why));
            text.append(WordWrap.text(
                    "    ", "do: run `onefunnel uninstall --apply` again; it goes on where this stopped"));
        });
    }

    Map<String, Object> json(List<Footprint> footprints, Map<ConnectionId, Footprint.Removed> removed) {
        Map<String, Object> connections = new LinkedHashMap<>();
        footprints.forEach(
                each -> connections.put(each.connection().value(), json(each, removed.get(each.connection()))));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("connections", connections);
        json.put(
                "remains",
                remains().stream()
                        .map(each ->
                                Map.of("connection", each.connection(), "what", each.what(), "count", each.count()))
                        .toList());
        json.put("data", data());
        json.put("writingPaused", installation.store().runs().paused().isPresent());
        return json;
    }

    private Map<String, Object> json(Footprint footprint, Footprint.@Nullable Removed removed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("account", footprint.account().orElse(""));
        json.put("removable", names(footprint.removable()));
        json.put("permanent", names(footprint.lasting()));
        footprint.deployed().ifPresent(listed -> json.put("byAnAdmin", listed.members()));
        json.put("revoke", footprint.notes().revoke());
        json.put("secrets", secrets(footprint.connection()));
        List<String> problems = new ArrayList<>(footprint.problem().stream().toList());
        if (removed != null) {
            json.put("removed", names(removed.removed()));
            json.put("left", names(removed.left()));
            problems.addAll(removed.problem().stream().toList());
        }
        json.put("problems", problems);
        return json;
    }

    private static List<String> names(List<Step> steps) {
        return steps.stream().map(Step::what).toList();
    }
}
