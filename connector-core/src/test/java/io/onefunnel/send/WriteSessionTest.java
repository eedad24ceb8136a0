package io.onefunnel.send;

import static io.onefunnel.pull.ScriptedVendor.CRM;
import static io.onefunnel.pull.ScriptedVendor.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.writeback.PendingChange;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A write-back")
class WriteSessionTest extends ScriptedWriting {
    @Test
    void writesTheIntentBeforeTheCallAndTheOutcomeAfterIt() {
        vendor.answers(command -> {
            assertThat(store.ledger.intents).containsKey(command.intent());
            assertThat(store.ledger.outcomes).doesNotContainKey(command.intent());
            return WriteResult.Written.of(command.on());
        });
        WriteSummary result = setFields(plan(pending("a")));
        assertThat(result.written()).isEqualTo(1);
        assertThat(store.ledger.outcomes.values()).hasOnlyElementsOfType(WriteResult.Written.class);
    }

    @Test
    void leavesOutWhatHasMovedSinceThePlan() {
        PlanItem.Fields same = pending("same");
        PlanItem.Fields wantsOther = pending("wants-other");
        PlanItem.Fields holdsOther = pending("holds-other");
        PlanItem.Fields gone = pending("gone");
        pend("wants-other", "EXCHANGE", "CLOSED_WON");
        pend("holds-other", "CONVERSATION_LEAD", "PIPELINE");
        store.ledger.pending.changes.removeIf(change -> change.on().equals(gone.on()));
        WriteSummary result = setFields(plan(same, wantsOther, holdsOther, gone));
        assertThat(result.superseded()).isEqualTo(3);
        assertThat(result.written()).isEqualTo(1);
        assertThat(vendor.sent)
                .singleElement()
                .satisfies(batch -> assertThat(batch).extracting(Command::on).containsExactly(same.on()));
    }

    @Test
    void makesNoCallWhenEverythingHasMoved() {
        PlanItem.Fields gone = pending("gone");
        store.ledger.pending.changes.clear();
        assertThat(setFields(plan(gone)).superseded()).isEqualTo(1);
        assertThat(vendor.sent).isEmpty();
        assertThat(store.ledger.intents).isEmpty();
    }

    @Test
    void passesOverItemsOfOtherConnections() {
        PlanItem.Fields foreign = new PlanItem.Fields(
                new SourceRef(new ConnectionId("marketing"), RecordKind.PERSON, "1"),
                Map.of(Field.OF_STAGE, ""),
                Map.of(Field.OF_STAGE, "PIPELINE"),
                "because");
        assertThat(setFields(plan(foreign))).isEqualTo(WriteSummary.NOTHING);
    }

    @Test
    void knowsThatNothingWasAppliedWhenTheVendorRefusedTheWholeCall() {
        vendor.answers(command -> {
            throw new AdapterException(AdapterErrorCode.RATE_LIMITED, "crm: slow down");
        });
        WriteSummary result = setFields(plan(pending("a"), pending("b")));
        assertThat(store.ledger.outcomes.values()).hasSize(2).hasOnlyElementsOfType(WriteResult.NotApplied.class);
        assertThat(store.ledger.unsettled(CRM)).isEmpty();
        assertThat(result.shortfalls())
                .singleElement()
                .satisfies(shortfall -> assertThat(shortfall.why()).startsWith("RATE_LIMITED"));
    }

    @Test
    void stopsAtAWallThatTheNextBatchWouldMeetToo() {
        vendor.batchesOf(1).answers(command -> {
            throw new AdapterException(AdapterErrorCode.QUOTA_EXHAUSTED, "crm: quota");
        });
        setFields(plan(pending("a"), pending("b"), pending("c")));
        assertThat(vendor.sent).hasSize(1);
    }

    @Test
    void goesOnAfterABatchThatOnlyItsOwnRecordsSpoiled() {
        vendor.batchesOf(1).answers(command -> {
            if (command.on().id().equals("a")) throw new AdapterException(AdapterErrorCode.RECORD_INVALID, "crm: no");
            return WriteResult.Written.of(command.on());
        });
        WriteSummary result = setFields(plan(pending("a"), pending("b")));
        assertThat(result.written()).isEqualTo(1);
        assertThat(result.shortfalls()).hasSize(1);
    }

    @Test
    void stopsBeforeTheNextCallWhenSomebodyPauses() {
        vendor.batchesOf(1).answers(command -> {
            store.runs.pause("quarter end", "ana", NOW);
            return WriteResult.Written.of(command.on());
        });
        WriteSummary result = setFields(plan(pending("a"), pending("b"), pending("c")));
        assertThat(result.written()).isEqualTo(1);
        assertThat(vendor.sent).hasSize(1);
        assertThat(result.shortfalls())
                .singleElement()
                .satisfies(shortfall -> assertThat(shortfall.why()).contains("paused"));
    }

    @Test
    void leavesACallUnsettledWhenTheProcessDiesInIt() {
        vendor.answers(command -> {
            throw new IllegalStateException("the process dies here");
        });
        Plan plan = plan(pending("a"));
        assertThatThrownBy(() -> setFields(plan)).hasMessage("the process dies here");
        assertThat(store.ledger.unsettled(CRM)).hasSize(1);
    }

    @Test
    void settlesByReadingAloneWhatMayHaveHappened() {
        vendor.answers(command -> new WriteResult.Unknown(command.on()));
        setFields(plan(pending("applied"), pending("lost"), pending("unclear")));
        vendor.sent.clear();
        vendor.finds(command -> switch (command.on().id()) {
            case "applied" -> WriteResult.Written.of(command.on());
            case "lost" -> new WriteResult.NotApplied(command.on());
            default -> new WriteResult.Unknown(command.on());
        });
        WriteSummary result = session().settle(LEASE);
        assertThat(vendor.sent).isEmpty();
        assertThat(result.written()).isEqualTo(1);
        assertThat(store.ledger.unsettled(CRM))
                .extracting(intent -> intent.command().on().id())
                .containsExactly("unclear");
        vendor.settled.clear();
        session().settle(LEASE);
        assertThat(vendor.settled)
                .as("only what is still open is read again")
                .singleElement()
                .satisfies(batch -> assertThat(batch).hasSize(1));
    }

    @Test
    void namesWhatIsStillOpenWhenTheVendorCannotBeRead() {
        vendor.answers(command -> new WriteResult.Unknown(command.on()));
        setFields(plan(pending("a")));
        vendor.finds(command -> {
            throw new AdapterException(AdapterErrorCode.UNREACHABLE, "crm: no answer");
        });
        WriteSummary result = session().settle(LEASE);
        assertThat(result.shortfalls())
                .singleElement()
                .satisfies(shortfall -> assertThat(shortfall.what()).isEqualTo("crm settling writes"));
        assertThat(store.ledger.unsettled(CRM)).hasSize(1);
    }

    @Test
    void namesEveryWriteThatDidNotComeAbout() {
        vendor.answers(command -> switch (command.on().id()) {
            case "refused" ->
                new WriteResult.Rejected(command.on(), AdapterErrorCode.RECORD_INVALID, "FIELD_CUSTOM_VALIDATION");
            case "later" -> new WriteResult.Deferred(command.on(), NOW.plusSeconds(60));
            case "open" -> new WriteResult.Unknown(command.on());
            default -> WriteResult.Written.of(command.on());
        });
        WriteSummary result = setFields(plan(pending("fine"), pending("refused"), pending("later"), pending("open")));
        assertThat(List.of(result.written(), result.rejected(), result.deferred(), result.unknown()))
                .containsExactly(1, 1, 1, 1);
        // Every run ends complete or with named shortfalls.
        assertThat(result.shortfalls())
                .extracting(shortfall -> shortfall.what())
                .containsExactlyInAnyOrder(
                        "1 refused writes of crm", "1 deferred writes of crm", "1 unsettled writes of crm");
    }

    private WriteSummary setFields(Plan plan) {
        return new FieldWriter(session()).write(LEASE, plan, items -> {});
    }

    /** An item whose change is pending as the plan shows it. */
    private PlanItem.Fields pending(String id) {
        pend(id, "EXCHANGE", "PIPELINE");
        return new PlanItem.Fields(
                ref(id), Map.of(Field.OF_STAGE, "EXCHANGE"), Map.of(Field.OF_STAGE, "PIPELINE"), "stage");
    }

    private void pend(String id, String before, String after) {
        store.ledger.pending.changes.removeIf(change -> change.on().equals(ref(id)));
        store.ledger.pending.changes.add(new PendingChange(
                new PersonId("p"), ref(id), Map.of(Field.OF_STAGE, before), Map.of(Field.OF_STAGE, after), "x"));
    }
}
