package io.onefunnel.app.engine;

import io.onefunnel.app.config.AppConfig;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.spi.CrmAdapter;

/** A connection at work: its settings, its adapter and how its records are read. */
public record Connected(AppConfig.Connection config, CrmAdapter adapter, Normalizer normalizer) {
    public ConnectionId id() {
        return config.id();
    }
}
