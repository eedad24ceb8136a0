package io.onefunnel.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.Capability;
import io.onefunnel.model.Field;
import io.onefunnel.model.PersonId;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.hubspot.HubSpotPortal;
import io.onefunnel.sandbox.salesforce.SalesforceOrg;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.send.FreshnessCheck;
import io.onefunnel.send.MergeWriter;
import io.onefunnel.send.WriteSession;
import io.onefunnel.spi.Command;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.state.Lease;
import io.onefunnel.state.Runs.Shortfall;
import io.onefunnel.writeback.Plan;
import io.onefunnel.writeback.ProposedMerge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Duplicates from approval to undo, with what happens on the way. */
@DisplayName("Merges over real HTTP")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MergesOverHttpTest {
    private World world;

    @BeforeAll
    void installs(@TempDir Path folder) throws InterruptedException {
        world = World.of(MergesOverHttpTest.class, folder.resolve("config"), 40);
        assertThat(world.services.readiness().check().values()).allMatch(readiness -> readiness.usable());
        world.settleDown();
    }

    @AfterAll
    void closes() {
        world.close();
    }

    @Test
    @DisplayName("a merge that was killed half-way is completed, and undone to where everything was before it")
    void killedHalfWay() throws InterruptedException {
        SalesforceOrg org = (SalesforceOrg) world.sandbox.salesforce().vendor();
        List<String> leads = new ArrayList<>();
        List<String> tasks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String lead = org.insert(
                    "Lead",
                    Map.of(
                            "FirstName", "Ada",
                            "LastName", "Lovelace",
                            "Company", "Engines",
                            "Email", "ada@engines.example",
                            "Title", "Analyst " + i));
            leads.add(lead);
            tasks.add(org.insert("Task", Map.of("Subject", "Call", "WhoId", lead)));
        }
        ProposedMerge proposal = approved("salesforce", leads);
        Plan plan = merges();
        assertThat(plan.counts().merges()).isEqualTo(1);
        // Four losers are two requests. The first one is locked until the adapter gives up, the second goes through.
        world.sandbox
                .salesforce()
                .faults()
                .add(new Faults.Fault("row-lock", "<(\\w+:)?merge[ >]", 0, 4, Map.of("rows", "1")));
        killedWhileMerging(plan);
        world.sandbox.salesforce().faults().clear();
        assertThat(leads.stream().filter(id -> !org.record("Lead", id).isEmpty()))
                .as("half-way: two of four losers are gone")
                .hasSize(3);

        world.sync();
        assertThat(world.store()
                        .proposals()
                        .find(proposal.number())
                        .orElseThrow()
                        .state())
                .as("the approval outlives the losers that are gone already")
                .isEqualTo(ProposedMerge.State.APPROVED);
        assertThat(world.apply(merges()).written()).isEqualTo(1);
        assertThat(leads.stream().filter(id -> !org.record("Lead", id).isEmpty()))
                .hasSize(1);

        Merging.UndoReport report = new MergeUndoService(world.installation)
                .undo(world.store().proposals().find(proposal.number()).orElseThrow(), "ana");

        assertThat(report.restored()).hasSize(4);
        for (int i = 0; i < 5; i++) {
            assertThat(org.record("Task", tasks.get(i)))
                    .as("the task of lead " + i)
                    .containsEntry("WhoId", leads.get(i));
            assertThat(org.record("Lead", leads.get(i))).containsEntry("Title", "Analyst " + i);
        }
    }

    private void killedWhileMerging(Plan plan) {
        Lease lease = world.store()
                .leases()
                .acquire("write/salesforce", "dying node", Duration.ofMinutes(5))
                .orElseThrow();
        MergeWriter dying = new MergeWriter(new WriteSession(
                DyingStore.beforeOutcomes(world.store()),
                world.connected("salesforce").adapter(),
                world.clock,
                () -> UUID.randomUUID().toString()));
        assertThatThrownBy(() -> dying.write(lease, plan, records -> FreshnessCheck.Looked.NOTHING, items -> {}))
                .isInstanceOf(DyingStore.DiedException.class);
        world.store().leases().release(lease);
    }

    @Test
    @DisplayName("a merge that is held back is named until it is made, also while other fields are written there")
    void heldBack() throws InterruptedException {
        List<String> contacts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            contacts.add(world.sandbox
                    .hubspotData()
                    .insert(
                            "contacts",
                            Map.of(
                                    "firstname", "Hedy",
                                    "lastname", "Lamarr",
                                    "email", "hedy" + i + "@spread.example",
                                    "mobilephone", "+49 171 7654321")));
        }
        String other = world.sandbox
                .hubspotData()
                .insert("contacts", Map.of("firstname", "Emmy", "email", "emmy@rings.example"));
        approved("hubspot", contacts);
        world.edit(world.sandbox.hubspot(), "contacts", ref("hubspot", other), Map.of("onefunnel_person_id", ""));
        world.sync();
        ((HubSpotPortal) world.sandbox.hubspot().vendor()).archiveByHand("contacts", contacts.get(1));
        Plan plan = world.plan();
        assertThat(plan.counts().merges()).isEqualTo(1);
        assertThat(plan.counts()
                        .of(ref("hubspot", contacts.get(0)).connection())
                        .records())
                .isPositive();
        world.apply(plan);

        assertThat(world.store().runs().openShortfalls())
                .extracting(Shortfall::what)
                .contains("merge into " + ref("hubspot", contacts.get(0)));
    }

    @Test
    @DisplayName("four contacts become one in HubSpot; their old ids lead to it here and in later writes")
    void fourContacts() throws InterruptedException {
        List<String> contacts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            contacts.add(world.sandbox
                    .hubspotData()
                    .insert(
                            "contacts",
                            Map.of(
                                    "firstname", "Grace",
                                    "lastname", "Hopper",
                                    "company", "Compilers",
                                    "mobilephone", "+49 171 2345678",
                                    "jobtitle", "Rear Admiral " + i)));
        }
        ProposedMerge proposal = approved("hubspot", contacts);
        Plan plan = merges();
        assertThat(plan.counts().merges()).isEqualTo(1);
        assertThat(world.apply(plan).written()).isEqualTo(1);

        List<SourceRef> old = contacts.stream().map(id -> ref("hubspot", id)).toList();
        Set<PersonId> people = new HashSet<>();
        old.forEach(each -> people.add(world.store().people().personOf(each).orElseThrow()));
        assertThat(people).as("old ids resolve to one person").hasSize(1);
        world.settleDown();
        assertThat(world.plan().items()).as("a repeated plan").isEmpty();
        assertThat(world.store()
                        .proposals()
                        .find(proposal.number())
                        .orElseThrow()
                        .state())
                .isEqualTo(ProposedMerge.State.MERGED);
        assertThat(merged()).as("three merges, each once").hasSize(3).noneMatch(WriteAudit.Entry::repeated);
        List<String> live = live();
        assertThat(live).hasSize(1);

        // Somebody still holds an old id, as a plan of before or another system does.
        SourceRef loser = proposal.proposal().losers().get(0);
        List<WriteResult> outcomes = world.connected("hubspot")
                .adapter()
                .writer(Command.SetFields.class)
                .orElseThrow()
                .write(List.of(
                        new Command.SetFields("by-an-old-id", loser, Map.of(Field.OF_NEXT_ACTION, "call"), Map.of())));
        assertThat(outcomes).hasOnlyElementsOfType(WriteResult.Written.class);
        assertThat(world.sandbox.hubspot().vendor().record("contacts", live.get(0)))
                .containsEntry("onefunnel_next_action", "call");
        world.sync();
        SourceRef holder = ref("hubspot", live.get(0));
        assertThat(world.planned(holder))
                .as("a later write goes to the survivor")
                .isPresent();
        world.settleDown();
        assertThat(world.sandbox.hubspot().vendor().record("contacts", live.get(0)))
                .doesNotContainEntry("onefunnel_next_action", "call");
        assertThat(world.plan().items()).isEmpty();
    }

    /** HubSpot's own list of contacts of that name. */
    private List<String> live() {
        return world.store().mirror().live(world.connected("hubspot").id(), RecordKind.PERSON, "", "~").stream()
                .filter(id -> world.sandbox
                        .hubspot()
                        .vendor()
                        .record("contacts", id)
                        .getOrDefault("lastname", "")
                        .equals("Hopper"))
                .toList();
    }

    private List<WriteAudit.Entry> merged() {
        return world.sandbox.hubspot().audit().entries().stream()
                .filter(entry -> entry.kind().equals("merge"))
                .toList();
    }

    private Plan merges() {
        return world.plan(EnumSet.of(Capability.MERGES), World.NOW);
    }

    /** The proposal to merge these records, after it was found and approved. */
    private ProposedMerge approved(String connection, List<String> ids) throws InterruptedException {
        world.settleDown();
        Set<SourceRef> wanted = new HashSet<>();
        ids.forEach(id -> wanted.add(ref(connection, id)));
        ProposedMerge found = world.store().proposals().in(Set.of(ProposedMerge.State.PROPOSED)).stream()
                .filter(each -> {
                    Set<SourceRef> records = new HashSet<>(each.proposal().losers());
                    records.add(each.proposal().survivor());
                    return records.equals(wanted);
                })
                .findFirst()
                .orElseThrow();
        world.store().proposals().decide(found.number(), ProposedMerge.State.APPROVED, "ana", world.clock.instant());
        return found;
    }

    private SourceRef ref(String connection, String id) {
        return new SourceRef(world.connected(connection).id(), RecordKind.PERSON, id);
    }
}
