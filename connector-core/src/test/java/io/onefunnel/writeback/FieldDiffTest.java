package io.onefunnel.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The difference between desired and held")
class FieldDiffTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final SourceRef LEAD = Someone.prospect().ref();

    private final FieldDiff difference = new FieldDiff(3);

    @Test
    void isNothingWhenTheRecordHoldsWhatItShould() {
        CaseFile file = held(Map.of(Field.OF_STAGE, "EXCHANGE", Field.OF_SCORE, "41"));
        assertThat(between(file, Map.of(Field.OF_STAGE, "EXCHANGE", Field.OF_SCORE, "41")))
                .isEmpty();
    }

    @Test
    void holdsBeforeAndAfterOfWhatDiffersAndOfNothingElse() {
        CaseFile file = held(Map.of(Field.OF_STAGE, "EXCHANGE", Field.OF_ORIGIN, "MARKETING"));
        assertThat(between(file, Map.of(Field.OF_STAGE, "PIPELINE", Field.OF_ORIGIN, "MARKETING")))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.before()).isEqualTo(Map.of(Field.OF_STAGE, "EXCHANGE"));
                    assertThat(change.after()).isEqualTo(Map.of(Field.OF_STAGE, "PIPELINE"));
                    assertThat(change.reason()).isEqualTo("stage EXCHANGE -> PIPELINE");
                });
    }

    @Test
    void clearsAFieldThatNoLongerHasAValue() {
        CaseFile file = held(Map.of(Field.OF_SLA_RESOLUTION_STATUS, "AT_RISK"));
        assertThat(between(file, Map.of(Field.OF_SLA_RESOLUTION_STATUS, "")))
                .singleElement()
                .satisfies(change -> assertThat(change.after()).isEqualTo(Map.of(Field.OF_SLA_RESOLUTION_STATUS, "")));
    }

    @ParameterizedTest(name = "a score that goes from {0} to {1} is written: {2}")
    @CsvSource({"41, 43, false", "41, 44, true", "41, 38, true", "41, 39, false", "'', 1, true", "0, 2, false"})
    void writesAScoreOnlyWhenItMovesMaterially(String before, String after, boolean written) {
        CaseFile file = held(Map.of(Field.OF_SCORE, before, Field.OF_GRADE, "C", Field.OF_SCORE_REASONS, "old"));
        List<PendingChange> changes =
                between(file, Map.of(Field.OF_SCORE, after, Field.OF_GRADE, "C", Field.OF_SCORE_REASONS, "new"));
        assertThat(changes).hasSize(written ? 1 : 0);
    }

    @Test
    void writesASmallMoveThatCrossesAGrade() {
        CaseFile file = held(Map.of(Field.OF_SCORE, "49", Field.OF_GRADE, "C"));
        assertThat(between(file, Map.of(Field.OF_SCORE, "50", Field.OF_GRADE, "B")))
                .singleElement()
                .satisfies(change -> assertThat(change.after()).containsEntry(Field.OF_SCORE, "50"));
    }

    @Test
    void keepsNewReasonsBackUntilTheirScoreMoves() {
        CaseFile file = held(Map.of(Field.OF_SCORE, "41", Field.OF_GRADE, "C", Field.OF_TOP_REASON, "old"));
        assertThat(between(file, Map.of(Field.OF_SCORE, "41", Field.OF_GRADE, "C", Field.OF_TOP_REASON, "new")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"very good", "1e300", "99999999999", "NaN"})
    void putsAScoreRightThatIsNone(String typed) {
        CaseFile file = held(Map.of(Field.OF_SCORE, typed, Field.OF_GRADE, "D"));
        for (int score : new int[] {0, 1, 2, 29}) {
            assertThat(between(file, Map.of(Field.OF_SCORE, "" + score, Field.OF_GRADE, "D")))
                    .as("score %d over \"%s\"", score, typed)
                    .hasSize(1);
        }
    }

    @Test
    void isNothingWhenOnlyAttendantsDiffer() {
        CaseFile file = held(Map.of(Field.OF_HEARTBEAT, "2026-03-01T09:00:00Z", Field.OF_STAGE, "EXCHANGE"));
        assertThat(between(
                        file,
                        Map.of(
                                Field.OF_HEARTBEAT,
                                NOW.toString(),
                                Field.OF_SCORE_AT,
                                NOW.toString(),
                                Field.OF_CRITERIA_VERSION,
                                "8",
                                Field.OF_STAGE,
                                "EXCHANGE")))
                .isEmpty();
    }

    @Test
    void sendsAttendantsAlongWithSomethingElse() {
        CaseFile file = held(Map.of(Field.OF_STAGE, "EXCHANGE"));
        assertThat(between(file, Map.of(Field.OF_HEARTBEAT, NOW.toString(), Field.OF_STAGE, "PIPELINE")))
                .singleElement()
                .satisfies(change -> assertThat(change.after()).containsKeys(Field.OF_HEARTBEAT, Field.OF_STAGE));
    }

    @Test
    void leavesAnAnswerAloneThatAPersonGave() {
        CaseFile file = held(Map.of(Field.OF_REFERRED_BY, "chosen"));
        assertThat(between(file, Map.of(Field.OF_REFERRED_BY, "suggested"))).isEmpty();
    }

    @Test
    void leavesAnAnswerAloneThatAPersonPutInPlaceOfOurs() {
        CaseFile file = Case.of(Someone.prospect().with(Field.OF_REFERRED_BY, "chosen"))
                .weWrote(LEAD, Field.OF_REFERRED_BY, "suggested")
                .file();
        assertThat(between(file, Map.of(Field.OF_REFERRED_BY, "suggested"))).isEmpty();
    }

    @Test
    void replacesItsOwnSuggestionAndFillsAnEmptyField() {
        CaseFile ours = Case.of(Someone.prospect().with(Field.OF_REFERRED_BY, "suggested"))
                .weWrote(LEAD, Field.OF_REFERRED_BY, "suggested")
                .file();
        assertThat(between(ours, Map.of(Field.OF_REFERRED_BY, "better"))).hasSize(1);
        assertThat(between(held(Map.of(Field.OF_REFERRED_BY, "")), Map.of(Field.OF_REFERRED_BY, "first")))
                .hasSize(1);
    }

    @Test
    void restoresAFieldOfOursThatSomebodyOverwrote() {
        CaseFile file = Case.of(Someone.prospect().with(Field.OF_STAGE, "CLOSED_WON"))
                .weWrote(LEAD, Field.OF_STAGE, "EXCHANGE")
                .file();
        assertThat(between(file, Map.of(Field.OF_STAGE, "EXCHANGE")))
                .singleElement()
                .satisfies(change -> assertThat(change.before()).containsEntry(Field.OF_STAGE, "CLOSED_WON"));
    }

    @Test
    void passesOverARecordThatIsNotInTheCaseFile() {
        CaseFile file = held(Map.of());
        SourceRef elsewhere = new SourceRef(Case.CRM, RecordKind.PERSON, "gone");
        assertThat(difference.between(file, Map.of(elsewhere, Map.of(Field.OF_STAGE, "PIPELINE"))))
                .isEmpty();
    }

    private static CaseFile held(Map<Field, String> values) {
        Someone someone = Someone.prospect();
        values.forEach(someone::with);
        return Case.of(someone).file();
    }

    private List<PendingChange> between(CaseFile file, Map<Field, String> desired) {
        return difference.between(file, Map.of(LEAD, desired));
    }
}
