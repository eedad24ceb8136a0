package io.onefunnel.app.engine;

import io.onefunnel.state.Lease;
import io.onefunnel.state.Leases;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A lease that is prolonged for as long as this object is open. It is short, so that after a crash the next start need
 * not wait long; a node that sleeps through it is refused by the store at its next commit.
 */
final class HeldLease implements AutoCloseable {
    static final Duration TIME = Duration.ofSeconds(12);
    private static final Duration PROLONG_EVERY = Duration.ofSeconds(4);

    private final Leases leases;
    private final Lease lease;
    private final ScheduledExecutorService prolonging;

    private HeldLease(Leases leases, Lease lease) {
        this.leases = leases;
        this.lease = lease;
        this.prolonging = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lease-" + lease.name());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Empty while somebody else holds it. */
    static Optional<HeldLease> tryHold(Leases leases, String name, String holder) {
        return leases.acquire(name, holder, TIME).map(lease -> {
            HeldLease held = new HeldLease(leases, lease);
            held.start();
            return held;
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor; a failure shows at the next commit
    private void start() {
        long every = PROLONG_EVERY.toMillis();
        prolonging.scheduleAtFixedRate(() -> leases.renew(lease, TIME), every, every, TimeUnit.MILLISECONDS);
    }

    Lease lease() {
        return lease;
    }

    @Override
    public void close() {
        prolonging.shutdownNow();
        leases.release(lease);
    }
}
