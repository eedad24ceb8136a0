package io.onefunnel.marketo;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;

/** An instance on a Monday morning, behind a proxy that sees every call; whoever opens an adapter closes it. */
public abstract class WatchedInstance {
    protected final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    protected final InstanceFixture vendor =
            new InstanceFixture(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    protected final RecordingProxy watched = new RecordingProxy(vendor.instance()::answer);

    @AfterEach
    protected void closesTheInstance() {
        watched.close();
        vendor.close();
    }
}
