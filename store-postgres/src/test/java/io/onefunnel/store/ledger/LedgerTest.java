package io.onefunnel.store.ledger;

import static io.onefunnel.store.StoreFixture.NOW;
import static io.onefunnel.store.StoreFixture.V1;
import static io.onefunnel.store.StoreFixture.V2;
import static io.onefunnel.store.StoreFixture.V3;
import static io.onefunnel.store.StoreFixture.decided;
import static io.onefunnel.store.StoreFixture.intent;
import static io.onefunnel.store.StoreFixture.lead;
import static io.onefunnel.store.StoreFixture.pending;
import static io.onefunnel.store.StoreFixture.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.Capability;
import io.onefunnel.model.Field;
import io.onefunnel.model.PersonId;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.store.StoreFixture;
import io.onefunnel.writeback.PendingChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Intended writes, what became of them, and what is wanted then. */
class LedgerTest {
    private static StoreFixture store;

    @BeforeAll
    static void open() {
        store = new StoreFixture(LedgerTest.class);
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
    void whatIsWrittenLiesOverTheMirrorUntilANewerVersionComes() {
        plan("1", "41", "78");
        write("i1", "1", "78", WriteResult.Written.of(person("1")));

        assertThat(store.pendingChanges()).isEmpty();
        assertThat(score("1")).isEqualTo("78");

        store.store(lead("1").score("41").observed());
        assertThat(score("1")).as("the same version again").isEqualTo("78");

        store.store(lead("1").score("50").at(V2).observed());
        assertThat(score("1")).as("a newer version").isEqualTo("50");
        assertThat(store.store
                        .decisions()
                        .load(new PersonId("p-1"))
                        .orElseThrow()
                        .written())
                .isEqualTo(Map.of(person("1"), Map.of(Field.OF_SCORE, "78")));
    }

    @Test
    void theEchoOfOurOwnWriteMakesNothingDirty() {
        plan("1", "41", "78");
        write("i1", "1", "78", WriteResult.Written.of(person("1")));

        store.store(lead("1").score("78").at(V2).observed());

        assertThat(store.claim()).isEmpty();
        assertThat(score("1")).isEqualTo("78");
    }

    @Test
    void aWriteThatSomebodyTookBackIsNews() {
        plan("1", "41", "78");
        write("i1", "1", "78", WriteResult.Written.of(person("1")));

        store.store(lead("1").score("41").at(V2).observed());

        assertThat(StoreFixture.ids(store.claim())).containsExactly("p-1");
    }

    @Test
    void aFieldThatIsWantedOtherwiseByNowStaysPending() {
        plan("1", "41", "78");
        store.store.ledger().intend(store.lease, List.of(intent("i1", "1", "78")));
        replan("1", "41", "80");

        settle("i1", WriteResult.Written.of(person("1")));

        assertThat(store.pendingChanges())
                .containsExactly(new PendingChange(
                        new PersonId("p-1"),
                        person("1"),
                        Map.of(Field.OF_SCORE, "78"),
                        Map.of(Field.OF_SCORE, "80"),
                        "score 41 -> 80"));
    }

    @Test
    void aRefusedFieldComesBackOnlyWhenItOrItsRecordChanges() {
        plan("1", "41", "78");
        write("i1", "1", "78", refused());
        assertThat(store.pendingChanges()).isEmpty();
        assertThat(store.store.ledger().rejected(10))
                .extracting(logged -> logged.intent().command().intent())
                .containsExactly("i1");

        replan("1", "41", "78");
        assertThat(store.pendingChanges()).as("the same again").isEmpty();

        replan("1", "41", "79");
        assertThat(store.pendingChanges()).as("another value").hasSize(1);

        replan("1", "41", "78");
        store.store(lead("1").score("41").at(V3).observed());
        assertThat(store.store.pending().changes(List.of(person("1"))))
                .as("another version")
                .hasSize(1);
        assertThat(store.store.ledger().rejected(10)).isEmpty();
    }

    @Test
    void anIntentWithoutAnOutcomeIsUnsettledAfterACrash() {
        plan("1", "41", "78");
        WriteLedger.Intent intent = intent("i1", "1", "78");
        store.store.ledger().intend(store.lease, List.of(intent));
        store.restart();

        assertThat(store.store.ledger().unsettled(StoreFixture.CRM)).containsExactly(intent);
        settle("i1", new WriteResult.Unknown(person("1")));
        assertThat(store.store.ledger().unsettled(StoreFixture.CRM)).containsExactly(intent);
        settle("i1", new WriteResult.NotApplied(person("1")));
        assertThat(store.store.ledger().unsettled(StoreFixture.CRM)).isEmpty();
        assertThat(store.pendingChanges()).as("planned again").hasSize(1);
        assertThat(score("1")).isEqualTo("41");
    }

    @Test
    void aStaleWriteIsDecidedAgain() {
        plan("1", "41", "78");
        assertThat(store.claim()).isEmpty();

        write("i1", "1", "78", new WriteResult.Stale(person("1"), Map.of(Field.OF_SCORE, "3")));

        assertThat(StoreFixture.ids(store.claim())).containsExactly("p-1");
    }

    @Test
    void aWrittenMergeMovesTheLosersToTheSurvivor() {
        store.store(lead("1").observed(), lead("2").observed());
        store.resolve();
        store.decideAll();
        Command.Merge merge = new Command.Merge("m1", person("1"), List.of(person("2")), Map.of(Field.OF_SCORE, "90"));
        store.store
                .ledger()
                .intend(
                        store.lease,
                        List.of(new WriteLedger.Intent(
                                merge,
                                Set.of(Capability.MERGES),
                                Map.of(),
                                "same mailbox",
                                "plan-1",
                                Optional.of(new Merging.MergeSnapshot(person("1"), List.of(person("2")), "{\"a\":1}")),
                                NOW)));

        settle("m1", WriteResult.Written.of(person("1")));

        assertThat(store.store.mirror().find(person("2"))).isEmpty();
        assertThat(store.store.people().personOf(person("2"))).contains(new PersonId("p-1"));
        assertThat(score("1")).isEqualTo("90");
        assertThat(store.store.ledger().history(person("2"), 5))
                .extracting(logged -> logged.intent().snapshot().orElseThrow().content())
                .containsExactly("{\"a\":1}");
        store.store(lead("2").observed());
        assertThat(store.store.mirror().find(person("2")))
                .as("late news of the loser")
                .isEmpty();
    }

    @Test
    void fusesCountWrittenRecordsByCapability() {
        plan("1", "41", "78");
        write("i1", "1", "78", WriteResult.Written.of(person("1")));
        write("i2", "1", "79", WriteResult.Written.of(person("1")));
        write("i3", "1", "80", refused());

        assertThat(store.store.ledger().writtenSince(V1)).isEqualTo(Map.of(Capability.SCORES, 1L));
        assertThat(store.store.ledger().writtenSince(NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void anOutcomeOfAnUnknownIntentIsRefused() {
        assertThatThrownBy(() -> settle("never", new WriteResult.Unchanged(person("1"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static WriteResult refused() {
        return new WriteResult.Rejected(person("1"), AdapterErrorCode.RECORD_INVALID, "the flow says no");
    }

    private static void write(String id, String record, String score, WriteResult outcome) {
        store.store.ledger().intend(store.lease, List.of(intent(id, record, score)));
        settle(id, outcome);
    }

    private static void settle(String id, WriteResult outcome) {
        store.store.ledger().outcomes(store.lease, List.of(new WriteLedger.Outcome(id, outcome, NOW)));
    }

    private static void plan(String record, String before, String after) {
        store.store(lead(record).score(before).observed());
        store.resolve();
        commit(store.claim().get(0), record, before, after);
    }

    private static void replan(String record, String before, String after) {
        Decisions.Stored stored =
                store.store.decisions().load(new PersonId("p-" + record)).orElseThrow();
        commit(stored, record, before, after);
    }

    private static void commit(Decisions.Stored stored, String record, String before, String after) {
        store.store
                .decisions()
                .commit(
                        store.lease,
                        List.of(decided(stored, List.of(pending("p-" + record, record, before, after)))),
                        NOW);
    }

    private static String score(String id) {
        return store.store.mirror().find(person(id)).orElseThrow().fields().getOrDefault("Score__c", "");
    }
}
