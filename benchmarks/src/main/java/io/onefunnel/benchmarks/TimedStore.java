package io.onefunnel.benchmarks;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import io.onefunnel.state.Connections;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.EventConsents;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Leases;
import io.onefunnel.state.MergeProposals;
import io.onefunnel.state.Mirror;
import io.onefunnel.state.People;
import io.onefunnel.state.Reports;
import io.onefunnel.state.Runs;
import io.onefunnel.state.Store;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.writeback.Pending;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store whose taking in of pages is timed. */
final class TimedStore implements Store {
    private final Store store;
    private final Stopwatch watch;

    TimedStore(Store store, Stopwatch watch) {
        this.store = store;
        this.watch = watch;
    }

    @Override
    public Mirror mirror() {
        Mirror mirror = store.mirror();
        return new Mirror() {
            @Override
            public Cursor cursor(ConnectionId connection, RecordKind kind) {
                return mirror.cursor(connection, kind);
            }

            @Override
            public Stored store(Lease lease, Page page) {
                return watch.time(() -> mirror.store(lease, page));
            }

            @Override
            public void rewind(Lease lease, ConnectionId connection) {
                mirror.rewind(lease, connection);
            }

            @Override
            public Map<ConnectionId, Map<RecordKind, Long>> counts() {
                return mirror.counts();
            }

            @Override
            public List<String> live(ConnectionId connection, RecordKind kind, String after, String upTo) {
                return mirror.live(connection, kind, after, upTo);
            }

            @Override
            public long countLive(Collection<SourceRef> refs) {
                return mirror.countLive(refs);
            }

            @Override
            public Optional<Change.Present> find(SourceRef ref) {
                return mirror.find(ref);
            }

            @Override
            public List<Quarantine> quarantine(int max) {
                return mirror.quarantine(max);
            }
        };
    }

    @Override
    public Connections connections() {
        return store.connections();
    }

    @Override
    public Leases leases() {
        return store.leases();
    }

    @Override
    public Runs runs() {
        return store.runs();
    }

    @Override
    public People people() {
        return store.people();
    }

    @Override
    public Decisions decisions() {
        return store.decisions();
    }

    @Override
    public Pending pending() {
        return store.pending();
    }

    @Override
    public MergeProposals proposals() {
        return store.proposals();
    }

    @Override
    public WriteLedger ledger() {
        return store.ledger();
    }

    @Override
    public EventConsents consents() {
        return store.consents();
    }

    @Override
    public Reports reports() {
        return store.reports();
    }

    /** The store itself belongs to the installation. */
    @Override
    public void close() {}
}
