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
import io.onefunnel.state.PendingChange;
import io.onefunnel.state.WriteLedger.Proposal;
import io.onefunnel.state.WriteLedger.ProposalState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A planner")
class PlannerTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final Set<Capability> ALL = EnumSet.allOf(Capability.class);
    private static final Planner.Ground ROOM =
            new Planner.Ground(Map.of(Case.CRM, 1_000L, Case.MARKETING, 1_000L), 0, 0);

    @Test
    void plansOnlyFieldsOfCapabilitiesThatAreOn() {
        PendingChange both = change("a", Map.of(Field.OF_SCORE, "41", Field.OF_STAGE, "EXCHANGE"));
        PendingChange stage = change("b", Map.of(Field.OF_STAGE, "EXCHANGE"));
        Plan plan = plan(Set.of(Capability.SCORES), List.of(both, stage), List.of(), ROOM);
        assertThat(plan.fields()).singleElement().satisfies(item -> {
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
                List.of(proposal(7, ProposalState.APPROVED, "")),
                ROOM);
        assertThat(plan.items()).hasSize(2);
        assertThat(plan.items().get(0)).isInstanceOfSatisfying(PlanItem.Merge.class, merge -> {
            assertThat(merge.proposal()).isEqualTo(7);
            assertThat(merge.on()).isEqualTo(ref("survivor"));
            assertThat(merge.losers()).containsExactly(ref("loser"));
        });
        assertThat(plan.items().get(1).on()).isEqualTo(ref("survivor"));
    }

    @Test
    void writesTheFieldsOfALoserWhileMergingIsOff() {
        Set<Capability> withoutMerges = EnumSet.complementOf(EnumSet.of(Capability.MERGES));
        Plan plan = plan(
                withoutMerges,
                List.of(change("loser", Map.of(Field.OF_SCORE, "1"))),
                List.of(proposal(7, ProposalState.APPROVED, "")),
                ROOM);
        assertThat(plan.merges()).isEmpty();
        assertThat(plan.fields()).hasSize(1);
    }

    @Test
    void mergesNothingThatNobodyApprovedOrThatHasAnObstacle() {
        List<Proposal> proposals = new ArrayList<>();
        for (ProposalState state : ProposalState.values()) {
            if (state != ProposalState.APPROVED) proposals.add(proposal(1, state, ""));
        }
        proposals.add(proposal(2, ProposalState.APPROVED, "a lead and a contact cannot be merged"));
        assertThat(plan(ALL, List.of(), proposals, ROOM).items()).isEmpty();
    }

    @Test
    void tripsAFuseOnlyAboveTheShareOfThatConnection() {
        Planner.Ground ten = new Planner.Ground(Map.of(Case.CRM, 10L), 0, 0);
        List<PendingChange> two =
                List.of(change("a", Map.of(Field.OF_SCORE, "1")), change("b", Map.of(Field.OF_SCORE, "1")));
        assertThat(plan(ALL, two, List.of(), ten).trips()).isEmpty();
        List<PendingChange> three = new ArrayList<>(two);
        three.add(change("c", Map.of(Field.OF_SCORE, "1")));
        assertThat(plan(ALL, three, List.of(), ten).trips()).containsExactly(new Plan.Trip("records of crm", 3, 2));
    }

    @Test
    void tripsTheFuseOfAConnectionWhosePeopleAreNotKnown() {
        Planner.Ground nothing = new Planner.Ground(Map.of(), 0, 0);
        assertThat(plan(ALL, List.of(change("a", Map.of(Field.OF_SCORE, "1"))), List.of(), nothing)
                        .trips())
                .containsExactly(new Plan.Trip("records of crm", 1, 0));
    }

    @Test
    void countsTheMergesOfTheDayBeforeItsOwn() {
        List<Proposal> one = List.of(proposal(7, ProposalState.APPROVED, ""));
        Planner.Ground nearlyFull = new Planner.Ground(Map.of(Case.CRM, 1_000L), 49, 0);
        assertThat(plan(ALL, List.of(), one, nearlyFull).trips()).isEmpty();
        Planner.Ground full = new Planner.Ground(Map.of(Case.CRM, 1_000L), 50, 0);
        assertThat(plan(ALL, List.of(), one, full).trips()).containsExactly(new Plan.Trip("merges in a day", 51, 50));
    }

    @Test
    void tellsHowManyCallsAPlanCosts() {
        List<PendingChange> changes = new ArrayList<>();
        for (int i = 0; i < 201; i++) changes.add(change("r" + i, Map.of(Field.OF_SCORE, "1")));
        Plan plan = plan(ALL, changes, List.of(proposal(7, ProposalState.APPROVED, "")), ROOM);
        assertThat(plan.calls(Map.of(Case.CRM, 200))).isEqualTo(Map.of(Case.CRM, 3L));
    }

    private static Plan plan(
            Set<Capability> enabled, List<PendingChange> pending, List<Proposal> proposals, Planner.Ground ground) {
        return new Planner(enabled, Planner.Fuses.DEFAULT)
                .plan(
                        "plan",
                        NOW,
                        "inputs",
                        Map.of(new ConnectionId("crm"), "account"),
                        new Planner.Due(pending, proposals, List.of(), Set.of()),
                        ground);
    }

    private static PendingChange change(String id, Map<Field, String> after) {
        Map<Field, String> before = new HashMap<>();
        after.keySet().forEach(field -> before.put(field, ""));
        return new PendingChange(new PersonId("person"), ref(id), before, after, "because");
    }

    private static Proposal proposal(long number, ProposalState state, String obstacle) {
        MergeProposal proposal = new MergeProposal(
                new PersonId("person"),
                ref("survivor"),
                List.of(ref("loser")),
                Map.of(),
                List.of(),
                MergeProposal.Evidence.EMAIL_AND_NAME,
                obstacle);
        return new Proposal(number, proposal, state, Optional.of("ana"));
    }

    private static SourceRef ref(String id) {
        return new SourceRef(Case.CRM, RecordKind.PERSON, id);
    }
}
