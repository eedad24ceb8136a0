package io.onefunnel.app.engine;

import io.onefunnel.send.WriteSession;
import io.onefunnel.send.WriteSummary;
import java.util.Map;
import java.util.UUID;

/** Finds out, by reading, what became of calls whose answer was lost. */
public final class SettleService {
    private final Installation installation;
    private final LeasedRuns runs;

    SettleService(Installation installation, LeasedRuns runs) {
        this.installation = installation;
        this.runs = runs;
    }

    /** Finds out what became of calls that may have happened. */
    public WriteSummary settle() throws InterruptedException {
        WriteSummary result = WriteSummary.NOTHING;
        for (Connected each : installation.connections()) {
            result = result.plus(settle(each));
        }
        return result;
    }

    /** Does nothing for a connection without such calls. */
    void settleOpen(Connected connected) throws InterruptedException {
        if (!installation.store().ledger().unsettled(connected.id()).isEmpty()) settle(connected);
    }

    private WriteSummary settle(Connected connected) throws InterruptedException {
        return runs.write("settle/" + connected.id(), connected.id(), lease -> {
            WriteSummary settled = session(connected).settle(lease);
            return new LeasedRuns.Done<>(settled, Map.of(), settled.shortfalls());
        });
    }

    WriteSession session(Connected connected) {
        return new WriteSession(
                installation.store(),
                connected.adapter(),
                installation.clock(),
                () -> UUID.randomUUID().toString());
    }
}
