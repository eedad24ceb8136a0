package io.onefunnel.funnel;

import static io.onefunnel.facts.Case.at;
import static io.onefunnel.model.FunnelEvent.Kind.CLOSED_LOST;
import static io.onefunnel.model.FunnelEvent.Kind.CLOSED_WON;
import static io.onefunnel.model.FunnelEvent.Kind.DISQUALIFIED;
import static io.onefunnel.model.FunnelEvent.Kind.MEETING_HELD;
import static io.onefunnel.model.FunnelEvent.Kind.MEETING_NO_SHOW;
import static io.onefunnel.model.FunnelEvent.Kind.OPPORTUNITY_CREATED;
import static io.onefunnel.model.FunnelEvent.Kind.OPPORTUNITY_REOPENED;
import static io.onefunnel.model.FunnelEvent.Kind.RECYCLED;
import static io.onefunnel.model.FunnelEvent.Kind.SLA_MET;
import static io.onefunnel.model.FunnelEvent.Kind.STAGE_ENTERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.decide.Judged;
import io.onefunnel.facts.Case;
import io.onefunnel.facts.Case.Deal;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.Field;
import io.onefunnel.model.FunnelEvent;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.Stage;
import io.onefunnel.model.Touch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What became of a person in sales")
class FunnelEventsTest {
    private static final String NOW = "2026-03-10T12:00";

    @Test
    @DisplayName("a disqualification carries its reason, sub-reasons and note")
    void disqualified() {
        Someone lead = Someone.prospect()
                .changed("2026-03-05T10:00")
                .with(Field.OF_OUTCOME, "DISQUALIFIED")
                .with(Field.OF_DISQUALIFY_REASON, "NON_COMPLIANT_SLA")
                .with(Field.OF_SUB_REASONS, "BAD_INFORMATION;WRONG_PHONE")
                .with(Field.OF_CONTEXT_NOTE, "number belongs to a bakery");
        FunnelEvent outcome = Judged.at(Case.of(lead), NOW).only(DISQUALIFIED);
        assertThat(outcome.reason()).isEqualTo("NON_COMPLIANT_SLA");
        assertThat(outcome.subReasons()).containsExactly("BAD_INFORMATION", "WRONG_PHONE");
        assertThat(outcome.note()).isEqualTo("number belongs to a bakery");
        assertThat(outcome.at()).isEqualTo(at("2026-03-05T10:00"));
        assertThat(outcome.source()).isEqualTo(lead.ref());
        assertThat(outcome.label()).isEqualTo("Disqualified");
    }

    @Test
    @DisplayName("a corrected reason is another outcome, an added note is the same")
    void correctedReasons() {
        Judged first = Judged.at(Case.of(said("NO_ACKNOWLEDGED_NEED", "")), NOW);
        Judged noted = Judged.at(Case.of(said("NO_ACKNOWLEDGED_NEED", "perhaps next year")), NOW);
        Judged corrected = Judged.at(Case.of(said("UNREACHABLE", "")), NOW);
        assertThat(noted.only(DISQUALIFIED).key())
                .isEqualTo(first.only(DISQUALIFIED).key());
        assertThat(corrected.only(DISQUALIFIED).key())
                .isNotEqualTo(first.only(DISQUALIFIED).key());
    }

    private static Someone said(String reason, String note) {
        return Someone.prospect()
                .with(Field.OF_OUTCOME, "DISQUALIFIED")
                .with(Field.OF_DISQUALIFY_REASON, reason)
                .with(Field.OF_CONTEXT_NOTE, note);
    }

    @Test
    @DisplayName("back to nurture is no disqualification")
    void recycled() {
        assertThat(Judged.at(Case.of(Someone.prospect().status(LeadStatus.NURTURE)), NOW)
                        .kinds())
                .contains(RECYCLED)
                .doesNotContain(DISQUALIFIED);
    }

    @Test
    @DisplayName("that sales set a meeting is the stage First Sales Meeting, and not a second outcome")
    void firstSalesMeeting() {
        Judged judged = Judged.at(
                Case.of(Someone.prospect().changed("2026-03-05T10:00").with(Field.OF_OUTCOME, "FIRST_SALES_MEETING")),
                NOW);
        assertThat(judged.outcomes())
                .filteredOn(outcome -> outcome.label().equals("First Sales Meeting"))
                .hasSize(1);
        assertThat(judged.kinds()).doesNotContain(DISQUALIFIED, RECYCLED);
    }

    @Test
    @DisplayName("marketing's own stages are not told back to it")
    void stagesThatSalesReached() {
        Judged judged = Judged.at(Case.of(Someone.prospect()).exchange("r", "2026-02-02T09:00", Offer.DEMO), NOW);
        assertThat(judged.decision().entered())
                .extracting(entry -> entry.stage())
                .contains(Stage.EXCHANGE, Stage.CONVERSATION_LEAD);
        assertThat(judged.outcomes())
                .filteredOn(outcome -> outcome.kind() == STAGE_ENTERED)
                .extracting(FunnelEvent::label)
                .containsExactly("Conversation Lead");
    }

    @Test
    @DisplayName("a held meeting and a no-show are outcomes; one that is only planned is none")
    void meetings() {
        Judged judged = Judged.at(
                Case.of(Someone.prospect())
                        .meeting("2026-03-01T09:00", "2026-03-02T09:00", Meeting.Outcome.NO_SHOW)
                        .meeting("2026-03-03T09:00", "2026-03-04T09:00", Meeting.Outcome.HELD)
                        .meeting("2026-03-05T09:00", "2026-03-20T09:00", Meeting.Outcome.SCHEDULED),
                NOW);
        assertThat(judged.only(MEETING_NO_SHOW).at()).isEqualTo(at("2026-03-02T09:00"));
        assertThat(judged.only(MEETING_HELD).at()).isEqualTo(at("2026-03-04T09:30"));
    }

    @Test
    @DisplayName("a win carries what it brought; only who has a role in it won")
    void won() {
        Deal deal = new Deal("d1", "2026-02-01T09:00")
                .worth(9_000, "2026-03-04T09:00")
                .won("2026-03-04T09:00");
        Judged judged = Judged.at(
                Case.of(Someone.prospect())
                        .opportunity(deal)
                        .opportunity(new Deal("d2", "2026-02-01T09:00")
                                .won("2026-03-04T09:00")
                                .ofAccountOnly()),
                NOW);
        FunnelEvent won = judged.only(CLOSED_WON);
        assertThat(won.at()).isEqualTo(at("2026-03-04T09:00"));
        assertThat(won.source().id()).isEqualTo("d1");
        assertThat(won.deal().orElseThrow().amount().orElseThrow().amount()).isEqualByComparingTo("9000");
        assertThat(judged.only(OPPORTUNITY_CREATED).at()).isEqualTo(at("2026-02-01T09:00"));
    }

    @Test
    @DisplayName("a loss carries its reason in the vendor's words")
    void lost() {
        Deal deal = new Deal("d1", "2026-02-01T09:00").lost("2026-03-04T09:00", "price");
        assertThat(Judged.at(Case.of(Someone.prospect()).opportunity(deal), NOW)
                        .only(CLOSED_LOST)
                        .reason())
                .isEqualTo("price");
    }

    @Test
    @DisplayName("a deal that is won today counts today, although its day ends at midnight")
    void wonToday() {
        Deal deal = new Deal("d1", "2026-02-01T09:00").won("2026-03-10T23:59").changed("2026-03-10T11:30");
        Judged judged = Judged.at(Case.of(Someone.prospect()).opportunity(deal), NOW);
        assertThat(judged.only(CLOSED_WON).at()).isEqualTo(at("2026-03-10T11:30"));
        assertThat(judged.decision().stage()).contains(Stage.CLOSED_WON);
    }

    @Test
    @DisplayName("a deal whose planned close had passed when it was won is won when that was said")
    void wonLate() {
        Deal deal = new Deal("d1", "2026-02-01T09:00").won("2026-02-20T23:59").reached("open", "2026-03-10T11:30");
        assertThat(Judged.at(Case.of(Someone.prospect()).opportunity(deal), NOW)
                        .only(CLOSED_WON)
                        .at())
                .isEqualTo(at("2026-03-10T11:30"));
    }

    @Test
    @DisplayName(
            "without a history, a deal that was known as open ends with its change; one that never was, on its date")
    void endedWithoutHistory() {
        Deal open = new Deal("d1", "2026-02-01T09:00").worth(9_000, "2026-02-20T23:59");
        Judged before = Judged.at(Case.of(Someone.prospect()).opportunity(open), "2026-03-09T12:00");
        Deal won = new Deal("d1", "2026-02-01T09:00").won("2026-02-20T23:59").changed("2026-03-10T11:30");
        Deal lost = new Deal("d1", "2026-02-01T09:00")
                .lost("2026-02-20T23:59", "price")
                .changed("2026-03-10T11:30");

        assertThat(before.later(Case.of(Someone.prospect()).opportunity(won), NOW)
                        .only(CLOSED_WON)
                        .at())
                .isEqualTo(at("2026-03-10T11:30"));
        assertThat(before.later(Case.of(Someone.prospect()).opportunity(lost), NOW)
                        .only(CLOSED_LOST)
                        .at())
                .isEqualTo(at("2026-03-10T11:30"));
        assertThat(Judged.at(Case.of(Someone.prospect()).opportunity(won), NOW)
                        .only(CLOSED_WON)
                        .at())
                .isEqualTo(at("2026-02-20T23:59"));
    }

    @Test
    @DisplayName("a deal marked as won whose close lies days ahead is not won yet")
    void wonInTheFuture() {
        Deal deal = new Deal("d1", "2026-02-01T09:00").won("2026-04-30T23:59").changed("2026-03-10T11:30");
        assertThat(Judged.at(Case.of(Someone.prospect()).opportunity(deal), NOW).kinds())
                .doesNotContain(CLOSED_WON);
    }

    @Test
    @DisplayName("reopening takes the win back, and winning again is a second win")
    void reopened() {
        Deal won = new Deal("d1", "2026-02-01T09:00").won("2026-03-01T09:00");
        Judged first = Judged.at(Case.of(Someone.prospect()).opportunity(won), NOW);
        Deal open = new Deal("d1", "2026-02-01T09:00").changed("2026-03-11T09:00");
        Judged second = first.later(Case.of(Someone.prospect()).opportunity(open), "2026-03-12T09:00");
        assertThat(second.only(OPPORTUNITY_REOPENED).at()).isEqualTo(at("2026-03-11T09:00"));
        assertThat(second.kinds()).doesNotContain(CLOSED_WON);

        List<FunnelEvent> all = new ArrayList<>(first.outcomes());
        all.addAll(second.outcomes());
        Deal again = new Deal("d1", "2026-02-01T09:00").won("2026-03-15T09:00");
        Judged third = Judged.at(Case.of(Someone.prospect()).opportunity(again), all, Judged.LIVE, "2026-03-16T09:00");
        assertThat(third.only(CLOSED_WON).key())
                .isNotEqualTo(first.only(CLOSED_WON).key());
        assertThat(third.only(CLOSED_WON).at()).isEqualTo(at("2026-03-15T09:00"));
    }

    @Test
    @DisplayName("a corrected close date is the same win, at the instant first told")
    void correctedDate() {
        Judged first = Judged.at(
                Case.of(Someone.prospect()).opportunity(new Deal("d1", "2026-02-01T09:00").won("2026-03-01T09:00")),
                NOW);
        Judged corrected = first.later(
                Case.of(Someone.prospect()).opportunity(new Deal("d1", "2026-02-01T09:00").won("2026-03-02T09:00")),
                NOW);
        assertThat(corrected.only(CLOSED_WON).key())
                .isEqualTo(first.only(CLOSED_WON).key());
        assertThat(corrected.only(CLOSED_WON).at()).isEqualTo(at("2026-03-01T09:00"));
    }

    @Test
    @DisplayName("a promise kept in time is an outcome of its own")
    void promises() {
        Judged judged = Judged.at(
                Case.of(Someone.prospect())
                        .exchange("r", "2026-03-09T09:00", Offer.DEMO)
                        .call("2026-03-09T09:05", Touch.Result.CONNECTED)
                        .pulledTo(Case.CRM, NOW)
                        .pulledTo(Case.MARKETING, NOW),
                NOW);
        assertThat(judged.outcomes())
                .filteredOn(outcome -> outcome.kind() == SLA_MET)
                .extracting(outcome -> outcome.promise().orElseThrow())
                .contains(SlaTimer.Kind.FIRST_TOUCH);
    }

    @Test
    @DisplayName("the key names the fact and not the person, so that it survives the merging of people")
    void keysOutliveMerges() {
        Deal deal = new Deal("d1", "2026-02-01T09:00").won("2026-03-01T09:00");
        Judged alone = Judged.at(Case.of(Someone.prospect()).opportunity(deal), NOW);
        Someone other = new Someone(Case.CRM, "twin", PersonType.PROSPECT);
        Judged merged = Judged.at(Case.of(Someone.prospect(), other).opportunity(deal), NOW);
        assertThat(merged.only(CLOSED_WON).key())
                .isEqualTo(alone.only(CLOSED_WON).key());
    }

    @Test
    @DisplayName("nothing is told before it has happened")
    void nothingAhead() {
        Deal deal = new Deal("d1", "2026-04-01T09:00").won("2026-04-02T09:00");
        assertThat(Judged.at(Case.of(Someone.prospect()).opportunity(deal), NOW).kinds())
                .doesNotContain(OPPORTUNITY_CREATED, CLOSED_WON);
    }
}
