package io.onefunnel.marketo.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.marketo.api.PagingToken;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.CallKind;
import io.onefunnel.testkit.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An outcome of sales in Marketo")
class OutcomeLoopTest extends OutcomeScenario {
    private static final String BEGINNING =
            PagingToken.of("2026-01-01T00:00:00Z", 0).replace("=", "%3D");

    @Test
    void reachesAllItsPlacesWhereNoNativeSyncIsOn() {
        SourceRef ada = person("ada");

        assertThat(publish(adapter(), won("k1", ada))).singleElement().isInstanceOf(WriteResult.Written.class);

        assertThat(vendor.instance().record("opportunity", KEY))
                .containsEntry("name", "Engines for Ada")
                .containsEntry("amount", "1200.5")
                .containsEntry("stage", "Closed Won")
                .containsEntry("closeDate", "2026-03-01")
                .containsEntry("isWon", "true")
                .containsEntry("isClosed", "true");
        assertThat(vendor.instance().record("opportunityRole", KEY + "/" + ada.id() + "/Contact"))
                .isNotEmpty();
        assertThat(kinds())
                .containsExactly("create opportunity", "create opportunityRole", "set member", "append lead");
    }

    @Test
    void isWrittenActivityLastSoThatTheActivityProvesTheRest() {
        publish(adapter(), won("k1", person("ada")));

        assertThat(watched.calls())
                .filteredOn(call -> call.method().equals("POST"))
                .extracting(call -> call.path().replaceAll("\\d{2,}", "n"))
                .containsExactly(
                        "/rest/v1/opportunities.json",
                        "/rest/v1/opportunities/roles.json",
                        "/rest/v1/programs/n/members/status.json",
                        "/rest/v1/activities/external.json");
    }

    @Test
    void leavesOpportunitiesToTheNativeSyncWhereOneIsOn() {
        vendor.instance().set("nativeSync", "on");
        CrmAdapter adapter = adapter();

        assertThat(publish(adapter, won("k1", person("ada")))).singleElement().isInstanceOf(WriteResult.Written.class);

        assertThat(kinds()).containsExactly("set member", "append lead");
        assertThat(watched.count("POST /rest/v1/opportunities")).isZero();
        assertThat(sentences(adapter)).anyMatch(what -> what.contains("A native CRM sync is on"));
    }

    @Test
    void goesItsOtherWaysFromTheMomentSomebodySwitchesANativeSyncOn() {
        CrmAdapter adapter = adapter();
        publish(adapter, won("k1", person("ada")));
        assertThat(sentences(adapter)).anyMatch(what -> what.contains("No native CRM sync is on"));
        vendor.instance().set("nativeSync", "on");

        WriteResult outcome = publish(adapter, won("k2", person("ida"))).get(0);
        watched.forget();
        WriteResult next = publish(adapter, won("k3", person("eve"))).get(0);

        assertThat(outcome).isInstanceOf(WriteResult.Written.class);
        assertThat(next).isInstanceOf(WriteResult.Written.class);
        assertThat(watched.count("/opportunities"))
                .as("asked once, then believed")
                .isZero();
        assertThat(sentences(adapter))
                .anyMatch(what -> what.contains("1018") && what.contains("native CRM sync is on"));
    }

    @Test
    void writesNoOpportunityWhereTheAdminWantsNone() {
        CrmAdapter adapter = adapter(Map.of("opportunities", "off"));

        publish(adapter, won("k1", person("ada")));

        assertThat(watched.count("/opportunities")).isZero();
        assertThat(kinds()).containsExactly("set member", "append lead");
    }

    @Test
    void writesAnOpportunityOfSeveralPeopleOnceAndARoleForEach() {
        publish(adapter(), won("k1", person("ada")), won("k2", person("ida")));

        assertThat(kinds().stream().filter("create opportunity"::equals)).hasSize(1);
        assertThat(kinds().stream().filter("create opportunityRole"::equals)).hasSize(2);
    }

    @Test
    void writesNoOpportunityThatIsAsItShouldBe() {
        CrmAdapter adapter = adapter();
        publish(adapter, won("k1", person("ada")));

        publish(adapter, won("k2", person("ida")));
        publish(adapter(), won("k3", person("eve")));

        assertThat(kinds().stream().filter(kind -> kind.endsWith(" opportunity")))
                .containsExactly("create opportunity");
        assertThat(kinds().stream().filter("create opportunityRole"::equals)).hasSize(3);
        assertThat(watched.count("POST /rest/v1/opportunities.json")).isOne();
    }

    @Test
    void isThereOnceAfterACrashBetweenTheCallAndItsCommit() {
        SourceRef ada = person("ada");
        PublishOutcome outcome = won("k1", ada);
        // The call went through; what became of it died with the process.
        publish(adapter(), outcome);
        clock.advance(Duration.ofMinutes(5));
        CrmAdapter restarted = adapter();

        assertThat(restarted.writer(PublishOutcome.class).orElseThrow().settle(List.of(outcome)))
                .singleElement()
                .isInstanceOf(WriteResult.Written.class);
        // Even if it were sent again, unsettled.
        assertThat(publish(restarted, outcome)).singleElement().isInstanceOf(WriteResult.Unchanged.class);
        assertThat(kinds().stream().filter("append lead"::equals)).hasSize(1);
        assertThat(vendor.audit()).noneMatch(WriteAudit.Entry::repeated);
    }

    @Test
    void isFinishedAfterACrashInTheMiddleAndNothingIsThereTwice() {
        SourceRef ada = person("ada");
        PublishOutcome outcome = won("k1", ada);
        vendor.inject(Trouble.RESET_BEFORE, CallKind.APPEND, 0, 1);
        assertThat(publish(vendorsOwn(), outcome)).singleElement().isInstanceOf(WriteResult.Unknown.class);
        CrmAdapter restarted = vendorsOwn();

        assertThat(restarted.writer(PublishOutcome.class).orElseThrow().settle(List.of(outcome)))
                .singleElement()
                .isInstanceOf(WriteResult.NotApplied.class);
        assertThat(publish(restarted, outcome)).singleElement().isInstanceOf(WriteResult.Written.class);
        assertThat(vendor.instance().state()).containsEntry("opportunity", 1).containsEntry("opportunityRole", 1);
        assertThat(kinds().stream().filter("append lead"::equals)).hasSize(1);
    }

    @Test
    void isDoneWhereTheMemberIsPastTheStatusAlready() {
        SourceRef ada = person("ada");
        vendor.instance().member(webinar, Long.parseLong(ada.id()), "Influenced", clock.instant());

        assertThat(publish(adapter(), won("k1", ada))).singleElement().isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void namesTheStatusThatNoChannelHas() {
        CrmAdapter adapter = adapter(Map.of("outcome-program-status", "CLOSED_WON=Champion"));

        assertThat(sentences(adapter)).anyMatch(what -> what.contains("\"Champion\""));
        assertThat(publish(adapter, won("k1", person("ada"))))
                .singleElement()
                .isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> {
                    assertThat(rejected.code()).isEqualTo(AdapterErrorCode.FEATURE_MISSING);
                    assertThat(rejected.vendorMessage()).contains("1025", "outcome-program-status");
                });
        assertThat(kinds()).doesNotContain("append lead");
    }

    @Test
    void isPublishedAllTheSameWhenItsProgramIsGone() {
        PublishOutcome outcome = won("k1", person("ada"), Optional.of(program(9_999)));

        assertThat(publish(adapter(), outcome)).singleElement().isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void takesTheProgramOfTheOptionsWhereItNamesNone() {
        SourceRef ada = person("ada");
        CrmAdapter adapter = adapter(Map.of("outcome-program", Long.toString(webinar)));

        publish(adapter, won("k1", ada, Optional.empty()));

        assertThat(kinds()).contains("set member");
    }

    @Test
    void isRejectedAloneWhereOnePersonIsGone() {
        SourceRef ada = person("ada");
        SourceRef gone = person("ida");
        vendor.delete(gone);

        List<WriteResult> outcomes = publish(adapter(), won("k1", gone), won("k2", ada));

        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(AdapterErrorCode.RECORD_GONE));
        assertThat(outcomes.get(1)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void requestsACampaignOnceAndNeverAgain() {
        SourceRef ada = person("ada");
        CrmAdapter adapter = adapter(Map.of("outcome-campaign", "1003"));
        watched.between((call, next) -> {
            HttpAnswer answer = next.apply(call);
            // The answer of the first request is lost on its way.
            return call.path().endsWith("/trigger.json") ? HttpAnswer.of(502, "text/html", "") : answer;
        });

        assertThat(publish(adapter, won("k1", ada))).singleElement().isInstanceOf(WriteResult.Written.class);
        assertThat(publish(adapter, won("k1", ada))).singleElement().isInstanceOf(WriteResult.Unchanged.class);

        assertThat(watched.count("/trigger.json")).isEqualTo(1);
    }

    @Test
    void saysThatACampaignCannotBeRequested() {
        CrmAdapter adapter = adapter(Map.of("outcome-campaign", "1004"));

        assertThat(sentences(adapter))
                .anyMatch(what -> what.contains("Campaign 1004 is not an active trigger campaign"));
        assertThat(publish(adapter, won("k1", person("ada"))))
                .singleElement()
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.vendorMessage())
                                .startsWith("the outcome is written, but campaign 1004 was not requested"));
    }

    @Test
    void keepsKeysOfOpportunitiesApartWithinFiftyCharacters() {
        SourceRef ada = person("ada");
        String connection = "the-salesforce-org-of-the-northern-region";
        String one = key(ada, connection + "/OPPORTUNITY/006SB0000000123AAA");
        String other = key(ada, connection + "/OPPORTUNITY/006SB0000000124AAA");

        assertThat(one).hasSize(50).isNotEqualTo(other);
        assertThat(other).hasSize(50);
        assertThat(key(ada, OPPORTUNITY)).isEqualTo(KEY);
    }

    @Test
    void isLookedForInAsManyCallsAsIsAskedForAndNotInTheWholeLog() {
        PublishOutcome outcome = won("k1", person("ada"));
        AtomicInteger blocks = new AtomicInteger();
        // Each block of the log that has nothing of this lead is an empty page.
        watched.between((call, next) -> {
            boolean log = call.path().endsWith("/rest/v1/activities.json");
            return log && blocks.incrementAndGet() <= 400
                    ? HttpAnswer.json(
                            200,
                            "{\"requestId\":\"1#2\",\"success\":true,\"moreResult\":true,\"nextPageToken\":\"A" + blocks
                                    + "\"}")
                    : next.apply(fromTheBeginning(call));
        });
        CrmAdapter adapter = adapter();
        CommandWriter<PublishOutcome> writer =
                adapter.writer(PublishOutcome.class).orElseThrow();

        assertThat(publish(adapter, outcome)).singleElement().isInstanceOf(WriteResult.Written.class);
        assertThat(blocks).hasValueLessThan(5);
        blocks.set(0);
        CommandWriter<PublishOutcome> restarted =
                adapter().writer(PublishOutcome.class).orElseThrow();
        assertThat(restarted.settle(List.of(outcome))).singleElement().isInstanceOf(WriteResult.Unknown.class);
        assertThat(blocks).hasValueLessThan(25);
        // It goes on where it stopped, and comes to the end.
        int settlings = 1;
        while (restarted.settle(List.of(outcome)).get(0) instanceof WriteResult.Unknown) settlings++;
        assertThat(settlings).isBetween(19, 21);
        assertThat(restarted.settle(List.of(outcome))).singleElement().isInstanceOf(WriteResult.Written.class);
        assertThat(writer.settle(List.of(outcome))).singleElement().isInstanceOf(WriteResult.Written.class);
    }

    private String key(SourceRef on, String opportunity) {
        Map<String, String> details = Map.of(EventAttributes.OPPORTUNITY, opportunity);
        return OpportunityRecords.key(new PublishOutcome("i", on, "k", "x", clock.instant(), Optional.empty(), details))
                .orElseThrow();
    }

    /** Past the watching server: faults bite at the vendor's own. */
    private CrmAdapter vendorsOwn() {
        return vendor.adapter(
                vendor.mapping(), Access.RIGHT, Map.of("outcome-program-status", "CLOSED_WON=Influenced"));
    }

    /** The vendor does not know the tokens that were made up here. */
    private HttpCall fromTheBeginning(HttpCall call) {
        if (!call.parameter("nextPageToken").orElse("").startsWith("A4")) return call;
        return new HttpCall(
                call.method(),
                call.target().replaceFirst("nextPageToken=A\\d+", "nextPageToken=" + BEGINNING),
                call.headers(),
                call.body());
    }
}
