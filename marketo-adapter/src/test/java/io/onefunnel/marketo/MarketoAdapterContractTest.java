package io.onefunnel.marketo;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.testkit.AdapterContractTest;
import io.onefunnel.testkit.ManualClock;
import io.onefunnel.testkit.VendorFixture;

class MarketoAdapterContractTest extends AdapterContractTest {
    @Override
    protected VendorFixture open(ManualClock clock, AdapterContext context) {
        return new InstanceFixture(clock, context);
    }
}
