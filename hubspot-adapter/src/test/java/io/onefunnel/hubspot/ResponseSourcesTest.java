package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onefunnel.config.MappingFile;
import io.onefunnel.model.Field;
import io.onefunnel.model.LinkRole;
import io.onefunnel.model.Mapping;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Responses from lists and forms")
class ResponseSourcesTest {
    private static final String LIST = "list memberships";
    private static final String FORM = "form submissions";

    @TempDir
    private Path folder;

    private final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    private final Map<String, Integer> calls = Collections.synchronizedMap(new TreeMap<>());
    private final PortalFixture fixture = new PortalFixture(
            clock,
            new AdapterContext(
                    clock, clock::advance, (operation, took, outcome) -> calls.merge(operation, 1, Integer::sum)),
            false);
    private final List<Change> told = new ArrayList<>();
    private String list = "";
    private String form = "";
    private CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);

    @BeforeEach
    void makeSources() {
        list = fixture.portal()
                .byHand("list", Map.of("name", "Webinar of March"))
                .getOrDefault("id", "");
        form = fixture.portal().byHand("form", Map.of("name", "Price list")).getOrDefault("id", "");
    }

    @AfterEach
    void close() {
        adapter.close();
        fixture.close();
    }

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

        assertThat(told.stream().map(ResponseSourcesTest::linked).toList())
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
    @DisplayName("a form's sender is the contact of the address that was typed, however it was typed")
    void sendersAreFoundByAddress() {
        useForm("");
        SourceRef known = person(1);
        submit("P1@Example.org ", "Software");

        pull(Cursor.BEGINNING);

        assertThat(told).singleElement().isInstanceOfSatisfying(Change.Present.class, present -> {
            assertThat(present.fields())
                    .containsEntry("formName", "Price list")
                    .containsEntry("pageUrl", "https://www.example.com/prices")
                    .containsEntry("values/industry", "Software")
                    .doesNotContainKey("values/email");
            assertThat(present.links()).containsEntry(LinkRole.PERSON, List.of(known.id()));
        });
    }

    @Test
    @DisplayName("each time that one person sends a form counts, not the latest alone")
    void noSubmissionBetweenTwoPullsIsLost() {
        useForm("");
        Cursor after = pull(Cursor.BEGINNING);
        clock.advance(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(1));
            submit("new@example.org", "Software");
        }
        clock.advance(Duration.ofHours(1));

        pull(after);

        assertThat(told).hasSize(3).extracting(Change::ref).doesNotHaveDuplicates();
        assertThat(told.stream().map(ResponseSourcesTest::linked).distinct()).hasSize(1);
    }

    @Test
    @DisplayName("a form of hundreds costs a call for fifty submissions at first, and one call a round from then on")
    void aFormIsReadDownToWhatIsKnown() {
        useForm("");
        for (int i = 0; i < 230; i++) submit("p" + i + "@example.org", "Software");
        Cursor after = pull(Cursor.BEGINNING);
        assertThat(told).hasSize(230);
        assertThat(calls).containsEntry(FORM, 5).containsEntry("read form", 1);
        clock.advance(Duration.ofHours(1));
        after = pull(after);
        clock.advance(Duration.ofHours(1));
        forget();
        after = pull(after);
        assertThat(calls).isEqualTo(Map.of(FORM, 1));
        for (int i = 0; i < 60; i++) submit("later" + i + "@example.org", "Software");
        clock.advance(Duration.ofHours(1));
        forget();

        pull(after);

        assertThat(told).hasSize(60);
        assertThat(calls).isEqualTo(Map.of(FORM, 2, "batch read contacts", 2));
    }

    @Test
    @DisplayName("what names no contact is set aside with the reason, and without what was typed")
    void whatNamesNobodyIsSetAside() {
        useForm("");
        submit("", "Software");
        SourceRef gone = fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "gone@example.org"));
        submit("gone@example.org", "Software");
        fixture.delete(gone);

        pull(Cursor.BEGINNING);

        assertThat(told)
                .hasSize(2)
                .allSatisfy(change -> assertThat(change)
                        .isInstanceOfSatisfying(
                                Change.Unreadable.class,
                                aside -> assertThat(aside.raw())
                                        .doesNotContain("gone@example.org")
                                        .doesNotContain("Software")));
        assertThat(told.stream()
                        .map(change -> ((Change.Unreadable) change).why())
                        .toList())
                .anySatisfy(why -> assertThat(why).contains("without an e-mail address"))
                .anySatisfy(why -> assertThat(why).contains("no contact"));
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

    private void submit(String email, String industry) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("form", form);
        arguments.put("page", "https://www.example.com/prices");
        arguments.put("industry", industry);
        if (!email.isEmpty()) arguments.put("email", email);
        fixture.portal().byHand("submit", arguments);
    }

    private SourceRef person(int number) {
        return fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, "p" + number + "@example.org"));
    }

    private void forget() {
        told.clear();
        calls.clear();
    }

    private static String linked(Change change) {
        return ((Change.Present) change)
                .links()
                .getOrDefault(LinkRole.PERSON, List.of("nobody"))
                .get(0);
    }

    private Cursor pull(Cursor from) {
        Cursor at = from;
        while (true) {
            PullPage page = adapter.pull(RecordKind.RESPONSE, at);
            told.addAll(page.changes());
            at = page.next();
            if (page.progress() instanceof Progress.CaughtUp) return at;
        }
    }

    private void useList(String apiVersion, String more) {
        use(Map.of("api-version", apiVersion), """
                  webinar:
                    kind: RESPONSE
                    options: {list: "%s"%s}
                    fields:
                      occurred_at: membershipTimestamp
                      subject: listName
                      channel: {from: [], otherwise: CAMPAIGN}
                      responded: {from: [], otherwise: "true"}
                """.formatted(list, more));
    }

    private void useForm(String more) {
        use(Map.of(), """
                  price-list:
                    kind: RESPONSE
                    options: {form: "%s"%s}
                    fields:
                      occurred_at: submittedAt
                      subject: formName
                      name: pageUrl
                      offer: values/industry
                      channel: {from: [], otherwise: FORM}
                      responded: {from: [], otherwise: "true"}
                """.formatted(form, more));
    }

    /** The shipped people, and this source of responses alone. */
    private void use(Map<String, String> options, String type) {
        Mapping source = read("types:\n" + type);
        Map<String, Mapping.Type> types = new LinkedHashMap<>();
        types.put("contacts", fixture.mapping().typesOf(RecordKind.PERSON).get(0));
        types.putAll(source.types());
        adapter.close();
        adapter = fixture.adapter(new Mapping(types), Access.RIGHT, options);
    }

    private Mapping read(String yaml) {
        Path file = folder.resolve("mapping.yaml");
        try {
            return MappingFile.read(Files.writeString(file, yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
