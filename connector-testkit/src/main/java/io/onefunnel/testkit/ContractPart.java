package io.onefunnel.testkit;

/** A part of the contract, as tests over the bench of {@link AdapterContractTest}. */
interface ContractPart {
    TestBench bench();

    default VendorFixture vendor() {
        return bench().vendor();
    }

    default boolean lacks(Behaviour behaviour) {
        return vendor().lacks().contains(behaviour);
    }
}
