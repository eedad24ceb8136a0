package io.onefunnel.state;

import java.time.Duration;
import java.util.Optional;

/** Who may do a piece of work now: at most one process holds the lease of a name. */
public interface Leases {
    /** Takes the lease when nobody holds it or its time has run out; empty while somebody else holds it. */
    Optional<Lease> acquire(String name, String holder, Duration time);

    /** Prolongs; false when it was lost meanwhile. */
    boolean renew(Lease lease, Duration time);

    void release(Lease lease);

    /** Thrown by every changing method of the store, and before a vendor is written to, when the lease is no longer held. */
    final class LeaseLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public LeaseLostException(Lease lease) {
            super("the lease " + lease.name() + " was taken over (epoch " + lease.epoch()
                    + " is no longer current); what was under way is found out by whoever holds it now");
        }
    }
}
