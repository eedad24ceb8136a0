package io.onefunnel.app.engine;

import io.onefunnel.model.SystemId;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.Provisioning.Step;
import io.onefunnel.spi.UninstallNotes;
import io.onefunnel.state.Connections;
import io.onefunnel.state.Runs.Shortfall;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds what is ours at the vendors, and takes away what can be. Repeated, it goes on where it stopped. */
public final class Uninstaller {
    private final Installation installation;
    private final LeasedRuns runs;

    Uninstaller(Installation installation, LeasedRuns runs) {
        this.installation = installation;
        this.runs = runs;
    }

    /** What is ours in a connection now. Only reads; a vendor that cannot be asked is a footprint with a problem. */
    public Footprint footprint(Connected connected) {
        Optional<String> account =
                installation.store().connections().find(connected.id()).map(Connections.Pinned::accountId);
        SystemId system = connected.config().system();
        UninstallNotes notes =
                installation.uninstallNotes(connected, Path.of(System.getProperty("onefunnel.home", ".")));
        try {
            Optional<Provisioning> provisioning = connected.adapter().provisioning();
            return new Footprint(
                    connected.id(),
                    system,
                    account,
                    provisioning.map(Provisioning::removable).orElse(List.of()),
                    provisioning.map(Provisioning::lasting).orElse(List.of()),
                    notes,
                    Optional.empty());
        } catch (AdapterException failed) {
            return new Footprint(
                    connected.id(), system, account, List.of(), List.of(), notes, Optional.of(why(failed)));
        }
    }

    /** Stops all writing, so that nothing is written into what goes; returns whether it was not stopped before. */
    public boolean pauseWriting(String who) {
        if (installation.store().runs().paused().isPresent()) return false;
        installation
                .store()
                .runs()
                .pause("`onefunnel uninstall`", who, installation.clock().instant());
        return true;
    }

    /** Takes away what was shown and is still there, while nobody writes to the connection. */
    public Footprint.Removed remove(Footprint shown) throws InterruptedException {
        Provisioning provisioning = installation
                .connection(shown.connection())
                .orElseThrow()
                .adapter()
                .provisioning()
                .orElseThrow(() -> new IllegalStateException(shown.connection() + " has nothing to remove"));
        return runs.write("uninstall/" + shown.connection(), shown.connection(), lease -> {
            Footprint.Removed removed = remove(provisioning, shown.removable());
            return new LeasedRuns.Done<>(
                    removed,
                    Map.of("removed", (long) removed.removed().size()),
                    removed
                            .problem()
                            .map(why -> new Shortfall(
                                    "uninstalling " + shown.connection(),
                                    why,
                                    "run `onefunnel uninstall --apply` again: it goes on where this stopped"))
                            .stream()
                            .toList());
        });
    }

    private static Footprint.Removed remove(Provisioning provisioning, List<Step> shown) {
        Optional<String> problem = Optional.empty();
        try {
            provisioning.remove(shown);
        } catch (AdapterException failed) {
            problem = Optional.of(why(failed));
        }
        try {
            // Some may have gone before a refusal: what is there tells, not what was answered.
            List<Step> there = provisioning.removable();
            List<Step> left = shown.stream().filter(there::contains).toList();
            List<Step> gone =
                    shown.stream().filter(step -> !there.contains(step)).toList();
            return new Footprint.Removed(gone, left, problem);
        } catch (AdapterException failed) {
            return new Footprint.Removed(
                    List.of(), List.of(), Optional.of("what was removed is not known: " + why(failed)));
        }
    }

    private static String why(AdapterException failed) {
        return failed.code() + ": " + Objects.requireNonNullElse(failed.getMessage(), "");
    }
}
