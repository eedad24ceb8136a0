package io.onefunnel.salesforce;

import io.onefunnel.spi.AdapterContext;
import io.onefunnel.testkit.AdapterContractTest;
import io.onefunnel.testkit.ManualClock;
import io.onefunnel.testkit.VendorFixture;

/** The contract with client credentials and queries. */
class SalesforceAdapterContractTest extends AdapterContractTest {
    @Override
    protected VendorFixture open(ManualClock clock, AdapterContext context) {
        return new OrgFixture(clock, context);
    }
}
