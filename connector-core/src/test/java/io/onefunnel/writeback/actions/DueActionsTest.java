package io.onefunnel.writeback.actions;

import static io.onefunnel.facts.Case.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.decide.Judged;
import io.onefunnel.facts.Case;
import io.onefunnel.facts.Case.Deal;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.policy.Approval;
import io.onefunnel.policy.FollowUp;
import io.onefunnel.policy.Handoff;
import io.onefunnel.policy.Policy;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.writeback.PendingAction;
import io.onefunnel.writeback.PendingAction.Publish;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is to be done")
class DueActionsTest {
    private static final String NOW = "2026-03-10T12:00";
    private static final String CONFIRMED = "2026-03-01T00:00";

    private static Someone marketing(String id) {
        return new Someone(Case.MARKETING, id, PersonType.PERSON);
    }

    private static Deal won(String at) {
        return new Deal("d1", "2026-02-01T09:00").worth(9_000, at).won(at);
    }

    private static List<PendingAction> published(List<PendingAction> actions) {
        return actions.stream()
                .filter(action -> action.action() instanceof Publish)
                .toList();
    }

    @Test
    @DisplayName("a win goes to marketing's record with amount, opportunity, owner and the program that began the work")
    void publishesAWin() {
        Case made = Case.of(marketing("m1"), Someone.prospect())
                .campaignResponse("r", "2026-01-20T09:00", "Cost of downtime")
                .opportunity(won("2026-03-05T09:00"));
        PendingAction action = published(Judged.at(made, NOW).confirmed(CONFIRMED)).stream()
                .filter(each -> ((Publish) each.action()).outcome().equals("Closed-Won"))
                .findFirst()
                .orElseThrow();
        Publish publish = (Publish) action.action();
        assertThat(action.on()).isEqualTo(marketing("m1").ref());
        assertThat(action.evidence()).containsExactly(new SourceRef(Case.CRM, RecordKind.OPPORTUNITY, "d1"));
        assertThat(publish.at()).isEqualTo(at("2026-03-05T09:00"));
        assertThat(publish.program()).contains(new SourceRef(Case.MARKETING, RecordKind.CAMPAIGN, "Cost of downtime"));
        assertThat(publish.details())
                .containsEntry(EventAttributes.OUTCOME, "CLOSED_WON")
                .containsEntry(EventAttributes.STAGE, "Closed-Won")
                .containsEntry(EventAttributes.AMOUNT, "9000")
                .containsEntry(EventAttributes.CURRENCY, "EUR")
                .containsEntry(EventAttributes.CLOSE_DATE, "2026-03-05")
                .containsEntry(EventAttributes.OPPORTUNITY, "crm/OPPORTUNITY/d1")
                .containsEntry(EventAttributes.SOURCE_SYSTEM, "crm")
                .containsEntry(EventAttributes.OWNER, "Lee")
                .containsEntry(EventAttributes.OPPORTUNITY_OWNER, "crm/USER/lee")
                .containsEntry(EventAttributes.OPPORTUNITY_OWNER_NAME, "Lee")
                .containsEntry(EventAttributes.PROGRAM, "Cost of downtime");
    }

    @Test
    @DisplayName("a disqualification goes with its reason and note")
    void publishesADisqualification() {
        Someone lead = Someone.prospect()
                .changed("2026-03-05T10:00")
                .with(Field.OF_OUTCOME, "DISQUALIFIED")
                .with(Field.OF_DISQUALIFY_REASON, "NO_ACKNOWLEDGED_NEED")
                .with(Field.OF_CONTEXT_NOTE, "has bought elsewhere");
        List<PendingAction> actions =
                Judged.at(Case.of(marketing("m1"), lead), NOW).confirmed(CONFIRMED);
        Publish publish = (Publish) published(actions).get(0).action();
        assertThat(publish.outcome()).isEqualTo("Disqualified");
        assertThat(publish.details())
                .containsEntry(EventAttributes.REASON, "NO_ACKNOWLEDGED_NEED")
                .containsEntry(EventAttributes.NOTE, "has bought elsewhere");
    }

    @Test
    @DisplayName("nobody hears anything before a marketer has confirmed")
    void nothingUnconfirmed() {
        Case made = Case.of(marketing("m1"), Someone.prospect()).opportunity(won("2026-03-05T09:00"));
        assertThat(Judged.at(made, NOW).actions(EventSubscribers.NONE)).isEmpty();
    }

    @Test
    @DisplayName("what happened before the confirmation is known and never told")
    void neverThePast() {
        Case made = Case.of(marketing("m1"), Someone.prospect()).opportunity(won("2026-02-27T09:00"));
        Judged judged = Judged.at(made, NOW);
        assertThat(judged.outcomes()).isNotEmpty();
        assertThat(judged.confirmed(CONFIRMED)).isEmpty();
    }

    @Test
    @DisplayName("what a system brings along that was joined after the confirmation is the past")
    void neverThePastOfALaterSystem() {
        Case made = Case.of(marketing("m1"), Someone.prospect()).opportunity(won("2026-03-05T09:00"));
        EventConsent ana = new EventConsent(at(CONFIRMED), "Ana", at(CONFIRMED));
        EventSubscribers late = new EventSubscribers(
                Map.of(Case.MARKETING, ana), Map.of(Case.CRM, at("2026-03-09T09:00"), Case.MARKETING, Instant.EPOCH));
        assertThat(published(Judged.at(made, NOW).actions(late))).isEmpty();
    }

    @Test
    @DisplayName("two records of one person hear of an outcome once: on the one whose response began the work")
    void onceForAPerson() {
        Case made = Case.of(marketing("m2").created("2026-01-09T10:00"), marketing("m1"), Someone.prospect())
                .campaignResponse("r", "2026-01-20T09:00", "webinar")
                .opportunity(won("2026-03-05T09:00"));
        assertThat(published(Judged.at(made, NOW).confirmed(CONFIRMED)))
                .extracting(PendingAction::on)
                .isNotEmpty()
                .containsOnly(marketing("m2").ref());
        Case without = Case.of(marketing("m2").created("2026-01-09T10:00"), marketing("m1"), Someone.prospect())
                .opportunity(won("2026-03-05T09:00"));
        assertThat(published(Judged.at(without, NOW).confirmed(CONFIRMED)))
                .as("without a response, the oldest")
                .extracting(PendingAction::on)
                .containsOnly(marketing("m1").ref());
    }

    @Test
    @DisplayName("a person whom marketing does not know is told to nobody")
    void unknownToMarketing() {
        Case made = Case.of(Someone.prospect()).opportunity(won("2026-03-05T09:00"));
        assertThat(Judged.at(made, NOW).confirmed(CONFIRMED)).isEmpty();
    }

    @Test
    @DisplayName("a referral that a person entered is linked, once the referrer has a record there")
    void linksReferrals() {
        SourceRef ida = new SourceRef(Case.CRM, RecordKind.PERSON, "record-ida");
        Someone lead = Someone.prospect().with(Field.OF_REFERRED_BY, "record-ida");
        Case made = Case.of(lead).colleague("ida", "2025-06-01T09:00", Optional.empty(), Map.of());
        assertThat(Judged.at(made, NOW).confirmed(CONFIRMED)).singleElement().satisfies(action -> {
            assertThat(action.on()).isEqualTo(lead.ref());
            assertThat(action.action()).isEqualTo(new PendingAction.Link(ida));
        });
        Someone linked =
                Someone.prospect().with(Field.OF_REFERRED_BY, "record-ida").link(LinkRole.REFERRED_BY, ida);
        Case there = Case.of(linked).colleague("ida", "2025-06-01T09:00", Optional.empty(), Map.of());
        assertThat(Judged.at(there, NOW).confirmed(CONFIRMED)).isEmpty();
    }

    @Test
    @DisplayName("a task is made for who asked to talk, where the framework wants it, while there is still time")
    void tasks() {
        Case made = Case.of(Someone.prospect()).exchange("r", "2026-03-10T11:55", Offer.DEMO);
        assertThat(tasks(made, LIVE, NOW)).as("off by default").isEmpty();
        assertThat(tasks(made, withTasks(), NOW)).singleElement().satisfies(action -> {
            PendingAction.Task task = (PendingAction.Task) action.action();
            assertThat(task.owner()).isEqualTo(Case.LEE);
            assertThat(task.subject()).contains("demo");
            assertThat(task.due()).isEqualTo(at("2026-03-10T12:10"));
        });
        assertThat(tasks(made, withTasks(), "2026-03-12T12:00"))
                .as("too late is too late")
                .isEmpty();
        Case read = Case.of(Someone.prospect()).exchange("r", "2026-03-10T11:55", Offer.CONTENT);
        assertThat(tasks(read, withTasks(), NOW)).isEmpty();
    }

    private static final Policy LIVE = Judged.LIVE;

    private static Policy withTasks() {
        FollowUp usual = LIVE.followUp();
        FollowUp followUp = new FollowUp(
                usual.approval(),
                new FollowUp.FirstTouch(Duration.ofHours(1), Duration.ofMinutes(15), 50, false, true),
                usual.resolution(),
                usual.highPotential());
        return Policy.of(LIVE.criteria(), followUp, LIVE.handoff(), LIVE.feedback(), LIVE.goLive());
    }

    private static List<PendingAction> tasks(Case made, Policy policy, String now) {
        Case proven = made.pulledTo(Case.CRM, "2026-04-01T00:00").pulledTo(Case.MARKETING, "2026-04-01T00:00");
        return Judged.at(proven, List.of(), policy, now).actions(EventSubscribers.NONE);
    }

    @Test
    @DisplayName("on the eighth day a lead goes back only where that is switched on, and only with proof")
    void takesBack() {
        Case made = Case.of(Someone.prospect()).exchange("r", "2026-02-02T09:00", Offer.DEMO);
        Policy automatic = Judged.handing(
                new Handoff(Approval.DRAFT, List.of("lee@x.example"), 5, 8, Optional.of("queue-of-sdrs")));
        Policy byPeople = Judged.handing(new Handoff(Approval.DRAFT, List.of("lee@x.example"), 5, 8, Optional.empty()));
        assertThat(takeBacks(made, automatic)).as("nothing proves it yet").isEmpty();
        made.pulledTo(Case.CRM, NOW).pulledTo(Case.MARKETING, NOW);
        assertThat(takeBacks(made, byPeople)).isEmpty();
        assertThat(takeBacks(made, automatic))
                .singleElement()
                .isEqualTo(new PendingAction.Reassign(
                        new SourceRef(Case.CRM, RecordKind.USER, "queue-of-sdrs"), Case.LEE));
    }

    private static List<PendingAction.Action> takeBacks(Case made, Policy policy) {
        return Judged.at(made, List.of(), policy, NOW).actions(EventSubscribers.NONE).stream()
                .map(PendingAction::action)
                .toList();
    }
}
