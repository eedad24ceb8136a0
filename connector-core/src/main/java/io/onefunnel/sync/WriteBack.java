package io.onefunnel.sync;

import io.onefunnel.model.Capability;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.WriteOutcome;
import io.onefunnel.spi.Writes;
import io.onefunnel.state.Lease;
import io.onefunnel.state.PendingAction;
import io.onefunnel.state.PendingChange;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.state.Store;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Sends the items of a plan to one connection. The intent is a row before each call and has its outcome after it: what a
 * crash leaves without an outcome is settled by reading before anything is sent again.
 */
public final class WriteBack {
    /** Told while it goes on, for progress. */
    @FunctionalInterface
    public interface Watch {
        void written(int items);
    }

    /** Whoever gets a lead back must find it theirs before a task about it comes. */
    private static final List<Class<? extends PendingAction.Action>> ORDER = List.of(
            PendingAction.Reassign.class,
            PendingAction.Task.class,
            PendingAction.Link.class,
            PendingAction.Publish.class);

    private final Store store;
    private final CrmAdapter adapter;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /** @param ids makes an id for each intended write, unique for ever */
    public WriteBack(Store store, CrmAdapter adapter, InstantSource clock, Supplier<String> ids) {
        this.store = store;
        this.adapter = adapter;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What became of a plan's items of this connection.
     *
     * @param superseded items that were left out because what they would have written over has moved since the plan
     */
    public record Result(
            int written,
            int unchanged,
            int rejected,
            int stale,
            int deferred,
            int unknown,
            int superseded,
            List<Shortfall> shortfalls) {
        static Result none() {
            return new Result(0, 0, 0, 0, 0, 0, 0, List.of());
        }

        /** Both together. */
        public Result plus(Result other) {
            List<Shortfall> all = new ArrayList<>(shortfalls);
            all.addAll(other.shortfalls);
            return new Result(
                    written + other.written,
                    unchanged + other.unchanged,
                    rejected + other.rejected,
                    stale + other.stale,
                    deferred + other.deferred,
                    unknown + other.unknown,
                    superseded + other.superseded,
                    all);
        }
    }

    /** Finds out by reading what became of calls that may have happened. To be done before anything is sent. */
    public Result settle(Lease lease) {
        List<WriteLedger.Intent> open = store.ledger().unsettled(adapter.connection());
        Result result = Result.none();
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
    private Result settleSameType(Lease lease, List<WriteLedger.Intent> intents) {
        Class<Command> type = (Class<Command>) intents.get(0).command().getClass();
        Optional<Writes<Command>> writes = adapter.writes(type);
        if (writes.isEmpty()) return shortfall("unsettled writes", type.getSimpleName() + " is not supported any more");
        Result result = Result.none();
        for (List<WriteLedger.Intent> batch : Batches.of(intents, writes.get().batchSize())) {
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

    /** Merges what the plan says, one after the other. */
    public Result merge(Lease lease, Plan plan, Watch watch) {
        List<PlanItem.Merge> merges = plan.merges().filter(this::ours).toList();
        if (merges.isEmpty()) return Result.none();
        Optional<Writes<Command.Merge>> writes = adapter.writes(Command.Merge.class);
        Optional<Merging> merging = adapter.merging();
        if (writes.isEmpty() || merging.isEmpty()) {
            return shortfall("merges", adapter.connection() + " cannot merge");
        }
        Result result = Result.none();
        for (PlanItem.Merge item : merges) {
            if (paused()) return result.plus(named(result)).plus(leftByPause());
            if (!stillApproved(item)) {
                result = result.plus(superseded(1));
                continue;
            }
            try {
                result = result.plus(mergeOne(lease, plan, item, writes.get(), merging.get()));
            } catch (AdapterException failed) {
                result = result.plus(failure("merges", failed));
                if (stops(failed)) return result.plus(named(result));
            }
            watch.written(1);
        }
        return result.plus(named(result));
    }

    private boolean stillApproved(PlanItem.Merge item) {
        return store.ledger()
                .proposal(item.proposal())
                .filter(found -> found.state() == WriteLedger.ProposalState.APPROVED)
                .filter(found -> found.proposal().survivor().equals(item.on()))
                .filter(found -> found.proposal().losers().equals(item.losers()))
                .isPresent();
    }

    private Result mergeOne(
            Lease lease, Plan plan, PlanItem.Merge item, Writes<Command.Merge> writes, Merging merging) {
        Command.Merge command = new Command.Merge(ids.get(), item.on(), item.losers(), item.winning());
        List<String> blockers = merging.blockers(command);
        if (!blockers.isEmpty()) {
            return shortfall("merge into " + item.on(), String.join("; ", blockers));
        }
        WriteLedger.Intent intent = new WriteLedger.Intent(
                command,
                Set.of(Capability.MERGES),
                Map.of(),
                item.reason(),
                plan.id(),
                Optional.of(new MergePictures(store.ledger(), adapter).before(command, merging)),
                clock.instant());
        return send(lease, List.of(intent), List.of(command), writes);
    }

    /** Sets the fields that the plan says, in batches as large as the vendor takes. */
    public Result setFields(Lease lease, Plan plan, Watch watch) {
        List<PlanItem.Fields> items = plan.fields().filter(this::ours).toList();
        if (items.isEmpty()) return Result.none();
        Writes<Command.SetFields> writes = adapter.writes(Command.SetFields.class)
                .orElseThrow(() -> new IllegalStateException("an adapter must be able to set fields"));
        Result result = Result.none();
        for (List<PlanItem.Fields> batch : Batches.of(items, writes.batchSize())) {
            if (paused()) return result.plus(named(result)).plus(leftByPause());
            List<PlanItem.Fields> current = stillPending(batch);
            result = result.plus(superseded(batch.size() - current.size()));
            if (current.isEmpty()) continue;
            List<Command.SetFields> commands = current.stream()
                    .map(item -> new Command.SetFields(ids.get(), item.on(), item.after(), Map.of()))
                    .toList();
            List<WriteLedger.Intent> intents = new ArrayList<>();
            for (int i = 0; i < commands.size(); i++) {
                intents.add(intent(plan, current.get(i), commands.get(i)));
            }
            try {
                result = result.plus(send(lease, intents, commands, writes));
            } catch (AdapterException failed) {
                result = result.plus(failure("fields", failed));
                if (stops(failed)) return result.plus(named(result));
            }
            watch.written(batch.size());
        }
        return result.plus(named(result));
    }

    /**
     * Does what is more than a field, one kind after the other. What is no longer due as the plan showed it, and what rests on
     * a record that has moved, is left for the next decision.
     *
     * @param looked records of any connection that no longer say what was decided from
     */
    public Result act(Lease lease, Plan plan, Evidence.Looked looked, Watch watch) {
        List<PlanItem.Act> items = plan.acts().filter(this::ours).toList();
        if (items.isEmpty()) return Result.none();
        List<PlanItem.Act> current = stillDue(items, looked);
        Result result = superseded(items.size() - current.size());
        for (Class<? extends PendingAction.Action> kind : ORDER) {
            List<PlanItem.Act> same = current.stream()
                    .filter(item -> kind.isInstance(item.action()))
                    .toList();
            if (same.isEmpty()) continue;
            if (paused()) return result.plus(named(result)).plus(leftByPause());
            try {
                result = result.plus(act(lease, plan, same, watch));
            } catch (AdapterException failed) {
                result = result.plus(failure(same.get(0).what() + "s", failed));
                if (stops(failed)) break;
            }
        }
        return result.plus(named(result));
    }

    private List<PlanItem.Act> stillDue(List<PlanItem.Act> items, Evidence.Looked looked) {
        Set<PlanItem.Act> due =
                store.ledger().actions().stream().map(PlanItem.Act::of).collect(Collectors.toSet());
        return items.stream()
                .filter(due::contains)
                .filter(item -> !looked.gone().contains(item.on()))
                .filter(item -> item.evidence().stream().noneMatch(looked.moved()::contains))
                .toList();
    }

    @SuppressWarnings("unchecked") // all items have one kind, and with it one type of command
    private Result act(Lease lease, Plan plan, List<PlanItem.Act> items, Watch watch) {
        Class<Command> type = (Class<Command>) Actions.typeOf(items.get(0).action());
        Optional<Writes<Command>> writes = adapter.writes(type);
        if (writes.isEmpty()) {
            return shortfall(items.get(0).what() + "s", adapter.connection() + " has no way to make them");
        }
        Result result = Result.none();
        // An adapter is given different targets in one call: the events of one person go one after the other.
        for (List<PlanItem.Act> round : Actions.rounds(items)) {
            for (List<PlanItem.Act> batch : Batches.of(round, writes.get().batchSize())) {
                if (paused()) return result.plus(leftByPause());
                List<Command> commands = batch.stream()
                        .map(item -> Actions.command(ids.get(), item))
                        .toList();
                List<WriteLedger.Intent> intents = new ArrayList<>();
                for (int i = 0; i < batch.size(); i++) intents.add(intent(plan, batch.get(i), commands.get(i)));
                result = result.plus(send(lease, intents, commands, writes.get()));
                watch.written(batch.size());
            }
        }
        return result;
    }

    private WriteLedger.Intent intent(Plan plan, PlanItem.Act item, Command command) {
        return new WriteLedger.Intent(
                command,
                item.capabilities(),
                Map.of(),
                item.reason(),
                plan.id(),
                Optional.empty(),
                Optional.of(item.key()),
                clock.instant());
    }

    /** Those whose before-values and wanted values are still what the plan showed. */
    private List<PlanItem.Fields> stillPending(List<PlanItem.Fields> batch) {
        Map<SourceRef, PendingChange> pending = new HashMap<>();
        store.ledger()
                .pending(batch.stream().map(PlanItem.Fields::on).toList())
                .forEach(change -> pending.put(change.on(), change));
        return batch.stream()
                .filter(item -> covers(pending.get(item.on()), item))
                .toList();
    }

    private static boolean covers(@org.jspecify.annotations.Nullable PendingChange pending, PlanItem.Fields item) {
        if (pending == null) return false;
        return item.after().entrySet().stream()
                .allMatch(each -> each.getValue().equals(pending.after().get(each.getKey()))
                        && item.before()
                                .getOrDefault(each.getKey(), "")
                                .equals(pending.before().get(each.getKey())));
    }

    private WriteLedger.Intent intent(Plan plan, PlanItem.Fields item, Command command) {
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        for (Field field : item.after().keySet()) capabilities.add(Capability.of(field));
        return new WriteLedger.Intent(
                command, capabilities, item.before(), item.reason(), plan.id(), Optional.empty(), clock.instant());
    }

    private <C extends Command> Result send(
            Lease lease, List<WriteLedger.Intent> intents, List<C> commands, Writes<C> writes) {
        store.ledger().intend(lease, intents);
        List<WriteOutcome> outcomes;
        try {
            outcomes = writes.write(commands);
        } catch (AdapterException certainlyNotApplied) {
            record(
                    lease,
                    intents,
                    commands.stream()
                            .map(command -> (WriteOutcome) new WriteOutcome.NotApplied(command.on()))
                            .toList());
            throw certainlyNotApplied;
        }
        return record(lease, intents, outcomes);
    }

    private Result record(Lease lease, List<WriteLedger.Intent> intents, List<WriteOutcome> outcomes) {
        if (outcomes.size() != intents.size()) {
            throw new IllegalStateException(adapter.connection() + " gave " + outcomes.size() + " outcomes for "
                    + intents.size() + " commands");
        }
        List<WriteLedger.Outcome> rows = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            rows.add(new WriteLedger.Outcome(intents.get(i).command().intent(), outcomes.get(i), clock.instant()));
        }
        store.ledger().outcomes(lease, rows);
        return count(outcomes);
    }

    private static Result count(List<WriteOutcome> outcomes) {
        Map<Class<?>, Long> counts =
                outcomes.stream().collect(Collectors.groupingBy(Object::getClass, Collectors.counting()));
        return new Result(
                of(counts, WriteOutcome.Written.class),
                of(counts, WriteOutcome.Unchanged.class),
                of(counts, WriteOutcome.Rejected.class),
                of(counts, WriteOutcome.Stale.class),
                of(counts, WriteOutcome.Deferred.class) + of(counts, WriteOutcome.NotApplied.class),
                of(counts, WriteOutcome.Unknown.class),
                0,
                List.of());
    }

    private static int of(Map<Class<?>, Long> counts, Class<?> outcome) {
        return counts.getOrDefault(outcome, 0L).intValue();
    }

    /** Asked before every call: who pauses wants writing to stop now, not after a plan of thousands. */
    private boolean paused() {
        return store.runs().paused().isPresent();
    }

    private Result leftByPause() {
        return shortfall(
                "writes of " + adapter.connection(),
                "writing was paused before all were made",
                "`onefunnel resume` allows them again");
    }

    /** What did not come about, by name: a run that left something out is not complete. */
    private Result named(Result result) {
        Result named = unsettled(result);
        if (result.rejected > 0) {
            named = named.plus(shortfall(
                    result.rejected + " refused writes of " + adapter.connection(),
                    "the vendor refused them; each is tried again when its record or what it should hold changes",
                    "run `onefunnel report rejected_writes` for the reasons"));
        }
        if (result.deferred > 0) {
            named = named.plus(shortfall(
                    result.deferred + " deferred writes of " + adapter.connection(),
                    "the budget is spent or the vendor asked to wait",
                    "planned again at the next run"));
        }
        return named;
    }

    private Result unsettled(Result result) {
        if (result.unknown == 0) return Result.none();
        return shortfall(
                result.unknown + " unsettled writes of " + adapter.connection(),
                "they may or may not have been made",
                "the next run finds out before it writes");
    }

    private boolean ours(PlanItem item) {
        return item.on().connection().equals(adapter.connection());
    }

    private static Result superseded(int items) {
        return new Result(0, 0, 0, 0, 0, 0, items, List.of());
    }

    private static Result shortfall(String what, String why) {
        return shortfall(what, why, "");
    }

    private static Result shortfall(String what, String why, String remedy) {
        return new Result(0, 0, 0, 0, 0, 0, 0, List.of(new Shortfall(what, why, remedy)));
    }

    private Result failure(String what, AdapterException failed) {
        return new Result(0, 0, 0, 0, 0, 0, 0, List.of(Failures.shortfall(adapter.connection() + " " + what, failed)));
    }

    /** Whether the next batch would meet the same wall. */
    private static boolean stops(AdapterException failed) {
        return switch (failed.code().recovery()) {
            case SKIP_RECORD -> false;
            case RETRY_LATER, REAUTHENTICATE, ASK_ADMIN, STOP_UNTIL_QUOTA_RESET -> true;
        };
    }
}
