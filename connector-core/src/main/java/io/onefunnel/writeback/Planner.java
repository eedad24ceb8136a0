package io.onefunnel.writeback;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes a plan of what is pending. */
public final class Planner {
    /**
     * How much may be written without a person looking.
     *
     * @param fieldShare the part of a connection's people that one unattended plan may change
     * @param mergesPerDay merges in 24 hours
     * @param ownerChangesPerDay changes of owner in 24 hours
     */
    public record Fuses(double fieldShare, int mergesPerDay, int ownerChangesPerDay) {
        /** What a new install has. */
        public static final Fuses DEFAULT = new Fuses(0.20, 50, 25);
    }

    /**
     * What the fuses are measured against.
     *
     * @param people by connection, how many people records there are
     * @param mergedToday merges in the last 24 hours
     * @param reassignedToday changes of owner in the last 24 hours
     */
    public record Limits(Map<ConnectionId, Long> people, long mergedToday, long reassignedToday) {}

    /**
     * What is to be written.
     *
     * @param approved proposals for merges
     * @param actions those that their connection can do
     * @param unconfirmed connections to which no outcome goes before a marketer has confirmed it
     */
    public record Input(
            List<PendingChange> changes,
            List<ProposedMerge> approved,
            List<PendingAction> actions,
            Set<ConnectionId> unconfirmed) {
        public Input {
            changes = List.copyOf(changes);
            approved = List.copyOf(approved);
            actions = List.copyOf(actions);
            unconfirmed = Set.copyOf(unconfirmed);
        }
    }

    private final Set<Capability> enabled;
    private final Fuses fuses;

    /** Plans only what these capabilities write. */
    public Planner(Set<Capability> enabled, Fuses fuses) {
        this.enabled = Set.copyOf(enabled);
        this.fuses = fuses;
    }

    public Plan plan(
            String id, Instant at, String inputsHash, Map<ConnectionId, String> accounts, Input due, Limits limits) {
        List<PlanItem> items = new ArrayList<>();
        Set<SourceRef> vanishing = new HashSet<>();
        if (enabled.contains(Capability.MERGES)) addMerges(due.approved(), items, vanishing);
        Map<ConnectionId, Long> waiting = new TreeMap<>();
        for (PendingChange change : due.changes()) {
            if (vanishing.contains(change.on())) continue;
            Map<Field, String> after = new EnumMap<>(Field.class);
            change.after().forEach((field, value) -> {
                if (enabled.contains(field.capability())) after.put(field, value);
            });
            ConnectionId connection = change.on().connection();
            if (due.unconfirmed().contains(connection) && after.keySet().removeIf(Planner::tellsAnOutcome)) {
                waiting.merge(connection, 1L, Long::sum);
            }
            if (after.isEmpty()) continue;
            Map<Field, String> before = new EnumMap<>(change.before());
            before.keySet().retainAll(after.keySet());
            items.add(new PlanItem.Fields(change.on(), before, after, change.reason()));
        }
        // After the fields: what an outcome sets off at the vendor reads them.
        for (PendingAction action : due.actions()) {
            PlanItem.Act item = PlanItem.Act.of(action);
            boolean publishes = action.action() instanceof PendingAction.Publish;
            boolean unheard =
                    publishes && due.unconfirmed().contains(action.on().connection());
            if (unheard || vanishing.contains(action.on()) || !enabled.containsAll(item.capabilities())) continue;
            items.add(item);
        }
        List<Plan.Waiting> left = waiting.entrySet().stream()
                .map(each -> new Plan.Waiting(each.getKey(), each.getValue()))
                .toList();
        return new Plan(id, at, inputsHash, accounts, items, trips(items, limits), left);
    }

    private static boolean tellsAnOutcome(Field field) {
        return field.capability() == Capability.OUTCOMES;
    }

    private static void addMerges(List<ProposedMerge> approved, List<PlanItem> items, Set<SourceRef> vanishing) {
        for (ProposedMerge each : approved) {
            if (each.state() != ProposedMerge.State.APPROVED) continue;
            var proposal = each.proposal();
            if (!proposal.obstacle().isEmpty()) continue;
            items.add(new PlanItem.Merge(
                    each.number(),
                    proposal.survivor(),
                    proposal.losers(),
                    proposal.winning(),
                    "duplicate by "
                            + proposal.evidence()
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', ' ')));
            vanishing.addAll(proposal.losers());
        }
    }

    private List<Plan.Trip> trips(List<PlanItem> items, Limits limits) {
        List<Plan.Trip> trips = new ArrayList<>();
        Map<ConnectionId, Set<SourceRef>> written = new TreeMap<>();
        long merges = limits.mergedToday();
        long reassigned = limits.reassignedToday();
        for (PlanItem item : items) {
            if (item instanceof PlanItem.Merge) {
                merges++;
                continue;
            }
            if (item instanceof PlanItem.Act act && act.action() instanceof PendingAction.Reassign) reassigned++;
            written.computeIfAbsent(item.on().connection(), none -> new HashSet<>())
                    .add(item.on());
        }
        written.forEach((connection, records) -> {
            long count = records.size();
            long allowed = (long) Math.ceil(limits.people().getOrDefault(connection, 0L) * fuses.fieldShare());
            if (count > allowed) trips.add(new Plan.Trip("records of " + connection, count, allowed));
        });
        if (reassigned > fuses.ownerChangesPerDay()) {
            trips.add(new Plan.Trip("changes of owner in a day", reassigned, fuses.ownerChangesPerDay()));
        }
        if (merges > fuses.mergesPerDay()) trips.add(new Plan.Trip("merges in a day", merges, fuses.mergesPerDay()));
        return trips;
    }
}
