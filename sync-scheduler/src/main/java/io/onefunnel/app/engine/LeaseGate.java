package io.onefunnel.app.engine;

import io.onefunnel.spi.WriteGate;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Leases;
import org.jspecify.annotations.Nullable;

/**
 * Lets a connection's adapter write for as long as the lease under which it writes is held, by the store's word: its own clock
 * may have stood still. What is written under no lease, on a person's command, passes.
 */
final class LeaseGate implements WriteGate {
    private final Leases leases;
    private volatile @Nullable Lease lease;

    LeaseGate(Leases leases) {
        this.leases = leases;
    }

    /** From now on until {@link #leave}. A connection is written to under one lease at a time. */
    void enter(Lease held) {
        lease = held;
    }

    void leave() {
        lease = null;
    }

    @Override
    public void pass() {
        Lease held = lease;
        if (held != null && !leases.renew(held, HeldLease.TIME)) throw new Leases.LeaseLostException(held);
    }
}
