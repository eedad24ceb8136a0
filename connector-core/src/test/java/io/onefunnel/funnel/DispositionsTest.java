package io.onefunnel.funnel;

import static io.onefunnel.facts.Case.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Disposition.Outcome;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonType;
import io.onefunnel.policy.Policy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What sales concluded")
class DispositionsTest {
    @Test
    void isWhatSomebodyAnsweredInOurFields() {
        Someone record = Someone.prospect()
                .with(Field.OF_OUTCOME, "Disqualified")
                .with(Field.OF_DISQUALIFY_REASON, "No need")
                .with(Field.OF_SUB_REASONS, "LOW_INTENT; TIMING")
                .with(Field.OF_CONTEXT_NOTE, "asked to stay in touch")
                .changed("2026-02-10T09:00");
        assertThat(of(Case.of(record)))
                .contains(new Disposition(
                        Outcome.DISQUALIFIED,
                        "NO_ACKNOWLEDGED_NEED",
                        List.of("LOW_INTENT", "TIMING"),
                        "asked to stay in touch",
                        at("2026-02-10T09:00"),
                        record.ref()));
    }

    @Test
    void isADisqualificationWhenOnlyAReasonIsGiven() {
        assertThat(of(Case.of(Someone.prospect().with(Field.OF_DISQUALIFY_REASON, "UNREACHABLE"))))
                .map(Disposition::outcome)
                .contains(Outcome.DISQUALIFIED);
    }

    @Test
    void isNotACopyThatWeWroteToAnotherSystem() {
        Someone copy = new Someone(Case.MARKETING, "m", PersonType.PERSON).with(Field.OF_OUTCOME, "DISQUALIFIED");
        assertThat(of(Case.of(copy))).isPresent();
        assertThat(of(Case.of(copy).weWrote(copy.ref(), Field.OF_OUTCOME, "DISQUALIFIED")))
                .isEmpty();
    }

    @Test
    void isTheNewestAnswerOfSeveral() {
        Someone older =
                Someone.prospect().with(Field.OF_OUTCOME, "DISQUALIFIED").changed("2026-02-10T09:00");
        Someone newer = new Someone(Case.CRM, "contact", PersonType.CONTACT)
                .with(Field.OF_OUTCOME, "FIRST_SALES_MEETING")
                .changed("2026-02-11T09:00");
        assertThat(of(Case.of(older, newer))).map(Disposition::outcome).contains(Outcome.FIRST_SALES_MEETING);
    }

    @Test
    void mayBeTheStatusAlone() {
        assertThat(of(Case.of(Someone.prospect().status(LeadStatus.UNQUALIFIED))))
                .map(Disposition::outcome)
                .contains(Outcome.DISQUALIFIED);
        assertThat(of(Case.of(Someone.prospect().status(LeadStatus.NURTURE))))
                .map(Disposition::outcome)
                .contains(Outcome.RECYCLE_NURTURE);
        assertThat(of(Case.of(Someone.prospect().status(LeadStatus.WORKING)))).isEmpty();
        assertThat(of(Case.of(Someone.prospect()))).isEmpty();
    }

    @Test
    void isOpenWhileOneRecordOfSalesIsOpen() {
        Someone closed = Someone.prospect().status(LeadStatus.UNQUALIFIED);
        Someone open = new Someone(Case.CRM, "lead2", PersonType.PROSPECT).status(LeadStatus.NEW);
        assertThat(of(Case.of(closed, open))).isEmpty();
    }

    @Test
    void isDecidedWhereSalesWorksNotInMarketing() {
        Someone closed = Someone.prospect().status(LeadStatus.UNQUALIFIED);
        Someone marketing = new Someone(Case.MARKETING, "m", PersonType.PERSON).status(LeadStatus.NEW);
        assertThat(of(Case.of(closed, marketing))).isPresent();
    }

    @Test
    void keepsItsInstantWhenANoteIsAddedOrTheRecordChangesOtherwise() {
        Someone record =
                Someone.prospect().with(Field.OF_OUTCOME, "DISQUALIFIED").changed("2026-02-10T09:00");
        Disposition first = of(Case.of(record)).orElseThrow();
        record.with(Field.OF_CONTEXT_NOTE, "wrong phone").changed("2026-02-20T09:00");
        Disposition later = of(Case.of(record).concluded(first)).orElseThrow();
        assertThat(later.at()).isEqualTo(at("2026-02-10T09:00"));
        assertThat(later.note()).isEqualTo("wrong phone");
    }

    @Test
    void hasANewInstantWhenTheOutcomeChanges() {
        Someone record =
                Someone.prospect().with(Field.OF_OUTCOME, "RECYCLE_NURTURE").changed("2026-02-10T09:00");
        Disposition first = of(Case.of(record)).orElseThrow();
        record.with(Field.OF_OUTCOME, "DISQUALIFIED").changed("2026-02-20T09:00");
        assertThat(of(Case.of(record).concluded(first)).orElseThrow().at()).isEqualTo(at("2026-02-20T09:00"));
    }

    @Test
    @DisplayName("is worked on the contact that the lead became, then on the lead, then on marketing's record")
    void activeRecord() {
        Someone lead = Someone.prospect();
        Someone contact = new Someone(Case.CRM, "contact", PersonType.CONTACT);
        Someone marketing = new Someone(Case.MARKETING, "m", PersonType.PERSON).created("2020-01-01T00:00");
        assertThat(WorkItems.of(Case.of(marketing, lead).file(), List.of()).active())
                .isEqualTo(lead.ref());
        lead.link(LinkRole.CONVERTED_TO, contact.ref());
        assertThat(WorkItems.of(Case.of(marketing, lead, contact).file(), List.of())
                        .active())
                .isEqualTo(contact.ref());
        assertThat(WorkItems.of(Case.of(marketing, lead, contact).file(), List.of())
                        .owner())
                .contains(Case.LEE);
    }

    private static Optional<Disposition> of(Case made) {
        return Dispositions.of(made.file(), Policy.DEFAULT);
    }
}
