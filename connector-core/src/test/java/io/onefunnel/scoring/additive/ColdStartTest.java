package io.onefunnel.scoring.additive;

import static io.onefunnel.facts.Case.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Case.Deal;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.Channel;
import io.onefunnel.model.Email;
import io.onefunnel.model.Field;
import io.onefunnel.model.JobLevel;
import io.onefunnel.model.LeadScore;
import io.onefunnel.model.Meeting;
import io.onefunnel.model.ScoreTerm;
import io.onefunnel.model.Touch.Direction;
import io.onefunnel.model.Touch.Result;
import io.onefunnel.policy.Inputs;
import io.onefunnel.policy.Policy;
import io.onefunnel.policy.ScoringRules;
import io.onefunnel.policy.ScoringRules.Rule;
import io.onefunnel.scoring.Reasons;
import io.onefunnel.scoring.ScoreModel;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A cold-start score")
class ColdStartTest {
    private static final Instant NOW = at("2026-03-10T12:00");
    private final ScoreModel model = ColdStart.model(Inputs.DEFAULT);

    @Test
    void isMadeOfTermsThatAddUpToIt() {
        LeadScore score = score(Case.of(Someone.prospect().level(JobLevel.VICE_PRESIDENT))
                .exchange("r", "2026-03-09T10:00", Offer.DEMO));
        assertThat(rules(score))
                .containsExactly("asked-to-talk-this-week", "responded-this-month", "level-executive", "work-email");
        assertThat(score.value()).isEqualTo(35 + 8 + 10 + 4);
        assertThat(score.learned()).isFalse();
        assertThat(score.version()).matches("rules-[0-9a-f]{8}");
    }

    @Test
    void ofAPersonOfWhomNothingIsKnownIsZeroWithoutAReasonAgainst() {
        LeadScore score = score(Case.of(Someone.prospect().withoutEmail()));
        assertThat(score.terms()).isEmpty();
        assertThat(Reasons.line(score)).isEmpty();
        assertThat(Reasons.top(score)).isEmpty();
    }

    @Test
    void countsTheLatestWishToTalkByItsAge() {
        Map.of(
                        "2026-03-04T10:00", "asked-to-talk-this-week",
                        "2026-02-20T10:00", "asked-to-talk-this-month",
                        "2026-01-01T10:00", "asked-to-talk-this-quarter",
                        "2025-10-01T10:00", "asked-to-talk-earlier")
                .forEach((asked, rule) -> assertThat(
                                rules(score(Case.of(Someone.prospect()).exchange("r", asked, Offer.TALK_TO_EXPERT))))
                        .filteredOn(each -> each.startsWith("asked"))
                        .containsExactly(rule));
    }

    @Test
    void isCappedAtAHundredByATermOfItsOwn() {
        LeadScore score = score(strong());
        assertThat(score.value()).isEqualTo(100);
        assertThat(score.terms()).last().satisfies(term -> {
            assertThat(term.reason()).isEqualTo("capped at 100");
            assertThat(term.points()).isNegative();
        });
    }

    @Test
    void isNotBelowZero() {
        LeadScore score = score(Case.of(Someone.prospect()
                .email("x@mailinator.example", Email.Kind.DISPOSABLE)
                .with(Field.EMAIL_OPT_OUT, "true")));
        assertThat(score.value()).isZero();
        assertThat(Reasons.line(score)).isEqualTo("Against: no e-mail that works · opted out of e-mail");
    }

    @Test
    void givesWayToAPersonsOwnFigureAndStillAddsUp() {
        LeadScore score = score(Case.of(Someone.prospect().with(Field.OF_SCORE_OVERRIDE, "85")));
        assertThat(score.value()).isEqualTo(85);
        assertThat(score.terms()).extracting(ScoreTerm::rule).containsExactly("work-email", "override");
    }

    @Test
    void holdsQuietAgainstNobodyWhoWasNeverActiveOrWhoseActivitiesAreUnknown() {
        Case once = Case.of(Someone.prospect()).exchange("r", "2025-11-01T10:00", Offer.CONTENT);
        assertThat(rules(score(once))).contains("quiet-for-a-quarter");
        assertThat(rules(score(once.observableSince("2026-01-10T00:00")))).noneMatch(rule -> rule.startsWith("quiet"));
        assertThat(rules(score(Case.of(Someone.prospect())))).noneMatch(rule -> rule.startsWith("quiet"));
    }

    @Test
    void countsColleaguesMeetingsAnswersAndOpportunities() {
        LeadScore score = score(Case.of(Someone.prospect())
                .colleague("a", "2025-01-01T00:00", Optional.of(at("2026-03-01T00:00")), Optional.empty(), Map.of())
                .colleague("b", "2025-01-01T00:00", Optional.of(at("2026-03-02T00:00")), Optional.empty(), Map.of())
                .meeting("2026-02-01T10:00", "2026-02-10T10:00", Meeting.Outcome.HELD)
                .touch("2026-02-11T10:00", Channel.EMAIL, Direction.INBOUND, Result.REPLIED, true, false, Case.LEE)
                .opportunity(new Deal("o", "2026-02-12T10:00")));
        assertThat(score.terms())
                .extracting(ScoreTerm::reason)
                .contains(
                        "2 colleagues active this month",
                        "met us",
                        "replied in the last 90 days",
                        "part of an open opportunity");
    }

    @Test
    void isNotRaisedByAMachine() {
        LeadScore score = score(Case.of(Someone.prospect())
                .touch("2026-03-09T10:00", Channel.EMAIL, Direction.INBOUND, Result.OPENED, true, true, Case.LEE)
                .pageView("v", "2026-03-09T10:00"));
        assertThat(rules(score)).containsExactly("work-email");
    }

    @Test
    void showsTheThreeStrongestReasonsForAndAgainst() {
        LeadScore score = score(Case.of(Someone.prospect()
                        .level(JobLevel.VICE_PRESIDENT)
                        .email("ada@gmail.example", Email.Kind.PERSONAL))
                .exchange("r", "2026-03-09T10:00", Offer.DEMO)
                .company("Software", 1_200));
        assertThat(Reasons.line(score))
                .isEqualTo("For: asked for a demo this week · vice president · responded this month."
                        + " Against: personal e-mail");
        assertThat(Reasons.top(score)).isEqualTo("asked for a demo this week");
    }

    @Test
    void hasReasonsOfAtMostSixtyCharactersWhoseTopFitsItsField() {
        for (ScoreTerm term : score(strong()).terms()) assertThat(term.reason()).hasSizeLessThanOrEqualTo(60);
        assertThat(Reasons.top(score(strong()))).hasSizeLessThanOrEqualTo(80);
    }

    @Test
    void takesItsPointsFromTheSettingsAndARuleOfZeroSaysNothing() {
        Inputs inputs = Inputs.of(
                Policy.DEFAULT,
                Inputs.DEFAULT.calendars(),
                new ScoringRules(Map.of(Rule.WORK_EMAIL, 0), List.of(), 50));
        assertThat(ColdStart.model(inputs)
                        .score(Case.of(Someone.prospect()).file(), NOW)
                        .score()
                        .terms())
                .isEmpty();
        assertThat(ColdStart.model(inputs)
                        .score(Case.of(Someone.prospect()).file(), NOW)
                        .score()
                        .version())
                .isNotEqualTo(score(Case.of(Someone.prospect())).version());
    }

    @Test
    void tellsWhenItWouldNextChange() {
        Case made = Case.of(Someone.prospect()).exchange("r", "2026-03-09T10:00", Offer.DEMO);
        // In whole days of 24 hours; the clocks change only on 29 March.
        assertThat(model.score(made.file(), NOW).validUntil()).contains(at("2026-03-16T10:00"));
        assertThat(model.score(Case.of(Someone.prospect()).file(), NOW).validUntil())
                .isEmpty();
    }

    @Test
    @DisplayName("stays the same until the instant at which it says it may change")
    void validUntilIsNotLate() {
        for (long seed = 1; seed <= 30; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            CaseFile file = random(random).file();
            Instant now = NOW;
            for (int step = 0; step < 12; step++) {
                ScoreModel.Scored scored = model.score(file, now);
                LeadScore score = scored.score();
                Optional<Instant> until = scored.validUntil();
                assertThat(until.filter(now::isBefore).isPresent() || until.isEmpty())
                        .isTrue();
                Instant end = until.orElse(now.plus(Duration.ofDays(400)));
                long span = Duration.between(now, end).toSeconds();
                for (int i = 0; i < 20; i++) {
                    Instant between = now.plusSeconds(random.nextLong(span));
                    assertThat(model.score(file, between).score())
                            .as("seed %d at %s", seed, between)
                            .isEqualTo(score);
                }
                now = end;
            }
        }
    }

    private static Case random(SplittableRandom random) {
        Case made = Case.of(Someone.prospect());
        for (int i = random.nextInt(6); i > 0; i--) {
            made.exchange("r" + i, local(random), Offer.values()[random.nextInt(Offer.values().length)]);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            made.touch(local(random), Channel.CALL, Direction.OUTBOUND, Result.CONNECTED, true, false, Case.LEE);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            made.meeting(
                    "2025-01-01T00:00",
                    local(random),
                    Meeting.Outcome.values()[random.nextInt(Meeting.Outcome.values().length)]);
        }
        if (random.nextBoolean()) made.opportunity(new Deal("o", local(random)).won(local(random)));
        for (int i = random.nextInt(3); i > 0; i--) {
            made.colleague("c" + i, "2025-01-01T00:00", Optional.of(at(local(random))), Optional.empty(), Map.of());
        }
        return made;
    }

    /** Up to a year before the decision, and a little after it. */
    private static String local(SplittableRandom random) {
        return LocalDateTime.parse("2025-03-10T12:00")
                .plusMinutes(random.nextLong(400 * 24 * 60))
                .toString();
    }

    private static Case strong() {
        return Case.of(Someone.prospect().level(JobLevel.C_LEVEL))
                .exchange("r1", "2026-03-09T10:00", Offer.PRICING)
                .exchange("r2", "2026-03-08T10:00", Offer.WEBINAR)
                .exchange("r3", "2026-03-07T10:00", Offer.CONTENT)
                .meeting("2026-02-01T10:00", "2026-02-10T10:00", Meeting.Outcome.HELD)
                .company("Software", 1_200)
                .call("2026-03-09T11:00", Result.CONNECTED)
                .opportunity(new Deal("o", "2026-02-12T10:00"));
    }

    private LeadScore score(Case made) {
        return model.score(made.file(), NOW).score();
    }

    private static List<String> rules(LeadScore score) {
        return score.terms().stream().map(ScoreTerm::rule).toList();
    }
}
