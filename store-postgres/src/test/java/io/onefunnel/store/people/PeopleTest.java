package io.onefunnel.store.people;

import static io.onefunnel.store.StoreFixture.NOW;
import static io.onefunnel.store.StoreFixture.V2;
import static io.onefunnel.store.StoreFixture.lead;
import static io.onefunnel.store.StoreFixture.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.MatchTerm;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.state.Mirror.Observed;
import io.onefunnel.state.People;
import io.onefunnel.store.StoreFixture;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeopleTest {

    private static StoreFixture store;

    @BeforeAll
    static void open() {
        store = new StoreFixture(PeopleTest.class);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void empty() {
        store.empty();
    }

    @Test
    void aClaimFollowsSharedKeysOverAnyNumberOfSteps() {
        store.store(
                lead("1").key("a").observed(),
                lead("2").key("a").key("b").observed(),
                lead("3").key("b").key("c").observed(),
                lead("4").key("c").observed(),
                lead("5").key("z").observed());
        store.resolve();
        store.store(lead("1").key("a").key("new").at(V2).observed());

        assertThat(ids(claim(10))).containsExactly("1", "2", "3", "4");
    }

    @Test
    void aClaimBringsTheOtherRecordsOfThePersonAlong() {
        store.store(lead("1").key("a").observed(), lead("2").key("b").observed());
        People.Batch batch = claim(10);
        store.assign(batch, member -> "p");
        store.store(lead("1").key("c").at(V2).observed());

        assertThat(ids(claim(10))).containsExactly("1", "2");
    }

    @Test
    void aKeyThatTooManyShareConnectsNothing() {
        for (int i = 0; i < 4; i++)
            store.store(lead("" + i).key("info@example.com").observed());

        People.Batch batch = store.store.people().claim(store.lease, 1, 3).orElseThrow();

        assertThat(batch.records()).hasSize(1);
        assertThat(batch.ignoredKeys()).isEqualTo(1);
    }

    @Test
    void twoOpenBatchesShareNoRecord() {
        store.store(
                lead("1").key("a").observed(),
                lead("2").key("b").observed(),
                lead("3").key("a").observed());

        People.Batch first = claim(1);
        People.Batch second = claim(10);

        assertThat(ids(first)).containsExactly("1", "3");
        assertThat(ids(second)).containsExactly("2");
        assertThat(store.store.people().claim(store.lease, 10, 50)).isEmpty();
    }

    @Test
    void aRecordThatJoinsAnOpenBatchWaitsForIt() {
        store.store(lead("1").key("a").observed());
        People.Batch open = claim(10);
        store.store(lead("2").key("a").observed());

        assertThat(store.store.people().claim(store.lease, 10, 50)).isEmpty();
        store.assign(open, member -> "p-1");

        assertThat(ids(claim(10))).containsExactly("1", "2");
    }

    @Test
    void aBatchOfAHolderThatDiedIsClaimedAgain() {
        store.store(lead("1").observed());
        claim(10);
        store.restart();

        assertThat(ids(claim(10))).containsExactly("1");
    }

    @Test
    void aRecordThatChangedWhileItWasResolvedStaysDirty() {
        store.store(lead("1").key("a").observed());
        People.Batch batch = claim(10);
        store.store(lead("1").key("b").at(V2).observed());
        store.assign(batch, member -> "p-1");

        assertThat(ids(claim(10))).containsExactly("1");
    }

    @Test
    void idsThatAreGoneLeadToTheSurvivorForEver() {
        store.store(
                lead("1").key("a").observed(),
                lead("2").key("b").observed(),
                lead("3").key("c").observed());
        store.resolve();
        store.decideAll();

        join("1", "2");
        join("2", "3");

        for (String id : List.of("p-1", "p-2", "p-3")) {
            assertThat(store.store.people().survivor(new PersonId(id))).isEqualTo(new PersonId("p-3"));
            assertThat(store.store
                            .decisions()
                            .load(new PersonId(id))
                            .orElseThrow()
                            .records())
                    .hasSize(3);
        }
        assertThat(store.store.people().personOf(person("1"))).contains(new PersonId("p-3"));
        assertThat(store.store.people().count()).isEqualTo(1);
        // What was reached as another person was reached.
        assertThat(store.store
                        .decisions()
                        .load(new PersonId("p-3"))
                        .orElseThrow()
                        .stages())
                .hasSize(3);
    }

    /** The people of two records become the person of the second. */
    private static void join(String from, String to) {
        store.store(
                lead(from)
                        .key(from + to)
                        .facts(from + to)
                        .at(V2.plusSeconds(to.hashCode()))
                        .observed(),
                lead(to).key(from + to)
                        .facts(from + to)
                        .at(V2.plusSeconds(to.hashCode()))
                        .observed());
        People.Batch batch = claim(10);
        PersonId survivor = new PersonId("p-" + to);
        Map<SourceRef, PersonId> persons = new HashMap<>();
        batch.records().forEach(member -> persons.put(member.raw().ref(), survivor));
        store.store
                .people()
                .assign(
                        store.lease,
                        batch,
                        persons,
                        Map.of(survivor, ""),
                        List.of(),
                        Map.of(new PersonId("p-" + from), survivor),
                        NOW);
    }

    @Test
    void aRecordWithoutAPersonRefusesTheWholeBatch() {
        store.store(lead("1").observed());
        People.Batch batch = claim(10);

        assertThatThrownBy(() ->
                        store.store.people().assign(store.lease, batch, Map.of(), Map.of(), List.of(), Map.of(), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("crm/PERSON/1");
    }

    @Test
    void whyRecordsWereJoinedComesWithTheCaseFileUntilTheyAreJoinedAnew() {
        store.store(
                lead("1").key("a").observed(),
                lead("2").key("a").observed(),
                lead("3").key("a").observed());
        MatchTerm weak = new MatchTerm(person("1"), person("2"), "phone+name", "same phone number, same name");
        MatchTerm strong = new MatchTerm(person("2"), person("3"), "email", "same mailbox, same name");
        store.assign(claim(10), member -> "p", List.of(strong, weak));

        assertThat(store.claim().get(0).matches())
                .as("in the order in which they were given")
                .containsExactly(strong, weak);

        store.store(new Observed.Gone(new Change.Deleted(person("1"), V2)));
        assertThat(matches("p")).as("not with a record that is gone").containsExactly(strong);

        store.store(lead("2").key("a").facts("renamed").at(V2).observed());
        store.assign(claim(10), member -> "p", List.of());
        assertThat(matches("p")).as("the former ones are forgotten").isEmpty();
    }

    private List<MatchTerm> matches(String person) {
        return store.store.decisions().load(new PersonId(person)).orElseThrow().matches();
    }

    @Test
    void aVetoComesWithTheBatchAndMakesBothDirty() {
        store.store(lead("1").key("a").observed(), lead("2").key("a").observed());
        store.resolve();

        store.store.people().veto(person("2"), person("1"), "ana", NOW);

        assertThat(claim(10).vetoes()).containsExactly(new People.Veto(person("1"), person("2")));
    }

    private static People.Batch claim(int max) {
        return store.store.people().claim(store.lease, max, 50).orElseThrow();
    }

    private static List<String> ids(People.Batch batch) {
        return batch.records().stream().map(member -> member.raw().ref().id()).toList();
    }
}
