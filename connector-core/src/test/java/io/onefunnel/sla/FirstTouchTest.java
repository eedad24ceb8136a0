package io.onefunnel.sla;

import static io.onefunnel.facts.Case.CRM;
import static io.onefunnel.facts.Case.MARKETING;
import static io.onefunnel.facts.Case.at;
import static io.onefunnel.sla.Judging.MONDAY_AFTERNOON;
import static io.onefunnel.sla.Judging.berlin;
import static io.onefunnel.sla.Judging.conversationLead;
import static io.onefunnel.sla.Judging.firstTouch;
import static io.onefunnel.sla.Judging.mql;
import static io.onefunnel.sla.Judging.timers;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.Channel;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.SlaTimer.Status;
import io.onefunnel.model.Touch.Direction;
import io.onefunnel.model.Touch.Result;
import io.onefunnel.policy.Inputs;
import io.onefunnel.policy.Policy;
import io.onefunnel.policy.ScoringRules;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Monday 2 March 2026; the office is open from 9:00 to 17:30 in Berlin. */
@DisplayName("The first touch")
class FirstTouchTest {
    @Test
    void isDueAfterOneBusinessHourAndAtRiskAfterHalfOfIt() {
        SlaTimer timer = firstTouch(conversationLead(), "2026-03-02T16:45");
        assertThat(timer.dueAt()).isEqualTo(at("2026-03-03T09:10"));
        assertThat(timer.warnAt()).isEqualTo(at("2026-03-02T17:10"));
        assertThat(timer.status()).isEqualTo(Status.ON_TRACK);
        assertThat(timer.computation())
                .containsExactly("Mon 2 Mar 16:40 + 1 h business time (Berlin office, 09:00-17:30) = Tue 3 Mar 09:10");
    }

    @Test
    void isDueAfterFifteenMinutesForSomebodyWhoAskedToTalk() {
        Case made = Case.of(Someone.prospect()).exchange("r", MONDAY_AFTERNOON, Offer.DEMO);
        SlaTimer timer = firstTouch(made, "2026-03-02T16:45");
        assertThat(timer.dueAt()).isEqualTo(at("2026-03-02T16:55"));
        assertThat(timer.computation().get(0)).contains("15 min business time").contains("asked to talk");
    }

    @Test
    void tellsWhenItsStatusWouldNextChange() {
        Case made = conversationLead();
        assertThat(timers(made, "2026-03-02T16:45").nextChange()).contains(at("2026-03-02T17:10"));
        assertThat(timers(made, "2026-03-02T17:10").nextChange()).contains(at("2026-03-03T09:10"));
        assertThat(firstTouch(made, "2026-03-02T17:10").status()).isEqualTo(Status.AT_RISK);
    }

    @Test
    void isMetByACallEvenWithoutAnAnswer() {
        SlaTimer timer = firstTouch(conversationLead().call("2026-03-02T17:20", Result.NO_ANSWER), "2026-03-05T12:00");
        assertThat(timer.status()).isEqualTo(Status.MET);
        assertThat(timer.metAt()).contains(at("2026-03-02T17:20"));
    }

    @Test
    void isMetByATouchOnAnotherRecordOfThePersonInAnotherSystem() {
        Case made = Case.of(mql(), new Someone(MARKETING, "m", PersonType.PERSON))
                .exchange("r", MONDAY_AFTERNOON, Offer.CONTENT)
                .call("2026-03-02T17:20", Result.CONNECTED);
        assertThat(made.file().touches().get(0).person().connection()).isEqualTo(MARKETING);
        assertThat(firstTouch(made, "2026-03-05T12:00").status()).isEqualTo(Status.MET);
    }

    @Test
    void isMetExactlyAtItsDueInstant() {
        SlaTimer timer = firstTouch(conversationLead().call("2026-03-03T09:10", Result.NONE), "2026-03-03T09:10");
        assertThat(timer.status()).isEqualTo(Status.MET);
    }

    @Test
    void isNotMetByWhatIsOnlyPlannedAutomatedInternalOrEarlier() {
        Case made = conversationLead()
                .touch("2026-03-02T16:50", Channel.CALL, Direction.OUTBOUND, Result.NONE, false, false, Case.LEE)
                .touch("2026-03-02T16:50", Channel.EMAIL, Direction.OUTBOUND, Result.NONE, true, true, Case.LEE)
                .touch("2026-03-02T16:50", Channel.TASK, Direction.INTERNAL, Result.NONE, true, false, Case.LEE)
                .touch(
                        "2026-03-02T16:50",
                        Channel.AUTOMATED_ASSISTANT,
                        Direction.OUTBOUND,
                        Result.NONE,
                        true,
                        false,
                        Case.LEE)
                .touch("2026-03-02T16:50", Channel.EMAIL, Direction.INBOUND, Result.OPENED, true, true, Case.LEE)
                .call("2026-03-02T16:39", Result.CONNECTED);
        assertThat(firstTouch(made, "2026-03-02T17:00").status()).isEqualTo(Status.ON_TRACK);
    }

    @Test
    void isMetByTheProspectsAnswerByABookedMeetingOrByTheNextStage() {
        assertThat(firstTouch(
                                conversationLead()
                                        .touch(
                                                "2026-03-02T16:50",
                                                Channel.EMAIL,
                                                Direction.INBOUND,
                                                Result.REPLIED,
                                                true,
                                                false,
                                                Case.LEE),
                                "2026-03-02T17:00")
                        .status())
                .isEqualTo(Status.MET);
        assertThat(firstTouch(
                                conversationLead()
                                        .meeting("2026-03-02T16:55", "2026-03-09T10:00", Meeting.Outcome.SCHEDULED),
                                "2026-03-02T17:00")
                        .metAt())
                .contains(at("2026-03-02T16:55"));
        assertThat(firstTouch(
                                conversationLead().opportunity(new Case.Deal("o", "2026-03-02T16:58")),
                                "2026-03-02T17:00")
                        .metAt())
                .contains(at("2026-03-02T16:58"));
    }

    @Test
    @DisplayName("is called missed only after a complete pull, beyond the deadline, of every system that could hold it")
    void missedOnlyWithProof() {
        Case made = conversationLead().pulledTo(MARKETING, "2026-03-04T09:00");
        Timers waiting = timers(made, "2026-03-04T09:00");
        assertThat(waiting.of(Kind.FIRST_TOUCH).orElseThrow().status()).isEqualTo(Status.AT_RISK);
        assertThat(waiting.of(Kind.FIRST_TOUCH).orElseThrow().computation())
                .last()
                .isEqualTo("late; waiting for a complete pull of crm");
        assertThat(waiting.nextChange()).contains(at("2026-03-04T09:15"));
        made.pulledTo(CRM, "2026-03-03T09:10");
        assertThat(firstTouch(made, "2026-03-04T09:00").status())
                .as("pulled up to the deadline is not beyond it")
                .isEqualTo(Status.AT_RISK);
        made.pulledTo(CRM, "2026-03-03T09:11");
        assertThat(firstTouch(made, "2026-03-04T09:00").status()).isEqualTo(Status.MISSED);
    }

    @Test
    void isMissedWithTheInstantOfALateTouchAndLateEvidenceWithdrawsTheVerdict() {
        Case made = conversationLead().pulledTo(CRM, "2026-03-05T09:00").call("2026-03-03T11:00", Result.CONNECTED);
        SlaTimer late = firstTouch(made, "2026-03-05T09:00");
        assertThat(late.status()).isEqualTo(Status.MISSED);
        assertThat(late.metAt()).contains(at("2026-03-03T11:00"));
        made.call("2026-03-02T17:00", Result.NONE);
        assertThat(firstTouch(made, "2026-03-05T09:00").status()).isEqualTo(Status.MET);
    }

    @Test
    void isCountedFromGoLiveForWhoeverWasAConversationLeadBefore() {
        Case made = Case.of(mql()).exchange("r", "2026-01-12T10:00", Offer.CONTENT);
        SlaTimer timer = firstTouch(made, "2026-02-02T09:30");
        assertThat(timer.startedAt()).isEqualTo(at("2026-02-02T09:00"));
        assertThat(timer.dueAt()).isEqualTo(at("2026-02-02T10:00"));
        assertThat(timer.computation().get(0)).contains("counted from go-live Mon 2 Feb 09:00");
        assertThat(firstTouch(made.call("2026-01-13T10:00", Result.NONE), "2026-02-02T09:30")
                        .status())
                .isEqualTo(Status.MET);
    }

    @Test
    void isNotKeptForWorkThatHadComeToRestLongBeforeGoLive() {
        Case made = Case.of(mql()).exchange("r", "2025-03-12T10:00", Offer.DEMO);
        assertThat(timers(made, "2026-02-02T09:30").timers()).isEmpty();
        assertThat(timers(made.call("2026-01-20T10:00", Result.NONE), "2026-02-02T09:30")
                        .timers())
                .isNotEmpty();
    }

    @Test
    void isNotCountedBeforeGoLiveNorWithoutOne() {
        Case made = Case.of(mql()).exchange("r", "2026-01-12T10:00", Offer.CONTENT);
        assertThat(timers(made, "2026-01-12T11:00").timers()).isEmpty();
        assertThat(timers(made, "2026-01-12T11:00").nextChange()).contains(at("2026-02-02T09:00"));
        Inputs notLive = Inputs.of(Policy.DEFAULT, berlin(), ScoringRules.DEFAULT);
        assertThat(timers(made.file(), at("2026-03-12T11:00"), notLive, new SlaRules(notLive)))
                .isEqualTo(new Timers(List.of(), Optional.empty(), Optional.empty()));
    }

    @Test
    void isNotJudgedWhenTheWorkBeganBeforeActivitiesAreKnown() {
        assertThat(firstTouch(conversationLead().observableSince("2026-03-02T17:00"), "2026-03-09T10:00")
                        .status())
                .isEqualTo(Status.NOT_APPLICABLE);
    }

    @Test
    void isNotAskedForWhenSalesClosedTheWorkInTime() {
        Case made = Case.of(Someone.prospect().status(LeadStatus.UNQUALIFIED).changed("2026-03-02T17:00"))
                .exchange("r", MONDAY_AFTERNOON, Offer.CONTENT);
        assertThat(firstTouch(made, "2026-03-09T10:00").status()).isEqualTo(Status.NOT_APPLICABLE);
    }

    @Test
    void isPausedByAPersonAndCountsAnewAfterThePause() {
        Someone record = mql().with(Field.OF_PAUSE_UNTIL, at("2026-03-05T12:00").toString());
        Case made = Case.of(record).exchange("r", MONDAY_AFTERNOON, Offer.CONTENT);
        Timers paused = timers(made, "2026-03-04T10:00");
        assertThat(paused.of(Kind.FIRST_TOUCH).orElseThrow().status()).isEqualTo(Status.PAUSED);
        assertThat(paused.of(Kind.RESOLUTION).orElseThrow().status()).isEqualTo(Status.PAUSED);
        assertThat(paused.nextChange()).contains(at("2026-03-05T12:00"));
        SlaTimer after = firstTouch(made, "2026-03-05T12:00");
        assertThat(after.status()).isEqualTo(Status.ON_TRACK);
        assertThat(after.dueAt()).isEqualTo(at("2026-03-05T13:00"));
    }

    @Test
    void isCountedInTheOwnersCalendarAndZone() {
        Case made = conversationLead().user(Case.LEE, "Lee", "lee@newyork.example");
        SlaTimer timer = firstTouch(made, "2026-03-02T16:45");
        // 16:40 in Berlin is 10:40 in New York, which is open until 12:00 and from 13:00 on.
        assertThat(timer.dueAt()).isEqualTo(at("2026-03-02T17:40"));
        assertThat(timer.computation().get(0)).startsWith("Mon 2 Mar 10:40").contains("09:00-12:00, 13:00-17:00");
    }

    @Test
    void belongsToTheNewWorkWhenThePersonAsksAgain() {
        Case made = Case.of(Someone.prospect().status(LeadStatus.UNQUALIFIED).changed("2026-02-20T10:00"))
                .exchange("r1", "2026-02-10T10:00", Offer.DEMO)
                .call("2026-02-10T10:05", Result.CONNECTED)
                .exchange("r2", "2026-03-02T10:00", Offer.DEMO);
        SlaTimer timer = firstTouch(made, "2026-03-02T10:01");
        assertThat(timer.status()).isEqualTo(Status.ON_TRACK);
        assertThat(timer.dueAt()).isEqualTo(at("2026-03-02T10:15"));
    }

    @Test
    void waitsForNobodyBeforeThePersonIsAConversationLead() {
        Case made = Case.of(Someone.prospect()).exchange("r", MONDAY_AFTERNOON, Offer.CONTENT);
        assertThat(timers(made, "2026-03-09T10:00").timers()).isEmpty();
    }
}
