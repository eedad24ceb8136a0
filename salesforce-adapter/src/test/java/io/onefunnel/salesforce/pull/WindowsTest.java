package io.onefunnel.salesforce.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.LinkRole;
import io.onefunnel.model.RecordKind;
import io.onefunnel.salesforce.SandboxOrg;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.Mirror;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That windows lose nobody and bring nobody twice, counted against what the org holds. */
class WindowsTest {
    private final SandboxOrg sandbox = new SandboxOrg();
    private final Mirror mirror = new Mirror();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void twelveThousandLeadsOfOneStampComeOnceEach() {
        CrmAdapter adapter = sandbox.adapter();
        Cursor start = sandbox.pullPeople(adapter, Cursor.BEGINNING).next();
        sandbox.aWhilePasses();
        List<String> leads = sandbox.leads(12_000);
        sandbox.aWhilePasses();

        SandboxOrg.Pulled pulled = sandbox.pullPeople(adapter, start);

        assertThat(pulled.ids()).hasSize(12_000).doesNotHaveDuplicates();
        assertThat(new HashSet<>(pulled.ids())).isEqualTo(new HashSet<>(leads));
    }

    @Test
    void twelveThousandLeadsOfOneStampComeOnceEachByBulkToo() {
        CrmAdapter adapter = sandbox.adapter(Map.of("bulk-from", "5000", "bulk-page", "1000"));
        Cursor start = sandbox.pullPeople(adapter, Cursor.BEGINNING).next();
        sandbox.aWhilePasses();
        List<String> leads = sandbox.leads(12_000);
        sandbox.aWhilePasses();
        sandbox.calls.reset();

        SandboxOrg.Pulled pulled = sandbox.pullPeople(adapter, start);

        assertThat(pulled.ids()).hasSize(12_000).doesNotHaveDuplicates();
        assertThat(new HashSet<>(pulled.ids())).isEqualTo(new HashSet<>(leads));
        // The first page said how much there is; a job, one look at it, and one result of 10,000 rows.
        assertThat(sandbox.calls("POST jobs/query")).isEqualTo(1);
        assertThat(sandbox.calls("GET jobs/query job")).isEqualTo(1);
        assertThat(sandbox.calls("GET jobs/query results")).isEqualTo(1);
        assertThat(sandbox.calls("queryAll")).as("leads, contacts").isEqualTo(2);
    }

    @Test
    void aRowCommittedFourMinutesLateIsNotLost() {
        CrmAdapter adapter = sandbox.adapter();
        Cursor at = sandbox.pullPeople(adapter, Cursor.BEGINNING).next();
        sandbox.aWhilePasses();
        sandbox.org.set("lateCommitSeconds", "240");
        String late = sandbox.lead("Late");
        sandbox.org.set("lateCommitSeconds", "0");
        sandbox.clock.advance(Duration.ofSeconds(30));
        String other = sandbox.lead("Other");
        for (int minute = 0; minute < 8; minute++) {
            sandbox.clock.advance(Duration.ofMinutes(1));
            SandboxOrg.Pulled pulled = sandbox.pullPeople(adapter, at);
            mirror.take(pulled.changes());
            at = pulled.next();
        }

        assertThat(mirror.live()).extracting(ref -> ref.id()).containsExactlyInAnyOrder(late, other);
    }

    @Test
    void aRowEditedBetweenTwoPagesHasItsLastValueInTheEnd() {
        List<String> leads = sandbox.leads(4_500);
        sandbox.aWhilePasses();
        CrmAdapter adapter = sandbox.adapter();
        PullPage first = adapter.pull(RecordKind.PERSON, Cursor.BEGINNING);
        mirror.take(first.changes());
        String read = first.changes().get(0).ref().id();
        String unread = leads.stream()
                .filter(id -> first.changes().stream()
                        .noneMatch(change -> change.ref().id().equals(id)))
                .findFirst()
                .orElseThrow();
        sandbox.clock.advance(Duration.ofSeconds(2));
        sandbox.org.editByHand("Lead", read, Map.of("Title", "Director"));
        sandbox.org.editByHand("Lead", unread, Map.of("Title", "Director"));

        SandboxOrg.Pulled rest = sandbox.pullPeople(adapter, first.next());
        mirror.take(rest.changes());
        sandbox.aWhilePasses();
        mirror.take(sandbox.pullPeople(adapter, rest.next()).changes());

        assertThat(mirror.live()).hasSize(4_500);
        assertThat(mirror.live().stream()
                        .map(ref -> mirror.present(ref).orElseThrow())
                        .filter(present -> "Director".equals(present.fields().get("Title")))
                        .map(present -> present.ref().id()))
                .containsExactlyInAnyOrder(read, unread);
    }

    @Test
    void aLeadConvertedBetweenTwoRunsNamesItsContactAndBothAreThere() {
        String lead = sandbox.lead("Lovelace");
        sandbox.aWhilePasses();
        CrmAdapter adapter = sandbox.adapter();
        SandboxOrg.Pulled before = sandbox.pullPeople(adapter, Cursor.BEGINNING);
        assertThat(before.ids()).containsExactly(lead);
        String account = sandbox.org.insert("Account", Map.of("Name", "Engines"));
        String contact = sandbox.org.insert("Contact", Map.of("LastName", "Lovelace", "AccountId", account));
        sandbox.org.convert(lead, account, contact, "", "2026-03-02");
        sandbox.aWhilePasses();

        SandboxOrg.Pulled after = sandbox.pullPeople(adapter, before.next());

        assertThat(after.ids()).containsExactlyInAnyOrder(lead, contact);
        assertThat(after.present(lead).links()).containsEntry(LinkRole.CONVERTED_TO, List.of(contact));
        sandbox.aWhilePasses();
        assertThat(sandbox.pullPeople(adapter, after.next()).changes()).isEmpty();
    }

    @Test
    void aChainOfMergesIsToldLinkByLink() {
        List<String> leads = sandbox.leads(3);
        sandbox.aWhilePasses();
        CrmAdapter adapter = sandbox.adapter();
        Cursor at = sandbox.pullPeople(adapter, Cursor.BEGINNING).next();
        sandbox.org.mergeByHand("Lead", leads.get(1), List.of(leads.get(0)));
        sandbox.clock.advance(Duration.ofMinutes(1));
        sandbox.org.mergeByHand("Lead", leads.get(2), List.of(leads.get(1)));
        sandbox.aWhilePasses();

        List<Change> told = sandbox.pullPeople(adapter, at).changes();

        assertThat(told.stream()
                        .filter(Change.MergedInto.class::isInstance)
                        .map(Change.MergedInto.class::cast)
                        .map(merged ->
                                merged.ref().id() + ">" + merged.survivor().id()))
                .containsExactlyInAnyOrder(leads.get(0) + ">" + leads.get(1), leads.get(1) + ">" + leads.get(2));
    }
}
