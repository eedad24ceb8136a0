package io.onefunnel.funnel;

import static io.onefunnel.facts.Case.at;
import static io.onefunnel.funnel.StageEntries.enter;
import static io.onefunnel.funnel.StageEntries.entries;
import static io.onefunnel.funnel.StageEntries.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.Disposition;
import io.onefunnel.model.Disposition.Outcome;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadStatus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Work that begins again after sales had closed it. */
@DisplayName("A person enters")
class CyclesTest {
    @Test
    @DisplayName("a new cycle with a wish to talk after sales had closed the work")
    void newCycle() {
        Case made = Case.of(Someone.prospect().status(LeadStatus.UNQUALIFIED).changed("2026-02-10T09:00"))
                .exchange("r1", "2026-02-05T09:00", Offer.DEMO)
                .exchange("r2", "2026-02-11T09:00", Offer.CONTENT)
                .exchange("r3", "2026-02-12T09:00", Offer.PRICING);
        assertThat(enter(made))
                .containsExactly(
                        "EXCHANGE 1 2026-02-05T09:00",
                        "CONVERSATION_LEAD 1 2026-02-05T09:00",
                        "EXCHANGE 2 2026-02-12T09:00",
                        "CONVERSATION_LEAD 2 2026-02-12T09:00");
    }

    @Test
    @DisplayName("the same new cycle only once, even when our own writing gives the record a newer version")
    void newCycleOnce() {
        Someone record = Someone.prospect().status(LeadStatus.UNQUALIFIED).changed("2026-02-10T09:00");
        Case made = Case.of(record)
                .exchange("r1", "2026-02-05T09:00", Offer.DEMO)
                .exchange("r3", "2026-02-12T09:00", Offer.PRICING);
        Disposition concluded = Dispositions.of(made.file(), policy()).orElseThrow();
        made.recorded(entries(made, 0)).concluded(concluded);
        record.changed("2026-02-13T09:00");
        assertThat(Dispositions.of(made.file(), policy()).orElseThrow().at()).isEqualTo(at("2026-02-10T09:00"));
        assertThat(enter(made)).isEmpty();
    }

    @Test
    @DisplayName("no new cycle when the wish came before the conclusion, or the outcome was a meeting")
    void noNewCycle() {
        assertThat(enter(Case.of(Someone.prospect()
                                .status(LeadStatus.UNQUALIFIED)
                                .changed("2026-02-20T09:00"))
                        .exchange("r1", "2026-02-05T09:00", Offer.DEMO)))
                .noneMatch(entry -> entry.contains(" 2 "));
        assertThat(enter(Case.of(Someone.prospect()
                                .with(Field.OF_OUTCOME, Outcome.FIRST_SALES_MEETING.name())
                                .changed("2026-02-10T09:00"))
                        .exchange("r1", "2026-02-12T09:00", Offer.DEMO)))
                .noneMatch(entry -> entry.contains(" 2 "));
    }

    @Test
    @DisplayName("a third cycle when sales closed the second with a new note and the person asks again")
    void thirdCycle() {
        Someone record =
                Someone.prospect().with(Field.OF_OUTCOME, "DISQUALIFIED").changed("2026-02-10T09:00");
        Case made = Case.of(record)
                .exchange("r1", "2026-02-05T09:00", Offer.DEMO)
                .exchange("r2", "2026-02-12T09:00", Offer.DEMO);
        made.recorded(entries(made, 0))
                .concluded(Dispositions.of(made.file(), policy()).orElseThrow());
        record.with(Field.OF_CONTEXT_NOTE, "called again").changed("2026-02-14T09:00");
        made.exchange("r3", "2026-02-16T09:00", Offer.DEMO);
        assertThat(enter(made)).containsExactly("EXCHANGE 3 2026-02-16T09:00", "CONVERSATION_LEAD 3 2026-02-16T09:00");
    }
}
