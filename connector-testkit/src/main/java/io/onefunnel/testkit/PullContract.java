package io.onefunnel.testkit;

import static io.onefunnel.model.Field.CITY;
import static io.onefunnel.model.Field.COMPANY;
import static io.onefunnel.model.Field.EMAIL;
import static io.onefunnel.model.Field.FIRST_NAME;
import static io.onefunnel.model.Field.LAST_NAME;
import static io.onefunnel.model.Field.NAME;
import static io.onefunnel.model.Field.OF_SCORE;
import static io.onefunnel.model.Field.OF_SCORE_AT;
import static io.onefunnel.model.Field.TITLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.TestBench.Pulled;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pull brings, of a world in which nothing goes wrong. */
interface PullContract extends ContractPart {
    @Test
    default void aPullFromTheBeginningBringsEveryPerson() {
        List<SourceRef> people = bench().addPeople(3);
        bench().aWhilePasses();

        Pulled pulled = bench().pullPeople(bench().adapter(), Cursor.BEGINNING);

        assertThat(pulled.changes()).hasOnlyElementsOfType(Change.Present.class);
        assertThat(pulled.refs()).containsExactlyInAnyOrderElementsOf(people);
    }

    @Test
    default void anEmptyAccountIsAnEmptyPageThatIsCaughtUp() {
        Pulled pulled = bench().pullPeople(bench().adapter(), Cursor.BEGINNING);

        assertThat(pulled.changes()).isEmpty();
    }

    @Test
    default void morePeopleThanAPageHoldsComeInSeveralPages() {
        List<SourceRef> people = bench().addPeople(vendor().moreThanOnePage());
        bench().aWhilePasses();

        Pulled pulled = bench().pullPeople(bench().adapter(), Cursor.BEGINNING);

        assertThat(pulled.pages().stream().filter(page -> !page.changes().isEmpty()))
                .as("pages with people")
                .hasSizeGreaterThan(1);
        assertThat(pulled.refs()).containsExactlyInAnyOrderElementsOf(people);
    }

    @Test
    default void nothingIsNewWhenAskedAgainFromTheReturnedCursor() {
        bench().addPeople(5);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        Pulled first = bench().pullPeople(adapter, Cursor.BEGINNING);
        mirror.take(first.changes());
        bench().aWhilePasses();

        Pulled second = bench().pullPeople(adapter, first.next());

        assertThat(mirror.take(second.changes())).isEmpty();
    }

    @Test
    default void recordsLongUnchangedDoNotComeAgain() {
        bench().addPeople(5);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Cursor first = bench().pullPeople(adapter, Cursor.BEGINNING).next();
        bench().aWhilePasses();
        Cursor second = bench().pullPeople(adapter, first).next();
        bench().aWhilePasses();

        assertThat(bench().pullPeople(adapter, second).changes()).isEmpty();
    }

    @Test
    default void aNewPersonAndAChangedOneArriveAndNobodyElse() {
        List<SourceRef> people = bench().addPeople(4);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        Pulled first = bench().pullPeople(adapter, Cursor.BEGINNING);
        mirror.take(first.changes());
        bench().aWhilePasses();
        vendor().edit(people.get(2), Map.of(TITLE, "Director"));
        SourceRef added = bench().addPerson(99);
        bench().aWhilePasses();

        List<Change> news =
                mirror.take(bench().pullPeople(adapter, first.next()).changes());

        assertThat(news).extracting(Change::ref).containsExactlyInAnyOrder(people.get(2), added);
        assertThat(value(mirror, people.get(2), TITLE)).isEqualTo("Director");
    }

    @Test
    default void everyChangeOfOnePersonBringsALaterVersion() {
        SourceRef person = bench().addPerson(1);
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        Cursor at = Cursor.BEGINNING;
        Instant before = Instant.MIN;
        for (String title : List.of("Analyst", "Manager", "Director")) {
            bench().aWhilePasses();
            vendor().edit(person, Map.of(TITLE, title));
            bench().aWhilePasses();
            Pulled pulled = bench().pullPeople(adapter, at);
            at = pulled.next();
            mirror.take(pulled.changes());
            assertThat(value(mirror, person, TITLE)).isEqualTo(title);
            Instant version = mirror.present(person).orElseThrow().version();
            assertThat(version).as("version of " + title).isAfter(before);
            before = version;
        }
    }

    @Test
    default void anEmptyFieldIsFetchedAndHasNoValue() {
        SourceRef person = bench().addPerson(1);
        bench().aWhilePasses();

        Change.Present present = onlyPerson(bench().pullPeople(bench().adapter(), Cursor.BEGINNING));

        assertThat(present.ref()).isEqualTo(person);
        String city = Mappings.nameOf(bench().mapping(), present, CITY);
        assertThat(present.fetched()).contains(city);
        assertThat(present.fields()).doesNotContainKey(city);
        assertThat(present.fetched())
                .as("what has a value was fetched")
                .containsAll(present.fields().keySet());
    }

    @Test
    default void aFieldThatWasClearedLosesItsValue() {
        SourceRef person = bench().addPerson(1);
        vendor().edit(person, Map.of(TITLE, "Director"));
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        Pulled first = bench().pullPeople(adapter, Cursor.BEGINNING);
        mirror.take(first.changes());
        bench().aWhilePasses();
        vendor().edit(person, Map.of(TITLE, ""));
        bench().aWhilePasses();

        mirror.take(bench().pullPeople(adapter, first.next()).changes());

        Change.Present present = mirror.present(person).orElseThrow();
        assertThat(present.fetched()).contains(Mappings.nameOf(bench().mapping(), present, TITLE));
        assertThat(Mappings.value(bench().mapping(), present, TITLE)).isEmpty();
    }

    @Test
    default void valuesComeInTheCanonicalFormOfTheirType() {
        SourceRef person = bench().addPerson(1);
        vendor().edit(person, Map.of(OF_SCORE, "87", OF_SCORE_AT, "2026-02-27T16:30:00Z"));
        bench().aWhilePasses();

        Change.Present present = onlyPerson(bench().pullPeople(bench().adapter(), Cursor.BEGINNING));

        assertThat(Mappings.value(bench().mapping(), present, OF_SCORE))
                .hasValueSatisfying(score -> assertThat(new BigDecimal(score)).isEqualByComparingTo("87"))
                .hasValueSatisfying(score -> assertThat(score).doesNotContainIgnoringCase("e"));
        assertThat(Mappings.value(bench().mapping(), present, OF_SCORE_AT))
                .hasValueSatisfying(at -> assertThat(at).endsWith("Z"))
                .hasValueSatisfying(at -> assertThat(Instant.parse(at)).isEqualTo("2026-02-27T16:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Łukasz Żółć",
                "王小明",
                "محمد علي",
                "Ωμέγα Ñandú",
                "О'Коннор \"Нёма\"",
                "🚀 Ünïcôdé",
                "a, b; c | d",
                "<b>R&D</b> && 100 %",
                "\\back \\n slash"
            })
    default void textInEveryAlphabetSurvivesReading(String text) {
        Map<Field, String> values = new HashMap<>(TestBench.person(1));
        values.put(FIRST_NAME, text);
        values.put(LAST_NAME, text);
        values.put(COMPANY, text);
        vendor().add(RecordKind.PERSON, values);
        bench().aWhilePasses();

        Change.Present present = onlyPerson(bench().pullPeople(bench().adapter(), Cursor.BEGINNING));

        assertThat(Mappings.value(bench().mapping(), present, FIRST_NAME)).contains(text);
        assertThat(Mappings.value(bench().mapping(), present, LAST_NAME)).contains(text);
        assertThat(Mappings.value(bench().mapping(), present, COMPANY)).contains(text);
    }

    @Test
    default void linksNameRecordsThatThePullOfTheirKindBrings() {
        SourceRef person = bench().addPerson(1);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Change.Present unowned = onlyPerson(bench().pullPeople(adapter, Cursor.BEGINNING));
        Mapping.Type type = bench().mapping().types().get(unowned.type());
        assertThat(type).as("the mapping's type \"%s\"", unowned.type()).isNotNull();
        if (!type.links().containsKey(LinkRole.OWNER)) {
            assertThat(unowned.links()).doesNotContainKey(LinkRole.OWNER);
            return;
        }
        SourceRef user = vendor().addUser("grace@example.com");
        vendor().assign(person, user);
        bench().aWhilePasses();

        Change.Present present = onlyPerson(bench().pullPeople(bench().adapter(), Cursor.BEGINNING));

        assertThat(present.links()).containsEntry(LinkRole.OWNER, List.of(user.id()));
        assertThat(bench().pull(adapter, RecordKind.USER, Cursor.BEGINNING).refs())
                .contains(user);
    }

    @ParameterizedTest
    @EnumSource(
            value = RecordKind.class,
            names = {"COMPANY", "OPPORTUNITY"})
    default void companiesAndOpportunitiesArriveWhereTheyAreMapped(RecordKind kind) {
        if (bench().mapping().typesOf(kind).isEmpty()) return; // then the test of unmapped kinds speaks of them
        SourceRef first = vendor().add(kind, Map.of(NAME, "First"));
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();
        Mirror mirror = new Mirror();
        Pulled pulled = bench().pull(adapter, kind, Cursor.BEGINNING);
        mirror.take(pulled.changes());
        assertThat(mirror.live()).containsExactly(first);
        bench().aWhilePasses();
        SourceRef second = vendor().add(kind, Map.of(NAME, "Second"));
        vendor().edit(first, Map.of(NAME, "Renamed"));
        bench().aWhilePasses();

        mirror.take(bench().pull(adapter, kind, pulled.next()).changes());

        assertThat(mirror.live()).containsExactlyInAnyOrder(first, second);
        assertThat(value(mirror, first, NAME)).isEqualTo("Renamed");
    }

    @ParameterizedTest
    @EnumSource(RecordKind.class)
    default void aKindThatIsNotMappedIsAnEmptyPageWithoutACall(RecordKind kind) {
        bench().addPerson(1);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter(Mappings.without(bench().mapping(), kind), Access.RIGHT);
        long calls = vendor().calls();

        PullPage page = adapter.pull(kind, Cursor.BEGINNING);

        assertThat(page.changes()).isEmpty();
        assertThat(page.progress()).isInstanceOf(Progress.CaughtUp.class);
        assertThat(vendor().calls()).as("calls").isEqualTo(calls);
    }

    @ParameterizedTest
    @EnumSource(RecordKind.class)
    default void everyMappedKindCanBePulledFromAnEmptyAccount(RecordKind kind) {
        Pulled pulled = bench().pull(bench().adapter(), kind, Cursor.BEGINNING);

        assertThat(pulled.refs()).allSatisfy(ref -> assertThat(ref.kind()).isEqualTo(kind));
        assertThat(pulled.completeTo()).isBeforeOrEqualTo(pulled.began());
    }

    @Test
    default void everyPulledRecordBelongsToTheConnectionAndIsTypedByTheMapping() {
        bench().addPeople(2);
        bench().aWhilePasses();
        CrmAdapter adapter = bench().adapter();

        assertThat(adapter.connection()).isEqualTo(vendor().connection());
        assertThat(bench().pullPeople(adapter, Cursor.BEGINNING).changes()).allSatisfy(change -> {
            assertThat(change.ref().connection()).isEqualTo(vendor().connection());
            assertThat(change.ref().kind()).isEqualTo(RecordKind.PERSON);
            assertThat(bench().mapping().types()).containsKey(((Change.Present) change).type());
            assertThat(Mappings.value(bench().mapping(), (Change.Present) change, EMAIL))
                    .isPresent();
        });
    }

    private String value(Mirror mirror, SourceRef ref, Field field) {
        Change.Present present =
                mirror.present(ref).orElseThrow(() -> new AssertionError("no live record " + ref + " was pulled"));
        return Mappings.value(bench().mapping(), present, field).orElse("");
    }

    private static Change.Present onlyPerson(Pulled pulled) {
        Mirror mirror = new Mirror();
        mirror.take(pulled.changes());
        assertThat(mirror.live()).as("people").hasSize(1);
        return mirror.present(mirror.live().iterator().next()).orElseThrow();
    }
}
