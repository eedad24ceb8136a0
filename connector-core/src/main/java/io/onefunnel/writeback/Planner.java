package io.onefunnel.writeback;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import io.onefunnel.state.PendingChange;
import io.onefunnel.state.WriteLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a plan of what is pending. */
public final class Planner {
    /**
     * How much may be written without a person looking.
     *
     * @param fieldShare the part of a connection's people that one unattended plan may change
     * @param mergesPerDay merges in 24 hours
     */
    public record Fuses(double fieldShare, int mergesPerDay) {
        /** What a new install has. */
        public static final Fuses DEFAULT = new Fuses(0.20, 50);
    }

    /**
     * What the fuses are measured against.
     *
     * @param people by connection, how many people records there are
     * @param mergedToday merges in the last 24 hours
     */
    public record Ground(Map<ConnectionId, Long> people, long mergedToday) {}

    private final Set<Capability> enabled;
    private final Fuses fuses;

    /** Plans only what these capabilities write. */
    public Planner(Set<Capability> enabled, Fuses fuses) {
        this.enabled = Set.copyOf(enabled);
        this.fuses = fuses;
    }

    public Plan plan(
            String id,
            Instant at,
            String inputsHash,
            Map<ConnectionId, String> accounts,
            List<PendingChange> pending,
            List<WriteLedger.Proposal> approved,
            Ground ground) {
        List<PlanItem> items = new ArrayList<>();
        Set<SourceRef> vanishing = new HashSet<>();
        if (enabled.contains(Capability.MERGES)) addMerges(approved, items, vanishing);
        for (PendingChange change : pending) {
            if (vanishing.contains(change.on())) continue;
            Map<Field, String> after = new EnumMap<>(Field.class);
            change.after().forEach((field, value) -> {
                if (enabled.contains(Capability.of(field))) after.put(field, value);
            });
            if (after.isEmpty()) continue;
            Map<Field, String> before = new EnumMap<>(change.before());
            before.keySet().retainAll(after.keySet());
            items.add(new PlanItem.Fields(change.on(), before, after, change.reason()));
        }
        return new Plan(id, at, inputsHash, accounts, items, trips(items, ground));
    }

    private static void addMerges(List<WriteLedger.Proposal> approved, List<PlanItem> items, Set<SourceRef> vanishing) {
        for (WriteLedger.Proposal each : approved) {
            if (each.state() != WriteLedger.ProposalState.APPROVED) continue;
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
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .replace('_', ' ')));
            vanishing.addAll(proposal.losers());
        }
    }

    private List<Plan.Trip> trips(List<PlanItem> items, Ground ground) {
        List<Plan.Trip> trips = new ArrayList<>();
        Map<ConnectionId, Long> written = new java.util.TreeMap<>();
        long merges = ground.mergedToday();
        for (PlanItem item : items) {
            if (item instanceof PlanItem.Merge) merges++;
            else written.merge(item.on().connection(), 1L, Long::sum);
        }
        written.forEach((connection, count) -> {
            long allowed = (long) Math.ceil(ground.people().getOrDefault(connection, 0L) * fuses.fieldShare());
            if (count > allowed) trips.add(new Plan.Trip("records of " + connection, count, allowed));
        });
        if (merges > fuses.mergesPerDay()) trips.add(new Plan.Trip("merges in a day", merges, fuses.mergesPerDay()));
        return trips;
    }
}
