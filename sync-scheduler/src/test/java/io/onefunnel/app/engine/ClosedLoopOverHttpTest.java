package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.app.Commands;
import io.onefunnel.app.view.ClosedLoopHistory;
import io.onefunnel.app.view.Delivery;
import io.onefunnel.decide.Decide;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.send.ActionWriter;
import io.onefunnel.send.FreshnessCheck;
import io.onefunnel.send.WriteSession;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.spi.Command;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** What sales says in one system, and what marketing gets of it in the others within one run. */
@DisplayName("The closed loop over real HTTP")
class ClosedLoopOverHttpTest extends ClosedLoopCompany {
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
            crashing.write(lease, plan, plan.acts().toList(), FreshnessCheck.Looked.NOTHING, items -> {});
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
}
