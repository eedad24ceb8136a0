package io.onefunnel.marketo.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.marketo.WatchedInstance;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Change;
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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A field that Marketo describes and refuses to read")
class RefusedFieldsTest extends WatchedInstance {
    private final CrmAdapter adapter =
            vendor.adapter(vendor.mapping(), Access.RIGHT, Map.of("base-url", watched.url()));
    private final SourceRef ada = vendor.add(
            RecordKind.PERSON, Map.of(Field.EMAIL, "ada@example.org", Field.TITLE, "Countess", Field.CITY, "London"));

    @AfterEach
    void close() {
        adapter.close();
    }

    @Test
    void stopsNoLeadAndIsNotSaidToHaveBeenFetched() {
        vendor.instance().refuseReadsOf("title");
        vendor.instance().refuseReadsOf("city");

        List<Change> changes = pulled(Cursor.BEGINNING);
        assertThat(changes).isNotEmpty().allSatisfy(each -> {
            Change.Present present = (Change.Present) each;
            assertThat(present.fields())
                    .containsEntry("email", "ada@example.org")
                    .doesNotContainKey("title");
            assertThat(present.fetched()).contains("email").doesNotContain("title", "city");
        });
        assertThat(adapter.read(List.of(ada))).hasOnlyElementsOfType(Change.Present.class);
        assertThat(watched.calls().stream()
                        .filter(call -> call.path().endsWith("/leads.json"))
                        .filter(call -> call.target().contains("title")))
                .as("refused once, then left out")
                .hasSize(1);
    }

    @Test
    void isLeftOutOfExtractsToo() {
        vendor.instance().refuseReadsOf("title");
        Instant first = clock.instant().minus(Duration.ofDays(1));
        PersonCursor cursor = PersonCursor.firstLoad(first, clock.instant().minus(PersonPull.OVERLAP));
        cursor = cursor.with(cursor.streams().running(clock.instant()))
                .extracting(
                        Extraction.over(first.getEpochSecond(), clock.instant().getEpochSecond()));

        assertThat(pulled(cursor.write()))
                .hasAtLeastOneElementOfType(Change.Present.class)
                .allSatisfy(
                        each -> assertThat(((Change.Present) each).fetched()).doesNotContain("title"));
    }

    @Test
    void isNamedByTheCheckAndReadAgainOnceMarketoAllowsIt() {
        watched.between((call, next) ->
                call.path().endsWith("/leads.json") && call.target().contains("title")
                        ? HttpAnswer.json(200, ScriptedMarketo.error("1003", "Invalid fields [title, nonsense]"))
                        : next.apply(call));
        assertThat(adapter.check().problems())
                .filteredOn(problem -> problem.code() == AdapterErrorCode.FIELD_NOT_READABLE)
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).startsWith("Lead field title is described"));

        watched.between((call, next) -> next.apply(call));
        assertThat(adapter.check().problems())
                .noneMatch(problem -> problem.code() == AdapterErrorCode.FIELD_NOT_READABLE);
        assertThat(adapter.read(List.of(ada)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.Present.class,
                        present -> assertThat(present.fields()).containsEntry("title", "Countess"));
    }

    @Test
    void isNotWrittenSinceNobodyCouldSettleIt() {
        vendor.instance().refuseReadsOf("oneFunnelScore");
        adapter.check();

        assertThat(adapter.writer(SetFields.class)
                        .orElseThrow()
                        .write(List.of(new SetFields("i", ada, Map.of(Field.OF_SCORE, "1"), Map.of()))))
                .singleElement()
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(AdapterErrorCode.FIELD_NOT_WRITABLE));
    }

    @Test
    void doesNotHideThatTheWholeReadIsRefused() {
        for (String words : List.of("Invalid fields [id]", "Invalid fields", "Invalid value for field 'title'")) {
            watched.between((call, next) -> call.path().endsWith("/leads.json")
                    ? HttpAnswer.json(200, ScriptedMarketo.error("1003", words))
                    : next.apply(call));

            AdapterException refused = catchThrowableOfType(
                    AdapterException.class, () -> adapter.pull(RecordKind.PERSON, Cursor.BEGINNING));
            assertThat(refused.code()).as(words).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        }
    }

    private List<Change> pulled(Cursor from) {
        List<Change> changes = new ArrayList<>();
        PullPage page = adapter.pull(RecordKind.PERSON, from);
        changes.addAll(page.changes());
        while (!(page.progress() instanceof Progress.CaughtUp)) {
            page = adapter.pull(RecordKind.PERSON, page.next());
            changes.addAll(page.changes());
        }
        return changes;
    }
}
