package io.onefunnel.app.engine;

import io.onefunnel.model.SystemId;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Provisioning;
import io.onefunnel.spi.Provisioning.Step;
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

    /** What is ours in a connection now. Only reads; a vendor that cannot be asked is a departure with a problem. */
    public Departure departure(Connected connected) {
        Optional<String> account =
                installation.store().connections().find(connected.id()).map(Connections.Pinned::accountId);
        SystemId system = connected.config().system();
        Optional<PackageManifest> deployed =
                system == SystemId.SALESFORCE ? PackageManifest.of(shippedPackage()) : Optional.empty();
        try {
            Optional<Provisioning> provisioning = connected.adapter().provisioning();
            return new Departure(
                    connected.id(),
                    system,
                    account,
                    provisioning.map(Provisioning::removable).orElse(List.of()),
                    provisioning.map(Provisioning::lasting).orElse(List.of()),
                    deployed,
                    Optional.empty());
        } catch (AdapterException failed) {
            return new Departure(
                    connected.id(), system, account, List.of(), List.of(), deployed, Optional.of(why(failed)));
        }
    }

    private static Path shippedPackage() {
        return Path.of(System.getProperty("onefunnel.home", "."))
                .resolve("salesforce-adapter")
                .resolve("crm-package");
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
    public Departure.Removed remove(Departure shown) throws InterruptedException {
        Provisioning provisioning = installation
                .connection(shown.connection())
                .orElseThrow()
                .adapter()
                .provisioning()
                .orElseThrow(() -> new IllegalStateException(shown.connection() + " has nothing to remove"));
        return runs.run("write/" + shown.connection(), lease -> {
            Departure.Removed removed = remove(provisioning, shown.removable());
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

    private static Departure.Removed remove(Provisioning provisioning, List<Step> shown) {
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
            return new Departure.Removed(gone, left, problem);
        } catch (AdapterException failed) {
            return new Departure.Removed(
                    List.of(), List.of(), Optional.of("what was removed is not known: " + why(failed)));
        }
    }

    private static String why(AdapterException failed) {
        return failed.code() + ": " + Objects.requireNonNullElse(failed.getMessage(), "");
    }
}
