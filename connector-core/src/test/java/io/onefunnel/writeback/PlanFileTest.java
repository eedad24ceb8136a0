package io.onefunnel.writeback;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A plan file")
class PlanFileTest {
    private static final PlanSeal SEAL = new PlanSeal(new byte[32]);
    private static final SourceRef LEAD = new SourceRef(Case.CRM, RecordKind.PERSON, "00Q/with/slashes");
    private static final SourceRef DOUBLE = new SourceRef(Case.CRM, RecordKind.PERSON, "00Q2");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void isReadBackAsItWasWritten() throws IOException {
        Plan plan = plan();
        Path file = folder.resolve("plan.json");
        for (Plan there : List.of(PlanFile.write(plan, file, SEAL), PlanFile.read(file, SEAL))) {
            assertThat(there.head()).isEqualTo(plan.head());
            assertThat(there.counts()).isEqualTo(plan.counts());
            for (int walk = 0; walk < 2; walk++) assertThat(items(there)).isEqualTo(items(plan));
            assertThat(there.items(Case.CRM)).containsExactlyElementsOf(items(plan));
            assertThat(there.items(Case.MARKETING)).isEmpty();
        }
    }

    private static List<PlanItem> items(Plan plan) {
        try (Stream<PlanItem> items = plan.items()) {
            return items.toList();
        }
    }

    @Test
    void hasALineForEachWriteThatAPersonCanSearch() throws IOException {
        assertThat(lines())
                .hasSize(plan().items().toList().size() + 2)
                .last()
                .asString()
                .matches("\\{\"end\":7,\"mac\":\"[0-9a-f]{64}\"}");
        assertThat(lines().get(2))
                .contains("\"of_context_note\":{\"from\":\"he said \\\"no\\\"\",\"to\":\"línea 1\\nline 2 😀\"}")
                .contains("\"why\":\"stage -> PIPELINE\"");
    }

    @Test
    void staysAsItWasUntilAnotherIsWhole() throws IOException {
        Path file = folder.resolve("plan.json");
        PlanFile.write(plan(), file, SEAL);
        Plan broken = new Plan(
                plan().head(),
                plan().counts(),
                any -> Stream.concat(plan().items(), Stream.generate(() -> {
                    throw new IllegalStateException("the store is gone");
                })));
        assertThatThrownBy(() -> PlanFile.write(broken, file, SEAL)).hasMessage("the store is gone");
        assertThat(items(PlanFile.read(file, SEAL))).isEqualTo(items(plan()));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "[]", "null", "\"text\"", "{\"connections\": {}}", "{\n  \"format\": 1,\n  oops\n"})
    void thatIsSomethingElseIsSaidToBeNoPlan(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), text);
        assertThatThrownBy(() -> PlanFile.read(file, SEAL))
                .isInstanceOf(UnreadablePlanException.class)
                .hasMessage(file + ": this is not a plan file; make one with `plan --out`");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\n  \"format\" : 1,\n  \"id\" : \"5f0c\"\n}", "{\"format\":3}", "{\"format\":1}"})
    void ofAnotherFormatIsRefused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("plan.json"), text);
        assertThatThrownBy(() -> PlanFile.read(file, SEAL))
                .isInstanceOf(UnreadablePlanException.class)
                .hasMessageStartingWith(file + ": cannot be applied: its format is ")
                .hasMessageEndingWith(", this version reads 2; make the plan again");
    }

    @Test
    void thatIsNoTextIsSaidToBeNoPlan() throws IOException {
        Path file = Files.write(folder.resolve("picture.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff});
        assertThatThrownBy(() -> PlanFile.read(file, SEAL))
                .isInstanceOf(UnreadablePlanException.class)
                .hasMessageContaining("this is not a plan file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"of_context_note", "PERSON/00Q2", "2026-03-02T09:00:00Z", "\"id\"", "\"to\"", "\"end\":7"})
    void withSomethingSpoiledInItIsRefusedAsAWhole(String spoiled) throws IOException {
        List<String> lines = lines();
        lines.replaceAll(line -> line.replace(spoiled, spoiled.startsWith("\"") ? "\"other\"" : "spoiled"));
        assertThatThrownBy(() -> PlanFile.read(file(lines), SEAL))
                .isInstanceOf(UnreadablePlanException.class)
                .hasMessageContaining("plan.json:")
                .hasMessageContaining(": cannot be applied: ")
                .hasMessageEndingWith("; make the plan again");
    }

    @Test
    void thatWasCutAtAnyLineIsRefusedWithThatLine() throws IOException {
        List<String> lines = lines();
        for (int left = 1; left < lines.size(); left++) {
            Path file = file(lines.subList(0, left));
            assertThatThrownBy(() -> PlanFile.read(file, SEAL))
                    .isInstanceOf(UnreadablePlanException.class)
                    .hasMessage(file + ":" + (left + 1)
                            + ": cannot be applied: its end is missing: it was cut; make the plan again");
        }
    }

    @Test
    void fromWhichAWriteWasTakenOrInWhichOneIsDoubledIsRefused() throws IOException {
        List<String> less = lines();
        less.remove(3);
        assertThatThrownBy(() -> PlanFile.read(file(less), SEAL))
                .hasMessageContaining("plan.json:8: cannot be applied: it ends with 7 writes and holds 6");
        List<String> more = lines();
        more.add(3, more.get(3));
        assertThatThrownBy(() -> PlanFile.read(file(more), SEAL))
                .hasMessageContaining("plan.json:10: cannot be applied: it ends with 7 writes and holds 8");
        List<String> behind = lines();
        behind.add(behind.get(3));
        assertThatThrownBy(() -> PlanFile.read(file(behind), SEAL))
                .hasMessageContaining("something stands behind its end");
    }

    /** Each leaves a plan that could be read: only the seal tells that it is another one. */
    @ParameterizedTest
    @CsvSource({
        "00Q2, 00Q3",
        "stage -> PIPELINE, stage -> TARGET",
        "00D000000000001, 00D000000000002",
        "2026-03-02T09:00:00Z, 2026-03-02T09:00:01Z",
        "{\"on\":, { \"on\":",
        "+49 89 1, +49 89 2"
    })
    void ofWhichAnythingWasChangedIsRefused(String from, String to) throws IOException {
        List<String> lines = lines();
        lines.replaceAll(line -> line.replace(from, to));
        assertThat(lines).as("changed").isNotEqualTo(lines());
        assertThatThrownBy(() -> PlanFile.read(file(lines), SEAL))
                .isInstanceOf(UnreadablePlanException.class)
                .hasMessage(folder.resolve("plan.json") + ": cannot be applied: it was changed after it was made, or"
                        + " another installation made it; make the plan again, here");
    }

    @Test
    void whoseLinesWereMovedTakenOutWithTheirCountOrDoubledIsRefused() throws IOException {
        List<String> moved = lines();
        moved.add(2, moved.remove(4));
        List<String> less = lines();
        less.remove(3);
        less.replaceAll(line -> line.replace("{\"end\":7", "{\"end\":6"));
        List<String> more = lines();
        more.add(3, more.get(3));
        more.replaceAll(line -> line.replace("{\"end\":7", "{\"end\":8"));
        List<String> windows = lines();
        windows.replaceAll(line -> line + "\r");
        for (List<String> each : List.of(moved, less, more, windows)) {
            assertThatThrownBy(() -> PlanFile.read(file(each), SEAL)).hasMessageContaining("it was changed after");
        }
        lines();
        assertThatThrownBy(() ->
                        PlanFile.read(folder.resolve("plan.json"), new PlanSeal("another key of 16".getBytes(UTF_8))))
                .hasMessageContaining("another installation made it");
    }

    @Test
    void thatChangesWhileItIsAppliedIsFoundOut() throws IOException {
        List<String> lines = lines();
        Plan plan = PlanFile.read(folder.resolve("plan.json"), SEAL);
        lines.replaceAll(line -> line.replace("00Q2", "00Q3"));
        file(lines);
        assertThatThrownBy(() -> items(plan)).hasMessageContaining("it was changed after it was made");
    }

    @Test
    void whoseLineHasNoEndIsRefusedWithoutReadingAllOfIt() throws IOException {
        List<String> lines = lines();
        lines.set(3, "{\"on\":\"" + "x".repeat(PlanLines.LONGEST));
        assertThatThrownBy(() -> PlanFile.read(file(lines), SEAL))
                .hasMessageContaining("plan.json:4: cannot be applied: it is longer than a write can be");
        Path endless = Files.writeString(folder.resolve("endless.json"), "x".repeat(PlanLines.LONGEST + 1));
        assertThatThrownBy(() -> PlanFile.read(endless, SEAL)).hasMessageContaining("this is not a plan file");
    }

    @Test
    void nestsNoDeeperThanAWriteDoes() throws IOException {
        List<String> lines = lines();
        lines.set(3, "{\"on\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");
        assertThatThrownBy(() -> PlanFile.read(file(lines), SEAL))
                .hasMessageContaining("plan.json:4: cannot be applied: it is no JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1]", "{\"marketing\":\"1\"}"})
    void thatDoesNotSayForWhichAccountItWasMadeIsRefused(String accounts) throws IOException {
        List<String> lines = lines();
        lines.replaceAll(line -> line.replace("{\"crm\":\"00D000000000001\"}", accounts));
        assertThatThrownBy(() -> PlanFile.read(file(lines), SEAL))
                .isInstanceOf(UnreadablePlanException.class)
                .hasMessageContaining("plan.json:1: cannot be applied: ")
                .hasMessageContaining("account");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "5", "[]"})
    void thatSetsNothingIsRefused(String nothing) throws IOException {
        List<String> lines = lines();
        lines.replaceAll(line -> line.replaceAll("\"set\":.*", "\"set\":" + nothing + "}"));
        assertThatThrownBy(() -> PlanFile.read(file(lines), SEAL))
                .hasMessageContaining("plan.json:3: cannot be applied: it sets nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oops", "[]", "null"})
    void withALineThatIsNoWriteNamesIt(String line) throws IOException {
        List<String> lines = lines();
        lines.set(3, line);
        assertThatThrownBy(() -> PlanFile.read(file(lines), SEAL))
                .isInstanceOf(UnreadablePlanException.class)
                .hasMessageContaining("plan.json:4: cannot be applied: it is no ");
    }

    private List<String> lines() throws IOException {
        Path file = folder.resolve("plan.json");
        PlanFile.write(plan(), file, SEAL);
        return new ArrayList<>(Files.readAllLines(file));
    }

    private Path file(List<String> lines) throws IOException {
        return Files.write(folder.resolve("plan.json"), lines);
    }

    private static Plan plan() {
        return Plan.of(
                new Plan.Head(
                        "5f0c",
                        Instant.parse("2026-03-02T09:00:00Z"),
                        "inputs",
                        Map.of(Case.CRM, "00D000000000001"),
                        List.of(new Plan.Trip("records of crm", 300, 200)),
                        List.of(new Plan.Waiting(Case.MARKETING, 12))),
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
                        act(new PendingAction.Reassign(Case.ANA, Case.LEE))));
    }

    private static PlanItem.Act act(PendingAction.Action action) {
        return new PlanItem.Act(LEAD, "key", action, List.of(DOUBLE), "because");
    }
}
