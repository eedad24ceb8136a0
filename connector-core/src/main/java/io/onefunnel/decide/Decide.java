package io.onefunnel.decide;

import io.onefunnel.funnel.FunnelEvents;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Decision;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.Money;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonName;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.policy.Inputs;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.FieldDiff;
import io.onefunnel.writeback.WriteScope;
import io.onefunnel.writeback.actions.DueActions;
import io.onefunnel.writeback.actions.EventConsent;
import io.onefunnel.writeback.actions.EventSubscribers;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/** Decides whoever is dirty, or whose decision has run out. Work is proportional to change. */
public final class Decide {
    private static final int PEOPLE_AT_ONCE = 1_000;

    private final Store store;
    private final Map<ConnectionId, Normalizer> normalizers;
    private final CaseDecision rules;
    private final FieldDiff difference;
    private final Inputs inputs;
    private final Set<ConnectionId> publishers;

    /** @param publishers the connections that take outcomes as events */
    public Decide(
            Store store,
            Map<ConnectionId, Normalizer> normalizers,
            WriteScope scope,
            FieldDiff difference,
            Inputs inputs,
            Set<ConnectionId> publishers) {
        this.store = store;
        this.publishers = Set.copyOf(publishers);
        this.normalizers = Map.copyOf(normalizers);
        this.rules = new CaseDecision(scope, inputs);
        this.difference = difference;
        this.inputs = inputs;
    }

    /**
     * Decides as of {@code now} until nobody waits.
     *
     * @return how many people were decided
     * @throws InterruptedException between two batches, when the thread was told to stop: the rest waits for the next run
     */
    public int run(Lease lease, Instant now, IntConsumer progress) throws InterruptedException {
        CaseFiles files = caseFiles();
        EventSubscribers subscribers = subscribers();
        int people = 0;
        while (true) {
            if (Thread.interrupted()) throw new InterruptedException("told to stop");
            List<Decisions.Stored> stored = store.decisions().claim(lease, PEOPLE_AT_ONCE, now, inputs.hash());
            if (stored.isEmpty()) return people;
            List<Decisions.Decided> decided = stored.parallelStream()
                    .map(each -> decide(files, subscribers, each, now))
                    .flatMap(Optional::stream)
                    .toList();
            // People whose records no mapping can read any more stay dirty, and must not keep this loop busy.
            if (decided.isEmpty()) return people;
            store.decisions().commit(lease, decided, now);
            people += decided.size();
            progress.accept(decided.size());
        }
    }

    /** The case file of one person and the decision that follows from it at an instant; stores nothing. */
    public Optional<Explained> explain(PersonId person, Instant now) {
        return store.decisions()
                .load(person)
                .flatMap(stored -> caseFiles().of(stored).map(file -> explain(file, stored.outcomes(), now)));
    }

    private Explained explain(CaseFile file, List<FunnelEvent> recorded, Instant now) {
        Decision decision = rules.decide(file, now);
        return new Explained(file, decision, FunnelEvents.of(file, decision, recorded, inputs.policy(), now));
    }

    /**
     * What was known and what followed.
     *
     * @param outcomes what became of the person in sales, oldest first
     */
    public record Explained(CaseFile file, Decision decision, List<FunnelEvent> outcomes) {
        public Explained {
            outcomes = List.copyOf(outcomes);
        }
    }

    private EventSubscribers subscribers() {
        Map<ConnectionId, EventConsent> confirmed =
                new HashMap<>(store.consents().confirmations());
        confirmed.keySet().retainAll(publishers);
        Map<ConnectionId, Instant> known = new HashMap<>();
        store.connections().all().forEach(pinned -> known.put(pinned.connection(), pinned.since()));
        return new EventSubscribers(confirmed, known);
    }

    private CaseFiles caseFiles() {
        return new CaseFiles(
                normalizers,
                store.decisions().directory(),
                store.connections().completeTo(),
                store.connections().observableSince());
    }

    private Optional<Decisions.Decided> decide(
            CaseFiles files, EventSubscribers subscribers, Decisions.Stored stored, Instant now) {
        return files.of(stored).map(file -> {
            Explained explained = explain(file, stored.outcomes(), now);
            Decision decision = explained.decision();
            return new Decisions.Decided(
                    decision,
                    difference.between(file, rules.desired(file, decision, now)),
                    explained.outcomes(),
                    DueActions.of(file, decision, explained.outcomes(), inputs.policy(), subscribers),
                    name(file),
                    won(file),
                    stored.generation());
        });
    }

    /** Counted once for each opportunity, at the person who stands first in it: several people win one deal. */
    private static BigDecimal won(CaseFile file) {
        return file.opportunities().stream()
                .filter(Opportunity::won)
                .filter(opportunity -> !opportunity.people().isEmpty()
                        && file.record(opportunity.people().get(0)).isPresent())
                .map(Opportunity::amount)
                .flatMap(Optional::stream)
                .map(Money::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String name(CaseFile file) {
        return file.records().stream()
                .map(PersonRecord::name)
                .filter(PersonName::known)
                .findFirst()
                .map(PersonName::full)
                .orElse("");
    }
}
