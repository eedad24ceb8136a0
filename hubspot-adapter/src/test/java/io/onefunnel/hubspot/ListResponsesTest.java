package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.model.LinkRole;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Cursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Responses from lists")
class ListResponsesTest extends ResponseSources {
    private static final String LIST = "list memberships";

    @ParameterizedTest
    @ValueSource(strings = {"2026-09", "legacy"})
    @DisplayName("a member of a list responded when they joined it, under the list's name")
    void membersRespond(String apiVersion) {
        useList(apiVersion, "");
        SourceRef person = person(1);
        join(person);

        pull(Cursor.BEGINNING);

        assertThat(told).singleElement().isInstanceOfSatisfying(Change.Present.class, present -> {
            assertThat(present.fields()).containsEntry("listName", "Webinar of March");
            assertThat(present.version()).isEqualTo(clock.instant());
            assertThat(present.links()).containsEntry(LinkRole.PERSON, List.of(person.id()));
        });
    }

    @Test
    @DisplayName("a list of thousands costs a call for 250 members at first, and one call a round from then on")
    void aListIsReadOn() {
        useList("2026-09", "");
        for (int i = 0; i < 1_100; i++) join(person(i));
        Cursor after = pull(Cursor.BEGINNING);
        assertThat(told).hasSize(1_100);
        assertThat(calls).containsEntry(LIST, 5).containsEntry("read list", 1);
        // Who joined within the overlap is told once more.
        clock.advance(Duration.ofHours(1));
        after = pull(after);
        for (int round = 0; round < 3; round++) {
            clock.advance(Duration.ofHours(1));
            forget();
            after = pull(after);
            assertThat(told).isEmpty();
            assertThat(calls).isEqualTo(Map.of(LIST, 1));
        }
        SourceRef late = person(2_000);
        join(late);
        forget();

        pull(after);

        assertThat(told)
                .singleElement()
                .satisfies(change -> assertThat(linked(change)).isEqualTo(late.id()));
        assertThat(calls).isEqualTo(Map.of(LIST, 1));
    }

    @Test
    @DisplayName("who joined is told though earlier members left and moved every page, and nobody is told twice")
    void leavingMovesPages() {
        useList("2026-09", "");
        List<SourceRef> people = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            people.add(person(i));
            join(people.get(i));
        }
        Cursor after = pull(Cursor.BEGINNING);
        clock.advance(Duration.ofDays(3));
        after = pull(after);
        for (int i = 0; i < 40; i++) leave(people.get(i));
        List<SourceRef> joined = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            joined.add(person(1_000 + i));
            join(joined.get(i));
        }
        forget();

        pull(after);

        assertThat(told.stream().map(ListResponsesTest::linked).toList())
                .containsExactlyElementsOf(joined.stream().map(SourceRef::id).toList());
    }

    @Test
    @DisplayName("who left a list and joins it again responds again")
    void joiningAgainIsAnother() {
        useList("2026-09", "");
        SourceRef person = person(1);
        join(person);
        Cursor after = pull(Cursor.BEGINNING);
        clock.advance(Duration.ofHours(1));
        leave(person);
        after = pull(after);
        clock.advance(Duration.ofHours(1));
        join(person);

        pull(after);

        assertThat(told).hasSize(2).extracting(Change::ref).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("members who are merged later have not responded once more")
    void mergedMembersRespondedOnce() {
        useList("2026-09", "");
        SourceRef one = person(1);
        SourceRef other = person(2);
        join(one);
        join(other);
        Cursor after = pull(Cursor.BEGINNING);
        clock.advance(Duration.ofDays(3));
        after = pull(after);
        fixture.merge(one, other);
        clock.advance(Duration.ofHours(1));
        forget();

        pull(after);

        assertThat(told).isEmpty();
    }

    @Test
    @DisplayName("doctor names the scope that a source lacks, and a source that is gone")
    void doctorNamesWhatIsMissing() {
        useForm("");
        String scopes = fixture.portal().settings().getOrDefault("scopes", "");
        fixture.portal().set("scopes", scopes.replace(",forms", ""));
        assertThat(adapter.check().problems())
                .anySatisfy(problem -> assertThat(problem.what()).contains("price-list", "forms"));

        list = "4711";
        useList("2026-09", "");

        assertThat(adapter.check().problems())
                .anySatisfy(problem -> assertThat(problem.what()).contains("webinar cannot be read"));
        assertThatThrownBy(() -> pull(Cursor.BEGINNING)).isInstanceOf(AdapterException.class);
        useList("2026-09", ", optional: \"true\"");
        pull(Cursor.BEGINNING);
        assertThat(told).isEmpty();
    }

    private void join(SourceRef person) {
        fixture.portal().byHand("join-list", Map.of("list", list, "contact", person.id()));
    }

    private void leave(SourceRef person) {
        fixture.portal().byHand("leave-list", Map.of("list", list, "contact", person.id()));
    }
}
