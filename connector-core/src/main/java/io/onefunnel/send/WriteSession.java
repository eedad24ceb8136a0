package io.onefunnel.send;

import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.call.Chunks;
import io.onefunnel.state.Lease;
import io.onefunnel.state.MergeProposals;
import io.onefunnel.state.Shortfalls;
import io.onefunnel.state.Store;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.writeback.Pending;
import io.onefunnel.writeback.PlanItem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes to one connection: what all kinds of writers have in common. The intent is a row before each call and has its result
 * after it; what a crash leaves without one is settled by reading before anything is sent again.
 */
public final class WriteSession {
    private final Store store;
    private final CrmAdapter adapter;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /** @param ids makes an id for each intended write, unique for ever */
    public WriteSession(Store store, CrmAdapter adapter, InstantSource clock, Supplier<String> ids) {
        this.store = store;
        this.adapter = adapter;
        this.clock = clock;
        this.ids = ids;
    }

    Pending pending() {
        return store.pending();
    }

    MergeProposals proposals() {
        return store.proposals();
    }

    WriteLedger ledger() {
        return store.ledger();
    }

    CrmAdapter adapter() {
        return adapter;
    }

    Instant now() {
        return clock.instant();
    }

    /** An id for an intended write, unique for ever. */
    String newId() {
        return ids.get();
    }

    /** Finds out by reading what became of calls that may have happened. To be done before anything is sent. */
    public WriteSummary settle(Lease lease) {
        List<WriteLedger.Intent> open = store.ledger().unsettled(adapter.connection());
        WriteSummary result = WriteSummary.NOTHING;
        for (List<WriteLedger.Intent> sameType : byCommandType(open)) {
            result = result.plus(settleSameType(lease, sameType));
        }
        return result.plus(unsettled(result));
    }

    private static List<List<WriteLedger.Intent>> byCommandType(List<WriteLedger.Intent> intents) {
        Map<Class<?>, List<WriteLedger.Intent>> groups = new LinkedHashMap<>();
        intents.forEach(intent -> groups.computeIfAbsent(intent.command().getClass(), key -> new ArrayList<>())
                .add(intent));
        return List.copyOf(groups.values());
    }

    @SuppressWarnings("unchecked") // the group has one command type, and the adapter answers by that type
    private WriteSummary settleSameType(Lease lease, List<WriteLedger.Intent> intents) {
        Class<Command> type = (Class<Command>) intents.get(0).command().getClass();
        Optional<CommandWriter<Command>> writes = adapter.writer(type);
        if (writes.isEmpty())
            return WriteSummary.incomplete("unsettled writes", type.getSimpleName() + " is not supported any more", "");
        WriteSummary result = WriteSummary.NOTHING;
        for (List<WriteLedger.Intent> batch : Chunks.of(intents, writes.get().batchSize())) {
            List<Command> commands =
                    batch.stream().map(WriteLedger.Intent::command).toList();
            try {
                result = result.plus(record(lease, batch, writes.get().settle(commands)));
            } catch (AdapterException failed) {
                return result.plus(failure("settling writes", failed));
            }
        }
        return result;
    }

    /** The intents are rows before the call, and have their outcomes after it. */
    <C extends Command> WriteSummary send(
            Lease lease, List<WriteLedger.Intent> intents, List<C> commands, CommandWriter<C> writes) {
        store.ledger().intend(lease, intents);
        List<WriteResult> outcomes;
        try {
            outcomes = writes.write(commands);
        } catch (AdapterException certainlyNotApplied) {
            record(
                    lease,
                    intents,
                    commands.stream()
                            .map(command -> (WriteResult) new WriteResult.NotApplied(command.on()))
                            .toList());
            throw certainlyNotApplied;
        }
        return record(lease, intents, outcomes);
    }

    private WriteSummary record(Lease lease, List<WriteLedger.Intent> intents, List<WriteResult> outcomes) {
        if (outcomes.size() != intents.size()) {
            throw new IllegalStateException(adapter.connection() + " gave " + outcomes.size() + " outcomes for "
                    + intents.size() + " commands");
        }
        List<WriteLedger.Outcome> rows = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            rows.add(new WriteLedger.Outcome(intents.get(i).command().intent(), outcomes.get(i), clock.instant()));
        }
        store.ledger().outcomes(lease, rows);
        return WriteSummary.of(outcomes);
    }

    /**
     * Asked before every call: who pauses, or stops the program, wants writing to stop now, not after a plan of thousands.
     *
     * @return why the rest is left; empty to go on
     */
    Optional<WriteSummary> halted() {
        if (Thread.currentThread().isInterrupted()) {
            return Optional.of(
                    left("the program was told to stop before all were made", "planned again at the next run"));
        }
        if (store.runs().paused().isEmpty()) return Optional.empty();
        return Optional.of(left("writing was paused before all were made", "`onefunnel resume` allows them again"));
    }

    private WriteSummary left(String why, String remedy) {
        return WriteSummary.incomplete("writes of " + adapter.connection(), why, remedy);
    }

    /** What did not come about, by name: a run that left something out is not complete. */
    WriteSummary named(WriteSummary result) {
        WriteSummary named = unsettled(result);
        if (result.rejected() > 0) {
            named = named.plus(WriteSummary.incomplete(
                    result.rejected() + " refused writes of " + adapter.connection(),
                    "the vendor refused them; each is tried again when its record or what it should hold changes",
                    "run `onefunnel report rejected_writes` for the reasons"));
        }
        if (result.deferred() > 0) {
            named = named.plus(WriteSummary.incomplete(
                    result.deferred() + " deferred writes of " + adapter.connection(),
                    "the budget is spent or the vendor asked to wait",
                    "planned again at the next run"));
        }
        return named;
    }

    private WriteSummary unsettled(WriteSummary result) {
        if (result.unknown() == 0) return WriteSummary.NOTHING;
        return WriteSummary.incomplete(
                result.unknown() + " unsettled writes of " + adapter.connection(),
                "they may or may not have been made",
                "the next run finds out before it writes");
    }

    boolean ours(PlanItem item) {
        return item.on().connection().equals(adapter.connection());
    }

    WriteSummary failure(String what, AdapterException failed) {
        return WriteSummary.incomplete(List.of(Shortfalls.of(adapter.connection() + " " + what, failed)));
    }

    /** Whether the next batch would meet the same wall. */
    static boolean stops(AdapterException failed) {
        return switch (failed.code().recovery()) {
            case SKIP_RECORD -> false;
            case RETRY_LATER, REAUTHENTICATE, ASK_ADMIN, STOP_UNTIL_QUOTA_RESET -> true;
        };
    }
}
