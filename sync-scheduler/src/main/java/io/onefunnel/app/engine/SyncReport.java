package io.onefunnel.app.engine;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.state.Runs.Shortfall;
import java.util.List;
import java.util.Map;

/**
 * What one sync did.
 *
 * @param read changes that each connection delivered
 * @param decided people who were decided
 * @param written what was written unattended
 * @param shortfalls empty means complete
 */
public record SyncReport(
        Map<ConnectionId, Integer> read, int changed, int decided, WriteSummary written, List<Shortfall> shortfalls) {
    public boolean complete() {
        return shortfalls.isEmpty();
    }
}
