package io.onefunnel.salesforce.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.OrgFixture;
import io.onefunnel.sandbox.salesforce.SalesforceOrg;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Merging;
import io.onefunnel.spi.Merging.MergeSnapshot;
import io.onefunnel.spi.Merging.UndoReport;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Five leads with what hangs on them become one, and become five again. */
class MergeAndUndoTest {
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final OrgFixture fixture =
            new OrgFixture(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    private final SalesforceOrg org = fixture.org();
    private final CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);
    private final Merging merging = adapter.merging().orElseThrow();
    private final List<SourceRef> leads =
            IntStream.range(0, 5).mapToObj(this::lead).toList();
    private final Merge merge = new Merge(
            "intent",
            leads.get(0),
            leads.subList(1, 5),
            Map.of(Field.TITLE, "Director", Field.PHONE, "", Field.STATUS, "WORKING"));

    @AfterEach
    void close() {
        adapter.close();
        fixture.close();
    }

    @Test
    void childrenFieldsAndMembershipsAreAsBeforeAndTheRestIsListed() {
        List<String> tasks = children("Task", Map.of("Subject", "Call"));
        List<String> events = children("Event", Map.of("Subject", "Meeting", "DurationInMinutes", "30"));
        String fair = org.insert("Campaign", Map.of("Name", "Fair"));
        String webinar = org.insert("Campaign", Map.of("Name", "Webinar"));
        // All five were at the fair, two of the losers also at the webinar.
        for (SourceRef lead : leads) member(fair, lead, "Sent");
        member(webinar, leads.get(2), "Responded");
        member(webinar, leads.get(4), "Sent");
        Map<String, Map<String, String>> before = records();
        Set<String> membersBefore = memberships();
        assertThat(merging.blockers(merge)).isEmpty();
        List<String> said = merging.irreversible(merge);
        MergeSnapshot snapshot = merging.snapshot(merge);

        assertThat(write()).isInstanceOf(WriteResult.Written.class);

        String survivor = leads.get(0).id();
        assertThat(parents("Task", tasks)).containsOnly(survivor);
        assertThat(org.record("Lead", survivor))
                .containsEntry("Title", "Director")
                .doesNotContainKey("Phone");
        assertThat(memberships()).hasSize(2);

        UndoReport report = merging.undo(snapshot);

        assertThat(report.restored()).containsExactlyInAnyOrderElementsOf(merge.losers());
        assertThat(records()).isEqualTo(before);
        assertThat(parents("Task", tasks))
                .containsExactlyElementsOf(leads.stream().map(SourceRef::id).toList());
        assertThat(parents("Event", events))
                .containsExactlyElementsOf(leads.stream().map(SourceRef::id).toList());
        assertThat(memberships()).isEqualTo(membersBefore);
        assertThat(report.notRestored())
                .containsExactly("6 CampaignMember were made anew for the losers, with new ids and dates of creation;"
                        + " HasResponded, FirstRespondedDate, Type are as the org sets them.");
        assertThat(said)
                .contains(
                        "CampaignMember rows of the losers can only be made anew: with new ids and dates of creation;"
                                + " HasResponded, FirstRespondedDate, Type cannot be set.",
                        "What nobody can move stays with the survivor: LeadHistory.");
        Map<String, Object> held = org.state();

        UndoReport again = merging.undo(snapshot);

        assertThat(again.notRestored()).isEqualTo(report.notRestored());
        assertThat(again.restored()).containsExactlyInAnyOrderElementsOf(report.restored());
        assertThat(org.state()).isEqualTo(held);
    }

    @Test
    void whatAPersonChangedSinceTheMergeIsNotChangedBack() {
        List<String> tasks = children("Task", Map.of("Subject", "Call"));
        String webinar = org.insert("Campaign", Map.of("Name", "Webinar"));
        member(webinar, leads.get(3), "Sent");
        String somebody = org.insert("Lead", Map.of("LastName", "Hopper", "Company", "Navy"));
        MergeSnapshot snapshot = merging.snapshot(merge);
        write();
        clock.advance(Duration.ofHours(1));
        org.editByHand("Lead", leads.get(0).id(), Map.of("Title", "Chief"));
        org.editByHand("Task", tasks.get(1), Map.of("WhoId", somebody));
        org.deleteByHand("Task", tasks.get(2));
        members().forEach(id -> org.editByHand("CampaignMember", id, Map.of("Status", "Responded")));

        UndoReport report = merging.undo(snapshot);

        assertThat(org.record("Lead", leads.get(0).id()))
                .containsEntry("Title", "Chief")
                .containsEntry("Phone", "0");
        assertThat(org.record("Task", tasks.get(1))).containsEntry("WhoId", somebody);
        assertThat(memberships())
                .containsExactlyInAnyOrder(
                        leads.get(0).id() + " Webinar Responded", leads.get(3).id() + " Webinar Sent");
        assertThat(report.notRestored())
                .contains(
                        "1 Task were deleted since the merge.",
                        "1 Task were given to others since the merge.",
                        "1 CampaignMember that moved to " + leads.get(0).id()
                                + " were changed since and stay there as well.");
    }

    @Test
    void anUndoWhoseAnswerWasLostIsFoundOutByReading() {
        MergeSnapshot snapshot = merging.snapshot(merge);
        write();
        fixture.breakNext("reset-after", "<m:undelete ");

        assertThat(merging.undo(snapshot).restored()).containsExactlyInAnyOrderElementsOf(merge.losers());
    }

    @Test
    void aLoserThatHasLeftTheBinIsNamedAndTheOthersComeBack() {
        String task = org.insert(
                "Task", Map.of("Subject", "Call", "WhoId", leads.get(1).id()));
        MergeSnapshot snapshot = merging.snapshot(merge);
        write();
        org.set("emptyRecycleBin", "now");

        UndoReport report = merging.undo(snapshot);

        assertThat(report.restored()).isEmpty();
        assertThat(org.record("Task", task)).containsEntry("WhoId", leads.get(0).id());
        assertThat(report.notRestored())
                .hasSize(5)
                .contains("1 Task WhoId of losers that did not come back stay with "
                        + leads.get(0).id() + ".");
    }

    @Test
    void aMergeOfFiveIsOneCallOfRequestsInOrderAndItsWinnersAreSetOnce() {
        assertThat(write()).isInstanceOf(WriteResult.Written.class);

        assertThat(fixture.audit()).extracting(entry -> entry.kind()).containsExactly("set", "merge", "merge");
    }

    @Test
    void aLockedRequestIsRepeatedAlone() {
        fixture.lock(1, "<m:merge ");

        assertThat(write()).isInstanceOf(WriteResult.Written.class);
        assertThat(org.state()).containsEntry("Lead.merged", 4);
    }

    private WriteResult write() {
        return adapter.writer(Merge.class).orElseThrow().write(List.of(merge)).get(0);
    }

    private SourceRef lead(int number) {
        return new SourceRef(
                fixture.connection(),
                RecordKind.PERSON,
                org.insert(
                        "Lead",
                        Map.of(
                                "LastName",
                                "Lovelace",
                                "Company",
                                "Engines",
                                "Email",
                                "ada" + number + "@example.org",
                                "Title",
                                "Analyst " + number,
                                "Status",
                                "Open - Not Contacted",
                                "AnnualRevenue",
                                "1000" + number,
                                "Phone",
                                String.valueOf(number))));
    }

    /** One child for each lead, and returns their ids. */
    private List<String> children(String type, Map<String, String> fields) {
        List<String> ids = new ArrayList<>();
        for (SourceRef lead : leads) {
            Map<String, String> all = new LinkedHashMap<>(fields);
            all.put("WhoId", lead.id());
            ids.add(org.insert(type, all));
        }
        return ids;
    }

    private void member(String campaign, SourceRef lead, String status) {
        org.insert("CampaignMember", Map.of("CampaignId", campaign, "LeadId", lead.id(), "Status", status));
    }

    private List<String> parents(String type, List<String> ids) {
        return ids.stream()
                .map(id -> org.record(type, id).getOrDefault("WhoId", ""))
                .toList();
    }

    /** What people see of the leads: all but the stamps of who changed them when. */
    private Map<String, Map<String, String>> records() {
        Map<String, Map<String, String>> records = new LinkedHashMap<>();
        for (SourceRef lead : leads) {
            Map<String, String> record = new LinkedHashMap<>(org.record("Lead", lead.id()));
            record.keySet().removeAll(List.of("LastModifiedDate", "LastModifiedById", "SystemModstamp"));
            records.put(lead.id(), record);
        }
        return records;
    }

    private List<String> members() {
        List<String> ids = new ArrayList<>();
        Cursor at = Cursor.BEGINNING;
        clock.advance(Duration.ofMinutes(20));
        while (true) {
            PullPage page = adapter.pull(RecordKind.RESPONSE, at);
            for (Change change : page.changes())
                if (change instanceof Change.Present) ids.add(change.ref().id());
            if (page.progress() instanceof Progress.CaughtUp) return ids;
            at = page.next();
        }
    }

    /** "lead campaign status" of every membership. */
    private Set<String> memberships() {
        Set<String> memberships = new TreeSet<>();
        for (String id : members()) {
            Map<String, String> member = org.record("CampaignMember", id);
            String campaign = org.record("Campaign", member.getOrDefault("CampaignId", ""))
                    .getOrDefault("Name", "");
            memberships.add(member.get("LeadId") + " " + campaign + " " + member.get("Status"));
        }
        return memberships;
    }
}
