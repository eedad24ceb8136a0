package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
import io.onefunnel.spi.Command.CreateTask;
import io.onefunnel.spi.Command.LinkReferral;
import io.onefunnel.spi.Command.Reassign;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import io.onefunnel.spi.Progress;
import io.onefunnel.spi.PullPage;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.testkit.Access;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is whole, or it does not count: what HubSpot, or somebody on the way, may leave out. */
@DisplayName("Of an answer that is not whole, the adapter")
class WholeAnswersTest extends CountedPortal {
    private static final String PAGE = "<html><body>Please sign in</body></html>";

    private final CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);

    @AfterEach
    void close() {
        adapter.close();
    }

    @Test
    @DisplayName("asks again for the deals of which some failed, and has all six")
    void aPartlyFailedReadIsRepeated() {
        List<SourceRef> deals = deals(6);
        failing("deals/batch/read", 3, 1);

        assertThat(pull(RecordKind.OPPORTUNITY)).containsExactlyInAnyOrderElementsOf(deals);
        assertThat(calls).containsEntry("batch read deals", 2);
    }

    @Test
    @DisplayName("names the deals that go on failing, and moves no cursor past them")
    void aPageIsPutOffUntilItIsWhole() {
        List<SourceRef> deals = deals(6);
        failing("deals/batch/read", 3, 10);

        AdapterException refused = refusal(RecordKind.OPPORTUNITY);

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.VENDOR_UNAVAILABLE);
        assertThat(refused)
                .hasMessageContainingAll(deals.get(0).id(), deals.get(2).id(), "INTERNAL_ERROR");
        fixture.heal();
        assertThat(pull(RecordKind.OPPORTUNITY)).containsExactlyInAnyOrderElementsOf(deals);
    }

    @Test
    @DisplayName("takes only \"no association found\" for a person without a company")
    void failedLinksAreReadAgain() {
        Cursor before = adapter.pull(RecordKind.PERSON, Cursor.BEGINNING).next();
        clock.advance(Duration.ofHours(1));
        SourceRef person = person("ada@example.org");
        person("nobody@example.org");
        SourceRef company = fixture.add(RecordKind.COMPANY, Map.of(Field.NAME, "Engines"));
        link("contacts", person, "companies", company);
        clock.advance(Duration.ofHours(1));
        failing("associations/.*batch/read", 1, 1);

        List<Change> found = changes(RecordKind.PERSON, before);

        assertThat(found).hasSize(2);
        assertThat(found)
                .filteredOn(change -> change.ref().equals(person))
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.Present.class,
                        present -> assertThat(present.links().values()).contains(List.of(company.id())));
        assertThat(calls).containsEntry("batch read associations", 2);
    }

    @Test
    @DisplayName("follows the pages of links inside a row of a list")
    void linksOfARowHavePages() {
        SourceRef deal = deals(1).get(0);
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            SourceRef person = person("p" + i + "@example.org");
            link("deals", deal, "contacts", person);
            people.add(person.id());
        }

        assertThat(changes(RecordKind.OPPORTUNITY, Cursor.BEGINNING))
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.Present.class,
                        present -> assertThat(present.links().values().stream().flatMap(List::stream))
                                .containsAll(people));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "{\"results\":null}",
                "{\"results\":{}}",
                "{\"status\":\"error\",\"message\":\"no\"}",
                "{\"status\":\"PENDING\",\"results\":[]}",
                "{\"results\":[],\"errors\":[{\"status\":\"error\",\"category\":\"VALIDATION_ERROR\"}]}"
            })
    @DisplayName("makes no empty page")
    void aListDemandsItsResults(String body) {
        person("ada@example.org");
        for (int i = 0; i < 10; i++) answer("GET [^ ]*/contacts\\?", "200", "application/json", body);

        assertThat(refusal(RecordKind.PERSON).code())
                .isIn(AdapterErrorCode.UNEXPECTED_RESPONSE, AdapterErrorCode.VENDOR_UNAVAILABLE);

        fixture.heal();
        assertThat(pull(RecordKind.PERSON)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"results\":[]}",
                "{\"total\":3,\"results\":[]}",
                "{\"total\":0,\"results\":[],\"errors\":[{\"category\":\"INTERNAL_ERROR\"}]}"
            })
    @DisplayName("ends no window of a search that counts more than it shows, or does not count")
    void aSearchDemandsItsTotal(String body) {
        Cursor before = adapter.pull(RecordKind.PERSON, Cursor.BEGINNING).next();
        clock.advance(Duration.ofHours(1));
        SourceRef person = person("ada@example.org");
        clock.advance(Duration.ofHours(1));
        for (int i = 0; i < 10; i++) answer("contacts/search", "200", "application/json", body);

        assertThat(catchThrowableOfType(AdapterException.class, () -> adapter.pull(RecordKind.PERSON, before)))
                .isNotNull();

        fixture.heal();
        assertThat(changes(RecordKind.PERSON, before)).extracting(Change::ref).containsExactly(person);
    }

    @Test
    @DisplayName("drops no record that a batch read passes over without a word")
    void whatIsLeftOutIsLookedFor() {
        deals(2);
        answer("deals/batch/read", "200", "application/json", "{\"status\":\"COMPLETE\",\"results\":[]}");

        AdapterException refused = refusal(RecordKind.OPPORTUNITY);

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(refused).hasMessageContaining("leaves out");
    }

    @Test
    @DisplayName("tells no deletion")
    void anEmptyObjectIsNoDeletion() {
        SourceRef person = person("ada@example.org");
        answer("contacts/batch/read", "200", "application/json", "{\"results\":[]}");
        answer("GET [^ ]*/contacts/" + person.id(), "200", "application/json", "{}");

        AdapterException refused = catchThrowableOfType(AdapterException.class, () -> adapter.read(List.of(person)));

        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"403", "404", "400", "401"})
    @DisplayName("says whose page a refusal is that HubSpot did not make, and asks for no scope, plan or token")
    void aProxysPageIsNamed(String status) {
        answer("GET [^ ]*/contacts\\?", status, "text/html; charset=utf-8", PAGE);

        AdapterException refused = refusal(RecordKind.PERSON);

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(refused)
                .hasMessageContaining("not HubSpot's answer (text/html from 127.0.0.1)")
                .hasMessageContaining("base-url");
        assertThat(refused.getMessage()).doesNotContain("plan", "scope", "sign in");
    }

    @Test
    @DisplayName("says that a page with a 200 is none of HubSpot's")
    void aPageIsNoList() {
        answer("GET [^ ]*/contacts\\?", "200", "text/html", PAGE);

        assertThat(refusal(RecordKind.PERSON))
                .hasMessageContaining("not HubSpot's answer (text/html from 127.0.0.1)")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE));
    }

    @Test
    @DisplayName("asks again after a 408")
    void aLateRequestIsRepeated() {
        person("ada@example.org");
        answer("GET [^ ]*/contacts\\?", "408", "text/html", PAGE);

        assertThat(pull(RecordKind.PERSON)).hasSize(1);
    }

    @Test
    @DisplayName("says where a redirect leads and which setting is to be looked at, and follows it nowhere")
    void aRedirectIsNamed() {
        fixture.fault(
                "status",
                "GET [^ ]*/contacts\\?",
                Map.of("status", "308", "location", "https://elsewhere.example/a?token=s3cr3t"));

        AdapterException refused = refusal(RecordKind.PERSON);

        assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(refused)
                .hasMessageContaining("https://elsewhere.example (HTTP 308)")
                .hasMessageContaining("base-url");
        assertThat(refused.getMessage()).doesNotContain("s3cr3t");
    }

    @Test
    @DisplayName("takes a 404 to a whole batch of writes for a wrong address, not for records that are gone")
    void nobodyIsGoneByAWrongAddress() {
        List<SetFields> commands = List.of(score(person("a@example.org")), score(person("b@example.org")));
        for (String kind : List.of("status", "html")) {
            fixture.fault(kind, "batch/update", Map.of("status", "404", "contentType", "text/html", "body", PAGE));

            AdapterException refused = catchThrowableOfType(AdapterException.class, () -> write(commands));

            assertThat(refused).as(kind).isNotNull();
            assertThat(refused.code()).as(kind).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        }
        assertThat(calls).containsEntry("batch update contacts", 2).doesNotContainKey("read contacts");
    }

    @Test
    @DisplayName("leaves a written row open whose entry tells of HubSpot's own trouble")
    void aRowsOwnTroubleIsNoRefusal() {
        List<SetFields> commands = List.of(score(person("a@example.org")), score(person("b@example.org")));
        fixture.fault("row-error", "batch/update", Map.of("rows", "1", "category", "INTERNAL_ERROR"));

        List<WriteResult> outcomes = write(commands);

        assertThat(outcomes.get(0)).isInstanceOf(WriteResult.Unknown.class);
        assertThat(outcomes.get(1)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    @DisplayName("takes nobody for gone, and settles nothing, where the look at a record failed")
    void writesLookAtWholeAnswers() {
        SourceRef ada = fixture.addUser("ada@example.org");
        SourceRef grace = fixture.addUser("grace@example.org");
        SourceRef person = person("p@example.org");
        fixture.assign(person, ada);
        CommandWriter<Reassign> owners = adapter.writer(Reassign.class).orElseThrow();
        List<Reassign> commands = List.of(new Reassign("i", person, grace, ada));
        failing("contacts/batch/read", 1, 20);

        assertThat(catchThrowableOfType(AdapterException.class, () -> owners.write(commands)))
                .isNotNull();
        assertThat(catchThrowableOfType(AdapterException.class, () -> owners.settle(commands)))
                .isNotNull();

        fixture.heal();
        assertThat(owners.write(commands)).hasOnlyElementsOfType(WriteResult.Written.class);
    }

    private Map<String, Runnable> reads() {
        SourceRef person = person("q@example.org");
        SourceRef owner = fixture.addUser("owner@example.org");
        Map<String, Runnable> reads = new LinkedHashMap<>();
        reads.put("/account-info/", () -> adapter.account(Use.READ));
        reads.put("/owners", () -> adapter.pull(RecordKind.USER, Cursor.BEGINNING));
        reads.put("/pipelines/", () -> adapter.metadata().orElseThrow().stages());
        reads.put("/properties/", () -> adapter.metadata().orElseThrow().statuses());
        reads.put(
                "GET [^ ]*/properties/",
                () -> adapter.provisioning().orElseThrow().plan());
        reads.put(
                "/contacts/contacts/labels",
                () -> adapter.provisioning().orElseThrow().plan());
        reads.put("/contacts/search", () -> adapter.counts().orElseThrow().count(RecordKind.PERSON));
        reads.put("/contacts/batch/read", () -> adapter.read(List.of(person)));
        reads.put("contacts/contacts/batch/read", () -> {
            SourceRef other = person("r@example.org");
            adapter.writer(LinkReferral.class).orElseThrow().settle(List.of(new LinkReferral("i", person, other)));
        });
        reads.put(
                "/batch/read",
                () -> adapter.writer(CreateTask.class)
                        .orElseThrow()
                        .settle(List.of(new CreateTask("i", person, "key", owner, "Call", clock.instant()))));
        return reads;
    }

    @Test
    @DisplayName("believes nothing in any of its reads, and calls none of them unreachable")
    void everyReadDemandsItsKeys() {
        adapter.provisioning()
                .orElseThrow()
                .apply(adapter.provisioning().orElseThrow().plan());
        reads().forEach((match, read) -> {
            for (String body : List.of("{}", PAGE, "{\"status\":\"error\"}")) {
                answer(match, "200", "application/json", body);

                AdapterException refused = catchThrowableOfType(AdapterException.class, read::run);

                assertThat(refused).as(match + " " + body).isNotNull();
                assertThat(refused.code()).as(match + " " + body).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
                fixture.heal();
            }
            read.run();
        });
    }

    private void failing(String match, int rows, int times) {
        for (int i = 0; i < times; i++) {
            fixture.fault("row-error", match, Map.of("rows", Integer.toString(rows)));
        }
    }

    private void answer(String match, String status, String type, String body) {
        fixture.fault("status", match, Map.of("status", status, "contentType", type, "body", body));
    }

    private AdapterException refusal(RecordKind kind) {
        AdapterException refused =
                catchThrowableOfType(AdapterException.class, () -> adapter.pull(kind, Cursor.BEGINNING));
        assertThat(refused).as("refusal").isNotNull();
        return refused;
    }

    private List<SourceRef> pull(RecordKind kind) {
        return changes(kind, Cursor.BEGINNING).stream().map(Change::ref).toList();
    }

    private List<Change> changes(RecordKind kind, Cursor from) {
        List<Change> changes = new ArrayList<>();
        Cursor at = from;
        while (true) {
            PullPage page = adapter.pull(kind, at);
            changes.addAll(page.changes());
            at = page.next();
            if (page.progress() instanceof Progress.CaughtUp) return changes;
        }
    }

    private SourceRef person(String email) {
        return fixture.add(RecordKind.PERSON, Map.of(Field.EMAIL, email));
    }

    private List<SourceRef> deals(int count) {
        List<SourceRef> deals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            deals.add(fixture.add(
                    RecordKind.OPPORTUNITY, Map.of(Field.NAME, "Deal " + i, Field.DEAL_STAGE, "qualifiedtobuy")));
        }
        return deals;
    }

    private void link(String type, SourceRef from, String other, SourceRef to) {
        String token = fixture.portal().credentials().getOrDefault("token", "");
        fixture.portal()
                .answer(new HttpCall(
                        "PUT",
                        "/crm/objects/2026-09/" + type + "/" + from.id() + "/associations/default/" + other + "/"
                                + to.id(),
                        Map.of("authorization", "Bearer " + token, "content-type", "application/json"),
                        "".getBytes(StandardCharsets.UTF_8)));
    }

    private List<WriteResult> write(List<SetFields> commands) {
        return adapter.writer(SetFields.class).orElseThrow().write(commands);
    }

    private static SetFields score(SourceRef person) {
        return new SetFields("i-" + person.id(), person, Map.of(Field.OF_SCORE, "7"), Map.of());
    }
}
