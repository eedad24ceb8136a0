package io.onefunnel.salesforce.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.onefunnel.model.LinkRole;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.ForwardingVendor;
import io.onefunnel.salesforce.PlainVendor;
import io.onefunnel.salesforce.SandboxOrg;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Change.FieldChange;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.IdRangeSnapshot;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.RecordCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read of an org: by rights, with history, as a whole where it must be. */
class ReadingTest {
    private final SandboxOrg sandbox = new SandboxOrg();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aHiddenObjectIsNamedAndTheOthersOfItsKindAreRead() {
        String lead = sandbox.lead("Lovelace");
        String contact = sandbox.org.insert("Contact", Map.of("LastName", "Hopper"));
        sandbox.org.set("hiddenObjects", "Contact");
        sandbox.aWhilePasses();
        CrmAdapter adapter = sandbox.adapter();
        List<Change> changes = new ArrayList<>();
        Cursor[] at = {Cursor.BEGINNING};

        AdapterException left = catchThrowableOfType(AdapterException.class, () -> {
            while (true) {
                PullPage page = adapter.pull(RecordKind.PERSON, at[0]);
                changes.addAll(page.changes());
                at[0] = page.next();
                if (page.progress() instanceof Progress.CaughtUp) return;
            }
        });

        assertThat(left.code()).isEqualTo(AdapterErrorCode.PERMISSION_MISSING);
        assertThat(left).hasMessageContaining("Contact");
        assertThat(changes).extracting(change -> change.ref().id()).containsExactly(lead);
        sandbox.org.set("hiddenObjects", "");
        sandbox.aWhilePasses();
        assertThat(sandbox.pullPeople(adapter, at[0]).ids()).containsExactly(contact);
    }

    @Test
    void aFieldThatCanBeSeenFromNowOnIsReadOfRecordsThatDidNotChange() {
        String lead = sandbox.org.insert("Lead", Map.of("LastName", "Lovelace", "Company", "E", "Title", "Countess"));
        sandbox.org.set("hiddenFields", "Lead.Title");
        sandbox.aWhilePasses();
        CrmAdapter adapter = sandbox.adapter();
        SandboxOrg.Pulled first = sandbox.pullPeople(adapter, Cursor.BEGINNING);
        assertThat(first.present(lead).fetched()).doesNotContain("Title");
        sandbox.org.set("hiddenFields", "");
        sandbox.aWhilePasses();

        SandboxOrg.Pulled second = sandbox.pullPeople(adapter, first.next());

        assertThat(second.present(lead).fields()).containsEntry("Title", "Countess");
        sandbox.aWhilePasses();
        assertThat(sandbox.pullPeople(adapter, second.next()).changes())
                .as("once")
                .isEmpty();
    }

    @Test
    void theStagesOfAnOpportunityComeWithItByOneQueryForAllOfAPage() {
        List<String> deals = new ArrayList<>();
        for (int i = 0; i < 20; i++) deals.add(deal("Deal " + i));
        sandbox.clock.advance(Duration.ofDays(1));
        sandbox.org.editByHand("Opportunity", deals.get(3), Map.of("StageName", "Qualification"));
        sandbox.clock.advance(Duration.ofDays(1));
        sandbox.org.editByHand("Opportunity", deals.get(3), Map.of("Amount", "100"));
        sandbox.org.editByHand("Opportunity", deals.get(3), Map.of("StageName", "Closed Won"));
        sandbox.aWhilePasses();
        CrmAdapter adapter = sandbox.adapter();
        sandbox.calls.reset();

        SandboxOrg.Pulled pulled = sandbox.pull(adapter, RecordKind.OPPORTUNITY, Cursor.BEGINNING);

        assertThat(pulled.present(deals.get(3)).history())
                .extracting(FieldChange::field, FieldChange::from, FieldChange::to)
                .containsExactly(
                        tuple("StageName", "", "Qualification"), tuple("StageName", "Qualification", "Closed Won"));
        assertThat(pulled.present(deals.get(3)).history().get(0).at()).isEqualTo("2026-03-03T09:00:00Z");
        assertThat(pulled.present(deals.get(7)).history()).isEmpty();
        // Opportunities; their history.
        assertThat(sandbox.calls("queryAll")).isEqualTo(2);
        SourceRef ref = new SourceRef(SandboxOrg.CONNECTION, RecordKind.OPPORTUNITY, deals.get(3));
        assertThat(((Change.Present) adapter.read(List.of(ref)).get(0)).history())
                .hasSize(2);
    }

    @Test
    void trackedFieldsOfALeadHaveTheirHistoryAndItsOwnersById() {
        String lead = sandbox.lead("Lovelace");
        String user = sandbox.org.insert("User", Map.of("LastName", "Rep", "Username", "r@e", "Email", "r@e.org"));
        sandbox.org.editByHand("Lead", lead, Map.of("Status", "Closed - Not Converted"));
        sandbox.clock.advance(Duration.ofHours(1));
        sandbox.org.editByHand("Lead", lead, Map.of("Status", "Working - Contacted", "OwnerId", user));
        sandbox.aWhilePasses();
        CrmAdapter adapter = sandbox.adapter(SandboxOrg.mapping("Lead", Map.of("history", "Status,OwnerId")), Map.of());

        Change.Present present = sandbox.pullPeople(adapter, Cursor.BEGINNING).present(lead);

        assertThat(present.history())
                .filteredOn(change -> change.field().equals("Status"))
                .extracting(FieldChange::to)
                .containsExactly("Closed - Not Converted", "Working - Contacted");
        assertThat(present.history())
                .filteredOn(change -> change.field().equals("OwnerId"))
                .extracting(FieldChange::to)
                .containsExactly(user);
    }

    @Test
    void aPersonAccountIsNoCompany() {
        sandbox.org.set("personAccounts", "on");
        String company = sandbox.org.insert("Account", Map.of("Name", "Engines"));
        String person = sandbox.org.insert("Account", Map.of("FirstName", "Ada", "LastName", "Lovelace"));
        sandbox.aWhilePasses();
        CrmAdapter adapter = sandbox.adapter();

        assertThat(sandbox.pull(adapter, RecordKind.COMPANY, Cursor.BEGINNING).ids())
                .containsExactly(company);
        assertThat(adapter.counts().orElseThrow().count(RecordKind.COMPANY)).hasValue(1);
        SourceRef ref = new SourceRef(SandboxOrg.CONNECTION, RecordKind.COMPANY, person);
        assertThat(adapter.read(List.of(ref))).singleElement().isInstanceOf(Change.Deleted.class);
    }

    @Test
    void aTaskIsLinkedToThePersonAndAnEventOfAnInviteeIsLeftOut() {
        String lead = sandbox.lead("Lovelace");
        String event = sandbox.org.insert("Event", Map.of("Subject", "Demo", "WhoId", lead, "IsChild", "false"));
        sandbox.org.insert("Event", Map.of("Subject", "Demo", "WhoId", lead, "IsChild", "true"));
        sandbox.aWhilePasses();

        SandboxOrg.Pulled pulled = sandbox.pull(sandbox.adapter(), RecordKind.MEETING, Cursor.BEGINNING);

        assertThat(pulled.ids()).containsExactly(event);
        assertThat(pulled.present(event).links()).containsEntry(LinkRole.PERSON, List.of(lead));
    }

    @Test
    void whatTheLogOfDeletionsDoesNotTellAnyMoreIsFoundByComparingIds() {
        List<String> leads = sandbox.leads(5);
        sandbox.aWhilePasses();
        CrmAdapter adapter = sandbox.adapter();
        Cursor at = sandbox.pullPeople(adapter, Cursor.BEGINNING).next();
        sandbox.clock.advance(Duration.ofDays(1));
        sandbox.org.deleteByHand("Lead", leads.get(2));
        sandbox.org.set("emptyRecycleBin", "now");
        sandbox.clock.advance(Duration.ofDays(40));

        SandboxOrg.Pulled pulled = sandbox.pullPeople(adapter, at);

        List<IdRangeSnapshot> living =
                pulled.pages().stream().flatMap(page -> page.idRange().stream()).toList();
        assertThat(living).as("of leads, of contacts").hasSize(2);
        Set<String> there = new HashSet<>(leads);
        there.remove(leads.get(2));
        assertThat(living.get(0).ids()).isEqualTo(there);
        assertThat(living.get(0).after()).isEqualTo("00Q");
        assertThat(leads)
                .allMatch(id -> id.compareTo(living.get(0).after()) > 0
                        && id.compareTo(living.get(0).upTo()) <= 0);
        sandbox.aWhilePasses();
        assertThat(sandbox.pullPeople(adapter, pulled.next()).pages())
                .allMatch(page -> page.idRange().isEmpty());
    }

    @Test
    void aLogThatWasPurgedMeansComparingIdsAndTooManyIdsMeanShorterRanges() {
        List<String> leads = sandbox.leads(2);
        sandbox.aWhilePasses();
        Map<String, String> refusals = new ConcurrentHashMap<>();
        List<String> ranges = new CopyOnWriteArrayList<>();
        try (ForwardingVendor front = new ForwardingVendor(sandbox.url(), request -> {
            if (!request.body().contains("getDeleted")) return Optional.empty();
            ranges.add(request.body());
            String code = refusals.remove("getDeleted");
            return code == null ? Optional.empty() : Optional.of(PlainVendor.fault(code, "no"));
        })) {
            CrmAdapter adapter = sandbox.adapter(front.front.url(), SandboxOrg.mapping(), Map.of());
            Cursor at = sandbox.pullPeople(adapter, Cursor.BEGINNING).next();
            sandbox.org.deleteByHand("Lead", leads.get(0));
            sandbox.org.set("emptyRecycleBin", "now");
            sandbox.clock.advance(Duration.ofDays(2));
            refusals.put("getDeleted", "EXCEEDED_ID_LIMIT");

            SandboxOrg.Pulled halved = sandbox.pullPeople(adapter, at);

            assertThat(halved.changes())
                    .filteredOn(Change.Deleted.class::isInstance)
                    .extracting(change -> change.ref().id())
                    .containsExactly(leads.get(0));
            assertThat(ranges).as("whole, two halves; contacts").hasSize(4);
            sandbox.clock.advance(Duration.ofDays(2));
            refusals.put("getDeleted", "INVALID_REPLICATION_DATE");
            SandboxOrg.Pulled compared = sandbox.pullPeople(adapter, halved.next());
            assertThat(compared.pages().stream().flatMap(page -> page.idRange().stream()))
                    .singleElement()
                    .satisfies(living -> assertThat(living.ids()).containsExactly(leads.get(1)));
        }
    }

    @Test
    void anEstimateNamesTheRoadAndIsNearWhatTheLoadCosts() {
        sandbox.leads(4_500);
        sandbox.aWhilePasses();
        CrmAdapter adapter = sandbox.adapter();
        RecordCounts.Estimate byQuery =
                adapter.counts().orElseThrow().estimate(RecordKind.PERSON).orElseThrow();
        assertThat(byQuery.records()).isEqualTo(4_500);
        assertThat(byQuery.road()).isEqualTo("SOAP query");
        long calls = sandbox.calls.total();

        sandbox.pullPeople(adapter, Cursor.BEGINNING);

        assertThat(byQuery.calls()).isBetween(sandbox.calls.total() - calls - 1, sandbox.calls.total() - calls + 1);
        assertThat(sandbox.adapter(Map.of("bulk-from", "1000"))
                        .counts()
                        .orElseThrow()
                        .estimate(RecordKind.PERSON)
                        .orElseThrow()
                        .road())
                .isEqualTo("Bulk API 2.0 query");
    }

    private String deal(String name) {
        return sandbox.org.insert(
                "Opportunity", Map.of("Name", name, "StageName", "Prospecting", "CloseDate", "2026-06-30"));
    }
}
