package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.WriteAudit;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How many calls each job costs: the vendor's limits are shared with everybody else in the portal. */
@DisplayName("The HubSpot adapter spends")
class CallCountTest extends CountedPortal {
    private CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);
    private int made;

    @BeforeEach
    void startCounting() {
        calls.clear();
    }

    @AfterEach
    void close() {
        adapter.close();
    }

    @Test
    @DisplayName("one list call for a hundred people of a backfill, their companies included")
    void backfillLists() {
        people(250);

        pull(Cursor.BEGINNING);

        assertThat(calls).isEqualTo(Map.of("list contacts", 3));
    }

    @Test
    @DisplayName("one search to learn that nothing changed")
    void idleSearchesOnce() {
        people(3);
        Cursor after = pull(Cursor.BEGINNING);
        clock.advance(Duration.ofHours(1));
        after = pull(after);
        clock.advance(Duration.ofHours(1));
        calls.clear();

        pull(after);

        assertThat(calls).isEqualTo(Map.of("search contacts", 1));
    }

    @Test
    @DisplayName("one search for each type of object to learn that nothing at all changed")
    void anIdleRoundSearchesEachTypeOnce() {
        people(3);
        Map<RecordKind, Cursor> cursors = new EnumMap<>(RecordKind.class);
        for (int round = 0; round < 3; round++) {
            calls.clear();
            for (RecordKind kind : RecordKind.values()) {
                cursors.put(kind, pull(kind, cursors.getOrDefault(kind, Cursor.BEGINNING)));
            }
            clock.advance(Duration.ofHours(1));
        }

        Map<String, Integer> expected = new TreeMap<>();
        for (String type :
                List.of("contacts", "companies", "deals", "calls", "emails", "tasks", "communications", "meetings")) {
            expected.put("search " + type, 1);
        }
        // Owners have no search: those who are there and those who left are a list each.
        expected.put("owners", 2);
        assertThat(calls).as("by the mapping that ships").isEqualTo(expected);
    }

    @Test
    @DisplayName("no search of its own for a conversion that the contact's change has shown")
    void conversionsComeWithTheirContacts() {
        SourceRef person = people(1).get(0);
        Cursor people = pull(Cursor.BEGINNING);
        Cursor responses = pull(RecordKind.RESPONSE, Cursor.BEGINNING);
        clock.advance(Duration.ofHours(1));
        people = pull(people);
        responses = pull(RecordKind.RESPONSE, responses);
        clock.advance(Duration.ofHours(1));
        fixture.portal()
                .editByHand(
                        "contacts",
                        person.id(),
                        Map.of(
                                "recent_conversion_date",
                                clock.instant().toString(),
                                "recent_conversion_event_name",
                                "Price list"));
        clock.advance(Duration.ofHours(1));
        pull(people);
        calls.clear();

        PullPage page = adapter.pull(RecordKind.RESPONSE, responses);

        assertThat(page.changes()).singleElement().isInstanceOfSatisfying(Change.Present.class, present -> {
            assertThat(present.fields()).containsEntry("recent_conversion_event_name", "Price list");
            assertThat(present.links()).containsEntry(LinkRole.PERSON, List.of(person.id()));
        });
        assertThat(calls).isEmpty();
    }

    @Test
    @DisplayName("five searches and one association call for a thousand changed people")
    void aThousandChangesAreSixCalls() {
        Cursor after = pull(Cursor.BEGINNING);
        clock.advance(Duration.ofHours(1));
        people(1_000);
        clock.advance(Duration.ofHours(1));
        calls.clear();

        pull(after);

        assertThat(calls).isEqualTo(Map.of("search contacts", 5, "batch read associations", 1));
    }

    @Test
    @DisplayName("one call to write a hundred people")
    void aHundredWritesAreOneCall() {
        assertThat(write(people(100))).hasOnlyElementsOfType(WriteResult.Written.class);

        assertThat(calls).isEqualTo(Map.of("batch update contacts", 1));
    }

    @Test
    @DisplayName("no more than two calls for each halving to find the row for which a batch is refused")
    void aBadRowIsFoundByHalving() {
        List<SourceRef> people = people(100);
        fixture.refuseWritesTo(people.get(42));

        List<WriteResult> outcomes = write(people);

        assertThat(outcomes.get(42)).isInstanceOf(WriteResult.Rejected.class);
        assertThat(outcomes.stream().filter(WriteResult.Written.class::isInstance))
                .hasSize(99);
        assertThat(calls.getOrDefault("batch update contacts", 0)).isLessThanOrEqualTo(1 + 2 * 7);
        assertThat(fixture.audit()).hasSize(99).noneMatch(entry -> entry.repeated());
    }

    @Test
    @DisplayName("one call more when a property is gone, and refuses only the rows that set it")
    void aMissingPropertyIsKnownByItsName() {
        List<SourceRef> people = people(10);
        fixture.portal().set("sensitiveProperties", "contacts.onefunnel_score");
        List<SetFields> commands = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            Field field = i == 3 ? Field.OF_SCORE : Field.OF_ATTEMPTS;
            commands.add(new SetFields("i" + i, people.get(i), Map.of(field, "5"), Map.of()));
        }

        List<WriteResult> outcomes =
                adapter.writer(SetFields.class).orElseThrow().write(commands);

        assertThat(outcomes.get(3))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(AdapterErrorCode.FIELD_NOT_WRITABLE));
        assertThat(outcomes.stream().filter(WriteResult.Written.class::isInstance))
                .hasSize(9);
        assertThat(calls).isEqualTo(Map.of("batch update contacts", 2));
    }

    @Test
    @DisplayName("nothing on a property that was refused by name, until it may have been provisioned")
    void aMissingPropertyStopsItsWrites() {
        fixture.portal().set("sensitiveProperties", "contacts.onefunnel_score");
        write(people(3));
        calls.clear();

        assertThat(write(people(250)))
                .hasSize(250)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> {
                            assertThat(rejected.code()).isEqualTo(AdapterErrorCode.FIELD_NOT_WRITABLE);
                            assertThat(rejected.vendorMessage())
                                    .contains("contacts.onefunnel_score")
                                    .contains("onefunnel provision");
                        }));

        assertThat(calls).isEmpty();
        fixture.portal().set("sensitiveProperties", "");
        clock.advance(Duration.ofMinutes(11));
        assertThat(write(people(1))).hasOnlyElementsOfType(WriteResult.Written.class);
    }

    @Test
    @DisplayName(
            "a list and a read of fifty for deals, whose stages it reads with their times, and one search when idle")
    void dealsComeWithTheirStages() {
        for (int i = 0; i < 120; i++) {
            fixture.add(RecordKind.OPPORTUNITY, Map.of(Field.NAME, "Deal " + i, Field.DEAL_STAGE, "qualifiedtobuy"));
        }

        Cursor after = pull(RecordKind.OPPORTUNITY, Cursor.BEGINNING);

        assertThat(calls).isEqualTo(Map.of("list deals", 2, "batch read deals", 3));
        clock.advance(Duration.ofHours(1));
        after = pull(RecordKind.OPPORTUNITY, after);
        clock.advance(Duration.ofHours(1));
        calls.clear();
        pull(RecordKind.OPPORTUNITY, after);
        assertThat(calls).isEqualTo(Map.of("search deals", 1));
    }

    @Test
    @DisplayName("nothing to write again what a row's error did not concern")
    void rowErrorsArePartial() {
        List<SourceRef> people = people(5);
        fixture.fault("row-error", "batch/update", Map.of("rows", "2", "message", "not valid"));

        List<WriteResult> outcomes = write(people);

        assertThat(outcomes.subList(0, 2)).hasOnlyElementsOfType(WriteResult.Rejected.class);
        assertThat(outcomes.subList(2, 5)).hasOnlyElementsOfType(WriteResult.Written.class);
        assertThat(fixture.audit().stream().map(WriteAudit.Entry::id))
                .containsExactlyInAnyOrderElementsOf(
                        people.subList(2, 5).stream().map(SourceRef::id).toList());
        assertThat(calls).isEqualTo(Map.of("batch update contacts", 1));
    }

    @Test
    @DisplayName("a look at where a merged id went, and writes to the survivor")
    void mergedIdsAreFollowed() {
        List<SourceRef> people = people(3);
        SourceRef survivor = fixture.merge(people.get(0), people.get(1));

        List<WriteResult> outcomes = write(List.of(people.get(0), people.get(2)));

        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        WriteResult.Written.class,
                        written -> assertThat(written.survivor()).contains(survivor));
        assertThat(fixture.value(survivor, Field.OF_SCORE)).isEqualTo("7");
        assertThat(calls).isEqualTo(Map.of("batch update contacts", 2, "read contacts", 1));
    }

    @Test
    @DisplayName("numbered paths where an admin asks for them")
    void legacyPathsWork() {
        adapter.close();
        adapter = fixture.adapter(fixture.mapping(), Access.RIGHT, Map.of("api-version", "legacy"));
        people(2);

        pull(Cursor.BEGINNING);

        assertThat(adapter.check().usable()).isTrue();
        assertThat(calls).containsEntry("list contacts", 1);
    }

    private List<SourceRef> people(int count) {
        List<SourceRef> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "p" + made++ + "@example.org")));
        }
        return people;
    }

    private Cursor pull(Cursor from) {
        return pull(RecordKind.PERSON, from);
    }

    private Cursor pull(RecordKind kind, Cursor from) {
        Cursor at = from;
        while (true) {
            PullPage page = adapter.pull(kind, at);
            at = page.next();
            if (page.progress() instanceof Progress.CaughtUp) return at;
        }
    }

    private List<WriteResult> write(List<SourceRef> people) {
        List<SetFields> commands = people.stream()
                .map(ref -> new SetFields("i-" + ref.id(), ref, Map.of(Field.OF_SCORE, "7"), Map.of()))
                .toList();
        return adapter.writer(SetFields.class).orElseThrow().write(commands);
    }
}
