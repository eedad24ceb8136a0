package io.onefunnel.send;

import static io.onefunnel.pull.ScriptedVendor.CRM;
import static io.onefunnel.pull.ScriptedVendor.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Capability;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.pull.ScriptedVendor;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.Lease;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Doing what is more than a field")
class ActionWriterTest {
    private static final Lease LEASE = new Lease("write/crm", 1);
    private static final SourceRef DEAL = new SourceRef(CRM, RecordKind.OPPORTUNITY, "d1");

    private final ShelfStore store = new ShelfStore();
    private final ScriptedVendor vendor = new ScriptedVendor();
    private final AtomicInteger number = new AtomicInteger();

    @Test
    void writesTheIntentWithItsKeyBeforeTheCall() {
        vendor.answers(command -> {
            assertThat(store.ledger.intents.values()).singleElement().satisfies(intent -> {
                assertThat(intent.command()).isEqualTo(command);
                assertThat(intent.action()).contains("won");
                assertThat(intent.capabilities()).containsExactly(Capability.OUTCOMES);
            });
            return WriteResult.Written.of(command.on());
        });
        assertThat(act(due("a", "won")).written()).isEqualTo(1);
        assertThat(vendor.sent)
                .singleElement()
                .satisfies(batch -> assertThat(batch)
                        .singleElement()
                        .isEqualTo(new Command.PublishOutcome(
                                "intent-1",
                                ref("a"),
                                "ledger",
                                "Closed-Won",
                                NOW,
                                Optional.empty(),
                                Map.of("amount", "9000"))));
    }

    @Test
    @DisplayName("leaves out what is no longer due as the plan showed it")
    void leavesOutWhatMoved() {
        PlanItem.Act gone = due("gone", "won");
        store.ledger.pending.actions.clear();
        assertThat(act(gone).superseded()).isEqualTo(1);
        assertThat(vendor.sent).isEmpty();
    }

    @Test
    @DisplayName("leaves out what rests on a record that says something else now, and what is done to one that is gone")
    void looksAtTheEvidence() {
        PlanItem.Act item = due("a", "won");
        FreshnessCheck.Looked moved = new FreshnessCheck.Looked(Set.of(), Set.of(DEAL), List.of());
        assertThat(writer().write(LEASE, plan(item), List.of(item), moved, items -> {})
                        .superseded())
                .isEqualTo(1);
        FreshnessCheck.Looked gone = new FreshnessCheck.Looked(Set.of(ref("a")), Set.of(ref("a")), List.of());
        assertThat(writer().write(LEASE, plan(item), List.of(item), gone, items -> {})
                        .superseded())
                .isEqualTo(1);
        assertThat(vendor.sent).isEmpty();
    }

    @Test
    @DisplayName("tells a marketing record that was edited meanwhile all the same: the outcome rests on others")
    void tellsAnEditedRecord() {
        PlanItem.Act item = due("a", "won");
        FreshnessCheck.Looked edited = new FreshnessCheck.Looked(Set.of(), Set.of(ref("a")), List.of());
        assertThat(writer().write(LEASE, plan(item), List.of(item), edited, items -> {})
                        .written())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("gives an adapter each record once in a call, its events in their order")
    void roundsByRecord() {
        act(due("a", "first"), due("b", "first"), due("a", "second"));
        assertThat(vendor.sent)
                .extracting(batch ->
                        batch.stream().map(command -> command.on().id()).toList())
                .containsExactly(List.of("a", "b"), List.of("a"));
    }

    @Test
    @DisplayName("gives a lead to its new owner before a task about it comes")
    void ownersFirst() {
        SourceRef lee = new SourceRef(CRM, RecordKind.USER, "lee");
        SourceRef queue = new SourceRef(CRM, RecordKind.USER, "queue");
        act(
                due("a", "won"),
                due("b", "task", new PendingAction.Task("ledger", lee, "Call", NOW)),
                due("c", "link", new PendingAction.Link(ref("d"))),
                due("d", "owner", new PendingAction.Reassign(queue, lee)));
        assertThat(vendor.sent)
                .extracting(batch -> batch.get(0).getClass().getSimpleName())
                .containsExactly("Reassign", "CreateTask", "LinkReferral", "PublishOutcome");
    }

    @Test
    void stopsAtAWallAndNamesIt() {
        vendor.batchesOf(1).answers(command -> {
            throw new AdapterException(AdapterErrorCode.QUOTA_EXHAUSTED, "crm: quota");
        });
        WriteSummary result = act(due("a", "won"), due("b", "won"));
        assertThat(vendor.sent).hasSize(1);
        assertThat(result.shortfalls()).isNotEmpty();
        assertThat(store.ledger.outcomes.values()).hasOnlyElementsOfType(WriteResult.NotApplied.class);
    }

    @Test
    void stopsAtAPause() {
        store.runs().pause("wait", "ana", NOW);
        assertThat(act(due("a", "won")).written()).isZero();
        assertThat(vendor.sent).isEmpty();
    }

    private PlanItem.Act due(String record, String key) {
        return due(
                record,
                key,
                new PendingAction.Publish("ledger", "Closed-Won", NOW, Optional.empty(), Map.of("amount", "9000")));
    }

    private PlanItem.Act due(String record, String key, PendingAction.Action action) {
        PendingAction pending =
                new PendingAction(new PersonId("p"), ref(record), key, action, List.of(DEAL), "because");
        store.ledger.pending.actions.add(pending);
        return PlanItem.Act.of(pending);
    }

    private WriteSummary act(PlanItem.Act... items) {
        return writer().write(LEASE, plan(items), List.of(items), FreshnessCheck.Looked.NOTHING, done -> {});
    }

    private ActionWriter writer() {
        return new ActionWriter(
                new WriteSession(store, vendor, InstantSource.fixed(NOW), () -> "intent-" + number.incrementAndGet()));
    }

    private static Plan plan(PlanItem... items) {
        return Plan.of(
                new Plan.Head("plan", NOW, "inputs", Map.of(CRM, "account"), List.of(), List.of()), List.of(items));
    }

    private static SourceRef ref(String id) {
        return new SourceRef(CRM, RecordKind.PERSON, id);
    }
}
