package io.onefunnel.salesforce.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.OrgFixture;
import io.onefunnel.sandbox.salesforce.SalesforceOrg;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.Command.CreateTask;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A ledger key that the org has already. */
class TaskWriterTest {
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final OrgFixture fixture =
            new OrgFixture(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    private final SalesforceOrg org = fixture.org();
    private final CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);
    private final SourceRef lead =
            fixture.add(RecordKind.PERSON, Map.of(Field.LAST_NAME, "Lovelace", Field.COMPANY, "Engines"));
    private final SourceRef owner = fixture.addUser("grace@example.org");

    @AfterEach
    void close() {
        adapter.close();
        fixture.close();
    }

    @Test
    void theSameTaskIsNotMadeTwice() {
        String id = created(write("Call Ada", "2026-03-03T09:00:00Z"));

        assertThat(write("Call Ada", "2026-03-03T09:00:00Z")).isInstanceOf(WriteResult.Unchanged.class);
        assertThat(org.state()).containsEntry("Task", 1);
        assertThat(org.record("Task", id)).containsEntry("ActivityDate", "2026-03-03");
    }

    @Test
    void anUntouchedTaskIsBroughtToWhatIsWantedNow() {
        String id = created(write("Call Ada", "2026-03-03T09:00:00Z"));

        assertThat(write("Call Ada again", "2026-03-04T09:00:00Z")).isInstanceOf(WriteResult.Written.class);
        assertThat(org.state()).containsEntry("Task", 1);
        assertThat(org.record("Task", id))
                .containsEntry("Subject", "Call Ada again")
                .containsEntry("ActivityDate", "2026-03-04");
    }

    @Test
    void aTaskThatSomebodyEditedStaysAsTheyLeftIt() {
        String id = created(write("Call Ada", "2026-03-03T09:00:00Z"));
        org.editByHand("Task", id, Map.of("Subject", "Called, left voicemail"));

        assertThat(write("Call Ada again", "2026-03-04T09:00:00Z")).isInstanceOf(WriteResult.Unchanged.class);
        assertThat(org.record("Task", id)).containsEntry("Subject", "Called, left voicemail");
    }

    private WriteResult write(String subject, String due) {
        CreateTask task = new CreateTask("intent", lead, "ledger-1", owner, subject, Instant.parse(due));
        return adapter.writer(CreateTask.class)
                .orElseThrow()
                .write(List.of(task))
                .get(0);
    }

    private static String created(WriteResult outcome) {
        return ((WriteResult.Written) outcome).created().orElseThrow();
    }
}
