package io.onefunnel.app.engine;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.call.Parallel;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Runs;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.state.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Does work under a lease of its name, and logs it as a run: complete, or with named shortfalls. */
final class LeasedRuns {
    /** Longer than a crashed process keeps its lease. */
    private static final Duration PATIENCE = HeldLease.TIME.plusSeconds(3);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final Store store;
    private final InstantSource clock;
    private final AdapterContext.Pause pause;
    private final Function<ConnectionId, LeaseGate> gates;
    private final String holder;

    /** @param holder names this process in leases */
    LeasedRuns(Installation installation, String holder) {
        this.store = installation.store();
        this.clock = installation.clock();
        this.pause = installation.pause();
        this.gates = installation::gate;
        this.holder = holder;
    }

    /** What a step gives back, and what its run logs. */
    record Done<T>(T value, Map<String, Long> figures, List<Shortfall> shortfalls) {}

    @FunctionalInterface
    interface Step<T> {
        Done<T> run(Lease lease) throws InterruptedException;
    }

    /** @throws BusyException when somebody else is at it for too long */
    <T> T run(String name, Step<T> step) throws InterruptedException {
        return run(name, name, step);
    }

    /** A part of writing to a connection: under the connection's one lease for writes, and logged by a name of its own. */
    <T> T write(String name, ConnectionId connection, Step<T> step) throws InterruptedException {
        LeaseGate gate = gates.apply(connection);
        return run(name, "write/" + connection, lease -> {
            gate.enter(lease);
            try {
                return step.run(lease);
            } finally {
                gate.leave();
            }
        });
    }

    private <T> T run(String name, String lease, Step<T> step) throws InterruptedException {
        try (HeldLease held = hold(lease)) {
            Runs.Run run = store.runs().begin(name, held.lease(), clock.instant());
            try {
                Done<T> done = step.run(held.lease());
                // Whoever was told to stop says first what was done.
                boolean told = Thread.interrupted();
                store.runs().end(run, clock.instant(), done.figures(), done.shortfalls());
                if (told) Thread.currentThread().interrupt();
                return done.value();
            } catch (InterruptedException stopped) {
                fellShort(run, "stopped before it was done", "goes on at the next run");
                throw stopped;
            } catch (RuntimeException failed) {
                fellShort(run, failed.getClass().getSimpleName() + ": " + failed.getMessage(), "");
                throw failed;
            }
        }
    }

    private void fellShort(Runs.Run run, String why, String remedy) {
        store.runs().end(run, clock.instant(), Map.of(), List.of(new Shortfall(run.step(), why, remedy)));
    }

    private HeldLease hold(String name) throws InterruptedException {
        Instant until = clock.instant().plus(PATIENCE);
        while (true) {
            Optional<HeldLease> held = HeldLease.tryHold(store.leases(), name, holder);
            if (held.isPresent()) return held.get();
            if (clock.instant().isAfter(until)) throw new BusyException(name);
            pause.pause(LOOK_AGAIN);
        }
    }

    @FunctionalInterface
    interface ForEach<T> {
        T run(Connected connected) throws InterruptedException;
    }

    /** One thread for each connection: an adapter is used by one thread at a time, and vendors answer slowly. */
    static <T> Map<ConnectionId, T> sideBySide(List<Connected> connections, ForEach<T> work)
            throws InterruptedException {
        List<Callable<T>> works = new ArrayList<>();
        for (Connected each : connections) works.add(() -> work.run(each));
        try (Parallel threads = Parallel.unlimited("connection")) {
            // A connection that fails interrupts no neighbour: the others come to their end first.
            List<T> results = threads.allOrInterrupted(works);
            Map<ConnectionId, T> byConnection = new LinkedHashMap<>();
            for (int i = 0; i < results.size(); i++)
                byConnection.put(connections.get(i).id(), results.get(i));
            return byConnection;
        }
    }
}
