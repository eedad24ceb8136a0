package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.marketo.WatchedInstance;
import io.onefunnel.model.Field;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.Access;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the Marketo adapter asks")
class StreamsTest extends WatchedInstance {
    private final CrmAdapter adapter =
            vendor.adapter(vendor.mapping(), Access.RIGHT, Map.of("base-url", watched.url()));

    @Test
    void isOneCallForEachKindWhenNothingChanged() {
        person("ada");
        clock.advance(Duration.ofHours(1));
        Map<RecordKind, Cursor> cursors = new LinkedHashMap<>();
        List<RecordKind> kinds = List.of(RecordKind.PERSON, RecordKind.CAMPAIGN, RecordKind.RESPONSE, RecordKind.TOUCH);
        for (RecordKind kind : kinds) cursors.put(kind, caughtUp(kind, Cursor.BEGINNING));
        clock.advance(Duration.ofMinutes(5));
        watched.forget();

        for (RecordKind kind : kinds) caughtUp(kind, cursors.getOrDefault(kind, Cursor.BEGINNING));

        assertThat(watched.calls()).hasSize(4);
    }

    @Test
    void isThreeHundredChangesAndThreeHundredLeadsACallWhenManyChanged() {
        List<SourceRef> people = new ArrayList<>();
        for (int i = 0; i < 9_000; i++) people.add(person("p" + i));
        clock.advance(Duration.ofHours(1));
        Cursor caughtUp = caughtUp(RecordKind.PERSON, Cursor.BEGINNING);
        clock.advance(Duration.ofMinutes(5));
        for (SourceRef each : people) vendor.edit(each, Map.of(Field.TITLE, "Director"));
        clock.advance(Duration.ofMinutes(20));
        watched.forget();

        assertThat(refs(caughtUp)).containsExactlyInAnyOrderElementsOf(people);

        assertThat(watched.count("/activities.json")).isEqualTo(30);
        assertThat(watched.count("/leads.json")).isEqualTo(30);
        assertThat(watched.calls()).hasSize(60);
    }

    @Test
    void readsALeadOnceHoweverOftenItChanged() {
        SourceRef ada = person("ada");
        clock.advance(Duration.ofHours(1));
        Cursor caughtUp = caughtUp(RecordKind.PERSON, Cursor.BEGINNING);
        for (int i = 0; i < 1_000; i++) vendor.edit(ada, Map.of(Field.TITLE, "Director " + i));
        clock.advance(Duration.ofMinutes(20));
        watched.forget();

        assertThat(refs(caughtUp)).containsExactly(ada);
        assertThat(watched.count("/leads.json")).isEqualTo(1);
    }

    @Test
    void readsALeadAgainThatChangedWhileItWasRead() {
        List<SourceRef> people = new ArrayList<>();
        for (int i = 0; i < 700; i++) people.add(person("p" + i));
        clock.advance(Duration.ofHours(1));
        Cursor caughtUp = caughtUp(RecordKind.PERSON, Cursor.BEGINNING);
        for (SourceRef each : people) vendor.edit(each, Map.of(Field.TITLE, "Director"));
        watched.forget();
        // After the first batch was read, and before the last page of the log.
        watched.between((call, next) -> {
            boolean lastPage = call.path().endsWith("/activities.json") && watched.count("/activities.json") == 3;
            if (lastPage) vendor.edit(people.get(0), Map.of(Field.TITLE, "Late"));
            return next.apply(call);
        });

        List<Change> changes = changes(RecordKind.PERSON, caughtUp);

        assertThat(changes)
                .filteredOn(each -> each.ref().equals(people.get(0)))
                .last()
                .isInstanceOfSatisfying(
                        Change.Present.class,
                        present -> assertThat(present.fields()).containsEntry("title", "Late"));
    }

    @Test
    void turnsToTheStreamThatMarketoFiltersWhereNobodyCaresForMostChanges() {
        List<SourceRef> people = new ArrayList<>();
        for (int i = 0; i < 500; i++) people.add(person("p" + i));
        clock.advance(Duration.ofHours(1));
        Cursor at = caughtUp(RecordKind.PERSON, Cursor.BEGINNING);
        at = caughtUp(RecordKind.PERSON, unmapped(people, at));
        assertThat(watched.count("/leadchanges.json")).isZero();
        clock.advance(Duration.ofHours(1));
        watched.forget();

        at = caughtUp(RecordKind.PERSON, unmapped(people, at));

        assertThat(watched.count("/leadchanges.json")).isEqualTo(1);
        assertThat(watched.count("/leads.json")).isZero();
        // Nothing is lost on the other road.
        SourceRef changed = people.get(7);
        clock.advance(Duration.ofHours(1));
        vendor.edit(changed, Map.of(Field.TITLE, "Director"));
        SourceRef added = person("new");
        SourceRef winner = vendor.merge(people.get(8), people.get(9));
        clock.advance(Duration.ofHours(1));
        assertThat(refs(at)).contains(changed, added, winner, people.get(9));
    }

    @Test
    void asksForScoresToBeToldWhereAScoreFieldIsMapped() {
        Mapping.Type leads = vendor.mapping().typesOf(RecordKind.PERSON).get(0);
        Map<Field, Mapping.Source> fields = new LinkedHashMap<>(leads.fields());
        fields.put(Field.SEGMENT, Mapping.Source.of("leadScore"));
        Map<String, Mapping.Type> types = new LinkedHashMap<>(vendor.mapping().types());
        types.put(
                leads.name(),
                new Mapping.Type(
                        leads.name(),
                        leads.kind(),
                        leads.personType(),
                        fields,
                        leads.links(),
                        leads.writes(),
                        leads.options()));
        SourceRef ada = person("ada");
        CrmAdapter scoring = vendor.adapter(new Mapping(types), Access.RIGHT, Map.of("base-url", watched.url()));
        clock.advance(Duration.ofHours(1));
        PullPage page = scoring.pull(RecordKind.PERSON, Cursor.BEGINNING);
        while (!(page.progress() instanceof Progress.CaughtUp)) page = scoring.pull(RecordKind.PERSON, page.next());
        clock.advance(Duration.ofHours(1));
        vendor.instance().activity(Long.parseLong(ada.id()), 22, clock.instant(), 0, "Person Score", Map.of());
        clock.advance(Duration.ofMinutes(1));

        assertThat(scoring.pull(RecordKind.PERSON, page.next()).changes())
                .extracting(Change::ref)
                .contains(ada);
    }

    @Test
    void goesSideBySideWhereThereAreMoreThanTenTypes() {
        Map<String, Mapping.Type> types = new LinkedHashMap<>(vendor.mapping().types());
        Mapping.Type form = types.values().stream()
                .filter(type -> type.kind() == RecordKind.RESPONSE)
                .findFirst()
                .orElseThrow();
        for (int id : new int[] {3, 7, 8, 9, 24, 27, 34, 46, 47, 101}) {
            types.put(
                    "Type " + id,
                    new Mapping.Type(
                            "Type " + id,
                            RecordKind.RESPONSE,
                            form.personType(),
                            form.fields(),
                            form.links(),
                            form.writes(),
                            Map.of("activityType", Integer.toString(id))));
        }
        SourceRef ada = person("ada");
        for (int i = 0; i < 50; i++) {
            vendor.instance()
                    .activity(Long.parseLong(ada.id()), i % 2 == 0 ? 2 : 47, clock.instant(), i, "x", Map.of());
        }
        CrmAdapter many = vendor.adapter(new Mapping(types), Access.RIGHT, Map.of("base-url", watched.url()));

        PullPage page = many.pull(RecordKind.RESPONSE, Cursor.BEGINNING);

        assertThat(page.progress()).isInstanceOf(Progress.CaughtUp.class);
        assertThat(page.changes()).hasSize(50);
        assertThat(watched.calls())
                .filteredOn(call -> call.path().endsWith("/activities.json"))
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.query()
                                .getOrDefault("activityTypeIds", List.of(""))
                                .get(0)
                                .split(","))
                        .hasSizeLessThanOrEqualTo(10));
    }

    private Cursor unmapped(List<SourceRef> people, Cursor at) {
        for (int round = 0; round < 4; round++) {
            for (SourceRef each : people) {
                vendor.instance()
                        .editByHand(
                                "lead",
                                each.id(),
                                Map.of("fax", "f" + clock.instant().getEpochSecond() + round));
            }
        }
        clock.advance(Duration.ofMinutes(20));
        return at;
    }

    private SourceRef person(String name) {
        return vendor.add(RecordKind.PERSON, Map.of(Field.EMAIL, name + "@example.org", Field.LAST_NAME, name));
    }

    private List<SourceRef> refs(Cursor from) {
        return changes(RecordKind.PERSON, from).stream()
                .map(Change::ref)
                .distinct()
                .toList();
    }

    private List<Change> changes(RecordKind kind, Cursor from) {
        List<Change> changes = new ArrayList<>();
        PullPage page = adapter.pull(kind, from);
        changes.addAll(page.changes());
        while (!(page.progress() instanceof Progress.CaughtUp)) {
            page = adapter.pull(kind, page.next());
            changes.addAll(page.changes());
        }
        return changes;
    }

    private Cursor caughtUp(RecordKind kind, Cursor from) {
        PullPage page = adapter.pull(kind, from);
        while (!(page.progress() instanceof Progress.CaughtUp)) page = adapter.pull(kind, page.next());
        return page.next();
    }
}
