package io.onefunnel.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.Faults.Fault;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.WriteResult;
import io.onefunnel.spi.WriteResult.Rejected;
import io.onefunnel.spi.WriteResult.Written;
import io.onefunnel.testkit.Access;
import io.onefunnel.testkit.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What HubSpot refuses of a row costs what it refused, and few calls. */
@DisplayName("Where HubSpot refuses a part of what is written, the adapter")
class RefusedFieldsTest extends CountedPortal {
    private static final String UPDATE = "batch update contacts";

    private final CrmAdapter adapter = fixture.adapter(fixture.mapping(), Access.RIGHT);

    @AfterEach
    void close() {
        adapter.close();
    }

    @Test
    @DisplayName("writes the other fields of all 300 rows, by two calls for each batch and one more")
    void aPropertyOfAnotherTypeHoldsBackNothingElse() {
        anotherType("onefunnel_score", "date", "date");
        List<SetFields> commands = commands(300, Field.OF_SCORE);

        List<WriteResult> outcomes = write(commands);

        assertThat(outcomes)
                .hasSize(300)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Rejected.class,
                                rejected -> assertThat(rejected.vendorMessage())
                                        .startsWith("written but for: ")
                                        .contains("onefunnel_score", "is not midnight UTC")));
        assertThat(commands)
                .allSatisfy(command -> assertThat(fixture.value(command.on(), Field.OF_ATTEMPTS))
                        .isEqualTo("3"));
        assertThat(calls.getOrDefault(UPDATE, 0)).isLessThanOrEqualTo(2 * 3 + 1);
    }

    @Test
    @DisplayName(
            "writes a property that is not there nowhere, and the rest everywhere, from the second batch on at once")
    void aMissingPropertyHoldsBackNothingElse() {
        fixture.portal().set("sensitiveProperties", "contacts.onefunnel_score");

        assertThat(write(commands(300, Field.OF_SCORE))).hasOnlyElementsOfType(Rejected.class);
        assertThat(calls.getOrDefault(UPDATE, 0)).isLessThanOrEqualTo(2 * 3);

        calls.clear();
        List<SetFields> more = commands(100, Field.OF_SCORE);
        assertThat(write(more))
                .allSatisfy(outcome -> assertThat(((Rejected) outcome).vendorMessage())
                        .contains("written but for", "contacts.onefunnel_score", "onefunnel provision"));
        assertThat(calls).containsEntry(UPDATE, 1);
        assertThat(fixture.value(more.get(99).on(), Field.OF_ATTEMPTS)).isEqualTo("3");
    }

    @Test
    @DisplayName("writes the values that a property takes, and refuses the one that it does not")
    void aBadValueIsItsRowsAlone() {
        anotherType("onefunnel_score", "enumeration", "select", "7", "8");
        List<SetFields> commands = new ArrayList<>();
        for (int i = 0; i < 30; i++)
            commands.add(command(person(), Map.of(Field.OF_SCORE, "7", Field.OF_ATTEMPTS, "3")));
        SourceRef bad = person();
        commands.add(command(bad, Map.of(Field.OF_SCORE, "9", Field.OF_ATTEMPTS, "3")));

        List<WriteResult> outcomes = write(commands);

        assertThat(outcomes.subList(0, 30)).hasOnlyElementsOfType(Written.class);
        assertThat(outcomes.get(30))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.vendorMessage())
                                .startsWith("written but for: ")
                                .contains("onefunnel_score"));
        assertThat(fixture.value(bad, Field.OF_ATTEMPTS)).isEqualTo("3");
        assertThat(fixture.value(commands.get(0).on(), Field.OF_SCORE)).isEqualTo("7");
        assertThat(calls).containsEntry(UPDATE, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rule", "no name"})
    @DisplayName("stops looking for the bad row where those that are tried alone get the answer of all")
    void whatIsRefusedAlikeIsNotIsolated(String kind) {
        if (kind.equals("rule")) fixture.portal().set("validationRequires", "contacts.jobtitle");
        else fixture.fault(new Fault("batch-400", "/batch/update", 0, Trouble.FOR_EVER, Map.of()));

        List<WriteResult> outcomes = write(commands(300, Field.OF_SCORE));

        assertThat(outcomes).hasSize(300).hasOnlyElementsOfType(Rejected.class);
        assertThat(calls.getOrDefault(UPDATE, 0)).isLessThanOrEqualTo(2 * 3 + 1);
        assertThat(fixture.audit()).isEmpty();
    }

    @Test
    @DisplayName("finds several bad rows among good ones, whichever they are")
    void someBadRowsAreFound() {
        fixture.portal().set("validationRequires", "contacts.jobtitle");
        List<SetFields> commands = new ArrayList<>();
        List<Integer> bad = List.of(0, 17, 60, 98);
        for (int i = 0; i < 100; i++) {
            SourceRef person = person();
            if (!bad.contains(i)) fixture.edit(person, Map.of(Field.TITLE, "Buyer"));
            commands.add(command(person, Map.of(Field.OF_SCORE, "7")));
        }

        List<WriteResult> outcomes = write(commands);

        for (int i = 0; i < 100; i++) {
            assertThat(outcomes.get(i)).as("row %d", i).isInstanceOf(bad.contains(i) ? Rejected.class : Written.class);
        }
        assertThat(fixture.audit()).hasSize(96).noneMatch(entry -> entry.repeated());
    }

    private List<SetFields> commands(int count, Field refused) {
        List<SetFields> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commands.add(command(person(), Map.of(refused, Integer.toString(100 + i), Field.OF_ATTEMPTS, "3")));
        }
        return commands;
    }

    private static SetFields command(SourceRef person, Map<Field, String> values) {
        return new SetFields("i-" + person.id(), person, values, Map.of());
    }

    private SourceRef person() {
        return fixture.add(RecordKind.PERSON, Map.of(Field.LAST_NAME, "Lovelace"));
    }

    private List<WriteResult> write(List<SetFields> commands) {
        return adapter.writer(SetFields.class).orElseThrow().write(commands);
    }

    /** As somebody made it before us. */
    private void anotherType(String name, String type, String fieldType, String... options) {
        call("DELETE", "/crm/properties/2026-09/contacts/" + name, "");
        StringBuilder choices = new StringBuilder();
        for (String option : options) {
            choices.append(choices.isEmpty() ? "" : ",")
                    .append("{\"label\":\"" + option + "\",\"value\":\"" + option + "\"}");
        }
        call(
                "POST",
                "/crm/properties/2026-09/contacts",
                "{\"name\":\"" + name + "\",\"label\":\"Theirs\",\"groupName\":\"onefunnel\",\"type\":\"" + type
                        + "\",\"fieldType\":\"" + fieldType + "\",\"options\":[" + choices + "]}");
        calls.clear();
    }

    private void call(String method, String target, String body) {
        String token = fixture.portal().credentials().getOrDefault("token", "");
        int status = fixture.portal()
                .answer(new HttpCall(
                        method,
                        target,
                        Map.of("authorization", "Bearer " + token, "content-type", "application/json"),
                        body.getBytes(StandardCharsets.UTF_8)))
                .status();
        assertThat(status).as(method + " " + target).isBetween(200, 299);
    }
}
