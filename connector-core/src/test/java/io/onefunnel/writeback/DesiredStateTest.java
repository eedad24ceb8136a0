package io.onefunnel.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.MergeProposal;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Stage;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The desired state")
class DesiredStateTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00.987Z");

    private final DesiredState state = new DesiredState(Wanted.everywhere());

    @Test
    void namesNoFieldThatTheMappingDoesNotAllow() {
        WriteScope narrow = new WriteScope(
                Map.of(Case.CRM, Wanted.mapping("Lead", PersonType.PROSPECT, Set.of(Field.OF_SCORE))), Case.CRM);
        CaseFile file = Case.of(seeing(lead())).file();
        assertThat(new DesiredState(narrow).of(file, new Wanted().decision(file), NOW))
                .isEqualTo(Map.of(lead().ref(), Map.of(Field.OF_SCORE, "41")));
    }

    @Test
    void namesNoFieldThatTheVendorDoesNotLetUsSee() {
        CaseFile file = Case.of(lead().with(Field.OF_GRADE, "")).file();
        assertThat(of(file, new Wanted()).get(lead().ref())).containsOnlyKeys(Field.OF_GRADE);
    }

    @Test
    void leavesARecordOutOfWhichNothingMayBeWritten() {
        CaseFile file = Case.of(lead()).file();
        assertThat(of(file, new Wanted())).isEmpty();
    }

    @Test
    void leavesAConvertedLeadAloneBecauseItsVendorLocksIt() {
        SourceRef contact = new SourceRef(Case.CRM, RecordKind.PERSON, "contact");
        CaseFile file =
                Case.of(seeing(lead()).link(LinkRole.CONVERTED_TO, contact)).file();
        assertThat(of(file, new Wanted())).isEmpty();
    }

    @Test
    void copiesAnswersOfSalesToOtherSystemsAndNeverToTheSystemOfRecord() {
        CaseFile file = Case.of(seeing(lead()), seeing(contact())).file();
        Disposition answer = new Disposition(
                Disposition.Outcome.DISQUALIFIED,
                "NO_BUDGET",
                List.of("2027", "frozen"),
                "call in May",
                NOW,
                lead().ref());
        Map<SourceRef, Map<Field, String>> desired = of(file, new Wanted().disposition(answer));
        assertThat(desired.get(lead().ref())).doesNotContainKeys(DesiredState.ANSWERS.toArray(Field[]::new));
        assertThat(desired.get(contact().ref()))
                .containsEntry(Field.OF_OUTCOME, "DISQUALIFIED")
                .containsEntry(Field.OF_DISQUALIFY_REASON, "NO_BUDGET")
                .containsEntry(Field.OF_SUB_REASONS, "2027;frozen")
                .containsEntry(Field.OF_CONTEXT_NOTE, "call in May");
    }

    @Test
    void emptiesTheCopyWhenTheAnswerWasTakenBack() {
        CaseFile file = Case.of(seeing(contact())).file();
        assertThat(of(file, new Wanted()).get(contact().ref())).containsEntry(Field.OF_OUTCOME, "");
    }

    @Test
    void cutsALongTextWithoutSplittingACharacter() {
        CaseFile file = Case.of(seeing(lead()), seeing(contact())).file();
        // The 255th char is the first half of the emoji.
        assertThat(note(file, "x".repeat(254) + "😀" + "tail")).isEqualTo("x".repeat(254));
        assertThat(note(file, "x".repeat(253) + "😀" + "tail")).isEqualTo("x".repeat(253) + "😀");
        assertThat(note(file, "😀".repeat(200))).isEqualTo("😀".repeat(127));
    }

    private String note(CaseFile file, String text) {
        Disposition answer =
                new Disposition(Disposition.Outcome.DISQUALIFIED, "NO_BUDGET", List.of(), text, NOW, lead().ref());
        return of(file, new Wanted().disposition(answer))
                .getOrDefault(contact().ref(), Map.of())
                .getOrDefault(Field.OF_CONTEXT_NOTE, "");
    }

    @Test
    void setsALookupOnlyToARecordOfItsOwnSystem() {
        CaseFile file = Case.of(seeing(lead()), seeing(contact())).file();
        SourceRef referrer = new SourceRef(Case.CRM, RecordKind.PERSON, "referrer");
        Map<SourceRef, Map<Field, String>> desired = of(file, new Wanted().referredBy(referrer));
        assertThat(desired.get(lead().ref())).containsEntry(Field.OF_REFERRED_BY, "referrer");
        assertThat(desired.get(contact().ref())).doesNotContainKey(Field.OF_REFERRED_BY);
    }

    @Test
    void marksTheLosersOfAProposalAndNotItsSurvivor() {
        Someone double1 = new Someone(Case.CRM, "double", PersonType.PROSPECT);
        CaseFile file = Case.of(seeing(lead()), seeing(double1)).file();
        MergeProposal proposal = new MergeProposal(
                file.person(),
                lead().ref(),
                List.of(double1.ref()),
                Map.of(),
                List.of(),
                MergeProposal.Evidence.EMAIL_AND_NAME,
                "");
        Map<SourceRef, Map<Field, String>> desired = of(file, new Wanted().merge(proposal));
        assertThat(desired.get(double1.ref()))
                .containsEntry(Field.OF_MERGE_STATE, "SUSPECT")
                .containsEntry(Field.OF_DUPLICATE_OF, "lead");
        assertThat(desired.get(lead().ref()))
                .containsEntry(Field.OF_MERGE_STATE, "NONE")
                .containsEntry(Field.OF_DUPLICATE_OF, "");
    }

    @Test
    void emptiesTheTimerThatNoLongerRuns() {
        CaseFile file = Case.of(seeing(lead())).file();
        SlaTimer running = new SlaTimer(
                SlaTimer.Kind.FIRST_TOUCH,
                NOW,
                NOW,
                Instant.parse("2026-03-02T10:00:00Z"),
                Optional.empty(),
                SlaTimer.Status.ON_TRACK,
                List.of());
        Map<Field, String> values = of(file, new Wanted().timer(running)).get(lead().ref());
        assertThat(values)
                .containsEntry(Field.OF_SLA_FIRST_TOUCH_DUE, "2026-03-02T10:00:00Z")
                .containsEntry(Field.OF_SLA_FIRST_TOUCH_STATUS, "ON_TRACK")
                .containsEntry(Field.OF_SLA_FIRST_TOUCH_AT, "")
                .containsEntry(Field.OF_SLA_RESOLUTION_DUE, "")
                .containsEntry(Field.OF_SLA_TAKEBACK_STATUS, "")
                .containsEntry(Field.OF_SLA_MEETING_FEEDBACK_STATUS, "");
    }

    @Test
    void datesAStageByItsLatestEntry() {
        CaseFile file = Case.of(seeing(lead())).file();
        Instant first = Instant.parse("2026-01-01T08:00:00Z");
        Instant again = Instant.parse("2026-02-01T08:00:00Z");
        Map<Field, String> values = of(
                        file,
                        new Wanted()
                                .stage(Stage.EXCHANGE, 1, first, lead().ref())
                                .stage(Stage.EXCHANGE, 2, again, lead().ref()))
                .get(lead().ref());
        assertThat(values)
                .containsEntry(Field.OF_STAGE, "EXCHANGE")
                .containsEntry(Field.OF_STAGE_SINCE, again.toString())
                .containsEntry(Field.OF_EXCHANGE_AT, again.toString())
                .containsEntry(Field.OF_PIPELINE_AT, "");
    }

    @Test
    void keepsWholeSecondsBecauseVendorsDo() {
        CaseFile file = Case.of(seeing(lead())).file();
        assertThat(of(file, new Wanted()).get(lead().ref())).containsEntry(Field.OF_HEARTBEAT, "2026-03-02T09:00:00Z");
    }

    private Map<SourceRef, Map<Field, String>> of(CaseFile file, Wanted wanted) {
        return state.of(file, wanted.decision(file), NOW);
    }

    private static Someone lead() {
        return Someone.prospect();
    }

    private static Someone contact() {
        return new Someone(Case.MARKETING, "contact", PersonType.PERSON);
    }

    /** The vendor shows all our fields, and they are empty. */
    private static Someone seeing(Someone record) {
        Arrays.stream(Field.values())
                .filter(field -> field.writer() != Field.Writer.SOURCE)
                .forEach(field -> record.with(field, ""));
        return record;
    }
}
