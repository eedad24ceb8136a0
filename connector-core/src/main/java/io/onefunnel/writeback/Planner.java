package io.onefunnel.writeback;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.SourceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Makes a plan of what is pending: counts first, and the writes when somebody walks through them. */
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
     * @param offered whether a connection has a way to do an action
     * @param unconfirmed connections to which no outcome goes before a marketer has confirmed it
     */
    public record Input(
            Pending pending,
            List<ProposedMerge> approved,
            BiPredicate<ConnectionId, PendingAction.Kind> offered,
            Set<ConnectionId> unconfirmed) {
        public Input {
            approved = List.copyOf(approved);
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

    /** @return a plan whose items are read from {@code due} whenever they are walked through */
    public Plan plan(
            String id, Instant at, String inputsHash, Map<ConnectionId, String> accounts, Input due, Limits limits) {
        List<PlanItem> merges = merges(due.approved());
        Set<SourceRef> vanishing = new HashSet<>();
        merges.forEach(item -> vanishing.addAll(((PlanItem.Merge) item).losers()));
        PendingCounts pending = due.pending().counts(vanishing);

        PlanCounts.Counter counter = new PlanCounts.Counter();
        merges.forEach(counter::add);
        Map<ConnectionId, Long> written = new TreeMap<>();
        Map<ConnectionId, Long> waiting = new TreeMap<>();
        Set<ConnectionId> connections = new TreeSet<>();
        for (PendingCounts.Changes each : pending.changes()) {
            connections.add(each.connection());
            Set<Field> fields = allowed(each.fields());
            Set<Field> told = told(each.connection(), fields, due.unconfirmed());
            if (told.size() < fields.size()) waiting.merge(each.connection(), each.records(), Long::sum);
            if (told.isEmpty()) continue;
            counter.fields(each.connection(), told, each.records());
            written.merge(each.connection(), each.records(), Long::sum);
        }
        for (PendingCounts.Actions each : pending.actions()) {
            connections.add(each.connection());
            List<PendingAction.Kind> kinds = each.kinds().stream()
                    .filter(kind -> done(each.connection(), kind, due))
                    .toList();
            kinds.forEach(kind -> counter.act(each.connection(), kind, each.records()));
            // A record whose fields are set, too, is one record for the fuse.
            boolean alone = told(each.connection(), allowed(each.fields()), due.unconfirmed())
                    .isEmpty();
            if (alone && !kinds.isEmpty()) written.merge(each.connection(), each.records(), Long::sum);
        }
        PlanCounts counts = counter.counts();
        List<Plan.Waiting> left = waiting.entrySet().stream()
                .map(each -> new Plan.Waiting(each.getKey(), each.getValue()))
                .toList();
        Plan.Head head = new Plan.Head(id, at, inputsHash, accounts, trips(counts, written, limits), left);
        return new Plan(
                head,
                counts,
                wanted -> Stream.concat(
                        merges.stream().filter(item -> wanted.test(item.on().connection())),
                        items(connections.stream().filter(wanted).toList(), vanishing, due)));
    }

    private Stream<PlanItem> items(List<ConnectionId> connections, Set<SourceRef> vanishing, Input due) {
        Stream<PlanItem> fields = PendingWalk.through(connections.stream()
                        .map(each -> (PendingWalk.Pages<PendingChange>)
                                (after, limit) -> due.pending().changes(each, after, limit))
                        .toList())
                .filter(change -> !vanishing.contains(change.on()))
                .map(change -> fields(change, due.unconfirmed()))
                .flatMap(Optional::stream);
        Stream<PlanItem> acts = PendingWalk.through(connections.stream()
                        .map(each -> (PendingWalk.Pages<PendingAction>)
                                (after, limit) -> due.pending().actions(each, after, limit))
                        .toList())
                .filter(action -> !vanishing.contains(action.on()))
                .filter(action -> done(action.on().connection(), action.action().kind(), due))
                .map(PlanItem.Act::of);
        // After the fields: what an outcome sets off at the vendor reads them.
        return Stream.concat(fields, acts);
    }

    /** Empty when none of its fields may be written. */
    private Optional<PlanItem> fields(PendingChange change, Set<ConnectionId> unconfirmed) {
        Set<Field> told = told(change.on().connection(), allowed(change.after().keySet()), unconfirmed);
        if (told.isEmpty()) return Optional.empty();
        Map<Field, String> after = new EnumMap<>(change.after());
        after.keySet().retainAll(told);
        Map<Field, String> before = new EnumMap<>(change.before());
        before.keySet().retainAll(told);
        return Optional.of(new PlanItem.Fields(change.on(), before, after, change.reason()));
    }

    private Set<Field> allowed(Set<Field> fields) {
        Set<Field> allowed = EnumSet.noneOf(Field.class);
        for (Field field : fields) if (enabled.contains(field.capability())) allowed.add(field);
        return allowed;
    }

    /** Without the outcomes that nobody has confirmed yet. */
    private static Set<Field> told(ConnectionId connection, Set<Field> fields, Set<ConnectionId> unconfirmed) {
        if (!unconfirmed.contains(connection)) return fields;
        Set<Field> told = EnumSet.noneOf(Field.class);
        for (Field field : fields) if (field.capability() != Capability.OUTCOMES) told.add(field);
        return told;
    }

    private boolean done(ConnectionId connection, PendingAction.Kind kind, Input due) {
        boolean unheard =
                kind == PendingAction.Kind.OUTCOME && due.unconfirmed().contains(connection);
        return !unheard && enabled.contains(kind.capability()) && due.offered().test(connection, kind);
    }

    private List<PlanItem> merges(List<ProposedMerge> approved) {
        List<PlanItem> items = new ArrayList<>();
        if (!enabled.contains(Capability.MERGES)) return items;
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
        }
        return items;
    }

    private List<Plan.Trip> trips(PlanCounts counts, Map<ConnectionId, Long> written, Limits limits) {
        List<Plan.Trip> trips = new ArrayList<>();
        written.forEach((connection, records) -> {
            long allowed = (long) Math.ceil(limits.people().getOrDefault(connection, 0L) * fuses.fieldShare());
            if (records > allowed) trips.add(new Plan.Trip("records of " + connection, records, allowed));
        });
        long reassigned = limits.reassignedToday() + counts.acts().getOrDefault(PendingAction.Kind.OWNER, 0L);
        if (reassigned > fuses.ownerChangesPerDay()) {
            trips.add(new Plan.Trip("changes of owner in a day", reassigned, fuses.ownerChangesPerDay()));
        }
        long merged = limits.mergedToday() + counts.merges();
        if (merged > fuses.mergesPerDay()) trips.add(new Plan.Trip("merges in a day", merged, fuses.mergesPerDay()));
        return trips;
    }
}
