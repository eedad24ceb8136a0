package io.onefunnel.hubspot;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.testkit.ManualClock;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;

/** A portal on a Monday morning, and how many calls of each operation an adapter made; whoever opens one closes it. */
abstract class CountedPortal {
    final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    final Map<String, Integer> calls = Collections.synchronizedMap(new TreeMap<>());
    final PortalFixture fixture = new PortalFixture(
            clock,
            new AdapterContext(
                    clock, clock::advance, (operation, took, outcome) -> calls.merge(operation, 1, Integer::sum)),
            false);

    @AfterEach
    void closesThePortal() {
        fixture.close();
    }
}
