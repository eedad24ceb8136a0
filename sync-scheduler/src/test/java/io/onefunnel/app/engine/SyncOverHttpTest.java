package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.app.ConfigFolder;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.model.SystemId;
import io.onefunnel.pull.Pull;
import io.onefunnel.sandbox.Sandbox;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.send.FieldWriter;
import io.onefunnel.send.WriteSession;
import io.onefunnel.send.WriteSummary;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Readiness;
import io.onefunnel.state.Connections;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Leases.LeaseLostException;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.PlanItem;
import io.onefunnel.writeback.ProposedMerge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every test begins with a company that is in sync: everything pulled, everything written, nothing planned. */
@DisplayName("An installation over real HTTP")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncOverHttpTest {
    private Path folder;
    private World world;
    private WriteSummary first;

    @BeforeAll
    void installs(@TempDir Path temporary) throws InterruptedException {
        folder = temporary;
        world = World.of(SyncOverHttpTest.class, folder.resolve("config"), 150);
        assertThat(world.services.readiness().check().values()).allMatch(readiness -> readiness.usable());
        assertThat(world.sync().shortfalls()).isEmpty();
        first = world.apply(world.plan());
        world.settleDown();
    }

    @BeforeEach
    void startsFromACompanyInSync() throws InterruptedException {
        world.settleDown();
        world.forgetWrites();
    }

    @AfterEach
    void heals() {
        world.sandbox.vendors().values().forEach(vendor -> vendor.faults().clear());
        world.config.secret("hubspot-token", world.sandbox.describe().hubspot().get("token"));
        world.sandbox.salesforce().vendor().set("isSandbox", "false");
        world.store().runs().resume("test", world.clock.instant());
    }

    @AfterAll
    void closes() {
        world.close();
    }

    @Test
    @DisplayName("a second run on an unchanged world plans nothing and makes no write call")
    void aSecondRunPlansAndWritesNothing() throws InterruptedException {
        assertThat(first.written()).isGreaterThan(150);
        SyncReport second = world.sync();
        assertThat(second.complete()).isTrue();
        assertThat(world.plan().items()).isEmpty();
        assertThat(world.apply(world.plan()).written()).isZero();
        assertThat(world.written()).isEmpty();
    }

    @Test
    @DisplayName("a write that was applied while its answer was lost is found by reading and not repeated")
    void aLostAnswerIsSettledByReading() throws InterruptedException {
        SourceRef lead = someLead();
        world.edit(world.sandbox.salesforce(), "Lead", lead, Map.of("OneFunnel_Stage__c", ""));
        world.sync();
        PlanItem.Fields item = world.planned(lead).orElseThrow();
        world.sandbox.salesforce().faults().add(Faults.Fault.once("reset-after", "update"));
        WriteSummary applied = world.apply(world.plan());
        assertThat(applied.unknown()).isEqualTo(1);
        assertThat(applied.shortfalls()).extracting(Shortfall::what).contains("1 unsettled writes of salesforce");
        assertThat(world.store().ledger().unsettled(lead.connection())).hasSize(1);

        world.sync();
        assertThat(world.store().ledger().unsettled(lead.connection())).isEmpty();
        assertThat(world.plan().items()).isEmpty();
        assertThat(world.written()).hasSize(1).noneMatch(WriteAudit.Entry::repeated);
        assertThat(field(lead, "OneFunnel_Stage__c")).isEqualTo(item.after().get(Field.OF_STAGE));
    }

    @Test
    @DisplayName("a write that was lost on the way is sent again")
    void aWriteThatNeverArrivedIsSentAgain() throws InterruptedException {
        SourceRef lead = someLead();
        world.edit(world.sandbox.salesforce(), "Lead", lead, Map.of("OneFunnel_Stage__c", ""));
        world.sync();
        String wanted = world.planned(lead).orElseThrow().after().get(Field.OF_STAGE);
        world.sandbox.salesforce().faults().add(new Faults.Fault("reset-before", "update", 0, 20, Map.of()));
        assertThat(world.apply(world.plan()).written()).isZero();
        assertThat(world.written()).isEmpty();
        world.sandbox.salesforce().faults().clear();

        world.settleDown();
        assertThat(field(lead, "OneFunnel_Stage__c")).isEqualTo(wanted);
        assertThat(world.written()).hasSize(1);
    }

    @Test
    void aFieldOfOursThatSomebodyOverwroteIsShownAndRestored() throws InterruptedException {
        SourceRef lead = someLead();
        String ours = field(lead, "OneFunnel_Stage__c");
        String theirs = ours.equals("CLOSED_WON") ? "EXCHANGE" : "CLOSED_WON";
        world.edit(world.sandbox.salesforce(), "Lead", lead, Map.of("OneFunnel_Stage__c", theirs));
        world.sync();
        PlanItem.Fields item = world.planned(lead).orElseThrow();
        assertThat(item.before()).containsEntry(Field.OF_STAGE, theirs);
        assertThat(item.after()).containsEntry(Field.OF_STAGE, ours);
        world.apply(world.plan());
        assertThat(field(lead, "OneFunnel_Stage__c")).isEqualTo(ours);
    }

    @Test
    @DisplayName("what a person chose in a field that we only suggest for stays chosen")
    void whatAPersonChoseIsNotReverted() throws InterruptedException {
        SourceRef lead = someLead();
        String somebody = otherLead(lead).id();
        world.edit(world.sandbox.salesforce(), "Lead", lead, Map.of("OneFunnel_Referred_By__c", somebody));
        world.settleDown();
        assertThat(field(lead, "OneFunnel_Referred_By__c")).isEqualTo(somebody);
        world.edit(world.sandbox.salesforce(), "Lead", lead, Map.of("OneFunnel_Referred_By__c", ""));
    }

    @Test
    @DisplayName("a refused write is kept, shown, and tried again only when something changes")
    void aRefusedRowWaitsUntilItsRecordChanges() throws InterruptedException {
        SourceRef lead = someLead();
        world.edit(world.sandbox.salesforce(), "Lead", lead, Map.of("OneFunnel_Stage__c", ""));
        world.sync();
        world.sandbox
                .salesforce()
                .faults()
                .add(new Faults.Fault(
                        "row-error",
                        "update",
                        0,
                        1,
                        Map.of("rows", "1", "code", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "message", "Not in March")));
        WriteSummary refused = world.apply(world.plan());
        assertThat(refused.rejected()).isEqualTo(1);
        assertThat(refused.shortfalls()).extracting(Shortfall::what).containsExactly("1 refused writes of salesforce");
        assertThat(world.store().ledger().rejected(10))
                .extracting(logged -> logged.intent().command().on())
                .containsExactly(lead);

        world.sync();
        assertThat(world.plan().items()).as("not tried again as it is").isEmpty();
        assertThat(world.written()).isEmpty();

        world.edit(world.sandbox.salesforce(), "Lead", lead, Map.of("Description", "The admin looked into it."));
        world.sync();
        assertThat(world.planned(lead))
                .as("tried again once the record changed")
                .isPresent();
        assertThat(world.apply(world.plan()).written()).isEqualTo(1);
        assertThat(world.store().ledger().rejected(10)).isEmpty();
    }

    @Test
    @DisplayName("a connection that refuses us is a named shortfall and the others go on")
    void oneConnectionWithWrongCredentialsStopsNobodyElse() throws InterruptedException {
        world.config.secret("hubspot-token", "pat-na1-of-somebody-else");
        SourceRef lead = someLead();
        world.edit(world.sandbox.salesforce(), "Lead", lead, Map.of("Title", "Chief Executive Officer"));
        SyncReport report = world.sync();
        assertThat(report.shortfalls()).singleElement().satisfies(shortfall -> {
            assertThat(shortfall.what()).startsWith("hubspot ");
            assertThat(shortfall.why()).startsWith("CREDENTIALS_REFUSED").doesNotContain("pat-na1");
            assertThat(shortfall.remedy()).isEqualTo("run `onefunnel doctor`");
        });
        assertThat(report.read().get(lead.connection())).isPositive();
        assertThat(world.services.readiness().check())
                .hasEntrySatisfying(
                        world.connected("hubspot").id(),
                        readiness -> assertThat(readiness.usable()).isFalse());
    }

    @Test
    void everyVendorThatDoesNotAnswerIsSaidToBeUnreachable() {
        Sandbox.Access vendors = world.sandbox.describe();
        // Port 1 is reserved and never given to a program.
        String nobody = "http://127.0.0.1:1";
        ConfigFolder elsewhere = world.config.copy(folder.resolve("nobody-listens"));
        elsewhere.edit(
                "onefunnel.yaml",
                Map.of(
                        "url: " + vendors.salesforce().get("loginUrl"), "url: " + nobody,
                        "base-url: " + vendors.hubspot().get("baseUrl"), "base-url: " + nobody,
                        "identity-url: " + vendors.marketo().get("identityUrl"),
                                "identity-url: " + nobody + "/identity"));
        Installation installation = world.installed(elsewhere);
        Map<ConnectionId, Readiness> found =
                Services.of(installation, "this node").readiness().check();
        assertThat(found).hasSize(3);
        found.values().forEach(readiness -> {
            assertThat(readiness.usable()).isFalse();
            assertThat(readiness.problems()).anySatisfy(problem -> {
                assertThat(problem.code()).isEqualTo(AdapterErrorCode.UNREACHABLE);
                assertThat(problem.remedy()).isNotBlank();
            });
        });
        installation.connections().forEach(each -> each.adapter().close());
    }

    @Test
    void aStoreRefusesTheSandboxOfTheAccountThatItBelongsTo() {
        world.sandbox.salesforce().vendor().set("isSandbox", "true");
        assertThatThrownBy(() -> world.services.readiness().check())
                .isInstanceOf(Connections.PinnedElsewhereException.class)
                .hasMessageContaining("salesforce");
    }

    @Test
    void aStoreRefusesAnotherAccount() {
        assertThatThrownBy(() -> world.store()
                        .connections()
                        .pin(world.connected("marketo").id(), SystemId.MARKETO, "999-ZZZ-999", "production", World.NOW))
                .isInstanceOf(Connections.PinnedElsewhereException.class)
                .hasMessageContaining("999-ZZZ-999");
    }

    @Test
    @DisplayName("a record that cannot be read is set aside with its reason, and comes back when it can")
    void aMalformedRecordIsSetAside() throws InterruptedException {
        String id = world.sandbox.hubspotData().insert("meetings", Map.of("hs_meeting_title", "When?"));
        SourceRef meeting = new SourceRef(world.connected("hubspot").id(), RecordKind.MEETING, "meetings:" + id);
        SyncReport report = world.sync();
        assertThat(report.shortfalls()).extracting(Shortfall::what).containsExactly("1 records of hubspot");
        assertThat(world.store().mirror().quarantine(10)).singleElement().satisfies(aside -> {
            assertThat(aside.ref()).isEqualTo(meeting);
            assertThat(aside.why()).isEqualTo("meetings: hs_meeting_start_time is empty");
        });

        world.clock.advance(Duration.ofMinutes(10));
        world.sandbox
                .hubspot()
                .vendor()
                .editByHand("meetings", id, Map.of("hs_meeting_start_time", "2026-03-02T09:00:00Z"));
        assertThat(world.sync().complete()).isTrue();
        assertThat(world.store().mirror().quarantine(10)).isEmpty();
    }

    @Test
    void aPauseStopsEveryWriteUntilSomebodyResumes() throws InterruptedException {
        SourceRef lead = someLead();
        world.edit(world.sandbox.salesforce(), "Lead", lead, Map.of("OneFunnel_Stage__c", ""));
        world.sync();
        Plan plan = world.plan();
        world.store().runs().pause("quarter end", "ana", world.clock.instant());
        assertThatThrownBy(() -> world.apply(plan))
                .isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining("ana: quarter end; `onefunnel resume` allows it again");
        assertThat(world.written()).isEmpty();
        world.store().runs().resume("ana", world.clock.instant());
        assertThat(world.apply(plan).written()).isEqualTo(1);
    }

    @Test
    @DisplayName("what is written unattended stops at its safety limit, and the limit is named until it trips no more")
    void standingWritesStopAtTheirFuse() throws InterruptedException {
        ConfigFolder standing = world.config.copy(folder.resolve("standing"));
        standing.edit(
                "onefunnel.yaml",
                Map.of("schedule:\n", "writing:\n  standing: [stage]\n  fuse-field-share: 0.001\nschedule:\n"));
        Installation unattended = world.installed(standing);
        Services services = Services.of(unattended, "this node");
        SourceRef one = someLead();
        SourceRef other = otherLead(one);
        world.edit(world.sandbox.salesforce(), "Lead", one, Map.of("OneFunnel_Stage__c", ""));
        world.edit(world.sandbox.salesforce(), "Lead", other, Map.of("OneFunnel_Stage__c", ""));
        world.sync();
        assertThat(services.writes()
                        .writeUnattended(World.NOW, ProgressListener.NONE)
                        .written())
                .isZero();
        assertThat(world.written()).isEmpty();
        assertThat(world.store().runs().openShortfalls())
                .extracting(Shortfall::why)
                .contains("records of salesforce: 2 planned, 1 allowed unattended");

        world.settleDown();
        world.edit(world.sandbox.salesforce(), "Lead", one, Map.of("OneFunnel_Stage__c", ""));
        world.sync();
        assertThat(services.writes()
                        .writeUnattended(World.NOW, ProgressListener.NONE)
                        .written())
                .isEqualTo(1);
        assertThat(world.store().runs().openShortfalls()).isEmpty();
        unattended.connections().forEach(each -> each.adapter().close());
    }

    @Test
    void aPlanOfAnotherAccountIsNotApplied() throws InterruptedException {
        Plan here = world.plan();
        Plan foreign = Plan.of(
                new Plan.Head(
                        here.id(),
                        here.head().at(),
                        here.head().inputsHash(),
                        Map.of(world.connected("salesforce").id(), "00D999999999999"),
                        List.of(),
                        List.of()),
                World.items(here));
        assertThatThrownBy(() -> world.apply(foreign))
                .isInstanceOf(PlanRefusedException.class)
                .hasMessageContaining("00D999999999999")
                .hasMessageContaining("make a plan here");
    }

    @Test
    void aPlanThatWasAppliedIsNotAppliedAgain() throws InterruptedException {
        SourceRef lead = someLead();
        world.edit(world.sandbox.salesforce(), "Lead", lead, Map.of("OneFunnel_Stage__c", ""));
        world.sync();
        Plan plan = world.plan();
        assertThat(world.apply(plan).written()).isEqualTo(1);
        WriteSummary again = world.apply(plan);
        assertThat(again.written()).isZero();
        assertThat(again.superseded()).isEqualTo(1);
        assertThat(world.written()).hasSize(1);
    }

    @Test
    @DisplayName("two nodes never do one step at once")
    void aStepThatAnotherNodeDoesIsLeftToIt() throws InterruptedException {
        Lease elsewhere = world.store()
                .leases()
                .acquire("resolve", "other node", Duration.ofMinutes(5))
                .orElseThrow();
        assertThatThrownBy(() -> world.services.decisions().resolve(ProgressListener.NONE))
                .isInstanceOf(BusyException.class)
                .hasMessageContaining("\"resolve\"");
        world.store().leases().release(elsewhere);
        assertThat(Services.of(world.installation, "other node").decisions().resolve(ProgressListener.NONE))
                .isZero();
    }

    @Test
    @DisplayName("a node that slept through its lease stores and writes nothing when it wakes up")
    void aStaleLeaseStoresAndWritesNothing() throws InterruptedException {
        SourceRef lead = someLead();
        world.edit(world.sandbox.salesforce(), "Lead", lead, Map.of("OneFunnel_Stage__c", ""));
        world.sync();
        Plan plan = world.plan();
        world.edit(world.sandbox.salesforce(), "Lead", lead, Map.of("Title", "Chief Executive Officer"));
        Lease pull = takenOver("pull/salesforce");
        Lease write = takenOver("write/salesforce");
        Connected salesforce = world.connected("salesforce");
        Pull late = new Pull(
                world.store(), salesforce.adapter(), salesforce.normalizer(), world.clock, world.installation.pause());
        assertThatThrownBy(() -> late.run(pull, (kind, changes) -> {})).isInstanceOf(LeaseLostException.class);
        FieldWriter writer = new FieldWriter(
                new WriteSession(world.store(), salesforce.adapter(), world.clock, () -> "late-intent"));
        assertThatThrownBy(() -> writer.write(write, plan, items -> {})).isInstanceOf(LeaseLostException.class);
        assertThat(world.written()).isEmpty();
        assertThat(world.store().ledger().history(lead, 100))
                .extracting(logged -> logged.intent().command().intent())
                .doesNotContain("late-intent");
    }

    /** A lease of ours that ran out and that another node took and gave back since. */
    private Lease takenOver(String name) {
        Lease ours =
                world.store().leases().acquire(name, "this node", Duration.ZERO).orElseThrow();
        Lease theirs = world.store()
                .leases()
                .acquire(name, "other node", Duration.ofMinutes(5))
                .orElseThrow();
        world.store().leases().release(theirs);
        return ours;
    }

    @Test
    void everyRunIsLoggedWithItsEnd() throws InterruptedException {
        world.sync();
        assertThat(world.store().runs().latest(6))
                .allSatisfy(run -> assertThat(run.ended()).isPresent());
    }

    @Test
    void aMergedDuplicateKeepsItsPersonAndIsNotMergedTwice() throws InterruptedException {
        ProposedMerge exact = world.store().proposals().in(Set.of(ProposedMerge.State.PROPOSED)).stream()
                .filter(each -> each.proposal().exact())
                .findFirst()
                .orElseThrow();
        world.store().proposals().decide(exact.number(), ProposedMerge.State.APPROVED, "ana", world.clock.instant());
        Plan plan = world.plan();
        assertThat(plan.counts().merges()).isEqualTo(1);
        world.apply(plan);
        world.settleDown();
        assertThat(world.written())
                .filteredOn(entry -> entry.kind().equals("merge"))
                .hasSize(1);
        assertThat(world.written()).noneMatch(WriteAudit.Entry::repeated);
        SourceRef loser = exact.proposal().losers().get(0);
        assertThat(world.store().people().personOf(loser))
                .isEqualTo(world.store().people().personOf(exact.proposal().survivor()));
    }

    /** A live lead that holds a stage. */
    private SourceRef someLead() {
        return leads().get(0);
    }

    private SourceRef otherLead(SourceRef than) {
        return leads().stream().filter(lead -> !lead.equals(than)).findFirst().orElseThrow();
    }

    private List<SourceRef> leads() {
        return world.leads().stream()
                .filter(ref -> !field(ref, "OneFunnel_Stage__c").isEmpty())
                .toList();
    }

    private String field(SourceRef lead, String name) {
        return world.lead(lead.id()).getOrDefault(name, "");
    }
}
