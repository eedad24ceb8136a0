package io.onefunnel.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.identity.match.IdentityKeys;
import io.onefunnel.model.IdentityKey;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Identity, on random people,")
class ResolverLawsTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    @DisplayName("does not depend on the order of the records")
    void order(long seed) {
        World world = new World(seed, 150);
        List<Cluster> expected = Resolver.resolve(world.records, world.vetoes);
        List<PersonRecord> shuffled = new ArrayList<>(world.records);
        for (int i = 0; i < 5; i++) {
            Collections.shuffle(shuffled, new Random(seed * 31 + i));
            assertThat(Resolver.resolve(shuffled, world.vetoes)).isEqualTo(expected);
        }
        assertThat(expected).as("a world in which something merges").hasSizeLessThan(world.records.size());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    @DisplayName("is the same for each batch that is closed under shared keys as for all at once")
    void incrementalEqualsFull(long seed) {
        World world = new World(seed, 150);
        List<List<PersonRecord>> batches = closedBatches(world.records);
        assertThat(batches).hasSizeGreaterThan(1);
        List<Cluster> joined = new ArrayList<>();
        batches.forEach(batch -> joined.addAll(Resolver.resolve(batch, world.vetoes)));
        joined.sort(Comparator.comparing(cluster -> cluster.records().get(0).ref()));
        assertThat(joined).isEqualTo(Resolver.resolve(world.records, world.vetoes));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    @DisplayName("never puts a vetoed pair together, and loses and doubles no record")
    void vetoesAndCompleteness(long seed) {
        World world = new World(seed, 150);
        List<SourceRef> seen = new ArrayList<>();
        for (Cluster cluster : Resolver.resolve(world.records, world.vetoes)) {
            Set<SourceRef> refs =
                    cluster.records().stream().map(PersonRecord::ref).collect(Collectors.toSet());
            assertThat(world.vetoes).noneMatch(veto -> refs.contains(veto.left()) && refs.contains(veto.right()));
            seen.addAll(refs);
        }
        assertThat(seen).doesNotHaveDuplicates().hasSize(world.records.size());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("keeps its ids when asked again, and lets no id come back after it was merged away")
    void idsAreIdempotent(long seed) {
        World world = new World(seed, 150);
        Supplier<PersonId> fresh = counter();
        Map<SourceRef, PersonId> current = new HashMap<>();
        Set<PersonId> everGone = new HashSet<>();
        for (int size = 30; size <= 150; size += 30) {
            List<Cluster> clusters = Resolver.resolve(world.records.subList(0, size), world.vetoes);
            PersonIds.Assignment first = PersonIds.assign(clusters, current, fresh);
            PersonIds.Assignment again = PersonIds.assign(clusters, first.persons(), ResolverLawsTest::noFreshId);
            assertThat(again.persons()).isEqualTo(first.persons());
            assertThat(again.gone()).isEmpty();
            assertThat(new HashSet<>(first.persons().values()))
                    .hasSameSizeAs(clusters)
                    .noneMatch(everGone::contains);
            assertThat(first.persons().values()).containsAll(first.gone().values());
            everGone.addAll(first.gone().keySet());
            current = first.persons();
        }
        assertThat(everGone).as("a world in which people merge later").isNotEmpty();
    }

    private static Supplier<PersonId> counter() {
        AtomicInteger next = new AtomicInteger(1000);
        return () -> new PersonId("p" + next.getAndIncrement());
    }

    private static PersonId noFreshId() {
        throw new AssertionError("no new id is needed");
    }

    private static List<List<PersonRecord>> closedBatches(List<PersonRecord> records) {
        Map<IdentityKey, List<PersonRecord>> byKey = new HashMap<>();
        records.forEach(record -> IdentityKeys.of(record)
                .forEach(key ->
                        byKey.computeIfAbsent(key, unused -> new ArrayList<>()).add(record)));
        Set<SourceRef> done = new HashSet<>();
        List<List<PersonRecord>> batches = new ArrayList<>();
        for (PersonRecord start : records) {
            if (!done.add(start.ref())) continue;
            List<PersonRecord> batch = new ArrayList<>();
            Deque<PersonRecord> open = new ArrayDeque<>(List.of(start));
            while (!open.isEmpty()) {
                PersonRecord record = open.remove();
                batch.add(record);
                IdentityKeys.of(record).stream()
                        .flatMap(key -> byKey.getOrDefault(key, List.of()).stream())
                        .filter(other -> done.add(other.ref()))
                        .forEach(open::add);
            }
            batches.add(batch);
        }
        return batches;
    }

    /** Few names, mailboxes and numbers for many records, so that everything collides with everything. */
    private static final class World {
        private static final List<String> FIRST =
                List.of("Robert", "Bob", "R", "John", "Jack", "James", "Anna", "Ana", "Maria", "Иван", "");
        private static final List<String> LAST =
                List.of("Smith", "Smyth", "Muller", "Mueller", "Rossi", "Lovelace", "");
        final List<PersonRecord> records = new ArrayList<>();
        final Set<Pair> vetoes = new TreeSet<>();

        World(long seed, int size) {
            Random random = new Random(seed);
            for (int i = 0; i < size; i++) {
                People.Draft draft = People.record(
                                List.of(People.SALESFORCE, People.HUBSPOT, People.MARKETO)
                                        .get(random.nextInt(3)),
                                "r" + i)
                        .named(FIRST.get(random.nextInt(FIRST.size())), LAST.get(random.nextInt(LAST.size())));
                if (random.nextInt(3) > 0) draft.personal("m" + random.nextInt(size / 3) + "@gmail.com");
                if (random.nextInt(4) == 0) draft.work("w" + random.nextInt(size / 5) + "@acme.com");
                if (random.nextInt(8) == 0) draft.work("info@acme" + random.nextInt(5) + ".com");
                if (random.nextInt(3) == 0) draft.phone("+1415555" + (2000 + random.nextInt(size / 6)));
                if (i > 0 && random.nextInt(6) == 0)
                    draft.linkedTo(records.get(random.nextInt(i)).ref());
                records.add(draft.build());
            }
            for (int i = 0; i < size / 5; i++) {
                int one = random.nextInt(size);
                int other = random.nextInt(size);
                if (one != other)
                    vetoes.add(
                            new Pair(records.get(one).ref(), records.get(other).ref()));
            }
        }
    }
}
