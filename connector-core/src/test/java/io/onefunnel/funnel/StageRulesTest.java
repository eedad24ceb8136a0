package io.onefunnel.funnel;

import static io.onefunnel.facts.Case.at;
import static io.onefunnel.funnel.StageEntries.enter;
import static io.onefunnel.funnel.StageEntries.entries;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Case.Deal;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Stage;
import io.onefunnel.model.StageEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A person enters")
class StageRulesTest {
    @Test
    @DisplayName("Exchange with the first response in which they gave something of themselves, not with a page view")
    void exchange() {
        Case made = Case.of(Someone.prospect())
                .pageView("r0", "2026-01-01T09:00")
                .exchange("r2", "2026-02-03T09:00", Offer.CONTENT)
                .exchange("r1", "2026-02-02T09:00", Offer.CONTENT);
        assertThat(enter(made)).containsExactly("EXCHANGE 1 2026-02-02T09:00");
    }

    @Test
    @DisplayName("no stage by a fact that is later than the decision's instant")
    void nothingFromTheFuture() {
        assertThat(enter(Case.of(Someone.prospect()).exchange("r1", "2026-03-11T09:00", Offer.DEMO)))
                .isEmpty();
    }

    @Test
    @DisplayName("Conversation Lead with the wish to talk, when every must-have is valid")
    void wishToTalk() {
        Case made = Case.of(Someone.prospect())
                .exchange("r1", "2026-02-02T09:00", Offer.CONTENT)
                .exchange("r2", "2026-02-05T09:00", Offer.DEMO);
        assertThat(enter(made)).containsExactly("EXCHANGE 1 2026-02-02T09:00", "CONVERSATION_LEAD 1 2026-02-05T09:00");
    }

    @Test
    @DisplayName("no Conversation Lead by rule when a must-have is missing or bogus")
    void incomplete() {
        assertThat(enter(Case.of(Someone.prospect().named("Ada", "")).exchange("r1", "2026-02-05T09:00", Offer.DEMO)))
                .containsExactly("EXCHANGE 1 2026-02-05T09:00");
        assertThat(enter(Case.of(Someone.prospect().with(Field.COMPANY, "Test"))
                        .exchange("r1", "2026-02-05T09:00", Offer.DEMO)))
                .containsExactly("EXCHANGE 1 2026-02-05T09:00");
    }

    @Test
    @DisplayName("Conversation Lead by score at the latest exchange, from the threshold on")
    void byScore() {
        Case made = Case.of(Someone.prospect())
                .exchange("r1", "2026-02-02T09:00", Offer.CONTENT)
                .exchange("r2", "2026-02-05T09:00", Offer.CONTENT);
        assertThat(enter(made, 49)).containsExactly("EXCHANGE 1 2026-02-02T09:00");
        assertThat(enter(made, 50)).contains("CONVERSATION_LEAD 1 2026-02-05T09:00");
    }

    @Test
    @DisplayName("no Conversation Lead by score alone without ever having responded")
    void scoreWithoutExchange() {
        assertThat(enter(Case.of(Someone.prospect()), 90)).isEmpty();
    }

    @Test
    @DisplayName(
            "Conversation Lead because sales works on them, whatever the fields, at the latest exchange known by then")
    void saidByPeople() {
        Case made = Case.of(Someone.prospect()
                        .withoutEmail()
                        .status(LeadStatus.WORKING)
                        .changed("2026-02-06T10:00"))
                .exchange("r1", "2026-02-02T09:00", Offer.CONTENT)
                .exchange("r2", "2026-02-05T09:00", Offer.CONTENT)
                .exchange("r3", "2026-02-07T09:00", Offer.CONTENT);
        assertThat(enter(made)).contains("CONVERSATION_LEAD 1 2026-02-05T09:00");
    }

    @Test
    @DisplayName("Conversation Lead at the record's creation when people said so and no exchange is known")
    void saidByPeopleWithoutExchange() {
        assertThat(enter(Case.of(Someone.prospect().created("2026-01-05T10:00").with(Field.LIFECYCLE, "MQL"))))
                .containsExactly("CONVERSATION_LEAD 1 2026-01-05T10:00");
        assertThat(enter(Case.of(Someone.prospect().status(LeadStatus.NEW)))).isEmpty();
    }

    @Test
    @DisplayName("First Sales Meeting when it was booked, held or not")
    void meeting() {
        Case made =
                Case.of(Someone.prospect()).meeting("2026-02-10T09:00", "2026-02-12T09:00", Meeting.Outcome.NO_SHOW);
        assertThat(enter(made)).containsExactly("FIRST_SALES_MEETING 1 2026-02-10T09:00");
    }

    @Test
    @DisplayName("First Sales Meeting because sales said so")
    void meetingBySales() {
        Case made = Case.of(
                Someone.prospect().with(Field.OF_OUTCOME, "FIRST_SALES_MEETING").changed("2026-02-10T09:00"));
        assertThat(enter(made)).containsExactly("FIRST_SALES_MEETING 1 2026-02-10T09:00");
    }

    @Test
    @DisplayName("Opportunity by a role in it, not by working at the account")
    void opportunity() {
        assertThat(enter(Case.of(Someone.prospect()).opportunity(new Deal("o", "2026-02-10T09:00"))))
                .containsExactly("OPPORTUNITY 1 2026-02-10T09:00");
        assertThat(enter(Case.of(Someone.prospect()).opportunity(new Deal("o", "2026-02-10T09:00").ofAccountOnly())))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "Pipeline by amount and close date, or by a mapped stage at its own instant, but not when it was lost at once")
    void pipeline() {
        assertThat(enter(Case.of(Someone.prospect())
                        .opportunity(new Deal("o", "2026-02-10T09:00").worth(100, "2026-06-01T00:00"))))
                .contains("PIPELINE 1 2026-02-10T09:00");
        assertThat(enter(Case.of(Someone.prospect())
                        .opportunity(new Deal("o", "2026-02-10T09:00")
                                .worth(100, "2026-02-11T00:00")
                                .lost())))
                .containsExactly("OPPORTUNITY 1 2026-02-10T09:00");
        assertThat(enter(Case.of(Someone.prospect())
                        .opportunity(new Deal("o", "2026-02-10T09:00")
                                .reached("Proposal", "2026-02-20T09:00")
                                .lost())))
                .contains("PIPELINE 1 2026-02-20T09:00");
    }

    @Test
    @DisplayName("Closed-Won when the close is past; without an amount it counts and its evidence says so")
    void won() {
        assertThat(entries(
                        Case.of(Someone.prospect())
                                .opportunity(new Deal("o", "2026-02-10T09:00").won("2026-03-01T00:00")),
                        0))
                .filteredOn(entry -> entry.stage() == Stage.CLOSED_WON)
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.at()).isEqualTo(at("2026-03-01T00:00"));
                    assertThat(entry.evidence()).isEqualTo("opportunity won without an amount");
                });
        assertThat(enter(Case.of(Someone.prospect())
                        .opportunity(new Deal("o", "2026-02-10T09:00").won("2026-03-20T00:00"))))
                .noneMatch(entry -> entry.startsWith("CLOSED_WON"));
    }

    @Test
    @DisplayName("Next Sale with an opportunity made after a win of the account, or of a type that says so")
    void nextSale() {
        Deal first = new Deal("o1", "2025-02-10T09:00").won("2025-03-01T00:00").ofAccountOnly();
        assertThat(enter(
                        Case.of(Someone.prospect()).opportunity(first).opportunity(new Deal("o2", "2026-02-10T09:00"))))
                .contains("NEXT_SALE 1 2026-02-10T09:00");
        assertThat(enter(
                        Case.of(Someone.prospect()).opportunity(first).opportunity(new Deal("o2", "2025-02-20T09:00"))))
                .noneMatch(entry -> entry.startsWith("NEXT_SALE"));
        assertThat(enter(Case.of(Someone.prospect()).opportunity(new Deal("o", "2026-02-10T09:00").type("Renewal"))))
                .contains("NEXT_SALE 1 2026-02-10T09:00");
    }

    @Test
    @DisplayName("Target Market by a matching profile, as long as they have not responded")
    void targetMarket() {
        Case made = Case.of(Someone.prospect().created("2026-01-05T10:00")).company("Software", 300);
        assertThat(enter(made)).containsExactly("TARGET_MARKET 1 2026-01-05T10:00");
        assertThat(enter(Case.of(Someone.prospect()).company("Software", 100))).isEmpty();
        assertThat(enter(Case.of(Someone.prospect()))).isEmpty();
        assertThat(enter(made.exchange("r", "2026-02-01T09:00", Offer.CONTENT)))
                .containsExactly("EXCHANGE 1 2026-02-01T09:00");
    }

    @Test
    @DisplayName("nothing twice, and a recorded entry is not moved by an earlier fact that arrives late")
    void idempotent() {
        Case made = Case.of(Someone.prospect()).exchange("r2", "2026-02-05T09:00", Offer.DEMO);
        made.recorded(entries(made, 0));
        made.exchange("r1", "2026-02-01T09:00", Offer.DEMO);
        assertThat(enter(made)).isEmpty();
    }

    @Test
    @DisplayName("stages that do not invent the ones before them")
    void noInventedStages() {
        Case made = Case.of(Someone.prospect())
                .opportunity(new Deal("o", "2026-02-10T09:00")
                        .worth(5, "2026-03-01T00:00")
                        .won("2026-03-01T00:00"));
        assertThat(entries(made, 0))
                .extracting(StageEntry::stage)
                .containsExactly(Stage.OPPORTUNITY, Stage.PIPELINE, Stage.CLOSED_WON);
    }
}
