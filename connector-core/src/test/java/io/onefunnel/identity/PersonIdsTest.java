package io.onefunnel.identity;

import static io.onefunnel.identity.People.lead;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.SourceRef;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A person's id")
class PersonIdsTest {
    private final AtomicInteger next = new AtomicInteger(1);

    @Test
    void isNewForNewRecords() {
        assertThat(assign(List.of(cluster("a", "b"), cluster("c")), Map.of()).persons())
                .containsEntry(ref("a"), id("new1"))
                .containsEntry(ref("b"), id("new1"))
                .containsEntry(ref("c"), id("new2"));
    }

    @Test
    void goesOnWithTheOneThatHasMoreRecordsWhenPeopleMerge() {
        PersonIds.Assignment assigned =
                assign(List.of(cluster("a", "b", "c")), Map.of("a", "p1", "b", "p2", "c", "p2"));
        assertThat(assigned.persons().values()).containsOnly(id("p2"));
        assertThat(assigned.gone()).containsExactly(Map.entry(id("p1"), id("p2")));
    }

    @Test
    void isTheOldestAtATie() {
        PersonIds.Assignment assigned = assign(List.of(cluster("a", "b")), Map.of("a", "p2", "b", "p1"));
        assertThat(assigned.persons().values()).containsOnly(id("p1"));
        assertThat(assigned.gone()).containsExactly(Map.entry(id("p2"), id("p1")));
    }

    @Test
    void staysWithMostOfTheRecordsWhenAPersonSplits() {
        PersonIds.Assignment assigned =
                assign(List.of(cluster("a"), cluster("b", "c")), Map.of("a", "p1", "b", "p1", "c", "p1"));
        assertThat(assigned.persons()).containsEntry(ref("a"), id("new1")).containsEntry(ref("b"), id("p1"));
        assertThat(assigned.gone()).isEmpty();
    }

    @Test
    void goesOnElsewhereWhenOnlyAPartOfThePersonWasJoinedToAnother() {
        PersonIds.Assignment assigned = assign(
                List.of(cluster("a", "b", "c"), cluster("d")), Map.of("a", "p1", "b", "p1", "c", "p2", "d", "p2"));
        assertThat(assigned.persons()).containsEntry(ref("c"), id("p1")).containsEntry(ref("d"), id("p2"));
        assertThat(assigned.gone()).isEmpty();
    }

    private PersonIds.Assignment assign(List<Cluster> clusters, Map<String, String> current) {
        Map<SourceRef, PersonId> ids = new HashMap<>();
        current.forEach((record, person) -> ids.put(ref(record), id(person)));
        return PersonIds.assign(clusters, ids, () -> id("new" + next.getAndIncrement()));
    }

    private static Cluster cluster(String... ids) {
        List<PersonRecord> records =
                Arrays.stream(ids).map(id -> lead(id).build()).toList();
        return new Cluster(records, List.of(), false);
    }

    private static SourceRef ref(String id) {
        return People.ref(People.SALESFORCE, id);
    }

    private static PersonId id(String id) {
        return new PersonId(id);
    }
}
