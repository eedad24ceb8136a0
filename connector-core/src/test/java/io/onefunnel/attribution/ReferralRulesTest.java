package io.onefunnel.attribution;

import static io.onefunnel.facts.Case.ANA;
import static io.onefunnel.facts.Case.CRM;
import static io.onefunnel.facts.Case.LEE;
import static io.onefunnel.facts.Case.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.facts.Case;
import io.onefunnel.facts.Someone;
import io.onefunnel.model.Attribution;
import io.onefunnel.model.Attribution.Referral;
import io.onefunnel.model.CampaignResponse.Offer;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Origin;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.policy.DefaultPolicy;
import io.onefunnel.policy.Policy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReferralRulesTest {
    private static final Instant NOW = at("2026-03-10T12:00");
    private static final SourceRef MIAS_RECORD = new SourceRef(CRM, RecordKind.PERSON, "record-mia");

    @Nested
    @DisplayName("An origin")
    class Origins {
        @Test
        void isWhatTheLeadSourceMeansInTheFramework() {
            assertThat(decide(Case.of(Someone.prospect().with(Field.LEAD_SOURCE, "Cold Call"))))
                    .satisfies(found -> {
                        assertThat(found.origin()).isEqualTo(Origin.SDR_OUTBOUND);
                        assertThat(found.originalSource()).isEqualTo("Cold Call");
                        assertThat(found.originalRecord())
                                .isEqualTo(Someone.prospect().ref());
                    });
        }

        @Test
        void isMarketingWhenTheFirstTraceIsAResponse() {
            Attribution found = decide(Case.of(Someone.prospect().created("2026-01-05T10:05"))
                    .campaignResponse("r", "2026-01-05T10:00", "Cost of downtime"));
            assertThat(found.origin()).isEqualTo(Origin.MARKETING);
            assertThat(found.originalCampaign()).isEqualTo("Cost of downtime");
        }

        @Test
        void isUnknownWhenNothingTellsAndLaterResponsesDoNotChangeThat() {
            assertThat(decide(Case.of(Someone.prospect())).origin()).isEqualTo(Origin.UNKNOWN);
            assertThat(decide(Case.of(Someone.prospect().created("2026-01-05T10:05"))
                                    .exchange("r", "2026-02-05T10:00", Offer.DEMO))
                            .origin())
                    .isEqualTo(Origin.UNKNOWN);
        }

        @Test
        void comesFromTheEarliestRecordOfSeveral() {
            Someone later = new Someone(Case.MARKETING, "m", PersonType.PERSON)
                    .created("2026-02-01T00:00")
                    .with(Field.LEAD_SOURCE, "Web");
            Someone earlier = Someone.prospect().created("2026-01-01T00:00").with(Field.LEAD_SOURCE, "Cold Call");
            assertThat(decide(Case.of(later, earlier)).originalSource()).isEqualTo("Cold Call");
        }
    }

    @Nested
    @DisplayName("A referral that a rep entered")
    class Entered {
        @Test
        void keepsTheOriginalSourceCampaignAndRecordOfTheReferrer() {
            Attribution found = decide(referredByMia(Optional.of(web())));
            assertThat(found.origin()).isEqualTo(Origin.REFERRAL);
            assertThat(found.originalSource()).isEqualTo("Web");
            assertThat(found.originalCampaign()).isEqualTo("Cost of downtime");
            assertThat(found.originalRecord()).isEqualTo(MIAS_RECORD);
            assertThat(found.referral()).hasValueSatisfying(referral -> {
                assertThat(referral.by()).isEqualTo(new PersonId("mia"));
                assertThat(referral.record()).isEqualTo(MIAS_RECORD);
                assertThat(referral.depth()).isEqualTo(1);
                assertThat(referral.suggested()).isFalse();
            });
        }

        @Test
        void countsTheDepthOfTheChain() {
            Attribution mias = referredBy("zoe", 2);
            assertThat(decide(referredByMia(Optional.of(mias)))
                            .referral()
                            .orElseThrow()
                            .depth())
                    .isEqualTo(3);
        }

        @Test
        void beginsWithTheReferrersRecordBeforeTheReferrerIsDecided() {
            assertThat(decide(referredByMia(Optional.empty())).originalRecord()).isEqualTo(MIAS_RECORD);
        }

        @Test
        void mayBeTheIdInOurFieldInsteadOfALink() {
            Case made = Case.of(Someone.prospect().with(Field.OF_REFERRED_BY, "record-mia"))
                    .colleague("mia", "2025-01-01T00:00", Optional.of(web()), Map.of());
            assertThat(decide(made).referral().orElseThrow().suggested()).isFalse();
        }

        @Test
        void isIgnoredWhenItNamesThePersonThemselves() {
            Case made = Case.of(Someone.prospect()
                    .link(LinkRole.REFERRED_BY, Someone.prospect().ref()));
            assertThat(decide(made).referral()).isEmpty();
        }

        @Test
        void isBlockedWhenThePersonStandsInTheReferrersChain() {
            assertThat(decide(referredByMia(Optional.of(referredBy("person", 1))))
                            .referral())
                    .isEmpty();
            Case longer = referredByMia(Optional.of(referredBy("zoe", 2)))
                    .colleague("zoe", "2025-01-01T00:00", Optional.of(referredBy("person", 1)), Map.of());
            assertThat(decide(longer).referral()).isEmpty();
        }

        @Test
        void isBlockedWhenTheChainBeginsWithThePersonsOwnRecord() {
            Attribution mias = new Attribution(
                    Origin.REFERRAL,
                    "",
                    "",
                    Someone.prospect().ref(),
                    Optional.of(new Referral(new PersonId("stranger"), MIAS_RECORD, 2, false, "")));
            assertThat(decide(referredByMia(Optional.of(mias))).referral()).isEmpty();
        }

        @Test
        void isNotReplacedByAGuessWhenItCannotBeFound() {
            Case made = suggestible("2026-01-03T10:00", LEE);
            Case entered = Case.of(Someone.prospect()
                            .created("2026-01-05T10:00")
                            .link(LinkRole.REFERRED_BY, new SourceRef(CRM, RecordKind.PERSON, "gone")))
                    .colleague("mia", "2025-01-01T00:00", Optional.of(web()), Map.of(LEE, at("2026-01-03T10:00")));
            assertThat(decide(made).referral()).isPresent();
            assertThat(decide(entered).referral()).isEmpty();
        }
    }

    @Nested
    @DisplayName("A referral is suggested")
    class Suggested {
        @Test
        void forANewPersonWhoseOwnerHadJustBeenInTouchWithAColleague() {
            Attribution found = decide(suggestible("2026-01-03T10:00", LEE));
            assertThat(found.referral()).hasValueSatisfying(referral -> {
                assertThat(referral.suggested()).isTrue();
                assertThat(referral.evidence()).isEqualTo("made 2 days after Lee was in touch with mia");
            });
            assertThat(found.originalSource()).isEqualTo("Web");
        }

        @Test
        void byTheSameUserInAnotherSystem() {
            SourceRef leeElsewhere = new SourceRef(Case.MARKETING, RecordKind.USER, "77");
            Case made = suggestible("2026-01-03T10:00", leeElsewhere).user(leeElsewhere, "Lee", "lee@x.example");
            assertThat(decide(made).referral()).isPresent();
        }

        @Test
        void onlyWithinThirtyDaysAfterTheTouchAndNotBeforeIt() {
            assertThat(decide(suggestible("2025-12-06T10:00", LEE)).referral()).isPresent();
            assertThat(decide(suggestible("2025-12-06T09:59", LEE)).referral()).isEmpty();
            assertThat(decide(suggestible("2026-01-05T10:00", LEE)).referral()).isEmpty();
        }

        @Test
        void notByAnotherUsersTouch() {
            assertThat(decide(suggestible("2026-01-03T10:00", ANA)).referral()).isEmpty();
        }

        @Test
        void notForSomebodyWhoCameByThemselves() {
            assertThat(decide(suggestible("2026-01-03T10:00", LEE).exchange("r", "2026-01-05T09:00", Offer.CONTENT))
                            .referral())
                    .isEmpty();
        }

        @Test
        void notByAColleagueWhoIsNewer() {
            Case made = Case.of(Someone.prospect().created("2026-01-05T10:00"))
                    .colleague("mia", "2026-01-06T00:00", Optional.of(web()), Map.of(LEE, at("2026-01-03T10:00")));
            assertThat(decide(made).referral()).isEmpty();
        }

        @Test
        void byTheColleagueWhoWasTouchedLast() {
            Case made = suggestible("2026-01-03T10:00", LEE)
                    .colleague("zoe", "2025-01-01T00:00", Optional.empty(), Map.of(LEE, at("2026-01-04T10:00")));
            assertThat(decide(made).referral().orElseThrow().by()).isEqualTo(new PersonId("zoe"));
        }

        @Test
        void andDoesNotChangeAnOriginThatIsKnown() {
            Case made = Case.of(Someone.prospect().created("2026-01-05T10:00").with(Field.LEAD_SOURCE, "Cold Call"))
                    .colleague("mia", "2025-01-01T00:00", Optional.of(web()), Map.of(LEE, at("2026-01-03T10:00")));
            assertThat(decide(made).origin()).isEqualTo(Origin.SDR_OUTBOUND);
            assertThat(decide(suggestible("2026-01-03T10:00", LEE)).origin()).isEqualTo(Origin.REFERRAL);
        }

        @Test
        void andDoesNotComeBackAsARepsEntryOnceWeWroteIt() {
            Case made = suggestible("2026-01-03T10:00", LEE, "record-mia")
                    .weWrote(Someone.prospect().ref(), Field.OF_REFERRED_BY, "record-mia");
            assertThat(decide(made).referral().orElseThrow().suggested()).isTrue();
        }
    }

    private static Case suggestible(String touchedAt, SourceRef by) {
        return suggestible(touchedAt, by, "");
    }

    private static Case suggestible(String touchedAt, SourceRef by, String referredBy) {
        return Case.of(Someone.prospect().created("2026-01-05T10:00").with(Field.OF_REFERRED_BY, referredBy))
                .colleague("mia", "2025-01-01T00:00", Optional.of(web()), Map.of(by, at(touchedAt)));
    }

    private static Case referredByMia(Optional<Attribution> mias) {
        return Case.of(Someone.prospect().link(LinkRole.REFERRED_BY, MIAS_RECORD))
                .colleague("mia", "2025-01-01T00:00", mias, Map.of());
    }

    private static Attribution web() {
        return new Attribution(Origin.MARKETING, "Web", "Cost of downtime", MIAS_RECORD, Optional.empty());
    }

    private static Attribution referredBy(String by, int depth) {
        SourceRef theirs = new SourceRef(CRM, RecordKind.PERSON, "record-" + by);
        return new Attribution(
                Origin.REFERRAL,
                "Web",
                "",
                theirs,
                Optional.of(new Referral(new PersonId(by), theirs, depth, false, "")));
    }

    private static Attribution decide(Case made) {
        return OriginRules.origin(made.file(), policy(), NOW);
    }

    private static Policy policy() {
        Map<String, Origin> origins = Map.of("web", Origin.MARKETING, "cold call", Origin.SDR_OUTBOUND);
        return DefaultPolicy.with(List.of(), List.of(), List.of(), origins);
    }
}
