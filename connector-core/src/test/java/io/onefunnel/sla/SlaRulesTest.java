package io.onefunnel.sla;

import static io.onefunnel.facts.Case.CRM;
import static io.onefunnel.facts.Case.MARKETING;
import static io.onefunnel.facts.Case.at;
import static io.onefunnel.sla.Judging.MONDAY_AFTERNOON;
import static io.onefunnel.sla.Judging.conversationLead;
import static io.onefunnel.sla.Judging.feedback;
import static io.onefunnel.sla.Judging.mql;
import static io.onefunnel.sla.Judging.resolution;
import static io.onefunnel.sla.Judging.statuses;
import static io.onefunnel.sla.Judging.takeBack;
import static io.onefunnel.sla.Judging.timers;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.Channel;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SlaTimer.Status;
import io.onefunnel.model.Touch.Direction;
import io.onefunnel.model.Touch.Result;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Monday 2 March 2026; the office is open from 9:00 to 17:30 in Berlin. */
class SlaRulesTest {

    @Nested
    @DisplayName("The outcome")
    class ResolutionPromise {
        @Test
        void isAtRiskAfterTenBusinessDaysAndDueAfterFifteen() {
            SlaTimer timer = resolution(conversationLead(), "2026-03-16T17:29");
            assertThat(timer.warnAt()).isEqualTo(at("2026-03-16T17:30"));
            assertThat(timer.dueAt()).isEqualTo(at("2026-03-23T17:30"));
            assertThat(timer.status()).isEqualTo(Status.ON_TRACK);
            assertThat(resolution(conversationLead(), "2026-03-16T17:30").status())
                    .isEqualTo(Status.AT_RISK);
            assertThat(timer.computation())
                    .containsExactly(
                            "Mon 2 Mar 16:40 + 15 business days (Berlin office, to the end of business) = Mon 23 Mar 17:30");
        }

        @Test
        void isMetByAFirstSalesMeetingOrAConclusion() {
            assertThat(resolution(
                                    conversationLead()
                                            .meeting("2026-03-05T10:00", "2026-03-09T10:00", Meeting.Outcome.SCHEDULED),
                                    "2026-03-06T10:00")
                            .metAt())
                    .contains(at("2026-03-05T10:00"));
            Case closed = Case.of(mql().with(Field.OF_DISQUALIFY_REASON, "UNREACHABLE")
                            .changed("2026-03-20T10:00"))
                    .exchange("r", MONDAY_AFTERNOON, Offer.CONTENT);
            assertThat(resolution(closed, "2026-03-21T10:00").status()).isEqualTo(Status.MET);
        }

        @Test
        void isMissedAfterFifteenBusinessDaysWithProof() {
            Case made = conversationLead().pulledTo(CRM, "2026-03-24T09:00").pulledTo(MARKETING, "2026-03-24T09:00");
            assertThat(resolution(made, "2026-03-24T09:00").status()).isEqualTo(Status.MISSED);
        }

        @Test
        void isExtendedByTenBusinessDaysForVerifiedInterest() {
            Case made = conversationLead()
                    .pulledTo(CRM, "2026-05-01T09:00")
                    .touch("2026-03-10T10:00", Channel.EMAIL, Direction.INBOUND, Result.REPLIED, true, false, Case.LEE);
            assertThat(timers(made, "2026-03-24T09:00").extension()).contains(SlaTimer.Extension.VERIFIED_INTEREST);
            SlaTimer extended = resolution(made, "2026-03-24T09:00");
            assertThat(extended.status()).isEqualTo(Status.EXTENDED);
            // Good Friday and Easter Monday lie between.
            assertThat(extended.dueAt()).isEqualTo(at("2026-04-08T17:30"));
            assertThat(resolution(made, "2026-03-20T09:00").status()).isEqualTo(Status.AT_RISK);
            assertThat(resolution(made, "2026-04-08T17:30").status()).isEqualTo(Status.MISSED);
        }

        @Test
        void isNotExtendedByInterestThatShowsOnlyAfterTheLimit() {
            Case made = conversationLead()
                    .pulledTo(CRM, "2026-05-01T09:00")
                    .touch("2026-03-25T10:00", Channel.EMAIL, Direction.INBOUND, Result.REPLIED, true, false, Case.LEE);
            assertThat(resolution(made, "2026-03-26T09:00").status()).isEqualTo(Status.MISSED);
        }

        @Test
        void isExtendedForAHighPotentialAccount() {
            Case made = conversationLead().company("Software", 6_000);
            assertThat(timers(made, "2026-03-24T09:00").extension()).contains(SlaTimer.Extension.HIGH_POTENTIAL);
            assertThat(resolution(made, "2026-03-24T09:00").status()).isEqualTo(Status.EXTENDED);
        }

        @Test
        void ofEarlierWorkDoesNotResolveTheNewWork() {
            Case made = Case.of(
                            Someone.prospect().status(LeadStatus.UNQUALIFIED).changed("2026-02-20T10:00"))
                    .exchange("r1", "2026-02-10T10:00", Offer.DEMO)
                    .exchange("r2", "2026-03-02T10:00", Offer.DEMO);
            assertThat(resolution(made, "2026-03-03T10:00").status()).isEqualTo(Status.ON_TRACK);
        }
    }

    @Nested
    @DisplayName("The take-back of a lead whose owner sets the meeting")
    class TakeBackPromise {
        @Test
        void isOfferedAfterFiveBusinessDaysAndDueAfterEight() {
            SlaTimer timer = takeBack(conversationLead(), "2026-03-03T10:00").orElseThrow();
            assertThat(timer.warnAt()).isEqualTo(at("2026-03-09T17:30"));
            assertThat(timer.dueAt()).isEqualTo(at("2026-03-12T17:30"));
        }

        @Test
        void countsFromTheLastTouchBySomebodyElse() {
            Case made = conversationLead()
                    .touch("2026-03-04T10:00", Channel.CALL, Direction.OUTBOUND, Result.NONE, true, false, Case.ANA);
            assertThat(takeBack(made, "2026-03-05T10:00").orElseThrow().dueAt()).isEqualTo(at("2026-03-16T17:30"));
        }

        @Test
        void isMetByAMeeting() {
            assertThat(takeBack(
                                    conversationLead()
                                            .meeting("2026-03-03T10:00", "2026-03-09T10:00", Meeting.Outcome.SCHEDULED),
                                    "2026-03-05T10:00")
                            .orElseThrow()
                            .status())
                    .isEqualTo(Status.MET);
        }

        @Test
        void isNotMetByACancelledMeeting() {
            Case made = conversationLead().meeting("2026-03-03T10:00", "2026-03-09T10:00", Meeting.Outcome.CANCELLED);
            assertThat(takeBack(made, "2026-03-05T10:00").orElseThrow().status())
                    .isEqualTo(Status.ON_TRACK);
        }

        @Test
        void isNotCountedForAnybodyElse() {
            Case made = Case.of(mql().link(LinkRole.OWNER, Case.ANA)).exchange("r", MONDAY_AFTERNOON, Offer.CONTENT);
            assertThat(takeBack(made, "2026-03-05T10:00")).isEmpty();
        }
    }

    @Nested
    @DisplayName("The status after a meeting")
    class MeetingFeedbackPromise {
        @Test
        void isDueAtTheEndOfTheNextBusinessDay() {
            Case made = conversationLead().meeting("2026-03-03T10:00", "2026-03-06T15:00", Meeting.Outcome.UNKNOWN);
            SlaTimer timer = feedback(made, "2026-03-06T16:00").orElseThrow();
            assertThat(timer.dueAt()).isEqualTo(at("2026-03-09T17:30"));
            assertThat(timer.status()).isEqualTo(Status.AT_RISK);
        }

        @Test
        void isAskedForOnlyWhenTheMeetingIsOver() {
            Case made = conversationLead().meeting("2026-03-02T16:50", "2026-03-06T15:00", Meeting.Outcome.UNKNOWN);
            assertThat(feedback(made, "2026-03-06T15:10")).isEmpty();
            assertThat(timers(made, "2026-03-06T15:10").nextChange()).contains(at("2026-03-06T15:30"));
        }

        @Test
        void isGivenByTheMeetingsOutcomeOrByAnOpportunity() {
            Case held = conversationLead().meeting("2026-03-03T10:00", "2026-03-06T15:00", Meeting.Outcome.HELD);
            assertThat(feedback(held, "2026-03-06T16:00").orElseThrow().status())
                    .isEqualTo(Status.MET);
            Case opportunity = conversationLead()
                    .meeting("2026-03-03T10:00", "2026-03-06T15:00", Meeting.Outcome.UNKNOWN)
                    .opportunity(new Case.Deal("o", "2026-03-06T15:40"));
            assertThat(feedback(opportunity, "2026-03-06T16:00").orElseThrow().metAt())
                    .contains(at("2026-03-06T15:40"));
        }
    }

    @Test
    @DisplayName("Between now and the instant named as the next change, no timer changes its status")
    void nextChangeIsNotLate() {
        List<Case> cases = List.of(
                conversationLead(),
                conversationLead().call("2026-03-03T12:00", Result.CONNECTED),
                conversationLead().meeting("2026-03-03T10:00", "2026-03-06T15:00", Meeting.Outcome.UNKNOWN),
                conversationLead().pulledTo(CRM, "2026-06-01T00:00").pulledTo(MARKETING, "2026-06-01T00:00"));
        for (Case made : cases) {
            Instant end = at("2026-04-20T00:00");
            Instant now = at("2026-03-02T16:41");
            List<Status> known = statuses(made, now);
            Optional<Instant> next = timers(made, now).nextChange();
            for (Instant at = now; at.isBefore(end); at = at.plusSeconds(97 * 60)) {
                if (next.isPresent() && !at.isBefore(next.get())) {
                    known = statuses(made, at);
                    next = timers(made, at).nextChange();
                    assertThat(next.filter(at::isBefore).isPresent() || next.isEmpty())
                            .isTrue();
                }
                assertThat(statuses(made, at)).as("at %s", at).isEqualTo(known);
            }
        }
    }
}
