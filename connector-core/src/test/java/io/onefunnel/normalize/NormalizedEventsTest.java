package io.onefunnel.normalize;

import static io.onefunnel.normalize.RecordDrafts.HERE;
import static io.onefunnel.normalize.RecordDrafts.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.Campaign;
import io.onefunnel.model.CampaignResponse;
import io.onefunnel.model.Channel;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.Money;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.Touch;
import io.onefunnel.spi.Change;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A normalizer, of what happened with people,")
class NormalizedEventsTest extends NormalizingHere {
    @Test
    void makesAnOpportunityWithItsStagesAndItsPeoplePrimaryFirst() {
        Opportunity deal = normalizer.opportunity(
                raw("Deal")
                        .with("Created", "2026-01-05T08:00:00Z")
                        .with("Stage", "prop")
                        .with("Amount", "1000.00")
                        .with("Currency", "eur")
                        .with("CloseDate", "2026-03-28")
                        .with("IsClosed", "true")
                        .link(LinkRole.PERSON, "p3")
                        .history("Stage", "qual", "prop", "2026-02-01T00:00:00Z")
                        .history("Amount", "1", "2", "2026-01-20T00:00:00Z")
                        .history("Stage", "", "qual", "2026-01-05T08:00:00Z")
                        .history("Stage", "prop", "prop", "2026-02-03T00:00:00Z")
                        .build(),
                List.of(
                        raw("Role", "r1")
                                .link(LinkRole.PERSON, "p1")
                                .with("Primary", "false")
                                .build(),
                        raw("Role", "r2")
                                .link(LinkRole.PERSON, "p2")
                                .with("Primary", "true")
                                .build()));
        assertThat(deal.stages())
                .containsExactly(
                        new Opportunity.StageChange("qual", Instant.parse("2026-01-05T08:00:00Z")),
                        new Opportunity.StageChange("prop", Instant.parse("2026-02-01T00:00:00Z")));
        assertThat(deal.people()).extracting(SourceRef::id).containsExactly("p2", "p1", "p3");
        assertThat(deal.amount()).contains(new Money(new BigDecimal("1E+3"), "EUR"));
        assertThat(deal.closedAt()).as("the end of the day in Berlin").contains(Instant.parse("2026-03-28T22:59:59Z"));
        assertThat(deal.closed()).isTrue();
        assertThat(deal.won()).isFalse();
    }

    @Test
    void endsADayWithTheDayAlsoWhenTheClocksChange() {
        Change.Present raw = deal().with("CloseDate", "2026-03-29").build();
        assertThat(normalizer.opportunity(raw, List.of()).closedAt()).contains(Instant.parse("2026-03-29T21:59:59Z"));
        Change.Present exact = deal().with("ClosedAt", "2026-03-29T10:00:00Z").build();
        assertThat(normalizer.opportunity(exact, List.of()).closedAt()).contains(Instant.parse("2026-03-29T10:00:00Z"));
    }

    @Test
    void refusesAnOpportunityWhoseDateCannotBeReadWithoutTellingTheValue() {
        Change.Present raw = deal().with("CloseDate", "soon").build();
        assertThatThrownBy(() -> normalizer.opportunity(raw, List.of()))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("Deal: CloseDate is not a time that can be read");
        assertThatThrownBy(() -> normalizer.opportunity(raw("Deal").build(), List.of()))
                .hasMessage("Deal: Created is empty");
        assertThatThrownBy(() ->
                        normalizer.opportunity(raw("Deal").unfetched("Created").build(), List.of()))
                .hasMessage("Deal: Created was not fetched");
    }

    @Test
    void makesOneTouchForEachPersonOfAnEmail() {
        List<Touch> touches = normalizer.touches(raw("Call")
                .with("At", "2026-03-02T10:15:30.123Z")
                .with("Status", "Completed")
                .with("Result", "Left voicemail")
                .link(LinkRole.ACTOR, "u1")
                .link(LinkRole.PERSON, "p1")
                .link(LinkRole.PERSON, "p2")
                .build());
        assertThat(touches).extracting(touch -> touch.person().id()).containsExactly("p1", "p2");
        assertThat(touches).extracting(touch -> touch.ref().id()).containsExactly("1@p1", "1@p2");
        assertThat(touches).allSatisfy(touch -> {
            assertThat(touch.at()).isEqualTo("2026-03-02T10:15:30Z");
            assertThat(touch.done()).isTrue();
            assertThat(touch.channel()).isEqualTo(Channel.CALL);
            assertThat(touch.direction()).isEqualTo(Touch.Direction.OUTBOUND);
            assertThat(touch.result()).isEqualTo(Touch.Result.LEFT_VOICEMAIL);
            assertThat(touch.actor()).contains(new SourceRef(HERE, RecordKind.USER, "u1"));
        });
        assertThat(normalizer.touches(raw("Call")
                        .with("At", "2026-03-02")
                        .link(LinkRole.PERSON, "p1")
                        .build()))
                .extracting(touch -> touch.ref().id())
                .containsExactly("1");
        assertThat(normalizer.touches(raw("Call").build()))
                .as("it hangs on nobody")
                .isEmpty();
    }

    @Test
    void doesNotTakeATouchForDoneWhoseStatusItMayNotSee() {
        RecordDrafts.RawDraft call = raw("Call").with("At", "2026-03-02").link(LinkRole.PERSON, "p1");
        assertThat(normalizer.touches(call.build()))
                .as("logged without a status")
                .allMatch(Touch::done);
        assertThat(normalizer.touches(call.with("Status", "Planned").build())).noneMatch(Touch::done);
        assertThat(normalizer.touches(call.without("Status").unfetched("Status").build()))
                .noneMatch(Touch::done);
    }

    @Test
    void classifiesTheOfferOfAResponse() {
        CampaignResponse response = normalizer.response(raw("Form")
                .with("At", "2026-03-02T10:00:00Z")
                .with("Name", "Talk to an expert")
                .link(LinkRole.PERSON, "p1")
                .build());
        assertThat(response.offer()).isEqualTo(CampaignResponse.Offer.TALK_TO_EXPERT);
        assertThat(response.responded()).as("a form is filled in by somebody").isTrue();
        assertThat(response.channel()).isEqualTo(Channel.FORM);
        CampaignResponse unnamed = normalizer.response(raw("Form")
                .with("At", "2026-03-02T10:00:00Z")
                .with("Name", "F-17")
                .link(LinkRole.PERSON, "p1")
                .build());
        Campaign campaign = new Campaign(new SourceRef(HERE, RecordKind.CAMPAIGN, "c"), "Spring 2026", "Webinar");
        assertThat(Normalizer.offer(unnamed, campaign)).isEqualTo(CampaignResponse.Offer.WEBINAR);
        assertThat(Normalizer.offer(response, campaign)).isEqualTo(CampaignResponse.Offer.TALK_TO_EXPERT);
    }

    @Test
    void readsADayAsTheExactTimeOfAnotherSourceOnThatDay() {
        RecordDrafts.RawDraft member = raw("Member").link(LinkRole.PERSON, "p1").with("Responded", "2026-03-02");
        assertThat(normalizer
                        .response(member.with("Created", "2026-03-02T10:00:00Z").build())
                        .at())
                .isEqualTo("2026-03-02T10:00:00Z");
        assertThat(normalizer
                        .response(member.with("Created", "2026-03-01T23:30:00Z").build())
                        .at())
                .as("half past midnight in Berlin")
                .isEqualTo("2026-03-01T23:30:00Z");
        assertThat(normalizer
                        .response(member.with("Created", "2026-02-27T10:00:00Z").build())
                        .at())
                .as("the beginning of the day in Berlin")
                .isEqualTo("2026-03-01T23:00:00Z");
    }

    @Test
    void refusesAResponseOfNobodyOrOfNoTime() {
        assertThatThrownBy(() -> normalizer.response(
                        raw("Form").with("At", "2026-03-02T10:00:00Z").build()))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessage("Form: no link to a person (leadId)");
        assertThatThrownBy(() -> normalizer.response(raw("Form")
                        .with("At", "ada@acme.com")
                        .link(LinkRole.PERSON, "p1")
                        .build()))
                .hasMessage("Form: At is not a time that can be read")
                .hasMessageNotContaining("ada");
    }

    @Test
    void makesAMeetingWithAllWhoTakePart() {
        Meeting meeting = normalizer.meeting(raw("Event")
                .with("Start", "2026-03-05T10:00:00Z")
                .with("Minutes", "45")
                .with("Outcome", "No Show")
                .with("Where", "Zoom")
                .link(LinkRole.PERSON, "p1")
                .link(LinkRole.PERSON, "p2")
                .build());
        assertThat(meeting.people()).extracting(SourceRef::id).containsExactly("p1", "p2");
        assertThat(meeting.end()).isEqualTo("2026-03-05T10:45:00Z");
        assertThat(meeting.bookedAt()).isEqualTo(VERSION);
        assertThat(meeting.outcome()).isEqualTo(Meeting.Outcome.NO_SHOW);
        assertThat(meeting.hasLocation()).isTrue();
    }

    private static RecordDrafts.RawDraft deal() {
        return raw("Deal").with("Created", "2026-01-05T08:00:00Z");
    }
}
