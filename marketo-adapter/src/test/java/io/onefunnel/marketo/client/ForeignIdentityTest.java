package io.onefunnel.marketo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.onefunnel.marketo.MarketoAdapterFactory;
import io.onefunnel.marketo.RecordingProxy;
import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.model.Field;
import io.onefunnel.model.RecordKind;
import io.onefunnel.model.SourceRef;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.Command.SetFields;
import io.onefunnel.spi.CrmAdapter;
import io.onefunnel.spi.Cursor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What answers instead of Marketo's identity endpoint")
class ForeignIdentityTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | text/html | <html> | UNEXPECTED_RESPONSE | look at identity-url",
                "200 | application/json | {} | UNEXPECTED_RESPONSE | look at identity-url",
                "200 | application/json | {\"access_token\":\"x\"} | UNEXPECTED_RESPONSE | look at identity-url",
                "200 | application/json | {\"access_to | UNEXPECTED_RESPONSE | identity-url",
                "401 | text/html | <html> | UNEXPECTED_RESPONSE | let this host through",
                "401 | application/json | {\"error\":\"invalid_client\"} | CREDENTIALS_REFUSED | check client-id",
                "404 | text/html | <html> | UNEXPECTED_RESPONSE | look at identity-url",
                "503 | text/html | <html> | VENDOR_UNAVAILABLE | HTTP 503",
            })
    void isCalledWhatItIs(int status, String type, String body, AdapterErrorCode code, String words) {
        AdapterException refused = refused(HttpAnswer.of(status, type, body));

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused).hasMessageContaining(words).hasMessageNotContaining(ScriptedMarketo.SECRET);
    }

    @Test
    void isNotGivenTheSecretWhereverItPoints() {
        try (RecordingProxy elsewhere = new RecordingProxy(call -> HttpAnswer.json(200, ScriptedMarketo.OK))) {
            AdapterException moved =
                    refused(new HttpAnswer(307, Map.of("Location", elsewhere.url() + "/oauth/token?x=1"), new byte[0]));

            assertThat(moved.code()).isEqualTo(AdapterErrorCode.UNEXPECTED_RESPONSE);
            assertThat(moved).hasMessageContaining("it points to " + elsewhere.url() + ", which was not followed");
            assertThat(moved).hasMessageEndingWith("look at identity-url");
            assertThat(elsewhere.calls()).isEmpty();
        }
    }

    @Test
    void leavesNoDoubtThatAWriteWasNotSent() {
        SourceRef lead = new SourceRef(new ConnectionId("marketo"), RecordKind.PERSON, "1");
        try (RecordingProxy identity = new RecordingProxy(call -> HttpAnswer.of(503, "text/html", "<html>"));
                ScriptedMarketo marketo = new ScriptedMarketo();
                CrmAdapter adapter = adapter(marketo, identity)) {
            AdapterException refused = catchThrowableOfType(
                    AdapterException.class,
                    () -> adapter.writer(SetFields.class)
                            .orElseThrow()
                            .write(List.of(new SetFields("i", lead, Map.of(Field.OF_SCORE, "1"), Map.of()))));

            assertThat(refused.code()).isEqualTo(AdapterErrorCode.VENDOR_UNAVAILABLE);
            assertThat(marketo.calls()).isEmpty();
        }
    }

    private static AdapterException refused(HttpAnswer answer) {
        try (RecordingProxy identity = new RecordingProxy(call -> answer);
                ScriptedMarketo marketo = new ScriptedMarketo();
                CrmAdapter adapter = adapter(marketo, identity)) {
            return catchThrowableOfType(
                    AdapterException.class, () -> adapter.pull(RecordKind.CAMPAIGN, Cursor.BEGINNING));
        }
    }

    private static CrmAdapter adapter(ScriptedMarketo marketo, RecordingProxy identity) {
        return new MarketoAdapterFactory()
                .create(marketo.settings(Map.of("identity-url", identity.url() + "/identity")), marketo.context());
    }
}
