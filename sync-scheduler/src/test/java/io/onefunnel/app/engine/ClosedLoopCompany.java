package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Capability;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.Vendor;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.spi.Readiness;
import io.onefunnel.writeback.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** An installation in which sales works in Salesforce, and marketing in HubSpot and Marketo has agreed to be told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClosedLoopCompany {
    static final ConnectionId SALESFORCE = new ConnectionId("salesforce");
    static final ConnectionId HUBSPOT = new ConnectionId("hubspot");
    static final ConnectionId MARKETO = new ConnectionId("marketo");

    World world;
    /** Whom a test has told of: whoever is taken next is new to marketing. */
    private final Set<PersonId> told = new HashSet<>();
    /** Who was looked at and has no record in one of the systems, or several; no test gives or takes one. */
    private final Set<PersonId> notEverywhere = new HashSet<>();

    @BeforeAll
    void installs(@TempDir Path folder) throws InterruptedException {
        String options = "    outcome-program: \"1001\"\n"
                + "    outcome-program-status: \"CLOSED_WON=Won in sales, DISQUALIFIED=Rejected by sales\"\n"
                + "    companies: true\n    first-load-from";
        world = World.of(getClass(), folder.resolve("config"), 700, Map.of("    first-load-from", options));
        marketoVendor().byHand("status", Map.of("name", "Rejected by sales"));
        marketoVendor().byHand("status", Map.of("name", "Won in sales", "success", "true"));
        assertThat(world.services.readiness().check().values()).allMatch(readiness -> readiness.usable());
        world.sync();
        assertThat(world.plan().acts()).as("before a marketer has confirmed").isEmpty();
        assertThat(world.plan().head().waiting())
                .extracting(Plan.Waiting::connection)
                .containsExactlyInAnyOrder(HUBSPOT, MARKETO);
        Instant now = world.clock.instant();
        world.store().consents().confirm(HUBSPOT, now, "Ana", now);
        world.store().consents().confirm(MARKETO, now, "Ana", now);
        run();
    }

    @BeforeEach
    void startsFromACompanyInSync() throws InterruptedException {
        run();
        world.forgetWrites();
    }

    @AfterEach
    void heals() {
        world.sandbox.vendors().values().forEach(vendor -> vendor.faults().clear());
        marketoVendor().set("nativeSync", "off");
        // A check looks again which of the two it is.
        world.connected("marketo").adapter().check();
    }

    @AfterAll
    void closes() {
        world.close();
    }

    /** One run, an hour after the last one: pulls, decides and writes. */
    WriteSummary run() throws InterruptedException {
        read();
        return world.services.writes().apply(plan(), world.clock.instant(), ProgressListener.NONE);
    }

    void read() throws InterruptedException {
        world.clock.advance(Duration.ofHours(1));
        world.services.sync().run(world.clock.instant(), ProgressListener.NONE);
    }

    Plan plan() {
        return world.plan(EnumSet.allOf(Capability.class), world.clock.instant());
    }

    List<String> problems() {
        return world.connected("marketo").adapter().check().problems().stream()
                .map(Readiness.Problem::what)
                .toList();
    }

    /** A person with a record in each system, and what sales works on: a deal, else the lead. */
    record Winner(PersonId person, SourceRef sales, SourceRef marketo, SourceRef hubspot, SourceRef deal) {
        String stageAfter(World world) {
            return world.store()
                    .decisions()
                    .find(person)
                    .orElseThrow()
                    .stage()
                    .orElseThrow()
                    .name();
        }
    }

    Winner someoneWithAnOpenDeal() throws InterruptedException {
        Winner winner = someone(file -> file.opportunities().stream().anyMatch(deal -> isOwn(file, deal)));
        told.add(winner.person());
        Map<String, String> open = Map.of("StageName", "Qualification", "CloseDate", "2026-12-31");
        world.edit(world.sandbox.salesforce(), "Opportunity", winner.deal(), open);
        run();
        world.forgetWrites();
        return winner;
    }

    private static boolean isOwn(CaseFile file, Opportunity deal) {
        return deal.ref().connection().equals(SALESFORCE)
                && deal.people().stream().anyMatch(person -> file.record(person).isPresent());
    }

    Winner someLead() {
        return someone(file -> file.opportunities().isEmpty()
                && file.disposition().isEmpty()
                && of(file, SALESFORCE).get(0).type() == PersonType.PROSPECT);
    }

    private Winner someone(Predicate<CaseFile> fits) {
        for (Map<String, Object> row : people()) {
            PersonId person = new PersonId(String.valueOf(row.get("person")));
            if (told.contains(person) || notEverywhere.contains(person)) continue;
            CaseFile file = world.services
                    .decisions()
                    .decider()
                    .explain(person, world.clock.instant())
                    .orElseThrow()
                    .file();
            boolean everywhere = !of(file, SALESFORCE).isEmpty()
                    && of(file, MARKETO).size() == 1
                    && !of(file, HUBSPOT).isEmpty();
            if (!everywhere) notEverywhere.add(person);
            if (!everywhere || !fits.test(file)) continue;
            return new Winner(
                    person,
                    of(file, SALESFORCE).get(0).ref(),
                    of(file, MARKETO).get(0).ref(),
                    of(file, HUBSPOT).get(0).ref(),
                    file.opportunities().stream()
                            .filter(deal -> isOwn(file, deal))
                            .map(Opportunity::ref)
                            .findFirst()
                            .orElse(of(file, SALESFORCE).get(0).ref()));
        }
        throw new AssertionFailedError("the sample company has nobody like that left");
    }

    @SuppressWarnings("NullAway") // every person has an id
    private List<Map<String, Object>> people() {
        return world.store().reports().rows("people_list").rows().stream()
                .map(row -> Map.<String, Object>of("person", row.get("person")))
                .toList();
    }

    private static List<PersonRecord> of(CaseFile file, ConnectionId connection) {
        return file.records().stream()
                .filter(record -> record.ref().connection().equals(connection))
                .filter(record -> record.link(LinkRole.CONVERTED_TO).isEmpty())
                .toList();
    }

    void winDeal(SourceRef deal) {
        world.clock.advance(Duration.ofMinutes(10));
        String today =
                world.clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().toString();
        world.edit(
                world.sandbox.salesforce(),
                "Opportunity",
                deal,
                Map.of("StageName", "Closed Won", "Amount", "48000", "CloseDate", today));
    }

    void disqualify(Winner lead) {
        told.add(lead.person());
        world.edit(
                world.sandbox.salesforce(),
                "Lead",
                lead.sales(),
                Map.of(
                        "OneFunnel_Outcome__c", "DISQUALIFIED",
                        "OneFunnel_Disqualify_Reason__c", "NO_ACKNOWLEDGED_NEED",
                        "OneFunnel_Context_Note__c", "has bought elsewhere"));
    }

    /** What Marketo's own books say was told of a person, oldest first. */
    List<Map<String, String>> published(Winner of) {
        return world.sandbox.marketo().audit().entries().stream()
                .filter(entry -> entry.kind().equals("append"))
                .filter(entry -> entry.id().equals(of.marketo().id()))
                .map(WriteAudit.Entry::values)
                .filter(values ->
                        List.of("Closed-Won", "Reopened", "Disqualified").contains(values.get("primaryAttributeValue")))
                .toList();
    }

    /** What the members of programs were moved to of late. */
    List<String> programStatuses(Winner of) {
        return world.sandbox.marketo().audit().entries().stream()
                .filter(entry -> entry.type().equals("member"))
                .filter(entry -> entry.id().endsWith("/" + of.marketo().id()))
                .map(entry -> entry.values().getOrDefault("statusName", ""))
                .toList();
    }

    Vendor marketoVendor() {
        return world.sandbox.marketo().vendor();
    }

    Map<String, String> marketo(Winner of) {
        return world.sandbox.marketo().vendor().record("lead", of.marketo().id());
    }

    Map<String, String> hubspot(Winner of) {
        return world.sandbox.hubspot().vendor().record("contacts", of.hubspot().id());
    }
}
