package io.onefunnel.resolve;

import io.onefunnel.identity.AccountKeys;
import io.onefunnel.identity.Cluster;
import io.onefunnel.identity.Pair;
import io.onefunnel.identity.PersonIds;
import io.onefunnel.identity.Resolver;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import io.onefunnel.normalize.Normalizer;
import io.onefunnel.state.Lease;
import io.onefunnel.state.People;
import io.onefunnel.state.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Joins records to people: looks at what changed and at everything connected to it, and at nothing else. */
public final class Resolve {
    private static final int RECORDS_AT_ONCE = 2_000;

    /** A key that more records share than this says nothing about who somebody is. */
    private static final int KEY_LIMIT = 200;

    private final Store store;
    private final Map<ConnectionId, Normalizer> normalizers;
    private final InstantSource clock;
    private final Supplier<PersonId> fresh;

    /** @param fresh makes a person id that was never used */
    public Resolve(
            Store store, Map<ConnectionId, Normalizer> normalizers, InstantSource clock, Supplier<PersonId> fresh) {
        this.store = store;
        this.normalizers = Map.copyOf(normalizers);
        this.clock = clock;
        this.fresh = fresh;
    }

    /**
     * @return how many records were looked at
     * @throws InterruptedException between two batches, when the thread was told to stop: the rest waits for the next run
     */
    public int run(Lease lease, IntConsumer progress) throws InterruptedException {
        int records = 0;
        while (true) {
            if (Thread.interrupted()) throw new InterruptedException("told to stop");
            Optional<People.Batch> batch = store.people().claim(lease, RECORDS_AT_ONCE, KEY_LIMIT);
            if (batch.isEmpty()) return records;
            assign(lease, batch.get());
            records += batch.get().records().size();
            progress.accept(batch.get().records().size());
        }
    }

    private void assign(Lease lease, People.Batch batch) {
        List<PersonRecord> records = new ArrayList<>();
        Map<SourceRef, PersonId> current = new HashMap<>();
        Map<SourceRef, String> accountDomains = new HashMap<>();
        for (People.Member member : batch.records()) {
            SourceRef ref = member.raw().ref();
            records.add(normalizer(ref).person(member.raw()));
            member.person().ifPresent(person -> current.put(ref, person));
            accountDomains.put(ref, member.accountDomain());
        }
        List<Cluster> clusters = Resolver.resolve(records, vetoes(batch, records));
        PersonIds.Assignment ids = PersonIds.assign(clusters, current, fresh);
        Map<PersonId, String> accounts = new HashMap<>();
        for (Cluster cluster : clusters) {
            PersonId person = ids.persons().get(cluster.records().get(0).ref());
            if (person != null) accounts.put(person, AccountKeys.of(cluster.records(), accountDomains));
        }
        List<MatchTerm> matches =
                clusters.stream().map(Cluster::terms).flatMap(List::stream).toList();
        store.people().assign(lease, batch, ids.persons(), accounts, matches, ids.gone(), clock.instant());
    }

    /** Decisions of the review, and "not the same person" on a record against the record it was suspected to double. */
    private static Set<Pair> vetoes(People.Batch batch, List<PersonRecord> records) {
        Set<Pair> vetoes = new HashSet<>();
        batch.vetoes().forEach(veto -> vetoes.add(new Pair(veto.left(), veto.right())));
        for (PersonRecord record : records) {
            if (!record.is(Field.OF_NOT_SAME_PERSON)) continue;
            record.value(Field.OF_DUPLICATE_OF)
                    .map(id -> new SourceRef(
                            record.ref().connection(), record.ref().kind(), id))
                    .filter(other -> !other.equals(record.ref()))
                    .ifPresent(other -> vetoes.add(new Pair(record.ref(), other)));
        }
        return vetoes;
    }

    private Normalizer normalizer(SourceRef ref) {
        Normalizer normalizer = normalizers.get(ref.connection());
        if (normalizer == null) {
            throw new IllegalStateException(
                    "the store holds records of connection " + ref.connection() + ", which is not configured any more");
        }
        return normalizer;
    }
}
