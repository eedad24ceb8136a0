package io.onefunnel.hubspot;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.testkit.AdapterContractTest;
import io.onefunnel.testkit.ManualClock;
import io.onefunnel.testkit.VendorFixture;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The HubSpot adapter with a service key")
class HubSpotAdapterContractTest extends AdapterContractTest {
    @Override
    protected VendorFixture open(ManualClock clock, AdapterContext context) {
        return new PortalFixture(clock, context, false);
    }
}
