package io.onefunnel.marketo;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.WriteAudit;
import io.onefunnel.sandbox.http.HttpAnswer;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.PublishOutcome;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.EventAttributes;
import io.onefunnel.spi.Readiness;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.CallKind;
import io.onefunnel.testkit.ManualClock;
import io.onefunnel.testkit.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An outcome of sales in Marketo")
class OutcomeLoopTest {
    private static final String OPPORTUNITY = "salesforce/OPPORTUNITY/006SB0000000123AAA";
    private static final String KEY = "salesforce:006SB0000000123AAA";

    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final InstanceFixture vendor =
            new InstanceFixture(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    private final Watched watched = new Watched(vendor.instance()::answer);
    private final long webinar = vendor.instance().program("Cost of downtime", "Tradeshow", clock.instant());

    @AfterEach
    void close() {
        watched.close();
        vendor.close();
    }

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
    void writesWhoSellsAndWhoBuysBeforeTheOpportunityWhereTheAdminWantsIt() {
        CrmAdapter adapter = adapter(Map.of("companies", "on"));

        assertThat(publish(adapter, sold("k1", person("ada"), "Lee van Cleef")))
                .singleElement()
                .isInstanceOf(WriteResult.Written.class);

        assertThat(kinds())
                .containsExactly(
                        "create salesPerson",
                        "create company",
                        "create opportunity",
                        "create opportunityRole",
                        "set member",
                        "append lead");
        assertThat(vendor.instance().record("salesPerson", "salesforce:005SB1"))
                .containsEntry("firstName", "Lee van")
                .containsEntry("lastName", "Cleef")
                .containsEntry("email", "lee@seller.example");
        assertThat(vendor.instance().record("company", "salesforce:001SB1")).containsEntry("company", "Engines Ltd");
        assertThat(vendor.instance().record("opportunity", KEY))
                .containsEntry("stage", "Negotiation done")
                .containsEntry("externalSalesPersonId", "salesforce:005SB1")
                .containsEntry("externalCompanyId", "salesforce:001SB1");
        assertThat(audited("append lead").values().toString()).doesNotContain("lee@seller.example");
    }

    @Test
    void writesASellerAgainOnlyWhenTheyAreCalledOtherwise() {
        publish(adapter(Map.of("companies", "on")), sold("k1", person("ada"), "Lee van Cleef"));
        CrmAdapter restarted = adapter(Map.of("companies", "on"));

        publish(restarted, sold("k2", person("ida"), "Lee van Cleef"));
        assertThat(kinds().stream().filter(kind -> kind.endsWith("salesPerson") || kind.endsWith("company")))
                .hasSize(2);
        publish(restarted, sold("k3", person("eve"), "Lee Marvin"));

        assertThat(kinds()).contains("set salesPerson");
        assertThat(vendor.instance().record("salesPerson", "salesforce:005SB1")).containsEntry("lastName", "Marvin");
        assertThat(vendor.audit()).noneMatch(WriteAudit.Entry::repeated);
    }

    @Test
    void makesASellerAnewWhomSomebodyDeletedAndWritesTheOpportunityOnceMore() {
        CrmAdapter adapter = adapter(Map.of("companies", "on"));
        publish(adapter, sold("k1", person("ada"), "Lee"));
        boolean[] once = {true};
        watched.between((call, next) -> {
            boolean first =
                    once[0] && call.method().equals("POST") && call.path().endsWith("/opportunities.json");
            if (!first) return next.apply(call);
            once[0] = false;
            return HttpAnswer.json(
                    200,
                    "{\"requestId\":\"1#2\",\"success\":true,\"result\":[{\"seq\":0,\"status\":\"skipped\","
                            + "\"reasons\":[{\"code\":\"718\",\"message\":\"ExternalSalesPersonID not found\"}]}]}");
        });
        watched.forget();

        assertThat(publish(adapter, dearer(sold("k2", person("ida"), "Lee"))))
                .singleElement()
                .isInstanceOf(WriteResult.Written.class);

        assertThat(watched.count("POST /rest/v1/opportunities.json")).isEqualTo(2);
        assertThat(watched.count("GET /rest/v1/salespersons.json"))
                .as("looked at again")
                .isEqualTo(1);
    }

    @Test
    void goesWithoutSellerAndBuyerWhereTheyAreNotOpenToUs() {
        CrmAdapter adapter = adapter(Map.of("companies", "on"));
        watched.between((call, next) ->
                call.path().contains("/salespersons") || call.path().contains("/companies")
                        ? HttpAnswer.json(200, ScriptedMarketo.error("603", "Access denied"))
                        : next.apply(call));

        assertThat(publish(adapter, sold("k1", person("ada"), "Lee")))
                .singleElement()
                .isInstanceOf(WriteResult.Written.class);

        assertThat(vendor.instance().record("opportunity", KEY))
                .doesNotContainKeys("externalSalesPersonId", "externalCompanyId");
        assertThat(sentences(adapter))
                .anyMatch(what -> what.contains("Read-Only Sales Person"))
                .anyMatch(what -> what.contains("Read-Only Company"));
    }

    @Test
    void writesNeitherSellerNorBuyerUnlessTheAdminWantsItOrANativeSyncIsOn() {
        publish(adapter(), sold("k1", person("ada"), "Lee"));
        vendor.instance().set("nativeSync", "on");
        publish(adapter(Map.of("companies", "on")), sold("k2", person("ida"), "Lee"));

        assertThat(watched.count("salespersons")).isZero();
        assertThat(watched.count("companies")).isZero();
    }

    private PublishOutcome sold(String ledgerKey, SourceRef on, String seller) {
        PublishOutcome won = won(ledgerKey, on);
        Map<String, String> details = new HashMap<>(won.details());
        details.put(EventAttributes.OPPORTUNITY_STAGE, "Negotiation done");
        details.put(EventAttributes.OPPORTUNITY_OWNER, "salesforce/USER/005SB1");
        details.put(EventAttributes.OPPORTUNITY_OWNER_NAME, seller);
        details.put(EventAttributes.OPPORTUNITY_OWNER_EMAIL, "lee@seller.example");
        details.put(EventAttributes.ACCOUNT, "salesforce/COMPANY/001SB1");
        details.put(EventAttributes.ACCOUNT_NAME, "Engines Ltd");
        return new PublishOutcome(
                won.intent(), won.on(), won.ledgerKey(), won.outcome(), won.at(), won.program(), details);
    }

    private static PublishOutcome dearer(PublishOutcome outcome) {
        Map<String, String> details = new HashMap<>(outcome.details());
        details.put(EventAttributes.AMOUNT, "2400");
        return new PublishOutcome(
                outcome.intent(),
                outcome.on(),
                outcome.ledgerKey(),
                outcome.outcome(),
                outcome.at(),
                outcome.program(),
                details);
    }

    private WriteAudit.Entry audited(String kind) {
        return vendor.audit().stream()
                .filter(entry -> (entry.kind() + " " + entry.type()).equals(kind))
                .findFirst()
                .orElseThrow();
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

    private String key(SourceRef on, String opportunity) {
        Map<String, String> details = Map.of(EventAttributes.OPPORTUNITY, opportunity);
        return Opportunities.key(new PublishOutcome("i", on, "k", "x", clock.instant(), Optional.empty(), details))
                .orElseThrow();
    }

    @Test
    void mergesGoOnIntoTheRecordThatTheCrmLetWin() {
        SourceRef named = person("ada");
        List<SourceRef> losers = new ArrayList<>();
        for (int i = 0; i < 30; i++) losers.add(person("ada" + i));
        SourceRef chosen = losers.get(3);
        watched.between((call, next) -> next.apply(
                call.path().endsWith(named.id() + "/merge.json") ? otherWinner(call, named.id(), chosen.id()) : call));

        WriteResult outcome = adapter(Map.of("merge-in-crm", "true"))
                .writer(io.onefunnel.spi.Command.Merge.class)
                .orElseThrow()
                .write(List.of(new io.onefunnel.spi.Command.Merge("i", named, losers, Map.of())))
                .get(0);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        WriteResult.Written.class,
                        written -> assertThat(written.survivor()).contains(chosen));
        assertThat(vendor.instance().state()).containsEntry("lead", 1);
    }

    /** "If only one is in SFDC, that one wins, whatever you named": "Leads", "Merge". */
    private static io.onefunnel.sandbox.http.HttpCall otherWinner(
            io.onefunnel.sandbox.http.HttpCall call, String named, String chosen) {
        String target = call.target()
                .replace("/leads/" + named + "/", "/leads/" + chosen + "/")
                .replace(chosen + "%2C", named + "%2C")
                .replaceAll("(?<=[=,])" + chosen + "(?=[,&])", named);
        return new io.onefunnel.sandbox.http.HttpCall(call.method(), target, call.headers(), call.body());
    }

    private SourceRef person(String name) {
        return vendor.add(RecordKind.PERSON, Map.of(Field.EMAIL, name + "@example.org", Field.LAST_NAME, name));
    }

    private SourceRef program(long id) {
        return new SourceRef(vendor.connection(), RecordKind.CAMPAIGN, Long.toString(id));
    }

    private PublishOutcome won(String ledgerKey, SourceRef on) {
        return won(ledgerKey, on, Optional.of(program(webinar)));
    }

    private PublishOutcome won(String ledgerKey, SourceRef on, Optional<SourceRef> program) {
        Map<String, String> details = Map.of(
                EventAttributes.OUTCOME, "CLOSED_WON",
                EventAttributes.OPPORTUNITY, OPPORTUNITY,
                EventAttributes.OPPORTUNITY_NAME, "Engines for Ada",
                EventAttributes.AMOUNT, "1200.5",
                EventAttributes.STAGE, "Closed Won",
                EventAttributes.CLOSE_DATE, "2026-03-01",
                EventAttributes.SOURCE_SYSTEM, "salesforce");
        Instant at = Instant.parse("2026-03-02T08:30:00Z");
        return new PublishOutcome("i-" + ledgerKey, on, ledgerKey, "Closed-Won", at, program, details);
    }

    private List<WriteResult> publish(CrmAdapter adapter, PublishOutcome... outcomes) {
        return adapter.writer(PublishOutcome.class).orElseThrow().write(List.of(outcomes));
    }

    private List<String> kinds() {
        return vendor.audit().stream()
                .map(entry -> entry.kind() + " " + entry.type())
                .toList();
    }

    private static List<String> sentences(CrmAdapter adapter) {
        return adapter.check().problems().stream().map(Readiness.Problem::what).toList();
    }

    private CrmAdapter adapter() {
        return adapter(Map.of());
    }

    private CrmAdapter adapter(Map<String, String> more) {
        Map<String, String> options =
                new HashMap<>(Map.of("base-url", watched.url(), "outcome-program-status", "CLOSED_WON=Influenced"));
        options.putAll(more);
        return vendor.adapter(vendor.mapping(), Access.RIGHT, options);
    }

    /** Past the watching server: faults bite at the vendor's own. */
    private CrmAdapter vendorsOwn() {
        return vendor.adapter(
                vendor.mapping(), Access.RIGHT, Map.of("outcome-program-status", "CLOSED_WON=Influenced"));
    }
}
