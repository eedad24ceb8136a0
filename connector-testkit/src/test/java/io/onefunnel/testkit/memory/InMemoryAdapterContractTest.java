package io.onefunnel.testkit.memory;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.testkit.AdapterContractTest;
import io.onefunnel.testkit.ManualClock;
import io.onefunnel.testkit.VendorFixture;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The in-memory adapter")
class InMemoryAdapterContractTest extends AdapterContractTest {
    @Override
    protected VendorFixture open(ManualClock clock, AdapterContext context) {
        return new InMemoryFixture(clock, context);
    }
}
