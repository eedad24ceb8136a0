package io.onefunnel.state;

import io.onefunnel.writeback.Pending;

/** Everything that is kept. Safe for use by many threads. */
public interface Store extends AutoCloseable {
    Connections connections();

    Leases leases();

    Runs runs();

    Mirror mirror();

    People people();

    Decisions decisions();

    Pending pending();

    MergeProposals proposals();

    WriteLedger ledger();

    EventConsents consents();

    Reports reports();

    @Override
    void close();
}
