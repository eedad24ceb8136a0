package io.onefunnel.salesforce.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.sforce.soap.partner.sobject.SObject;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.salesforce.CannedOrg;
import io.onefunnel.salesforce.SandboxOrg;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CommandWriter;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One value that the API cannot read does not hold back the rows beside it. */
class SpoiledCallTest {
    /** As the platform words it, with the value: what is no number, and the record that it is of, are nobody's to read. */
    private static final String NO_NUMBER = "'Ada' is not a valid value for the type xsd:double";

    @Test
    void aRowThatSpoilsItsCallIsFoundAndTheOthersAreWritten() {
        Set<String> bad = Set.of(id(7), id(150));
        try (CannedOrg org = new CannedOrg(call -> answer(call, bad))) {
            List<WriteResult> outcomes = UpdateBatches.updates(org.writing()).run(rows(200));

            for (int i = 0; i < 200; i++) {
                if (bad.contains(id(i))) {
                    assertThat(outcomes.get(i)).isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> {
                        assertThat(rejected.code()).isEqualTo(AdapterErrorCode.RECORD_INVALID);
                        assertThat(rejected.vendorMessage())
                                .contains("is not a valid value for the type xsd:double")
                                .doesNotContain("Ada");
                    });
                } else {
                    assertThat(outcomes.get(i)).isInstanceOf(WriteResult.Written.class);
                }
            }
            // Two for each halving on the way to either row.
            assertThat(org.calls()).hasSizeLessThan(1 + 2 * 2 * 8);
        }
    }

    @Test
    void rowsThatAllSpoilTheirCallsAreNotTriedOneByOne() {
        Set<String> bad =
                IntStream.range(0, 1_000).mapToObj(SpoiledCallTest::id).collect(Collectors.toSet());
        try (CannedOrg org = new CannedOrg(call -> answer(call, bad))) {
            List<WriteResult> outcomes = UpdateBatches.updates(org.writing()).run(rows(1_000));

            assertThat(outcomes).hasOnlyElementsOfType(WriteResult.Rejected.class);
            assertThat(org.calls()).hasSizeLessThan(100);
        }
    }

    @Test
    void aFaultOfTheCallIsSaidToHaveDoneNothingAndIsNotRepeated() {
        try (CannedOrg org = new CannedOrg(call -> answer(call, Set.of(id(0))))) {
            assertThat(UpdateBatches.updates(org.writing()).run(rows(1)))
                    .hasOnlyElementsOfType(WriteResult.Rejected.class);
            assertThat(org.calls()).hasSize(1);
        }
    }

    @Test
    void textThatXmlHasNoFormForIsWrittenWithoutIt() {
        try (SandboxOrg sandbox = new SandboxOrg()) {
            CommandWriter<SetFields> writes =
                    sandbox.adapter().writer(SetFields.class).orElseThrow();
            List<SourceRef> leads =
                    sandbox.leads(3).stream().map(SpoiledCallTest::person).toList();
            String text = "Asked\uFFFF for\u0000 a demo\uD800";
            List<SetFields> commands = leads.stream()
                    .map(lead -> new SetFields("i" + lead.id(), lead, Map.of(Field.OF_TOP_REASON, text), Map.of()))
                    .toList();

            assertThat(writes.write(commands)).hasOnlyElementsOfType(WriteResult.Written.class);

            String name = nameOf(Field.OF_TOP_REASON);
            for (SourceRef lead : leads) {
                assertThat(sandbox.org.record("Lead", lead.id())).containsEntry(name, "Asked for a demo");
            }
            assertThat(writes.settle(commands)).hasOnlyElementsOfType(WriteResult.Written.class);
            SetFields again = new SetFields(
                    "again", leads.get(0), Map.of(Field.OF_SCORE, "7"), Map.of(Field.OF_TOP_REASON, text));
            assertThat(writes.write(List.of(again))).hasOnlyElementsOfType(WriteResult.Written.class);
        }
    }

    @Test
    void aFieldOfAnotherTypeIsNamedWithoutACall() {
        try (SandboxOrg sandbox = new SandboxOrg()) {
            CrmAdapter adapter =
                    sandbox.adapter(SandboxOrg.mappingOfLeads(Map.of(Field.OF_GRADE, "OneFunnel_Score__c")), Map.of());
            SourceRef lead = person(sandbox.lead("Lovelace"));
            CommandWriter<SetFields> writes = adapter.writer(SetFields.class).orElseThrow();

            assertThat(writes.write(List.of(new SetFields("i", lead, Map.of(Field.OF_GRADE, "A"), Map.of()))))
                    .singleElement()
                    .isInstanceOfSatisfying(WriteResult.Rejected.class, rejected -> {
                        assertThat(rejected.code()).isEqualTo(AdapterErrorCode.FIELD_NOT_WRITABLE);
                        assertThat(rejected.vendorMessage())
                                .isEqualTo("Lead.OneFunnel_Score__c is of type double and cannot hold of_grade, a value"
                                        + " of type choice: change the field's type, or map another field");
                    });
            assertThat(sandbox.calls("update")).isZero();
        }
    }

    private static String nameOf(Field field) {
        return Objects.requireNonNull(SandboxOrg.mapping().types().get("Lead"))
                .nameOf(field)
                .orElseThrow();
    }

    private static SourceRef person(String id) {
        return new SourceRef(new ConnectionId("salesforce"), RecordKind.PERSON, id);
    }

    /** Refuses a call that carries one of these, and says what the platform says. */
    private static CannedOrg.Answer answer(String call, Set<String> bad) {
        List<String> sent = Pattern.compile(">(00Q\\d{12}AAA)<")
                .matcher(call)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        if (sent.stream().anyMatch(bad::contains)) return clientFault();
        return CannedOrg.soap(
                "update",
                sent.stream()
                        .map(id -> "<result><id>" + id + "</id><success>true</success></result>")
                        .collect(Collectors.joining()));
    }

    private static CannedOrg.Answer clientFault() {
        return new CannedOrg.Answer(
                500,
                "text/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><soapenv:Envelope"
                        + " xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body><soapenv:Fault>"
                        + "<faultcode>soapenv:Client</faultcode><faultstring>" + NO_NUMBER
                        + "</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>");
    }

    private static List<UpdateBatches.Row> rows(int count) {
        List<UpdateBatches.Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SObject record = new SObject("Lead");
            record.setId(id(i));
            rows.add(new UpdateBatches.Row(person(id(i)), record));
        }
        return rows;
    }

    private static String id(int number) {
        return String.format(Locale.ROOT, "00Q%012dAAA", number);
    }
}
