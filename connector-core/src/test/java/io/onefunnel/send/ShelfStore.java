package io.onefunnel.send;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.pull.ScriptedVendor;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.WriteResult;
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
import io.onefunnel.writeback.ListedPending;
import io.onefunnel.writeback.Pending;
import io.onefunnel.writeback.ProposedMerge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The shelves of a store that pulling and writing use: pages as they were stored, intended writes with their outcomes,
 * and the switch that pauses. It keeps what it is given and decides nothing; whatever else is asked of it is refused.
 */
public final class ShelfStore implements Store {
    public final Pages mirror = new Pages();
    final Book ledger = new Book();
    final Switch runs = new Switch();

    @Override
    public Mirror mirror() {
        return mirror;
    }

    @Override
    public Pending pending() {
        return ledger.pending;
    }

    @Override
    public MergeProposals proposals() {
        return ledger;
    }

    @Override
    public WriteLedger ledger() {
        return ledger;
    }

    /** The mirror: cursors and the pages in the order in which they came. */
    public static final class Pages implements Mirror {
        public final List<Page> stored = new ArrayList<>();
        public final Map<RecordKind, Long> counts = new HashMap<>();
        public Consumer<Page> beforeStoring = page -> {};
        private final Map<RecordKind, Cursor> cursors = new HashMap<>();
        private final ConnectionId connection = ScriptedVendor.CRM;

        @Override
        public Cursor cursor(ConnectionId of, RecordKind kind) {
            return cursors.getOrDefault(kind, Cursor.BEGINNING);
        }

        @Override
        public void rewind(Lease lease, ConnectionId of) {
            cursors.clear();
        }

        @Override
        public Stored store(Lease lease, Page page) {
            beforeStoring.accept(page);
            stored.add(page);
            cursors.put(page.kind(), page.next());
            int aside = (int) page.observed().stream()
                    .filter(Observed.Quarantined.class::isInstance)
                    .count();
            return new Stored(page.observed().size() - aside, 0, aside);
        }

        public List<Observed> observed() {
            return stored.stream().flatMap(page -> page.observed().stream()).toList();
        }

        @Override
        public Map<ConnectionId, Map<RecordKind, Long>> counts() {
            return Map.of(connection, Map.copyOf(counts));
        }

        @Override
        public List<String> live(ConnectionId of, RecordKind kind, String after, String upTo) {
            List<String> ids = new ArrayList<>();
            for (Observed each : observed()) {
                if (!(each instanceof Observed.Record record)) continue;
                String id = record.raw().ref().id();
                if (id.compareTo(after) > 0 && id.compareTo(upTo) <= 0) ids.add(id);
            }
            return ids;
        }

        /** Who is not said to be a stranger is known. */
        public final Set<SourceRef> strangers = new HashSet<>();

        @Override
        public long countLive(Collection<SourceRef> refs) {
            return refs.stream().filter(ref -> !strangers.contains(ref)).count();
        }

        @Override
        public Optional<Change.Present> find(SourceRef ref) {
            throw unused();
        }

        @Override
        public List<Quarantine> quarantine(int max) {
            throw unused();
        }
    }

    /** The ledger: what was intended, what came of it, and in which order both were written down. */
    public static final class Book implements MergeProposals, WriteLedger {
        final ListedPending pending = new ListedPending();
        final Map<Long, ProposedMerge> proposals = new HashMap<>();
        final Map<String, Intent> intents = new LinkedHashMap<>();
        final Map<String, WriteResult> outcomes = new LinkedHashMap<>();

        @Override
        public Map<ProposedMerge.State, Long> counts() {
            throw unused();
        }

        @Override
        public Optional<ProposedMerge> find(long number) {
            return Optional.ofNullable(proposals.get(number));
        }

        @Override
        public void intend(Lease lease, List<Intent> written) {
            written.forEach(intent -> intents.put(intent.command().intent(), intent));
        }

        @Override
        public void outcomes(Lease lease, List<Outcome> told) {
            told.forEach(each -> outcomes.put(each.intent(), each.outcome()));
        }

        @Override
        public List<Intent> unsettled(ConnectionId connection) {
            return intents.values().stream()
                    .filter(intent -> intent.command().on().connection().equals(connection))
                    .filter(intent -> {
                        WriteResult outcome = outcomes.get(intent.command().intent());
                        return outcome == null || outcome instanceof WriteResult.Unknown;
                    })
                    .toList();
        }

        @Override
        public List<ProposedMerge> in(Set<ProposedMerge.State> states) {
            throw unused();
        }

        @Override
        public void decide(long number, ProposedMerge.State state, String who, Instant at) {
            throw unused();
        }

        @Override
        public List<Logged> merges(SourceRef survivor) {
            List<Logged> merges = new ArrayList<>();
            intents.forEach((id, intent) -> {
                if (!(intent.command() instanceof Command.Merge)
                        || !intent.command().on().equals(survivor)) return;
                merges.add(0, new Logged(intent, Optional.ofNullable(outcomes.get(id)), Optional.of(intent.at())));
            });
            return merges;
        }

        @Override
        public List<Logged> history(SourceRef on, int max) {
            throw unused();
        }

        @Override
        public List<Logged> rejected(int max) {
            throw unused();
        }

        @Override
        public Map<Capability, Long> writtenSince(Instant since) {
            throw unused();
        }
    }

    @Override
    public EventConsents consents() {
        throw unused();
    }

    @Override
    public Connections connections() {
        throw unused();
    }

    @Override
    public Leases leases() {
        throw unused();
    }

    @Override
    public Runs runs() {
        return runs;
    }

    /** Whether writing is paused; the log of runs is the steps' to keep. */
    public static final class Switch implements Runs {
        private Optional<Pause> paused = Optional.empty();

        @Override
        public Optional<Pause> paused() {
            return paused;
        }

        @Override
        public void pause(String reason, String who, Instant at) {
            paused = Optional.of(new Pause(reason, who, at));
        }

        @Override
        public void resume(String who, Instant at) {
            paused = Optional.empty();
        }

        @Override
        public Run begin(String step, Lease lease, Instant at) {
            throw unused();
        }

        @Override
        public void end(Run run, Instant at, Map<String, Long> figures, List<Shortfall> shortfalls) {
            throw unused();
        }

        @Override
        public List<Ended> latest(int count) {
            throw unused();
        }

        @Override
        public List<Shortfall> openShortfalls() {
            throw unused();
        }
    }

    @Override
    public People people() {
        throw unused();
    }

    @Override
    public Decisions decisions() {
        throw unused();
    }

    @Override
    public Reports reports() {
        throw unused();
    }

    @Override
    public void close() {
        // It holds nothing but memory.
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("neither pulling nor writing asks for this");
    }
}
