package io.onefunnel.writeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.facts.Case;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.writeback.PlanFile.UnreadablePlanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A plan file")
class PlanFileTest {
    private static final SourceRef LEAD = new SourceRef(Case.CRM, RecordKind.PERSON, "00Q/with/slashes");
    private static final SourceRef DOUBLE = new SourceRef(Case.CRM, RecordKind.PERSON, "00Q2");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void isReadBackAsItWasWritten() throws IOException {
        Plan plan = plan();
        Path file = folder.resolve("plan.json");
        PlanFile.write(plan, file);
        assertThat(PlanFile.read(file)).isEqualTo(plan);
    }

    @Test
    void readsLikeADiffToAPerson() {
        assertThat(PlanFile.text(plan()))
                .contains("\"of_context_note\" : {")
                .contains("\"from\" : \"he said \\\"no\\\"\"")
                .contains("\"why\" : \"stage -> PIPELINE\"");
    }

    @Test
    void thatIsNoJsonIsNamedWithItsLine() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "{\n  \"format\": 1,\n  oops\n");
        assertThatThrownBy(() -> PlanFile.read(file))
                .isInstanceOf(UnreadablePlanException.class)
                .hasMessage(file + ":3: this is not a plan file; make one with `plan --out`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "\"text\"", "{\"connections\": {}}"})
    void thatIsSomeOtherJsonIsSaidToBeNoPlan(String text) {
        assertThatThrownBy(() -> PlanFile.parse(text, "other.json"))
                .isInstanceOf(UnreadablePlanException.class)
                .hasMessageStartingWith("other.json")
                .hasMessageContaining("this is not a plan file; make one with `plan --out`");
    }

    @Test
    void ofAnotherFormatIsRefused() {
        String newer = PlanFile.text(plan()).replace("\"format\" : 1", "\"format\" : 2");
        assertThatThrownBy(() -> PlanFile.parse(newer, "plan.json"))
                .isInstanceOf(UnreadablePlanException.class)
                .hasMessage("plan.json: cannot be applied: its format is 2, this version reads 1; make the plan again");
    }

    @Test
    void thatIsNoTextIsSaidToBeNoPlan() throws IOException {
        Path file = Files.write(folder.resolve("picture.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff});
        assertThatThrownBy(() -> PlanFile.read(file))
                .isInstanceOf(UnreadablePlanException.class)
                .hasMessageContaining("this is not a plan file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"of_context_note", "PERSON/00Q2", "2026-03-02T09:00:00Z", "\"id\"", "\"to\""})
    void withSomethingSpoiledInItIsRefusedAsAWhole(String spoiled) {
        String text = PlanFile.text(plan()).replace(spoiled, spoiled.startsWith("\"") ? "\"other\"" : "spoiled");
        assertThatThrownBy(() -> PlanFile.parse(text, "plan.json"))
                .isInstanceOf(UnreadablePlanException.class)
                .hasMessageStartingWith("plan.json: cannot be applied: ");
    }

    private static Plan plan() {
        return new Plan(
                "5f0c",
                Instant.parse("2026-03-02T09:00:00Z"),
                "inputs",
                Map.of(Case.CRM, "00D000000000001"),
                List.of(
                        new PlanItem.Merge(
                                12, LEAD, List.of(DOUBLE), Map.of(Field.PHONE, "+49 89 1"), "duplicate by email"),
                        new PlanItem.Fields(
                                LEAD,
                                Map.of(Field.OF_STAGE, "", Field.OF_CONTEXT_NOTE, "he said \"no\""),
                                Map.of(Field.OF_STAGE, "PIPELINE", Field.OF_CONTEXT_NOTE, "línea 1\nline 2 😀"),
                                "stage -> PIPELINE"),
                        act(new PendingAction.Publish(
                                "ledger",
                                "Closed-Won",
                                Instant.parse("2026-03-01T10:00:00Z"),
                                Optional.of(new SourceRef(Case.CRM, RecordKind.CAMPAIGN, "c1")),
                                Map.of("amount", "9000", "note", "línea 1\nline 2"))),
                        act(new PendingAction.Publish(
                                "ledger",
                                "No-show",
                                Instant.parse("2026-03-01T10:00:00Z"),
                                Optional.empty(),
                                Map.of())),
                        act(new PendingAction.Link(DOUBLE)),
                        act(new PendingAction.Task(
                                "ledger", Case.LEE, "Call: asked for a demo", Instant.parse("2026-03-02T09:15:00Z"))),
                        act(new PendingAction.Reassign(Case.ANA, Case.LEE))),
                List.of(new Plan.Trip("records of crm", 300, 200)),
                List.of(new Plan.Waiting(Case.MARKETING, 12)));
    }

    private static PlanItem.Act act(PendingAction.Action action) {
        return new PlanItem.Act(LEAD, "key", action, List.of(DOUBLE), "because");
    }
}
