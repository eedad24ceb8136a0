package io.onefunnel.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.model.Capability;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.MergeProposal;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A planner")
class PlannerTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final Set<Capability> ALL = EnumSet.allOf(Capability.class);
    private static final Planner.Limits ROOM =
            new Planner.Limits(Map.of(Case.CRM, 1_000L, Case.MARKETING, 1_000L), 0, 0);

    @Test
    void plansOnlyFieldsOfCapabilitiesThatAreOn() {
        PendingChange both = change("a", Map.of(Field.OF_SCORE, "41", Field.OF_STAGE, "EXCHANGE"));
        PendingChange stage = change("b", Map.of(Field.OF_STAGE, "EXCHANGE"));
        Plan plan = plan(Set.of(Capability.SCORES), List.of(both, stage), List.of(), ROOM);
        assertThat(plan.fields(Case.CRM)).singleElement().satisfies(item -> {
            assertThat(item.on()).isEqualTo(both.on());
            assertThat(item.after()).isEqualTo(Map.of(Field.OF_SCORE, "41"));
            assertThat(item.before()).containsOnlyKeys(Field.OF_SCORE);
            assertThat(item.capabilities()).containsExactly(Capability.SCORES);
        });
    }

    @Test
    void mergesBeforeItWritesFieldsAndWritesNoneOfALoser() {
        Plan plan = plan(
                ALL,
                List.of(change("loser", Map.of(Field.OF_SCORE, "1")), change("survivor", Map.of(Field.OF_SCORE, "2"))),
                List.of(proposal(7, ProposedMerge.State.APPROVED, "")),
                ROOM);
        List<PlanItem> items = plan.items().toList();
        assertThat(items).hasSize(2);
        assertThat(items.get(0)).isInstanceOfSatisfying(PlanItem.Merge.class, merge -> {
            assertThat(merge.proposal()).isEqualTo(7);
            assertThat(merge.on()).isEqualTo(ref("survivor"));
            assertThat(merge.losers()).containsExactly(ref("loser"));
        });
        assertThat(items.get(1).on()).isEqualTo(ref("survivor"));
    }

    @Test
    void writesTheFieldsOfALoserWhileMergingIsOff() {
        Set<Capability> withoutMerges = EnumSet.complementOf(EnumSet.of(Capability.MERGES));
        Plan plan = plan(
                withoutMerges,
                List.of(change("loser", Map.of(Field.OF_SCORE, "1"))),
                List.of(proposal(7, ProposedMerge.State.APPROVED, "")),
                ROOM);
        assertThat(plan.merges(Case.CRM)).isEmpty();
        assertThat(plan.fields(Case.CRM)).hasSize(1);
    }

    @Test
    void mergesNothingThatNobodyApprovedOrThatHasAnObstacle() {
        List<ProposedMerge> proposals = new ArrayList<>();
        for (ProposedMerge.State state : ProposedMerge.State.values()) {
            if (state != ProposedMerge.State.APPROVED) proposals.add(proposal(1, state, ""));
        }
        proposals.add(proposal(2, ProposedMerge.State.APPROVED, "a lead and a contact cannot be merged"));
        assertThat(plan(ALL, List.of(), proposals, ROOM).items()).isEmpty();
    }

    @Test
    void tripsAFuseOnlyAboveTheShareOfThatConnection() {
        Planner.Limits ten = new Planner.Limits(Map.of(Case.CRM, 10L), 0, 0);
        List<PendingChange> two =
                List.of(change("a", Map.of(Field.OF_SCORE, "1")), change("b", Map.of(Field.OF_SCORE, "1")));
        assertThat(plan(ALL, two, List.of(), ten).head().trips()).isEmpty();
        List<PendingChange> three = new ArrayList<>(two);
        three.add(change("c", Map.of(Field.OF_SCORE, "1")));
        assertThat(plan(ALL, three, List.of(), ten).head().trips())
                .containsExactly(new Plan.Trip("records of crm", 3, 2));
    }

    @Test
    void tripsTheFuseOfAConnectionWhosePeopleAreNotKnown() {
        Planner.Limits nothing = new Planner.Limits(Map.of(), 0, 0);
        assertThat(plan(ALL, List.of(change("a", Map.of(Field.OF_SCORE, "1"))), List.of(), nothing)
                        .head()
                        .trips())
                .containsExactly(new Plan.Trip("records of crm", 1, 0));
    }

    @Test
    void countsTheMergesOfTheDayBeforeItsOwn() {
        List<ProposedMerge> one = List.of(proposal(7, ProposedMerge.State.APPROVED, ""));
        Planner.Limits nearlyFull = new Planner.Limits(Map.of(Case.CRM, 1_000L), 49, 0);
        assertThat(plan(ALL, List.of(), one, nearlyFull).head().trips()).isEmpty();
        Planner.Limits full = new Planner.Limits(Map.of(Case.CRM, 1_000L), 50, 0);
        assertThat(plan(ALL, List.of(), one, full).head().trips())
                .containsExactly(new Plan.Trip("merges in a day", 51, 50));
    }

    @Test
    @DisplayName("leaves outcomes out until a marketer has confirmed them, says so, and plans the rest of the record")
    void outcomesWait() {
        PendingChange both = change("a", Map.of(Field.OF_SCORE, "1", Field.OF_OUTCOME, "DISQUALIFIED"));
        PendingChange outcome = change("b", Map.of(Field.OF_RESULT, "WON"));
        ListedPending pending = pending(List.of(both, outcome), List.of(action("a", PUBLISH), action("a", REASSIGN)));
        Planner.Input due = new Planner.Input(pending, List.of(), OFFERED, Set.of(Case.CRM));
        Plan plan = planner(ALL).plan("plan", NOW, "inputs", Map.of(), due, ROOM);
        assertThat(plan.head().waiting()).containsExactly(new Plan.Waiting(Case.CRM, 2));
        assertThat(plan.fields(Case.CRM))
                .singleElement()
                .satisfies(item -> assertThat(item.after()).containsOnlyKeys(Field.OF_SCORE));
        assertThat(plan.acts()).extracting(PlanItem.Act::what).containsExactly("owner");

        Planner.Input confirmed = new Planner.Input(pending, List.of(), OFFERED, Set.of());
        Plan all = planner(ALL).plan("plan", NOW, "inputs", Map.of(), confirmed, ROOM);
        assertThat(all.head().waiting()).isEmpty();
        assertThat(all.items()).hasSize(4);
    }

    @Test
    @DisplayName("plans an action only where its capability is on, and after the fields")
    void actions() {
        Planner.Input due = new Planner.Input(
                pending(
                        List.of(change("a", Map.of(Field.OF_SCORE, "1"))),
                        List.of(action("a", PUBLISH), action("b", REASSIGN))),
                List.of(),
                OFFERED,
                Set.of());
        Plan plan = planner(EnumSet.of(Capability.SCORES, Capability.OUTCOMES))
                .plan("plan", NOW, "inputs", Map.of(), due, ROOM);
        assertThat(plan.items())
                .extracting(item -> item.getClass().getSimpleName())
                .containsExactly("Fields", "Act");
        assertThat(plan.acts()).extracting(PlanItem.Act::what).containsExactly("outcome");
    }

    @Test
    @DisplayName("trips the fuse of owner changes above 25 a day, those of the day before included")
    void ownerChanges() {
        Planner.Input one =
                new Planner.Input(pending(List.of(), List.of(action("a", REASSIGN))), List.of(), OFFERED, Set.of());
        Planner.Limits nearlyFull = new Planner.Limits(Map.of(Case.CRM, 1_000L), 0, 24);
        assertThat(planner(ALL)
                        .plan("plan", NOW, "inputs", Map.of(), one, nearlyFull)
                        .head()
                        .trips())
                .isEmpty();
        Planner.Limits full = new Planner.Limits(Map.of(Case.CRM, 1_000L), 0, 25);
        assertThat(planner(ALL)
                        .plan("plan", NOW, "inputs", Map.of(), one, full)
                        .head()
                        .trips())
                .containsExactly(new Plan.Trip("changes of owner in a day", 26, 25));
    }

    private static final PendingAction.Action PUBLISH =
            new PendingAction.Publish("ledger", "Closed-Won", NOW, Optional.empty(), Map.of());
    private static final PendingAction.Action REASSIGN = new PendingAction.Reassign(Case.ANA, Case.LEE);

    private static final BiPredicate<ConnectionId, PendingAction.Kind> OFFERED = (connection, kind) -> true;

    private static ListedPending pending(List<PendingChange> changes, List<PendingAction> actions) {
        ListedPending pending = new ListedPending();
        pending.changes.addAll(changes);
        pending.actions.addAll(actions);
        return pending;
    }

    private static PendingAction action(String id, PendingAction.Action action) {
        return new PendingAction(new PersonId("person"), ref(id), "key", action, List.of(), "because");
    }

    private static Planner planner(Set<Capability> enabled) {
        return new Planner(enabled, Planner.Fuses.DEFAULT);
    }

    @Test
    @DisplayName("plans no action that its connection has no way to do")
    void actionsThatAreOffered() {
        Planner.Input due = new Planner.Input(
                pending(List.of(), List.of(action("a", PUBLISH), action("a", REASSIGN))),
                List.of(),
                (connection, kind) -> kind == PendingAction.Kind.OWNER,
                Set.of());
        Plan plan = planner(ALL).plan("plan", NOW, "inputs", Map.of(), due, ROOM);
        assertThat(plan.acts()).extracting(PlanItem.Act::what).containsExactly("owner");
        assertThat(plan.counts().acts()).isEqualTo(Map.of(PendingAction.Kind.OWNER, 1L));
    }

    @Test
    @DisplayName("counts what it would write as it writes it, whatever is allowed, and a record once for the fuse")
    void countsAsItWrites() {
        ListedPending pending = pending(
                List.of(
                        change("a", Map.of(Field.OF_SCORE, "1", Field.OF_OUTCOME, "DISQUALIFIED")),
                        change("b", Map.of(Field.OF_OUTCOME, "DISQUALIFIED")),
                        change("c", Map.of(Field.OF_STAGE, "EXCHANGE")),
                        change("loser", Map.of(Field.OF_STAGE, "EXCHANGE"))),
                List.of(action("a", PUBLISH), action("a", REASSIGN), action("d", REASSIGN), action("loser", PUBLISH)));
        List<ProposedMerge> merges = List.of(proposal(7, ProposedMerge.State.APPROVED, ""));
        Planner.Limits none = new Planner.Limits(Map.of(), 0, 0);
        for (int bits = 0; bits < 1 << Capability.values().length; bits++) {
            Set<Capability> enabled = EnumSet.noneOf(Capability.class);
            for (Capability each : Capability.values()) if ((bits & 1 << each.ordinal()) != 0) enabled.add(each);
            for (Set<ConnectionId> unconfirmed : List.of(Set.<ConnectionId>of(), Set.of(Case.CRM))) {
                Plan plan = planner(enabled)
                        .plan(
                                "plan",
                                NOW,
                                "inputs",
                                Map.of(),
                                new Planner.Input(pending, merges, OFFERED, unconfirmed),
                                none);
                List<PlanItem> items = plan.items().toList();
                assertThat(plan.counts())
                        .as("%s without %s", enabled, unconfirmed)
                        .isEqualTo(Plan.of(plan.head(), items).counts());
                long records = items.stream()
                        .filter(item -> !(item instanceof PlanItem.Merge))
                        .map(PlanItem::on)
                        .distinct()
                        .count();
                assertThat(plan.head().trips().stream()
                                .filter(trip -> trip.fuse().startsWith("records"))
                                .mapToLong(Plan.Trip::planned)
                                .sum())
                        .as("%s without %s", enabled, unconfirmed)
                        .isEqualTo(records);
            }
        }
    }

    @Test
    void tellsHowManyCallsAPlanCosts() {
        List<PendingChange> changes = new ArrayList<>();
        for (int i = 0; i < 201; i++) changes.add(change("r" + i, Map.of(Field.OF_SCORE, "1")));
        Plan plan = plan(ALL, changes, List.of(proposal(7, ProposedMerge.State.APPROVED, "")), ROOM);
        assertThat(plan.counts().of(Case.CRM).calls(200)).isEqualTo(3);
    }

    private static Plan plan(
            Set<Capability> enabled,
            List<PendingChange> pending,
            List<ProposedMerge> proposals,
            Planner.Limits ground) {
        return new Planner(enabled, Planner.Fuses.DEFAULT)
                .plan(
                        "plan",
                        NOW,
                        "inputs",
                        Map.of(new ConnectionId("crm"), "account"),
                        new Planner.Input(pending(pending, List.of()), proposals, OFFERED, Set.of()),
                        ground);
    }

    private static PendingChange change(String id, Map<Field, String> after) {
        Map<Field, String> before = new HashMap<>();
        after.keySet().forEach(field -> before.put(field, ""));
        return new PendingChange(new PersonId("person"), ref(id), before, after, "because");
    }

    private static ProposedMerge proposal(long number, ProposedMerge.State state, String obstacle) {
        MergeProposal proposal = new MergeProposal(
                new PersonId("person"),
                ref("survivor"),
                List.of(ref("loser")),
                Map.of(),
                List.of(),
                MergeProposal.Evidence.EMAIL_AND_NAME,
                obstacle);
        return new ProposedMerge(number, proposal, state, Optional.of("ana"));
    }

    private static SourceRef ref(String id) {
        return new SourceRef(Case.CRM, RecordKind.PERSON, id);
    }
}
