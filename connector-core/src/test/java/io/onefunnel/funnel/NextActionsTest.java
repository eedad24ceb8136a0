package io.onefunnel.funnel;

import static io.onefunnel.facts.Case.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Channel;
import io.onefunnel.model.Decision.NextAction;
import io.onefunnel.model.Field;
import io.onefunnel.model.LeadStatus;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.SlaTimer;
import io.onefunnel.model.SlaTimer.Kind;
import io.onefunnel.model.SlaTimer.Status;
import io.onefunnel.model.Touch.Direction;
import io.onefunnel.model.Touch.Result;
import io.onefunnel.model.WorkItem;
import io.onefunnel.policy.Policy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The next action")
class NextActionsTest {
    private static final Instant DUE = at("2026-03-02T10:15");

    @Test
    void isACallWithItsReasonWhileTheFirstTouchIsOpen() {
        NextAction next = next(asked(), timer(Kind.FIRST_TOUCH, Status.ON_TRACK));
        assertThat(next).isEqualTo(new NextAction("Call: asked for a demo on Mon 2 Mar", Optional.of(DUE)));
    }

    @Test
    void staysACallWhenItIsLateAndNeverSaysSo() {
        NextAction next = next(asked(), timer(Kind.FIRST_TOUCH, Status.MISSED));
        assertThat(next.text()).isEqualTo("Call: asked for a demo on Mon 2 Mar");
    }

    @Test
    void isAnEmailForSomebodyWhoMustNotBeCalledAndNothingForWhoOptedOutOfBoth() {
        Someone record = Someone.prospect().with(Field.DO_NOT_CALL, "true");
        assertThat(next(asked(record), timer(Kind.FIRST_TOUCH, Status.ON_TRACK)).text())
                .startsWith("E-mail: ");
        record.with(Field.EMAIL_OPT_OUT, "true");
        assertThat(next(asked(record), timer(Kind.FIRST_TOUCH, Status.ON_TRACK)).text())
                .isEqualTo("Do not call or e-mail: opted out of both");
    }

    @Test
    void asksHowTheMeetingWent() {
        SlaTimer feedback = new SlaTimer(
                Kind.MEETING_FEEDBACK,
                at("2026-03-03T15:30"),
                at("2026-03-03T15:30"),
                at("2026-03-04T17:00"),
                Optional.empty(),
                Status.AT_RISK,
                List.of());
        Case made = asked().meeting("2026-03-02T11:00", "2026-03-03T15:00", Meeting.Outcome.UNKNOWN);
        assertThat(next(made, feedback))
                .isEqualTo(new NextAction("How did Tuesday's meeting go?", Optional.of(at("2026-03-04T17:00"))));
    }

    @Test
    void isToRebookAMeetingThatDidNotTakePlaceUnlessThereIsAnother() {
        Case made = asked().meeting("2026-03-02T11:00", "2026-03-03T15:00", Meeting.Outcome.NO_SHOW);
        assertThat(next(made).text()).isEqualTo("Rebook: the meeting of Tue 3 Mar did not take place");
        made.meeting("2026-03-03T16:00", "2026-03-09T15:00", Meeting.Outcome.SCHEDULED);
        assertThat(next(made))
                .isEqualTo(new NextAction("Prepare the meeting on Mon 9 Mar", Optional.of(at("2026-03-09T15:00"))));
    }

    @Test
    void isToAnswerAReplyThatNobodyFollowedUp() {
        Case made = asked().touch(
                        "2026-03-03T11:00", Channel.EMAIL, Direction.INBOUND, Result.REPLIED, true, false, Case.LEE);
        assertThat(next(made, timer(Kind.RESOLUTION, Status.ON_TRACK)).text()).isEqualTo("Answer: replied on Tuesday");
        made.call("2026-03-03T12:00", Result.NO_ANSWER);
        assertThat(next(made, timer(Kind.RESOLUTION, Status.ON_TRACK)).text())
                .isEqualTo("Call again, then set a meeting or close it with a reason");
    }

    @Test
    void saysUntilWhenItIsPausedAndWhy() {
        Someone record = Someone.prospect()
                .with(Field.OF_PAUSE_UNTIL, at("2026-04-04T09:00").toString())
                .with(Field.OF_PAUSE_REASON, "the prospect asked to wait");
        assertThat(next(asked(record), timer(Kind.FIRST_TOUCH, Status.PAUSED)).text())
                .isEqualTo("Paused until Sat 4 Apr: the prospect asked to wait");
    }

    @Test
    void isNothingOnceSalesClosedTheWorkOrBeforeItBegan() {
        Case closed = asked(Someone.prospect().status(LeadStatus.UNQUALIFIED).changed("2026-03-02T12:00"));
        assertThat(next(closed, timer(Kind.FIRST_TOUCH, Status.MISSED))).isEqualTo(NextAction.NONE);
        CaseFile file = asked().file();
        WorkItem notYet = new WorkItem(
                file.person(), 1, Optional.empty(), file.records().get(0).ref(), Optional.empty());
        assertThat(NextActions.of(file, notYet, List.of(), Optional.empty(), Case.BERLIN, DUE))
                .isEqualTo(NextAction.NONE);
    }

    @Test
    void isAtMostEightyCharactersAndHasNoneOfTheForbiddenWords() {
        Someone record = Someone.prospect()
                .with(Field.OF_PAUSE_UNTIL, at("2026-04-04T09:00").toString())
                .with(Field.OF_PAUSE_REASON, "a very long story ".repeat(20));
        for (Status status : Status.values()) {
            for (Kind kind : Kind.values()) {
                String text = next(asked(record), timer(kind, status)).text();
                assertThat(text).hasSizeLessThanOrEqualTo(80).doesNotContainPattern("(?i)\\bbreach|missed|\\bAI\\b");
            }
        }
    }

    private static Case asked() {
        return asked(Someone.prospect());
    }

    private static Case asked(Someone record) {
        return Case.of(record).exchange("r", "2026-03-02T10:00", Offer.DEMO);
    }

    private static SlaTimer timer(Kind kind, Status status) {
        return new SlaTimer(kind, at("2026-03-02T10:00"), DUE, DUE, Optional.empty(), status, List.of());
    }

    private static NextAction next(Case made, SlaTimer... timers) {
        CaseFile file = made.file();
        WorkItem work = new WorkItem(
                file.person(),
                1,
                Optional.of(at("2026-03-02T10:00")),
                file.records().get(0).ref(),
                Optional.of(Case.LEE));
        return NextActions.of(
                file,
                work,
                Arrays.asList(timers),
                Dispositions.of(file, Policy.DEFAULT),
                Case.BERLIN,
                at("2026-03-04T09:00"));
    }
}
