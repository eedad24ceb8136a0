package io.onefunnel.salesforce.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.model.RecordKind;
import io.onefunnel.salesforce.ForwardingVendor;
import io.onefunnel.salesforce.PlainVendor;
import io.onefunnel.salesforce.PlainVendor.Answer;
import io.onefunnel.salesforce.SandboxOrg;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A result of a Bulk job is believed only as a whole, each proof of it by itself. */
class WholeBulkResultTest {
    private final SandboxOrg sandbox = new SandboxOrg();

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aResultThatIsLeftAsItIsGoesThrough() {
        List<String> leads = sandbox.leads(300);
        sandbox.aWhilePasses();

        assertThat(pulled(answer -> answer).ids()).containsExactlyInAnyOrderElementsOf(leads);
    }

    @Test
    void withoutTheNumberOfItsRows() {
        assertRefused(answer -> without(answer, "Sforce-NumberOfRecords"), "Sforce-NumberOfRecords");
    }

    @Test
    void withoutTheWayToTheNextPage() {
        assertRefused(answer -> without(answer, "Sforce-Locator"), "Sforce-Locator");
    }

    @Test
    void withoutAColumn() {
        assertRefused(answer -> body(answer, answer.body().replaceFirst("\"LastName\"", "\"Nothing\"")), "LastName");
    }

    @Test
    void withHalfAValueInTheLastRow() {
        assertRefused(
                answer -> body(answer, answer.body().substring(0, answer.body().length() - 2)), "middle of a row");
    }

    @Test
    void withARowThatIsTooShort() {
        assertRefused(answer -> body(answer, answer.body().replaceFirst("\n\"", "\n\"x\"\n\"")), "values for");
    }

    @Test
    void withARowThatHasNoId() {
        assertRefused(answer -> body(answer, answer.body().replaceFirst("\n\"00Q[^\"]*\"", "\n\"\"")), "without an id");
    }

    @Test
    void withFewerRowsThanTheJobHasRead() {
        assertRefused(
                answer -> {
                    String[] lines = answer.body().split("\n");
                    return body(answer, lines[0] + "\n" + lines[1] + "\n").with("Sforce-NumberOfRecords", "1");
                },
                "rows of 300");
    }

    private void assertRefused(UnaryOperator<Answer> spoiling, String words) {
        sandbox.leads(300);
        sandbox.aWhilePasses();

        AdapterException refused = catchThrowableOfType(AdapterException.class, () -> pulled(spoiling));

        assertThat(refused).as("refusal").isNotNull();
        assertThat(refused.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
        assertThat(refused).hasMessageContaining("bulk results of Lead").hasMessageContaining(words);
    }

    private SandboxOrg.Pulled pulled(UnaryOperator<Answer> spoiling) {
        try (ForwardingVendor behind = new ForwardingVendor(sandbox.url(), request -> Optional.empty());
                PlainVendor front = new PlainVendor(request -> {
                    Answer answer = behind.forward(request);
                    return request.path().contains("/results") ? spoiling.apply(answer) : answer;
                })) {
            CrmAdapter adapter = sandbox.adapter(front.url(), SandboxOrg.mapping(), Map.of("bulk-from", "100"));
            return sandbox.pull(adapter, RecordKind.PERSON, Cursor.BEGINNING);
        }
    }

    private static Answer body(Answer answer, String body) {
        return new Answer(answer.status(), answer.contentType(), body, answer.headers());
    }

    private static Answer without(Answer answer, String header) {
        Map<String, String> headers = new LinkedHashMap<>(answer.headers());
        headers.keySet().removeIf(header::equalsIgnoreCase);
        return new Answer(answer.status(), answer.contentType(), answer.body(), headers);
    }
}
