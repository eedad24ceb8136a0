package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.app.Commands;
import io.onefunnel.app.view.ClosedLoopHistory;
import io.onefunnel.app.view.Delivery;
import io.onefunnel.decide.Decide;
import io.onefunnel.model.Capability;
import io.onefunnel.model.CaseFile;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Opportunity;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.PersonRecord;
import io.onefunnel.model.PersonType;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.Vendor;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.send.ActionWriter;
import io.onefunnel.send.FreshnessCheck;
import io.onefunnel.send.WriteSession;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Readiness;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/** What sales says in one system, and what marketing gets of it in the others within one run. */
@DisplayName("The closed loop over real HTTP")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClosedLoopOverHttpTest {
    private static final ConnectionId SALESFORCE = new ConnectionId("salesforce");
    private static final ConnectionId HUBSPOT = new ConnectionId("hubspot");
    private static final ConnectionId MARKETO = new ConnectionId("marketo");

    private World world;
    /** Whom a test has told of: whoever is taken next is new to marketing. */
    private final Set<PersonId> told = new HashSet<>();

    @BeforeAll
    void installs(@TempDir Path folder) throws InterruptedException {
        String options = "    outcome-program: \"1001\"\n"
                + "    outcome-program-status: \"CLOSED_WON=Won in sales, DISQUALIFIED=Rejected by sales\"\n"
                + "    companies: true\n    first-load-from";
        world = World.of(
                ClosedLoopOverHttpTest.class, folder.resolve("config"), 700, Map.of("    first-load-from", options));
        marketoVendor().byHand("status", Map.of("name", "Rejected by sales"));
        marketoVendor().byHand("status", Map.of("name", "Won in sales", "success", "true"));
        assertThat(world.services.readiness().check().values()).allMatch(readiness -> readiness.usable());
        world.sync();
        assertThat(world.plan().acts()).as("before a marketer has confirmed").isEmpty();
        assertThat(world.plan().waiting())
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
    private WriteSummary run() throws InterruptedException {
        read();
        return world.services.writes().apply(plan(), world.clock.instant(), ProgressListener.NONE);
    }

    private void read() throws InterruptedException {
        world.clock.advance(Duration.ofHours(1));
        world.services.sync().run(world.clock.instant(), ProgressListener.NONE);
    }

    private Plan plan() {
        return world.services.writes().plan(EnumSet.allOf(Capability.class), world.clock.instant());
    }

    @Test
    @DisplayName("the first load tells nothing of the past as an event")
    void nothingOfThePast() {
        long known = world.store().reports().rows("outcome_counts").rows().stream()
                .mapToLong(row -> (Long) Objects.requireNonNull(row.get("known")))
                .sum();
        assertThat(known).isGreaterThan(100);
        Instant since = Objects.requireNonNull(
                        world.store().consents().confirmations().get(MARKETO))
                .since();
        assertThat(world.store().reports().rows("outcomes_returned").rows())
                .allSatisfy(row -> assertThat((Instant) row.get("at")).isAfterOrEqualTo(since));
    }

    @Test
    @DisplayName(
            "a closed-won deal reaches Marketo as fields and one event, and HubSpot as properties, in the next run")
    void won() throws InterruptedException {
        Winner winner = someoneWithAnOpenDeal();
        winDeal(winner.deal());
        run();
        assertThat(published(winner))
                .singleElement()
                .satisfies(values -> assertThat(values)
                        .containsEntry("primaryAttributeValue", "Closed-Won")
                        .containsEntry("Amount", "48000"));
        assertThat(marketo(winner))
                .containsEntry("oneFunnelStage", winner.stageAfter(world))
                .hasEntrySatisfying("oneFunnelClosedWonAt", at -> assertThat(at).isNotEmpty());
        assertThat(hubspot(winner))
                .hasEntrySatisfying(
                        "onefunnel_closed_won_at", at -> assertThat(at).isNotEmpty());

        assertThat(programStatuses(winner)).containsExactly("Won in sales");
        String key = "salesforce:" + winner.deal().id();
        assertThat(marketoVendor().record("opportunity", key))
                .containsEntry("isWon", "true")
                .containsEntry("amount", "48000")
                .containsEntry("stage", "Closed Won")
                .hasEntrySatisfying(
                        "externalSalesPersonId",
                        seller -> assertThat(marketoVendor().record("salesPerson", seller))
                                .containsKeys("lastName", "email"))
                .hasEntrySatisfying(
                        "externalCompanyId",
                        buyer -> assertThat(marketoVendor().record("company", buyer))
                                .containsKey("company"));
        assertThat(marketoVendor()
                        .record("opportunityRole", key + "/" + winner.marketo().id() + "/Contact"))
                .as("mode B: no native sync brings opportunities")
                .isNotEmpty();

        run();
        assertThat(published(winner)).as("told once").hasSize(1);
        assertThat(world.written()).noneMatch(WriteAudit.Entry::repeated);
    }

    @Test
    @DisplayName("a disqualification with its reason and note reaches both in the next run")
    void disqualified() throws InterruptedException {
        Winner lead = someLead();
        disqualify(lead);
        run();
        assertThat(published(lead))
                .filteredOn(values -> "Disqualified".equals(values.get("primaryAttributeValue")))
                .singleElement()
                .satisfies(values -> assertThat(values)
                        .containsEntry("Reason", "NO_ACKNOWLEDGED_NEED")
                        .containsEntry("Note", "has bought elsewhere"));
        assertThat(programStatuses(lead)).containsExactly("Rejected by sales");
        assertThat(marketo(lead))
                .containsEntry("oneFunnelOutcome", "DISQUALIFIED")
                .containsEntry("oneFunnelDisqualifyReason", "NO_ACKNOWLEDGED_NEED")
                .containsEntry("oneFunnelContextNote", "has bought elsewhere");
        assertThat(hubspot(lead))
                .containsEntry("onefunnel_outcome", "DISQUALIFIED")
                .containsEntry("onefunnel_disqualify_reason", "NO_ACKNOWLEDGED_NEED")
                .containsEntry("onefunnel_context_note", "has bought elsewhere");
    }

    @Test
    @DisplayName("a native sync that is switched on between plan and apply takes opportunities over; nothing fails")
    void nativeSyncSwitchedOn() throws InterruptedException {
        Winner winner = someoneWithAnOpenDeal();
        assertThat(problems()).anyMatch(what -> what.contains("opportunities and roles are written by OneFunnel"));
        winDeal(winner.deal());
        read();
        Plan plan = plan();
        marketoVendor().set("nativeSync", "on");

        WriteSummary applied = world.services.writes().apply(plan, world.clock.instant(), ProgressListener.NONE);

        assertThat(applied.rejected()).isZero();
        assertThat(applied.shortfalls()).isEmpty();
        assertThat(world.sandbox.marketo().audit().entries())
                .extracting(WriteAudit.Entry::type)
                .contains("member", "lead")
                .doesNotContain("opportunity", "opportunityRole");
        assertThat(published(winner)).hasSize(1);
        assertThat(programStatuses(winner)).containsExactly("Won in sales");
        assertThat(marketo(winner))
                .hasEntrySatisfying("oneFunnelClosedWonAt", at -> assertThat(at).isNotEmpty());
        assertThat(problems())
                .anyMatch(what -> what.startsWith("A native CRM sync is on (Marketo answers 1018 (CRM Enabled)")
                        && what.endsWith("opportunities reach Marketo through it alone"));

        // Mode A from then on: the next win asks for no opportunity at all.
        Winner next = someoneWithAnOpenDeal();
        winDeal(next.deal());
        assertThat(run().rejected()).isZero();
        assertThat(published(next)).hasSize(1);
        assertThat(world.sandbox.marketo().audit().entries())
                .extracting(WriteAudit.Entry::type)
                .doesNotContain("opportunity", "opportunityRole", "salesPerson", "company");
    }

    private List<String> problems() {
        return world.connected("marketo").adapter().check().problems().stream()
                .map(Readiness.Problem::what)
                .toList();
    }

    @Test
    @DisplayName("explain shows both ways: what sales said, what Marketo and HubSpot got of it, and when")
    void explains() throws InterruptedException {
        Winner lead = someLead();
        disqualify(lead);
        run();
        Decide.Explained explained = world.services
                .decisions()
                .decider()
                .explain(lead.person(), world.clock.instant())
                .orElseThrow();
        assertThat(ClosedLoopHistory.of(explained, world.store().ledger()))
                .filteredOn(returned -> returned.said().equals("Disqualified: NO_ACKNOWLEDGED_NEED"))
                .singleElement()
                .satisfies(returned -> {
                    assertThat(returned.from()).isEqualTo("salesforce");
                    assertThat(returned.note()).isEqualTo("has bought elsewhere");
                    assertThat(returned.deliveries())
                            .filteredOn(Delivery::event)
                            .singleElement()
                            .satisfies(told -> {
                                assertThat(told.on()).isEqualTo(lead.marketo());
                                assertThat(told.state()).isEqualTo("told");
                            });
                    assertThat(returned.deliveries())
                            .filteredOn(told -> !told.event())
                            .extracting(Delivery::on)
                            .contains(lead.marketo(), lead.hubspot());
                });
        String said = Commands.said(world.config, "explain", lead.sales().id());
        String when = "\\d{1,2} \\w{3} \\d{4} \\d{2}:\\d{2}";
        assertThat(said.replaceAll("\\s+", " "))
                .containsPattern("Returned to marketing .*" + when
                        + " salesforce Disqualified: NO_ACKNOWLEDGED_NEED has bought elsewhere")
                .containsPattern("-> marketo " + lead.marketo().id() + ": sent as an event " + when)
                .containsPattern("-> marketo " + lead.marketo().id() + ": written to fields " + when)
                .containsPattern("-> hubspot " + lead.hubspot().id() + ": written to fields " + when);
    }

    @Test
    @DisplayName("an event whose answer was lost is found by reading and not told twice")
    void lostAnswer() throws InterruptedException {
        Winner winner = someoneWithAnOpenDeal();
        winDeal(winner.deal());
        world.sandbox.marketo().faults().add(Faults.Fault.once("reset-after", "activities/external.json"));
        assertThat(run().shortfalls()).extracting(Shortfall::what).contains("1 unsettled writes of marketo");
        assertThat(plan().acts()).as("found out first").isEmpty();
        run();
        assertThat(world.store().ledger().unsettled(MARKETO)).isEmpty();
        assertThat(published(winner)).hasSize(1);
    }

    @Test
    @DisplayName("a crash between the call and its outcome is settled by reading and tells nothing twice")
    void crash() throws InterruptedException {
        Winner winner = someoneWithAnOpenDeal();
        winDeal(winner.deal());
        read();
        Plan plan = plan();
        assertThat(plan.acts()).isNotEmpty();
        Lease lease = world.store()
                .leases()
                .acquire("write/marketo", "crashing node", Duration.ofMinutes(5))
                .orElseThrow();
        ActionWriter crashing = new ActionWriter(new WriteSession(
                DyingStore.beforeOutcomes(world.store()),
                world.connected("marketo").adapter(),
                world.clock,
                () -> UUID.randomUUID().toString()));
        try {
            crashing.write(lease, plan, FreshnessCheck.Looked.NOTHING, items -> {});
            throw new AssertionFailedError("the process should have died");
        } catch (DyingStore.DiedException expected) {
            world.store().leases().release(lease);
        }
        assertThat(world.store().ledger().unsettled(MARKETO)).isNotEmpty();
        run();
        run();
        assertThat(world.store().ledger().unsettled(MARKETO)).isEmpty();
        assertThat(published(winner)).hasSize(1);
    }

    @Test
    @DisplayName("a win that was taken back between plan and apply is not told")
    void movedEvidence() throws InterruptedException {
        Winner winner = someoneWithAnOpenDeal();
        winDeal(winner.deal());
        read();
        Plan plan = plan();
        assertThat(plan.acts()).extracting(PlanItem.Act::on).contains(winner.marketo());
        world.edit(world.sandbox.salesforce(), "Opportunity", winner.deal(), Map.of("StageName", "Qualification"));
        WriteSummary applied = world.services.writes().apply(plan, world.clock.instant(), ProgressListener.NONE);
        assertThat(applied.superseded()).isPositive();
        assertThat(published(winner)).isEmpty();
        run();
        assertThat(published(winner))
                .extracting(values -> values.get("primaryAttributeValue"))
                .doesNotContain("Closed-Won");
    }

    @Test
    @DisplayName("a deal that is open again is told as reopened, and its second win as a win")
    void reopened() throws InterruptedException {
        Winner winner = someoneWithAnOpenDeal();
        winDeal(winner.deal());
        run();
        world.edit(world.sandbox.salesforce(), "Opportunity", winner.deal(), Map.of("StageName", "Qualification"));
        run();
        winDeal(winner.deal());
        run();
        assertThat(published(winner))
                .extracting(values -> values.get("primaryAttributeValue"))
                .containsExactly("Closed-Won", "Reopened", "Closed-Won");
    }

    @Test
    @DisplayName("a refused event is kept, shown, and tried again only when something changes")
    void refused() throws InterruptedException {
        Winner winner = someoneWithAnOpenDeal();
        winDeal(winner.deal());
        world.sandbox
                .marketo()
                .faults()
                .add(new Faults.Fault(
                        "row-error",
                        "activities/external.json",
                        0,
                        1,
                        Map.of("rows", "1", "code", "1003", "message", "no")));
        WriteSummary refused = run();
        assertThat(refused.rejected()).isEqualTo(1);
        assertThat(world.store().ledger().rejected(10))
                .extracting(logged -> logged.intent().command())
                .hasOnlyElementsOfType(Command.PublishOutcome.class);
        assertThat(plan().acts()).as("not tried again as it is").isEmpty();

        world.edit(world.sandbox.marketo(), "lead", winner.marketo(), Map.of("title", "Head of Nothing in Particular"));
        run();
        assertThat(published(winner)).as("tried again once the record changed").hasSize(1);
    }

    /** A person with a record in each system, and what sales works on: a deal, else the lead. */
    private record Winner(PersonId person, SourceRef sales, SourceRef marketo, SourceRef hubspot, SourceRef deal) {
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

    private Winner someoneWithAnOpenDeal() throws InterruptedException {
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

    private Winner someLead() {
        return someone(file -> file.opportunities().isEmpty()
                && file.disposition().isEmpty()
                && of(file, SALESFORCE).get(0).type() == PersonType.PROSPECT);
    }

    private Winner someone(Predicate<CaseFile> fits) {
        for (Map<String, Object> row : people()) {
            PersonId person = new PersonId(String.valueOf(row.get("person")));
            CaseFile file = world.services
                    .decisions()
                    .decider()
                    .explain(person, world.clock.instant())
                    .orElseThrow()
                    .file();
            boolean everywhere = !of(file, SALESFORCE).isEmpty()
                    && of(file, MARKETO).size() == 1
                    && !of(file, HUBSPOT).isEmpty();
            if (!everywhere || told.contains(person) || !fits.test(file)) continue;
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

    private void winDeal(SourceRef deal) {
        world.clock.advance(Duration.ofMinutes(10));
        String today =
                world.clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().toString();
        world.edit(
                world.sandbox.salesforce(),
                "Opportunity",
                deal,
                Map.of("StageName", "Closed Won", "Amount", "48000", "CloseDate", today));
    }

    private void disqualify(Winner lead) {
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
    private List<Map<String, String>> published(Winner of) {
        return world.sandbox.marketo().audit().entries().stream()
                .filter(entry -> entry.kind().equals("append"))
                .filter(entry -> entry.id().equals(of.marketo().id()))
                .map(WriteAudit.Entry::values)
                .filter(values ->
                        List.of("Closed-Won", "Reopened", "Disqualified").contains(values.get("primaryAttributeValue")))
                .toList();
    }

    /** What the members of programs were moved to of late. */
    private List<String> programStatuses(Winner of) {
        return world.sandbox.marketo().audit().entries().stream()
                .filter(entry -> entry.type().equals("member"))
                .filter(entry -> entry.id().endsWith("/" + of.marketo().id()))
                .map(entry -> entry.values().getOrDefault("statusName", ""))
                .toList();
    }

    private Vendor marketoVendor() {
        return world.sandbox.marketo().vendor();
    }

    private Map<String, String> marketo(Winner of) {
        return world.sandbox.marketo().vendor().record("lead", of.marketo().id());
    }

    private Map<String, String> hubspot(Winner of) {
        return world.sandbox.hubspot().vendor().record("contacts", of.hubspot().id());
    }
}
