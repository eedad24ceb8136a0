package io.onefunnel.sync;

import io.onefunnel.model.CaseFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Decision;
import io.onefunnel.model.Money;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.policy.Inputs;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Store;
import io.onefunnel.writeback.Difference;
import io.onefunnel.writeback.WriteScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides whoever is dirty, or whose decision has run out. Work is proportional to change. */
public final class Decide {
    private static final int PEOPLE_AT_ONCE = 1_000;

    /** Told while it goes on, for progress. */
    @FunctionalInterface
    public interface Watch {
        void decided(int people);
    }

    private final Store store;
    private final Map<ConnectionId, Normalizer> normalizers;
    private final CaseDecision rules;
    private final Difference difference;
    private final Inputs inputs;

    public Decide(
            Store store,
            Map<ConnectionId, Normalizer> normalizers,
            WriteScope scope,
            Difference difference,
            Inputs inputs) {
        this.store = store;
        this.normalizers = Map.copyOf(normalizers);
        this.rules = new CaseDecision(scope, inputs);
        this.difference = difference;
        this.inputs = inputs;
    }

    /**
     * Decides as of {@code now} until nobody waits.
     *
     * @return how many people were decided
     */
    public int run(Lease lease, Instant now, Watch watch) {
        CaseFiles files = caseFiles();
        int people = 0;
        while (true) {
            List<Decisions.Stored> stored = store.decisions().claim(lease, PEOPLE_AT_ONCE, now, inputs.hash());
            if (stored.isEmpty()) return people;
            List<Decisions.Decided> decided = stored.parallelStream()
                    .map(each -> decide(files, each, now))
                    .flatMap(Optional::stream)
                    .toList();
            // People whose records no mapping can read any more stay dirty, and must not keep this loop busy.
            if (decided.isEmpty()) return people;
            store.decisions().commit(lease, decided, now);
            people += decided.size();
            watch.decided(decided.size());
        }
    }

    /** The case file of one person and the decision that follows from it at an instant; stores nothing. */
    public Optional<Explained> explain(io.onefunnel.model.PersonId person, Instant now) {
        return store.decisions()
                .load(person)
                .flatMap(stored -> caseFiles().of(stored))
                .map(file -> new Explained(file, rules.decide(file, now)));
    }

    /** What was known and what followed. */
    public record Explained(CaseFile file, Decision decision) {}

    private CaseFiles caseFiles() {
        return new CaseFiles(
                normalizers, store.decisions().directory(), store.connections().completeTo());
    }

    private Optional<Decisions.Decided> decide(CaseFiles files, Decisions.Stored stored, Instant now) {
        return files.of(stored).map(file -> {
            Decision decision = rules.decide(file, now);
            return new Decisions.Decided(
                    decision, difference.between(file, decision), name(file), won(file), stored.generation());
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
                .filter(io.onefunnel.model.PersonName::known)
                .findFirst()
                .map(io.onefunnel.model.PersonName::full)
                .orElse("");
    }
}
