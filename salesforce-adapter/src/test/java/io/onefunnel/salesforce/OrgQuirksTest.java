package io.onefunnel.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.salesforce.SalesforceOrg;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.Merge;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only Salesforce does, as it is seen through the adapter. */
class OrgQuirksTest {
    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final OrgFixture fixture =
            new OrgFixture(clock, new AdapterContext(clock, clock::advance, (operation, took, outcome) -> {}));
    private final SalesforceOrg org = fixture.org();
    private final CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);

    @AfterEach
    void close() {
        adapter.close();
        fixture.close();
    }

    @Test
    void aRecordThatMakesTheOrgsAutomationFailIsFoundByHalvingAndTheOthersAreWritten() {
        List<SourceRef> people = people(8);
        SourceRef poison = people.get(5);
        fixture.refuseBatchesWith(poison, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY");

        List<WriteResult> outcomes = adapter.writer(SetFields.class)
                .orElseThrow()
                .write(people.stream()
                        .map(person -> new SetFields("i" + person.id(), person, Map.of(Field.OF_SCORE, "50"), Map.of()))
                        .toList());

        for (int i = 0; i < people.size(); i++) {
            if (i == 5) continue;
            assertThat(outcomes.get(i)).isInstanceOf(WriteResult.Written.class);
        }
        assertThat(outcomes.get(5))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(AdapterErrorCode.RECORD_INVALID));
        assertThat(fixture.audit()).hasSize(7);
    }

    @Test
    void aMergeThatSpoilsItsCallHoldsBackNoOther() {
        List<SourceRef> people = people(8);
        fixture.refuseCallsWith(people.get(5), "<m:merge ");
        List<Merge> merges = new ArrayList<>();
        for (int i = 0; i < 8; i += 2) {
            merges.add(new Merge("i" + i, people.get(i), List.of(people.get(i + 1)), Map.of(Field.TITLE, "Director")));
        }

        List<WriteResult> outcomes = adapter.writer(Merge.class).orElseThrow().write(merges);

        for (int i : new int[] {0, 1, 3}) assertThat(outcomes.get(i)).isInstanceOf(WriteResult.Written.class);
        assertThat(outcomes.get(2))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(AdapterErrorCode.RECORD_INVALID));
    }

    @Test
    void whatLeftTheBinUnseenIsToldByTheDeletionLogWithinADay() {
        List<SourceRef> people = people(2);
        clock.advance(Duration.ofHours(1));
        Cursor at = pull(Cursor.BEGINNING, new ArrayList<>());
        fixture.delete(people.get(0));
        org.set("emptyRecycleBin", "now");
        clock.advance(Duration.ofHours(25));
        List<Change> changes = new ArrayList<>();

        pull(at, changes);

        assertThat(changes)
                .filteredOn(change -> change.ref().equals(people.get(0)))
                .singleElement()
                .isInstanceOf(Change.Deleted.class);
    }

    @Test
    void aConvertedLeadNamesTheContactThatItBecame() {
        SourceRef lead = people(1).get(0);
        String account = org.insert("Account", Map.of("Name", "Engines"));
        String contact = org.insert("Contact", Map.of("LastName", "Lovelace", "AccountId", account));
        org.convert(lead.id(), account, contact, "", "2026-03-02");

        Change.Present read = (Change.Present) adapter.read(List.of(lead)).get(0);

        assertThat(read.links()).containsEntry(LinkRole.CONVERTED_TO, List.of(contact));
    }

    @Test
    void aTaskAboutAnAccountIsNotLinkedToAnOpportunity() {
        SourceRef lead = people(1).get(0);
        String account = org.insert("Account", Map.of("Name", "Engines"));
        org.insert("Task", Map.of("Subject", "Call", "WhoId", lead.id(), "WhatId", account));
        clock.advance(Duration.ofHours(1));

        PullPage page = adapter.pull(RecordKind.TOUCH, Cursor.BEGINNING);

        Change.Present task = (Change.Present) page.changes().get(0);
        assertThat(task.links())
                .containsEntry(LinkRole.PERSON, List.of(lead.id()))
                .doesNotContainKey(LinkRole.OPPORTUNITY);
    }

    private List<SourceRef> people(int count) {
        List<SourceRef> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(
                    fixture.add(RecordKind.PERSON, Map.of(Field.LAST_NAME, "Lovelace" + i, Field.COMPANY, "Engines")));
        }
        return people;
    }

    private Cursor pull(Cursor from, List<Change> into) {
        Cursor at = from;
        while (true) {
            PullPage page = adapter.pull(RecordKind.PERSON, at);
            into.addAll(page.changes());
            at = page.next();
            if (page.progress() instanceof Progress.CaughtUp) return at;
        }
    }
}
