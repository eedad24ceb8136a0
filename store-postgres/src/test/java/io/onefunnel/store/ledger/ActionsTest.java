package io.onefunnel.store.ledger;

import static io.onefunnel.store.StoreFixture.NOW;
import static io.onefunnel.store.StoreFixture.V1;
import static io.onefunnel.store.StoreFixture.V2;
import static io.onefunnel.store.StoreFixture.V3;
import static io.onefunnel.store.StoreFixture.lead;
import static io.onefunnel.store.StoreFixture.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Capability;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.Money;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.Stage;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.Decisions;
import io.onefunnel.state.WriteLedger;
import io.onefunnel.store.StoreFixture;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.actions.EventConsent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is to be done once")
class ActionsTest {
    private static StoreFixture store;

    @BeforeAll
    static void open() {
        store = new StoreFixture(ActionsTest.class);
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
    void isPendingUntilItIsDoneAndNeverAgain() {
        decided("1", action("1", "won", "48000"));
        assertThat(actions()).containsExactly(action("1", "won", "48000"));

        doIt("i1", "1", "won", WriteResult.Written.of(person("1")));
        assertThat(actions()).isEmpty();
        redecided("1", action("1", "won", "49000"));
        assertThat(actions()).as("also when its details were corrected since").isEmpty();
    }

    @Test
    void isReplacedByWhatTheNextDecisionWants() {
        decided("1", action("1", "won", "48000"));
        redecided("1", action("1", "lost", ""));
        assertThat(actions()).extracting(PendingAction::key).containsExactly("lost");
        redecided("1");
        assertThat(actions()).isEmpty();
    }

    @Test
    @DisplayName("is not planned while the call may have happened, and is again once it certainly did not")
    void waitsForSettling() {
        decided("1", action("1", "won", "48000"));
        WriteLedger.Intent intent = intent("i1", "1", "won");
        store.store.ledger().intend(store.lease, List.of(intent));
        store.restart();
        assertThat(actions()).isEmpty();
        assertThat(store.store.ledger().unsettled(StoreFixture.CRM)).containsExactly(intent);

        settle("i1", new WriteResult.Unknown(person("1")));
        assertThat(actions()).isEmpty();
        settle("i1", new WriteResult.NotApplied(person("1")));
        assertThat(actions()).hasSize(1);
    }

    @Test
    @DisplayName("when refused, waits until the action or its record changes")
    void refused() {
        decided("1", action("1", "won", "48000"));
        doIt("i1", "1", "won", new WriteResult.Rejected(person("1"), AdapterErrorCode.RECORD_INVALID, "not this lead"));
        assertThat(actions()).isEmpty();
        assertThat(store.store.ledger().rejected(10)).hasSize(1);
        assertThat(store.store.reports().rows("rejected_writes").rows())
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("message", "not this lead"));

        redecided("1", action("1", "won", "48000"));
        assertThat(actions()).as("the same again").isEmpty();
        redecided("1", action("1", "won", "49000"));
        assertThat(actions()).as("another amount").hasSize(1);
        redecided("1", action("1", "won", "48000"));
        store.store(lead("1").facts("promoted").at(V3).observed());
        assertThat(actions()).as("another version of the record").hasSize(1);
    }

    @Test
    @DisplayName("is known as done to whoever the person becomes, and on whatever the record becomes")
    void survivesMerges() {
        store.store(lead("1").observed(), lead("2").observed());
        store.resolve();
        store.decideAll();
        redecided("2", action("2", "won", "48000"));
        doIt("i1", "2", "won", WriteResult.Written.of(person("2")));

        Command.Merge merge = new Command.Merge("m1", person("1"), List.of(person("2")), Map.of());
        store.store
                .ledger()
                .intend(
                        store.lease,
                        List.of(new WriteLedger.Intent(
                                merge, Set.of(Capability.MERGES), Map.of(), "same", "plan", Optional.empty(), NOW)));
        settle("m1", WriteResult.Written.of(person("1")));

        redecided("1", action("1", "won", "48000"));
        assertThat(actions()).isEmpty();
    }

    @Test
    @DisplayName("comes with outcomes that are recorded once, with what was known when they were first seen")
    void outcomesAreRecordedOnce() {
        store.store(lead("1").observed());
        store.resolve();
        Decisions.Stored stored = store.claim().get(0);
        assertThat(stored.outcomes()).isEmpty();
        commit(stored, List.of(won("won", "48000"), won("again", "1")), List.of());
        commit(load("1"), List.of(won("won", "49000")), List.of());

        assertThat(load("1").outcomes()).containsExactly(won("won", "48000"), won("again", "1"));
        assertThat(store.store
                        .reports()
                        .rows("outcome_counts", "outcome", "CLOSED_WON")
                        .rows())
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("known", 2L).containsEntry("told", 0L));
    }

    @Test
    @DisplayName("is counted and listed once marketing was told")
    void reports() {
        store.store(lead("1").observed());
        store.resolve();
        commit(store.claim().get(0), List.of(won("won", "48000")), List.of(action("1", "won", "48000")));
        doIt("i1", "1", "won", WriteResult.Written.of(person("1")));

        assertThat(store.store.reports().rows("outcome_counts").rows())
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("known", 1L).containsEntry("told", 1L));
        assertThat(store.store.reports().rows("outcomes_returned").rows())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("outcome", "Closed-Won")
                        .containsEntry("told", "crm/PERSON/1")
                        .containsEntry("program", "Cost of downtime")
                        .containsEntry("at", V2)
                        .containsEntry("state", "Written"));
    }

    @Test
    @DisplayName("a marketer's word is kept, and said again it makes nothing of the past news")
    void confirmations() {
        store.store(lead("1").observed());
        assertThat(store.store.consents().confirmations()).isEmpty();
        store.store.consents().confirm(StoreFixture.CRM, V2, "Ana", NOW);
        store.store.consents().confirm(StoreFixture.CRM, V1, "Ben", NOW.plusSeconds(60));
        assertThat(store.store.consents().confirmations())
                .isEqualTo(Map.of(StoreFixture.CRM, new EventConsent(V2, "Ben", NOW)));
    }

    private static FunnelEvent won(String key, String amount) {
        return new FunnelEvent(
                key,
                FunnelEvent.Kind.CLOSED_WON,
                1,
                V2,
                StoreFixture.ref(RecordKind.OPPORTUNITY, "d1"),
                "opportunity in Closed Won",
                Optional.of(Stage.CLOSED_WON),
                "",
                List.of(),
                "",
                Optional.of(new FunnelEvent.Deal(
                        StoreFixture.ref(RecordKind.OPPORTUNITY, "d1"),
                        "Acme",
                        "Closed Won",
                        Optional.of(new Money(new BigDecimal(amount), "EUR")),
                        Optional.of(V2))),
                Optional.empty(),
                Optional.empty());
    }

    private static PendingAction action(String record, String key, String amount) {
        return new PendingAction(
                new PersonId("p-" + record),
                person(record),
                key,
                new PendingAction.Publish(
                        "ledger-" + key,
                        "Closed-Won",
                        V2,
                        Optional.of(StoreFixture.ref(RecordKind.CAMPAIGN, "c1")),
                        Map.of("amount", amount, "program", "Cost of downtime")),
                List.of(StoreFixture.ref(RecordKind.OPPORTUNITY, "d \"1\", \\x")),
                "Closed-Won");
    }

    private static void decided(String record, PendingAction... actions) {
        store.store(lead(record).observed());
        store.resolve();
        commit(store.claim().get(0), List.of(), List.of(actions));
    }

    private static void redecided(String record, PendingAction... actions) {
        commit(load(record), List.of(), List.of(actions));
    }

    private static Decisions.Stored load(String record) {
        return store.store.decisions().load(new PersonId("p-" + record)).orElseThrow();
    }

    private static void commit(Decisions.Stored stored, List<FunnelEvent> outcomes, List<PendingAction> actions) {
        Decisions.Decided plain = StoreFixture.decided(stored, List.of());
        store.store
                .decisions()
                .commit(
                        store.lease,
                        List.of(new Decisions.Decided(
                                plain.decision(),
                                List.of(),
                                outcomes,
                                actions,
                                plain.name(),
                                plain.won(),
                                plain.generation())),
                        NOW);
    }

    private static List<PendingAction> actions() {
        return store.pendingActions();
    }

    private static WriteLedger.Intent intent(String id, String record, String key) {
        return new WriteLedger.Intent(
                new Command.PublishOutcome(
                        id,
                        person(record),
                        "ledger-" + key,
                        "Closed-Won",
                        V2,
                        Optional.empty(),
                        Map.of("program", "Cost of downtime")),
                Set.of(Capability.OUTCOMES),
                Map.of(),
                "Closed-Won",
                "plan-1",
                Optional.empty(),
                Optional.of(key),
                NOW);
    }

    private static void doIt(String id, String record, String key, WriteResult outcome) {
        store.store.ledger().intend(store.lease, List.of(intent(id, record, key)));
        settle(id, outcome);
    }

    private static void settle(String id, WriteResult outcome) {
        store.store.ledger().outcomes(store.lease, List.of(new WriteLedger.Outcome(id, outcome, NOW)));
    }
}
