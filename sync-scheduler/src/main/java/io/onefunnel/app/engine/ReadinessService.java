package io.onefunnel.app.engine;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.Readiness;
import java.util.LinkedHashMap;
import java.util.Map;

/** Checks every connection and pins it to its account. */
public final class ReadinessService {
    private final Installation installation;

    ReadinessService(Installation installation) {
        this.installation = installation;
    }

    /**
     * Looks at all connections and pins each that tells its account.
     *
     * @return by connection what was found
     * @throws io.onefunnel.state.Connections.PinnedElsewhereException when one belongs to another account now
     */
    public Map<ConnectionId, Readiness> check() {
        Map<ConnectionId, Readiness> found = new LinkedHashMap<>();
        for (Connected each : installation.connections()) {
            Readiness readiness = each.adapter().check();
            readiness
                    .accountId()
                    .ifPresent(account -> installation
                            .store()
                            .connections()
                            .pin(each.id(), each.config().system(), account, readiness.environment()));
            found.put(each.id(), readiness);
        }
        return found;
    }
}
