package io.onefunnel.app.engine;

import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.spi.Command;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.Pending;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanFile;
import io.onefunnel.writeback.Planner;
import io.onefunnel.writeback.ProposedMerge;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Makes plans of what waits. Asks no vendor and writes nothing to any. */
public final class PlanService {
    private final Installation installation;
    private final Store store;

    /** What the fuses are a share of; it moves too slowly for a large store to be counted for every plan. */
    private final Kept<Map<ConnectionId, Long>> people;

    PlanService(Installation installation) {
        this.installation = installation;
        this.store = installation.store();
        this.people = new Kept<>(this::countPeople);
    }

    private Map<ConnectionId, Long> countPeople() {
        Map<ConnectionId, Long> counted = new TreeMap<>();
        store.mirror()
                .counts()
                .forEach((connection, counts) -> counted.put(connection, counts.getOrDefault(RecordKind.PERSON, 0L)));
        return counted;
    }

    /** Something that is done with a plan while it can be walked through. */
    @FunctionalInterface
    public interface Use<T, E extends Exception> {
        T of(Plan plan) throws E;
    }

    /**
     * A look at what would be written by these capabilities, all of it as it is at one moment. Its items can be walked
     * through until this returns; whoever wants to apply it {@link #save saves} it.
     */
    public <T, E extends Exception> T look(Set<Capability> capabilities, Instant now, Use<T, E> use) throws E {
        try (Pending.Snapshot pending = store.pending().snapshot()) {
            return use.of(plan(pending, capabilities, now));
        }
    }

    /** The same as a file, as which it stays what it is. */
    public Plan save(Set<Capability> capabilities, Instant now, Path file) throws IOException {
        return look(capabilities, now, plan -> keep(plan, file));
    }

    /** Writes down a plan that is looked at. */
    public Plan keep(Plan plan, Path file) throws IOException {
        return PlanFile.write(plan, file, installation.planSeal());
    }

    /**
     * A plan that was saved here.
     *
     * @throws PlanFile.UnreadablePlanException when it is none, or not as it was saved
     */
    public Plan read(Path file) throws IOException {
        return PlanFile.read(file, installation.planSeal());
    }

    private Plan plan(Pending pending, Set<Capability> capabilities, Instant now) {
        Map<ConnectionId, String> accounts = new TreeMap<>();
        store.connections().all().forEach(pinned -> accounts.put(pinned.connection(), pinned.accountId()));
        Map<Capability, Long> today = store.ledger().writtenSince(now.minus(Duration.ofDays(1)));
        return new Planner(capabilities, installation.config().writing().fuses())
                .plan(
                        UUID.randomUUID().toString(),
                        now,
                        installation.inputs().hash(),
                        accounts,
                        new Planner.Input(
                                pending,
                                store.proposals().in(Set.of(ProposedMerge.State.APPROVED)),
                                installation::offers,
                                unconfirmed()),
                        new Planner.Limits(
                                people.get(),
                                today.getOrDefault(Capability.MERGES, 0L),
                                today.getOrDefault(Capability.TAKE_BACK, 0L)));
    }

    /** Connections that should hear of outcomes and that no marketer has confirmed yet. */
    public Set<ConnectionId> unconfirmed() {
        Set<ConnectionId> unconfirmed = new TreeSet<>(installation.listeners());
        unconfirmed.removeAll(store.consents().confirmations().keySet());
        return unconfirmed;
    }

    /** How many field writes each connection takes in one call. */
    public Map<ConnectionId, Integer> commandsPerCall() {
        Map<ConnectionId, Integer> sizes = new TreeMap<>();
        installation
                .connections()
                .forEach(each -> each.adapter()
                        .writer(Command.SetFields.class)
                        .ifPresent(writes -> sizes.put(each.id(), writes.commandsPerCall())));
        return sizes;
    }

    /** A place for a plan that is not kept longer than it is used. */
    public TemporaryPlan temporary() {
        return TemporaryPlan.in(folder(), installation.clock().instant());
    }

    /** Where plans are kept that nobody gave a place. */
    public Path folder() {
        return installation.config().store().data().resolve("plans");
    }
}
