package io.onefunnel.marketo.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.marketo.MarketoAdapterFactory;
import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.option.OptionValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a vendor's screen cannot be brought to do: every answer is written down here. */
@DisplayName("A write of leads")
class FieldWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScriptedMarketo marketo = new ScriptedMarketo();
    private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    private final CrmAdapter adapter = new MarketoAdapterFactory()
            .create(marketo.settings(Map.of("calls-per-20-seconds", "100000")), marketo.context());
    private Function<List<Long>, String> refusing = ids -> "";
    private boolean hidden;

    @AfterEach
    void close() {
        marketo.close();
    }

    @Test
    void goesInBatchesOfThreeHundredSideBySide() {
        assertThat(write(1_400)).hasOnlyElementsOfType(WriteResult.Written.class);

        assertThat(sizes).containsExactlyInAnyOrder(300, 300, 300, 300, 200);
        assertThat(adapter.writer(SetFields.class).orElseThrow().batchSize()).isEqualTo(1_500);
    }

    @Test
    void isHalvedDownToTenWhenItTakesTooLong() {
        refusing = ids -> ids.size() > 40 ? ScriptedMarketo.error("604", "Request time-out") : "";

        assertThat(write(300)).hasOnlyElementsOfType(WriteResult.Written.class);
        // Once more as it is, and then in halves.
        assertThat(sizes.subList(0, 3)).containsExactly(300, 300, 150);
        assertThat(sizes).allMatch(size -> size >= 18);
    }

    @Test
    void isUnknownWhenEvenTenTakeTooLong() {
        refusing = ids -> ScriptedMarketo.error("604", "Request time-out");

        assertThat(write(12)).hasOnlyElementsOfType(WriteResult.Unknown.class);
        assertThat(Collections.min(sizes)).isEqualTo(6);
    }

    @Test
    void isDividedUntilTheRecordIsFoundThatMarketoStumblesOver() {
        refusing = ids -> ids.contains(37L) ? ScriptedMarketo.error("611", "System error") : "";

        List<WriteResult> outcomes = write(64);

        assertThat(outcomes.get(37)).isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(AdapterErrorCode.RECORD_INVALID);
            assertThat(rejected.vendorMessage()).contains("611");
        });
        assertThat(outcomes.stream().filter(WriteResult.Written.class::isInstance))
                .hasSize(63);
    }

    @Test
    void isHalvedWhenAGatewayFindsItTooLarge() {
        marketo.thenBy(call -> call.text().length() > 5_000 ? HttpAnswer.empty(413) : answer(call));

        assertThat(outcomes(300)).hasOnlyElementsOfType(WriteResult.Written.class);
    }

    @Test
    void isDividedWhenOneRecordRefusesTheWholeCall() {
        refusing = ids -> ids.contains(5L)
                ? ScriptedMarketo.error("1003", "Invalid value for field 'oneFunnelScore' and value '7'")
                : "";

        List<WriteResult> outcomes = write(20);

        assertThat(outcomes.get(5))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.vendorMessage()).doesNotContain("value '7'"));
        assertThat(outcomes.stream().filter(WriteResult.Written.class::isInstance))
                .hasSize(19);
    }

    @Test
    void leavesOutAFieldThatWasHiddenSinceItLooked() {
        write(1);
        hidden = true;

        List<WriteResult> outcomes = adapter.writer(SetFields.class)
                .orElseThrow()
                .write(List.of(
                        new SetFields("a", lead(1), Map.of(Field.OF_SCORE, "1"), Map.of()),
                        new SetFields("b", lead(2), Map.of(Field.OF_ORIGINAL_SOURCE, "Fair"), Map.of())));

        assertThat(outcomes.get(0))
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(AdapterErrorCode.FIELD_NOT_WRITABLE));
        assertThat(outcomes.get(1)).isInstanceOf(WriteResult.Written.class);
    }

    @Test
    void tellsTheDuplicatesThatMarketoCannotTellApart() {
        List<WriteResult> outcomes = writeWithRow(
                "{\"status\":\"skipped\",\"reasons\":[{\"code\":\"1007\",\"message\":\"Multiple lead match lookup criteria\"}]}");

        assertThat(outcomes).singleElement().isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(AdapterErrorCode.DUPLICATE_DETECTED);
            assertThat(rejected.vendorMessage())
                    .contains("leads 0, 77 have the same e-mail")
                    .doesNotContain("@");
        });
    }

    @Test
    void isRejectedWithItsReasonWhereARecordIsSkipped() {
        assertThat(writeWithRow(
                        "{\"status\":\"skipped\",\"reasons\":[{\"code\":\"1004\",\"message\":\"Lead not found\"}]}"))
                .singleElement()
                .isEqualTo(new WriteResult.Rejected(lead(0), AdapterErrorCode.RECORD_GONE, "1004 Lead not found"));
        assertThat(writeWithRow("{\"status\":\"skipped\",\"reasons\":[{\"code\":\"1999\",\"message\":\"New\"}]}"))
                .singleElement()
                .isEqualTo(new WriteResult.Rejected(lead(0), AdapterErrorCode.RECORD_INVALID, "1999 New"));
    }

    @Test
    void isUnknownWhereResultsAreFewerThanRecords() {
        marketo.thenBy(
                call -> call.path().endsWith("leads.json") && call.method().equals("POST")
                        ? HttpAnswer.json(200, ScriptedMarketo.OK)
                        : answer(call));

        assertThat(outcomes(2)).hasOnlyElementsOfType(WriteResult.Unknown.class);
    }

    @Test
    void stopsAtASpentQuotaWithoutTryingTheRest() {
        refusing = ids -> ScriptedMarketo.error("607", "Daily quota reached");

        AdapterException spent = catchThrowableOfType(AdapterException.class, () -> write(3_000));

        assertThat(spent.code()).isEqualTo(AdapterErrorCode.QUOTA_EXHAUSTED);
        assertThat(sizes).as("calls that were already under way").hasSizeLessThan(10);
    }

    @Test
    void goesByTheCustomServiceThatIsMeantForWriting() {
        ConnectionSettings shared = marketo.settings(Map.of());
        ConnectionSettings settings = new ConnectionSettings(
                shared.id(),
                shared.options(),
                shared.secrets(),
                shared.mapping(),
                Map.of(
                        ConnectionSettings.Use.WRITE,
                        new ConnectionSettings.Credentials(OptionValues.NONE, Map.of("client-id", () -> "writer"))));
        marketo.thenBy(this::answer);
        CrmAdapter separate = new MarketoAdapterFactory().create(settings, marketo.context());

        separate.writer(SetFields.class)
                .orElseThrow()
                .write(List.of(new SetFields("i", lead(1), Map.of(Field.OF_SCORE, "1"), Map.of())));

        assertThat(marketo.server.calls())
                .filteredOn(call -> call.path().contains("/oauth/token"))
                .extracting(call -> call.query().getOrDefault("client_id", List.of()))
                .containsExactly(List.of("id"), List.of("writer"));
        assertThat(marketo.calls())
                .extracting(call ->
                        call.method() + " " + call.header("authorization").orElse(""))
                .containsExactly("GET Bearer token0", "POST Bearer token1");
        assertThat(separate.budget().ours()).isEqualTo(2);
    }

    private List<WriteResult> writeWithRow(String row) {
        ScriptedMarketo other = new ScriptedMarketo();
        try (other) {
            other.thenBy(
                    call -> call.path().endsWith("leads.json") && call.method().equals("POST")
                            ? HttpAnswer.json(200, "{\"requestId\":\"1#2\",\"success\":true,\"result\":[" + row + "]}")
                            : answer(call));
            return new MarketoAdapterFactory()
                    .create(other.settings(Map.of()), other.context())
                    .writer(SetFields.class)
                    .orElseThrow()
                    .write(List.of(new SetFields("i", lead(0), Map.of(Field.OF_SCORE, "1"), Map.of())));
        }
    }

    private List<WriteResult> write(int count) {
        marketo.thenBy(this::answer);
        return outcomes(count);
    }

    private List<WriteResult> outcomes(int count) {
        List<SetFields> commands = IntStream.range(0, count)
                .mapToObj(i -> new SetFields("i" + i, lead(i), Map.of(Field.OF_SCORE, "7"), Map.of()))
                .toList();
        List<WriteResult> outcomes =
                adapter.writer(SetFields.class).orElseThrow().write(commands);
        assertThat(outcomes)
                .extracting(outcome -> outcome.target().id())
                .containsExactlyElementsOf(
                        commands.stream().map(each -> each.on().id()).toList());
        return outcomes;
    }

    private static SourceRef lead(long id) {
        return new SourceRef(new ConnectionId("marketo"), RecordKind.PERSON, Long.toString(id));
    }

    private HttpAnswer answer(HttpCall call) {
        if (call.path().endsWith("describe2.json")) return HttpAnswer.json(200, described());
        if (call.method().equals("GET")) return HttpAnswer.json(200, found(call));
        List<Long> ids = new ArrayList<>();
        try {
            for (JsonNode each : JSON.readTree(call.text()).path("input"))
                ids.add(each.path("id").asLong());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        sizes.add(ids.size());
        if (hidden && call.text().contains("oneFunnelScore")) {
            return HttpAnswer.json(200, ScriptedMarketo.error("1006", "Field 'oneFunnelScore' not found"));
        }
        String refused = refusing.apply(ids);
        if (!refused.isEmpty()) return HttpAnswer.json(200, refused);
        ObjectNode body = JSON.createObjectNode().put("requestId", "1#2").put("success", true);
        ids.forEach(id -> body.withArray("result").addObject().put("id", id).put("status", "updated"));
        return HttpAnswer.json(200, body.toString());
    }

    /** Two leads have one e-mail. */
    private static String found(HttpCall call) {
        boolean byEmail = call.query().getOrDefault("filterType", List.of()).contains("email");
        String other = byEmail ? ",{\"id\":77,\"email\":\"ada@example.org\"}" : "";
        return "{\"requestId\":\"1#2\",\"success\":true,\"result\":[{\"id\":0,\"email\":\"ada@example.org\"}" + other
                + "]}";
    }

    private String described() {
        ObjectNode body = JSON.createObjectNode().put("requestId", "1#2").put("success", true);
        ObjectNode api = body.withArray("result").addObject().put("name", "API Lead");
        for (String name : List.of("id", "email", "oneFunnelScore", "oneFunnelOriginalSource")) {
            if (hidden && name.equals("oneFunnelScore")) continue;
            api.withArray("fields")
                    .addObject()
                    .put("name", name)
                    .put("displayName", name)
                    .put("updateable", true);
        }
        return body.toString();
    }
}
