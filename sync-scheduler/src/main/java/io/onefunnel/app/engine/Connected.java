package io.onefunnel.app.engine;

import io.onefunnel.app.config.AppConfig;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.send.FreshnessCheck;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.state.Mirror;

/** A connection at work: its settings, its adapter and how its records are read. */
public record Connected(AppConfig.Connection config, CrmAdapter adapter, Normalizer normalizer) {
    public ConnectionId id() {
        return config.id();
    }

    /** Looks up whether its records still are as the mirror holds them. */
    FreshnessCheck freshness(Mirror mirror) {
        return new FreshnessCheck(adapter, mirror, normalizer);
    }
}
