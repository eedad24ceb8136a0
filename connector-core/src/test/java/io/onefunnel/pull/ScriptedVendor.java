package io.onefunnel.pull;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Budget;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.WriteResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An adapter that answers as it was told beforehand. The cursor of a page is its place in the script, so that a pull that
 * begins again from a stored cursor gets what follows it. A kind without a script is caught up.
 */
public final class ScriptedVendor implements CrmAdapter {
    public static final ConnectionId CRM = new ConnectionId("crm");
    public static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    /** What happens at a place of a script. */
    @FunctionalInterface
    public interface Step {
        PullPage page(Cursor next);
    }

    private final Map<RecordKind, List<Step>> scripts = new HashMap<>();
    private final Map<RecordKind, Duration> kept = new HashMap<>();
    final List<RecordKind> asked = new ArrayList<>();
    public final List<List<Command>> sent = new ArrayList<>();
    public final List<List<Command>> settled = new ArrayList<>();
    public final List<String> blockers = new ArrayList<>();
    private Function<Command, WriteResult> answers = command -> WriteResult.Written.of(command.on());
    private Function<Command, WriteResult> found = command -> new WriteResult.Unknown(command.on());
    private Function<ConnectionSettings.Use, String> accounts = use -> "account";
    private int batchSize = 200;
    private boolean merges = true;
    private int pictures;
    private final List<SourceRef> mergedAway = new ArrayList<>();

    public ScriptedVendor page(RecordKind kind, Progress progress, List<Change> changes) {
        return then(kind, next -> new PullPage(changes, next, progress));
    }

    public ScriptedVendor then(RecordKind kind, Step step) {
        scripts.computeIfAbsent(kind, key -> new ArrayList<>()).add(step);
        return this;
    }

    public ScriptedVendor keeps(RecordKind kind, Duration time) {
        kept.put(kind, time);
        return this;
    }

    public ScriptedVendor answers(Function<Command, WriteResult> given) {
        answers = given;
        return this;
    }

    public ScriptedVendor finds(Function<Command, WriteResult> given) {
        found = given;
        return this;
    }

    /** Which account the credentials for each use lead to. */
    public ScriptedVendor accounts(Function<ConnectionSettings.Use, String> known) {
        accounts = known;
        return this;
    }

    public ScriptedVendor batchesOf(int size) {
        batchSize = size;
        return this;
    }

    /** From now on it is part of another record. */
    public ScriptedVendor mergedAway(SourceRef loser) {
        mergedAway.add(loser);
        return this;
    }

    public ScriptedVendor separatedAgain() {
        mergedAway.clear();
        return this;
    }

    public ScriptedVendor withoutMerging() {
        merges = false;
        return this;
    }

    @Override
    public ConnectionId connection() {
        return CRM;
    }

    @Override
    public String account(ConnectionSettings.Use use) {
        return accounts.apply(use);
    }

    @Override
    public PullPage pull(RecordKind kind, Cursor from) {
        asked.add(kind);
        int place = from.isBeginning() ? 0 : Integer.parseInt(from.value());
        List<Step> script = scripts.getOrDefault(kind, List.of());
        Cursor next = new Cursor("" + (place + 1));
        if (place >= script.size()) return new PullPage(List.of(), from, new Progress.CaughtUp(NOW));
        return script.get(place).page(next);
    }

    @Override
    public Optional<Duration> retention(RecordKind kind) {
        return Optional.ofNullable(kept.get(kind));
    }

    @Override
    public <C extends Command> Optional<CommandWriter<C>> writer(Class<C> type) {
        if (type == Command.Merge.class && !merges) return Optional.empty();
        return Optional.of(new Desk<>());
    }

    private final class Desk<C extends Command> implements CommandWriter<C> {
        @Override
        public int batchSize() {
            return batchSize;
        }

        @Override
        public List<WriteResult> write(List<C> commands) {
            sent.add(List.copyOf(commands));
            return commands.stream().map(answers).toList();
        }

        @Override
        public List<WriteResult> settle(List<C> unknown) {
            settled.add(List.copyOf(unknown));
            return unknown.stream().map(found).toList();
        }
    }

    @Override
    public Optional<Merging> merging() {
        return merges ? Optional.of(new MergeDesk()) : Optional.empty();
    }

    private final class MergeDesk implements Merging {
        @Override
        public List<String> blockers(Command.Merge merge) {
            return List.copyOf(blockers);
        }

        @Override
        public MergeSnapshot snapshot(Command.Merge merge) {
            return new MergeSnapshot(merge.on(), merge.losers(), "picture " + ++pictures);
        }

        @Override
        public List<String> irreversible(Command.Merge merge) {
            return List.of();
        }

        @Override
        public UndoReport undo(MergeSnapshot snapshot) {
            return new UndoReport(snapshot.losers(), List.of());
        }
    }

    @Override
    public Readiness check() {
        return new Readiness(Optional.of("account"), "production", Optional.empty(), List.of());
    }

    @Override
    public Budget budget() {
        throw new UnsupportedOperationException("nobody asks for the budget");
    }

    @Override
    public List<Change> read(List<SourceRef> refs) {
        return refs.stream()
                .filter(mergedAway::contains)
                .map(ref -> (Change) new Change.MergedInto(ref, new SourceRef(CRM, RecordKind.PERSON, "s7"), NOW))
                .toList();
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
