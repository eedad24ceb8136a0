package io.onefunnel.app.engine;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.Readiness.Problem;
import io.onefunnel.spi.Readiness.Severity;
import io.onefunnel.state.Connections;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks whether connections can work, and pins them to their accounts. */
public final class ReadinessService {
    private final Installation installation;

    ReadinessService(Installation installation) {
        this.installation = installation;
    }

    /** Looks at all connections and changes nothing, here or there. */
    public Map<ConnectionId, Readiness> look() {
        Map<ConnectionId, Readiness> found = new LinkedHashMap<>();
        for (Connected each : installation.connections()) {
            Readiness readiness = each.adapter().check();
            Optional<Connections.Pinned> pinned =
                    installation.store().connections().find(each.id());
            found.put(each.id(), pinned.map(pin -> compared(readiness, pin)).orElse(readiness));
        }
        return found;
    }

    /** The account is compared by the adapter's guard; that it is of the same environment is seen here alone. */
    private static Readiness compared(Readiness found, Connections.Pinned pin) {
        boolean same = found.accountId().filter(pin.accountId()::equals).isPresent();
        if (!same || found.environment().equals(pin.environment())) return found;
        List<Problem> problems = new ArrayList<>(found.problems());
        problems.add(new Problem(
                Severity.BLOCKS,
                AdapterErrorCode.WRONG_ACCOUNT,
                "account " + pin.accountId() + " answers as " + found.environment() + ", and was pinned as "
                        + pin.environment(),
                "put the old address and credentials back, or see `onefunnel connections repin " + pin.connection()
                        + "`"));
        return new Readiness(found.accountId(), found.environment(), found.clockSkew(), problems);
    }

    /**
     * Pins a connection that never was, as one whose vendor could not be reached when the program was started: before anything
     * is read from it.
     *
     * @return the problems that keep it from being pinned, by which it cannot be read either; none when it is pinned
     */
    List<Problem> pinFirst(Connected connected) {
        Connections connections = installation.store().connections();
        if (connections.find(connected.id()).isPresent()) return List.of();
        Readiness found = connected.adapter().check();
        if (found.accountId().isEmpty()) return found.problems();
        connections.pin(
                connected.id(),
                connected.config().system(),
                found.accountId().get(),
                found.environment(),
                installation.clock().instant());
        return List.of();
    }

    /**
     * Looks at all connections and pins each that tells its account: before anything is read or written.
     *
     * @return by connection what was found
     * @throws Connections.PinnedElsewhereException when one belongs to another account or environment now
     */
    public Map<ConnectionId, Readiness> check() {
        Map<ConnectionId, Readiness> found = look();
        Connections connections = installation.store().connections();
        for (Connected each : installation.connections()) {
            Readiness readiness = found.get(each.id());
            if (readiness == null) continue;
            readiness
                    .accountId()
                    .ifPresent(account -> connections.pin(
                            each.id(),
                            each.config().system(),
                            account,
                            readiness.environment(),
                            installation.clock().instant()));
        }
        return found;
    }
}
