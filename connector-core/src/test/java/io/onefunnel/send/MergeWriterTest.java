package io.onefunnel.send;

import static io.onefunnel.pull.ScriptedVendor.CRM;
import static io.onefunnel.pull.ScriptedVendor.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.MergeProposal;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import io.onefunnel.writeback.ProposedMerge;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A merge that is written back")
class MergeWriterTest extends ScriptedWriting {
    @Test
    void mergesAnApprovedProposalWithASnapshotTakenBefore() {
        Plan plan = plan(merge(7, ProposedMerge.State.APPROVED));
        assertThat(merge(plan).written()).isEqualTo(1);
        assertThat(store.ledger.intents.values())
                .singleElement()
                .satisfies(intent -> assertThat(intent.snapshot()).isPresent());
    }

    @Test
    void keepsThePictureOfBeforeTheFirstAttemptWhileAMergeIsHalfMade() {
        Plan plan = plan(merge(7, ProposedMerge.State.APPROVED));
        vendor.answers(command -> new WriteResult.Deferred(command.on(), NOW));
        merge(plan);
        merge(plan);
        assertThat(pictures()).as("nothing was merged yet").containsExactly("picture 1", "picture 2");

        vendor.mergedAway(losers(plan).get(0)).answers(command -> WriteResult.Written.of(command.on()));
        merge(plan);
        assertThat(pictures()).containsExactly("picture 1", "picture 2", "picture 1");
    }

    @Test
    void takesANewPictureOfAMergeThatWasCompletedAndTakenBack() {
        Plan plan = plan(merge(7, ProposedMerge.State.APPROVED));
        merge(plan);
        vendor.separatedAgain().answers(command -> new WriteResult.NotApplied(command.on()));
        merge(plan);
        vendor.mergedAway(losers(plan).get(0));
        merge(plan);
        assertThat(pictures()).containsExactly("picture 1", "picture 2", "picture 2");
    }

    private static List<SourceRef> losers(Plan plan) {
        return plan.merges(CRM).get(0).losers();
    }

    private List<String> pictures() {
        return store.ledger.intents.values().stream()
                .flatMap(intent -> intent.snapshot().stream())
                .map(snapshot -> snapshot.content())
                .toList();
    }

    @Test
    void mergesNothingWhoseApprovalWasTakenBackSinceThePlan() {
        Plan plan = plan(merge(7, ProposedMerge.State.REJECTED));
        assertThat(merge(plan).superseded()).isEqualTo(1);
        assertThat(vendor.sent).isEmpty();
    }

    @Test
    void mergesNothingIntoWhichAnotherValueWasWrittenThanTheOneThatWasApproved() {
        PlanItem.Merge approved = merge(7, ProposedMerge.State.APPROVED);
        Plan edited = plan(new PlanItem.Merge(
                7, approved.on(), approved.losers(), Map.of(Field.EMAIL, "mallory@example.com"), approved.reason()));
        assertThat(merge(edited).superseded()).isEqualTo(1);
        assertThat(vendor.sent).isEmpty();
    }

    @Test
    void mergesNothingThatSomebodyChangedSinceItWasRead() {
        Plan plan = plan(merge(7, ProposedMerge.State.APPROVED), merge(8, ProposedMerge.State.APPROVED));
        Set<SourceRef> moved = Set.of(ref("l7"));
        assertThat(merge(plan, new FreshnessCheck.Looked(Set.of(), moved, List.of()))
                        .superseded())
                .isEqualTo(1);
        assertThat(survivors()).containsExactly(ref("s8"));

        vendor.sent.clear();
        merge(plan, new FreshnessCheck.Looked(moved, moved, List.of()));
        assertThat(survivors())
                .as("one that is gone may be a part of the survivor already")
                .containsExactly(ref("s7"), ref("s8"));
    }

    @Test
    void mergesNothingWhoseRecordsCouldNotBeLookedUp() {
        Plan plan = plan(merge(7, ProposedMerge.State.APPROVED));
        Set<SourceRef> unseen = Set.of(ref("s7"), ref("l7"));
        Shortfall why = new Shortfall("crm evidence", "UNREACHABLE", "");

        WriteSummary result = merge(plan, new FreshnessCheck.Looked(unseen, unseen, List.of(why)));

        assertThat(vendor.sent).isEmpty();
        assertThat(result.shortfalls()).containsExactly(why);
    }

    private List<SourceRef> survivors() {
        return vendor.sent.stream().flatMap(List::stream).map(Command::on).toList();
    }

    @Test
    void mergesNothingWhileSomethingSpeaksAgainstIt() {
        vendor.blockers.add("the other sync would delete the contact");
        Plan plan = plan(merge(7, ProposedMerge.State.APPROVED));
        WriteSummary result = merge(plan);
        assertThat(vendor.sent).isEmpty();
        assertThat(store.ledger.intents).isEmpty();
        assertThat(result.shortfalls())
                .singleElement()
                .satisfies(
                        shortfall -> assertThat(shortfall.why()).isEqualTo("the other sync would delete the contact"));
    }

    @Test
    void goesOnWithTheNextMergeAfterOneThatTheVendorRefused() {
        vendor.answers(command -> command.on().id().equals("s7")
                ? new WriteResult.Rejected(command.on(), AdapterErrorCode.MERGE_REFUSED, "no")
                : WriteResult.Written.of(command.on()));
        WriteSummary result =
                merge(plan(merge(7, ProposedMerge.State.APPROVED), merge(8, ProposedMerge.State.APPROVED)));
        assertThat(result.rejected()).isEqualTo(1);
        assertThat(result.written()).isEqualTo(1);
    }

    @Test
    void saysSoWhenTheVendorCannotMerge() {
        vendor.withoutMerging();
        assertThat(merge(plan(merge(7, ProposedMerge.State.APPROVED))).shortfalls())
                .singleElement()
                .satisfies(shortfall -> assertThat(shortfall.why()).isEqualTo("crm cannot merge"));
    }

    private WriteSummary merge(Plan plan) {
        return merge(plan, FreshnessCheck.Looked.NOTHING);
    }

    private WriteSummary merge(Plan plan, FreshnessCheck.Looked looked) {
        return new MergeWriter(session()).write(LEASE, plan, records -> looked, items -> {});
    }

    private PlanItem.Merge merge(long proposal, ProposedMerge.State state) {
        SourceRef survivor = ref("s" + proposal);
        List<SourceRef> losers = List.of(ref("l" + proposal));
        MergeProposal proposed = new MergeProposal(
                new PersonId("p"), survivor, losers, Map.of(), List.of(), MergeProposal.Evidence.EMAIL_AND_NAME, "");
        store.ledger.proposals.put(proposal, new ProposedMerge(proposal, proposed, state, Optional.of("ana")));
        return new PlanItem.Merge(proposal, survivor, losers, Map.of(), "duplicate");
    }
}
