package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.normalize.NativeLinks;
import io.onefunnel.normalize.Normalizer;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("While a portal lives on, nothing of it is lost:")
class NothingIsLostTest extends CountedPortal {
    private final CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);
    private final Map<SourceRef, Change> mirror = new LinkedHashMap<>();

    @AfterEach
    void close() {
        adapter.close();
    }

    @Test
    @DisplayName("not one of 12,000 contacts with one lastmodifieddate, by sixty searches")
    void manyRowsWithOneStamp() {
        // A clock that jumps lets calls arrive together; here it is the calls that are counted.
        fixture.portal().set("limits", "off");
        Cursor after = pull(Cursor.BEGINNING);
        clock.advance(Duration.ofHours(1));
        List<SourceRef> people = people(12_000);
        clock.advance(Duration.ofHours(1));
        calls.clear();

        pull(after);

        assertThat(mirror).hasSize(12_000);
        assertNobodyIsMissing(people);
        assertThat(calls).containsEntry("search contacts", 60).containsEntry("batch read associations", 12);
    }

    @Test
    @DisplayName(
            "neither when all of it comes together: 12,000 contacts with one stamp, indexed 90 s late, of which a user"
                    + " merges two and archives two between two pages, while a property is taken away")
    void allOfItTogether() {
        fixture.portal().set("limits", "off");
        Cursor after = pull(Cursor.BEGINNING);
        clock.advance(Duration.ofHours(1));
        fixture.portal().set("indexLagSeconds", "90");
        List<SourceRef> people = people(12_000);
        // Their moment is past, and settled, and the index does not know of one of them.
        clock.advance(Duration.ofSeconds(80));
        after = pull(after);
        assertThat(mirror).isEmpty();
        clock.advance(Duration.ofMinutes(5));

        PullPage first = adapter.pull(RecordKind.PERSON, after);
        take(first);
        SourceRef read = ref(first, 10);
        SourceRef archivedRead = ref(first, 11);
        List<SourceRef> unread =
                people.stream().filter(ref -> !mirror.containsKey(ref)).toList();
        assertThat(unread).as("a page is not all").hasSizeGreaterThan(9_000);
        SourceRef archivedUnread = unread.get(1);
        SourceRef survivor = fixture.merge(read, unread.get(0));
        fixture.delete(archivedRead);
        fixture.delete(archivedUnread);
        fixture.portal().set("sensitiveProperties", "contacts.onefunnel_score");
        after = pull(first.next());
        clock.advance(Duration.ofMinutes(5));
        after = pull(after);
        clock.advance(Duration.ofHours(7));
        pull(after);

        assertNobodyIsMissing(people);
        assertThat(List.of(read, unread.get(0)))
                .allSatisfy(old -> assertThat(mirror.get(old))
                        .isInstanceOfSatisfying(
                                Change.MergedInto.class,
                                merged -> assertThat(merged.survivor()).isEqualTo(survivor)));
        assertThat(List.of(archivedRead, archivedUnread))
                .allSatisfy(old -> assertThat(mirror.get(old)).isInstanceOf(Change.Deleted.class));
        assertThat(people.stream().filter(ref -> mirror.get(ref) instanceof Change.Present))
                .hasSize(11_996);
        assertThat(mirror.get(survivor)).isInstanceOf(Change.Present.class);
        assertThat(first.changes())
                .allSatisfy(change ->
                        assertThat(((Change.Present) change).fetched()).contains("onefunnel_score"));
        assertThat(((Change.Present) Objects.requireNonNull(mirror.get(survivor))).fetched())
                .as("what was taken away is unknown, not empty")
                .doesNotContain("onefunnel_score")
                .contains("onefunnel_stage");
        assertThat(adapter.check().problems())
                .anySatisfy(problem -> assertThat(problem.what()).contains("contacts.onefunnel_score"));
    }

    /** Asks the map for each of thousands; an assertion on its keys would go through all of them each time. */
    private void assertNobodyIsMissing(List<SourceRef> people) {
        assertThat(people).filteredOn(person -> !mirror.containsKey(person)).isEmpty();
    }

    private static SourceRef ref(PullPage page, int index) {
        return page.changes().get(index).ref();
    }

    @Test
    @DisplayName("neither where two went that a user merges, and archives as one, between two pulls")
    void mergedAndArchived() {
        Cursor after = pull(Cursor.BEGINNING);
        List<SourceRef> people = people(3);
        clock.advance(Duration.ofMinutes(5));
        after = pull(after);
        SourceRef survivor = fixture.merge(people.get(0), people.get(1));
        clock.advance(Duration.ofMinutes(5));
        fixture.delete(survivor);
        clock.advance(Duration.ofHours(7));

        pull(after);

        assertThat(people.subList(0, 2))
                .allSatisfy(old -> assertThat(mirror.get(old))
                        .isInstanceOfSatisfying(
                                Change.MergedInto.class,
                                merged -> assertThat(merged.survivor()).isEqualTo(survivor)));
        assertThat(mirror.get(survivor)).isInstanceOf(Change.Deleted.class);
        assertThat(mirror.get(people.get(2))).isInstanceOf(Change.Present.class);
    }

    @Test
    @DisplayName("not rows that the search index shows ninety seconds late")
    void rowsIndexedLate() {
        Cursor after = pull(Cursor.BEGINNING);
        fixture.portal().set("indexLagSeconds", "90");
        List<SourceRef> people = new ArrayList<>();
        for (int minute = 0; minute < 30; minute++) {
            people.addAll(people(1));
            clock.advance(Duration.ofSeconds(47));
            after = pull(after);
        }
        clock.advance(Duration.ofMinutes(5));

        pull(after);

        assertNobodyIsMissing(people);
    }

    @Test
    @DisplayName("not a row that the index never shows: a list of all ids brings it within a day")
    void rowsNeverIndexed() {
        Cursor after = pull(Cursor.BEGINNING);
        clock.advance(Duration.ofHours(1));
        SourceRef shown = people(1).get(0);
        SourceRef hidden = people(1).get(0);
        fixture.portal().set("indexLagRecords", "contacts." + hidden.id() + "=99999999");
        fixture.edit(hidden, Map.of(Field.CITY, "Bonn"));
        clock.advance(Duration.ofHours(1));
        after = pull(after);
        assertThat(mirror).containsKey(shown);

        clock.advance(Duration.ofHours(24));
        pull(after);

        assertThat(mirror.get(hidden))
                .isInstanceOfSatisfying(
                        Change.Present.class,
                        present -> assertThat(present.fields()).containsEntry("city", "Bonn"));
    }

    @Test
    @DisplayName("not a contact that a user merges between two pages, nor one that is archived there")
    void mergedAndArchivedBetweenTwoPages() {
        Cursor after = pull(Cursor.BEGINNING);
        clock.advance(Duration.ofHours(1));
        List<SourceRef> people = people(2_400);
        clock.advance(Duration.ofHours(1));
        PullPage first = adapter.pull(RecordKind.PERSON, after);
        take(first);
        SourceRef read = people.get(10);
        SourceRef unread = people.get(2_390);
        clock.advance(Duration.ofSeconds(1));
        SourceRef survivor = fixture.merge(read, unread);
        fixture.delete(people.get(11));
        fixture.delete(people.get(2_391));

        after = pull(first.next());
        clock.advance(Duration.ofHours(7));
        pull(after);

        assertThat(mirror.get(read))
                .isInstanceOfSatisfying(
                        Change.MergedInto.class,
                        merged -> assertThat(merged.survivor()).isEqualTo(survivor));
        assertThat(mirror.get(unread)).isInstanceOf(Change.MergedInto.class);
        assertThat(mirror.get(survivor)).isInstanceOf(Change.Present.class);
        assertThat(mirror.get(people.get(11))).isInstanceOf(Change.Deleted.class);
        assertThat(mirror.get(people.get(2_391))).isInstanceOf(Change.Deleted.class);
        assertThat(people.stream().filter(ref -> mirror.get(ref) instanceof Change.Present))
                .hasSize(2_396);
    }

    @Test
    @DisplayName("and a property that is taken away is unknown from then on, not empty, and named")
    void aRemovedPropertyIsNamed() {
        people(1);
        Cursor after = pull(Cursor.BEGINNING);
        SourceRef person = people(1).get(0);
        fixture.portal().set("sensitiveProperties", "contacts.onefunnel_score");
        clock.advance(Duration.ofHours(1));

        pull(after);

        assertThat(mirror.get(person))
                .isInstanceOfSatisfying(
                        Change.Present.class,
                        present -> assertThat(present.fetched())
                                .contains("onefunnel_stage")
                                .doesNotContain("onefunnel_score"));
        assertThat(adapter.check().problems())
                .anySatisfy(problem -> assertThat(problem.what()).contains("contacts.onefunnel_score"));
        assertThat(adapter.writer(SetFields.class)
                        .orElseThrow()
                        .write(List.of(new SetFields("i", person, Map.of(Field.OF_SCORE, "7"), Map.of()))))
                .singleElement()
                .isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> {
                    assertThat(rejected.code()).isEqualTo(AdapterErrorCode.FIELD_NOT_WRITABLE);
                    assertThat(rejected.vendorMessage()).contains("onefunnel_score");
                });
    }

    @Test
    @DisplayName("nor that an owner left, who was known before and whose stamp does not move")
    void anOwnerWhoLeft() {
        SourceRef stays = fixture.addUser("grace@example.com");
        SourceRef leaves = fixture.addUser("ada@example.com");
        Cursor after = pull(RecordKind.USER, Cursor.BEGINNING);
        clock.advance(Duration.ofDays(2));
        after = pull(RecordKind.USER, after);
        mirror.clear();
        assertThat(pull(RecordKind.USER, after)).isNotNull();
        assertThat(mirror).as("nothing changed").isEmpty();
        fixture.portal().archiveOwner(leaves.id());
        clock.advance(Duration.ofDays(2));

        pull(RecordKind.USER, after);

        assertThat(active(leaves)).isEqualTo("false");
        assertThat(active(stays)).isEqualTo("true");
    }

    private String active(SourceRef owner) {
        return mirror.get(owner) instanceof Change.Present present
                ? present.fields().getOrDefault("active", "")
                : "not told";
    }

    @Test
    @DisplayName("nor when a deal entered its stages: the times are the deal's and not those of the sync")
    void stagesHaveTheirTimes() {
        Instant created = clock.instant();
        SourceRef deal = fixture.add(
                RecordKind.OPPORTUNITY, Map.of(Field.NAME, "Acme", Field.DEAL_STAGE, "appointmentscheduled"));
        clock.advance(Duration.ofDays(3));
        Instant qualified = clock.instant();
        fixture.edit(deal, Map.of(Field.DEAL_STAGE, "qualifiedtobuy"));
        clock.advance(Duration.ofDays(3));
        Cursor after = pull(RecordKind.OPPORTUNITY, Cursor.BEGINNING);
        Instant won = clock.instant();
        fixture.edit(deal, Map.of(Field.DEAL_STAGE, "closedwon"));
        clock.advance(Duration.ofDays(3));

        pull(RecordKind.OPPORTUNITY, after);

        Normalizer normalizer =
                new Normalizer(fixture.connection(), fixture.mapping(), NativeLinks.to(fixture.connection()));
        Change.Present present = (Change.Present) Objects.requireNonNull(mirror.get(deal));
        assertThat(normalizer.opportunity(present, List.of()).stages())
                .extracting(stage -> stage.stage() + " " + stage.at())
                .containsExactly("appointmentscheduled " + created, "qualifiedtobuy " + qualified, "closedwon " + won);
    }

    @Test
    @DisplayName("four contacts that are merged are one, their ids lead to it, and nothing is left to do")
    void aMergeOfFour() {
        List<SourceRef> people = people(4);
        Cursor after = pull(Cursor.BEGINNING);
        Merge merge = new Merge("m", people.get(0), people.subList(1, 4), Map.of(Field.CITY, "Bonn"));

        WriteResult outcome =
                adapter.writer(Merge.class).orElseThrow().write(List.of(merge)).get(0);

        SourceRef survivor = ((WriteResult.Written) outcome).survivor().orElseThrow();
        assertThat(people).doesNotContain(survivor);
        clock.advance(Duration.ofHours(1));
        pull(after);
        assertThat(people)
                .allSatisfy(old -> assertThat(mirror.get(old))
                        .isInstanceOfSatisfying(
                                Change.MergedInto.class,
                                merged -> assertThat(merged.survivor()).isEqualTo(survivor)));
        try (CrmAdapter afterwards = fixture.adapter(fixture.mapping(), Access.RIGHT)) {
            // Another process knows the old ids only.
            List<SetFields> commands = List.of(score(people.get(0)), score(people.get(3)));
            assertThat(afterwards.writer(SetFields.class).orElseThrow().write(commands))
                    .allSatisfy(written -> assertThat(written)
                            .isInstanceOfSatisfying(
                                    WriteResult.Written.class,
                                    each -> assertThat(each.survivor()).contains(survivor)));
            long merges = merges();
            assertThat(afterwards.writer(Merge.class).orElseThrow().settle(List.of(merge)))
                    .hasOnlyElementsOfType(WriteResult.Written.class);
            assertThat(afterwards.writer(Merge.class).orElseThrow().write(List.of(merge)))
                    .noneMatch(WriteResult.Rejected.class::isInstance);
            assertThat(merges()).as("merge calls of a merge that is done").isEqualTo(merges);
        }
        assertThat(fixture.value(survivor, Field.OF_SCORE)).isEqualTo("7");
        assertThat(fixture.value(survivor, Field.CITY)).isEqualTo("Bonn");
    }

    private int merges() {
        return calls.getOrDefault("merge contacts", 0);
    }

    private static SetFields score(SourceRef person) {
        return new SetFields("i-" + person.id(), person, Map.of(Field.OF_SCORE, "7"), Map.of());
    }

    private List<SourceRef> people(int count) {
        List<SourceRef> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(fixture.add(
                    RecordKind.PERSON, Map.of(Field.EMAIL, "p" + clock.millis() + "-" + i + "@example.org")));
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
            take(page);
            at = page.next();
            if (page.progress() instanceof Progress.CaughtUp) return at;
        }
    }

    private void take(PullPage page) {
        page.changes().forEach(change -> mirror.put(change.ref(), change));
    }
}
