package io.onefunnel.marketo.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.marketo.MarketoAdapterFactory;
import io.onefunnel.marketo.RecordingProxy;
import io.onefunnel.marketo.Recordings;
import io.onefunnel.marketo.ScriptedMarketo;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.spi.AdapterErrorCode;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What live instances answered to others, answered to us by a plain HTTP server. */
@DisplayName("The check, given a recorded answer,")
class RecordedCredentialsTest {
    @BeforeEach
    void needsTheRecordings() {
        Recordings.require();
    }

    @Test
    void refusesBadCredentialsAsRecorded() throws IOException {
        JsonNode recorded = Recordings.JSON.readTree(
                Recordings.FOLDER.resolve("mrkt/identity-bad-credentials.json").toFile());
        HttpAnswer answer = HttpAnswer.json(
                recorded.at("/response/status").asInt(),
                recorded.at("/response/body").toString());
        try (RecordingProxy identity = new RecordingProxy(call -> answer);
                ScriptedMarketo marketo = new ScriptedMarketo()) {
            assertThat(new MarketoAdapterFactory()
                            .create(
                                    marketo.settings(Map.of("identity-url", identity.url() + "/identity")),
                                    marketo.context())
                            .check()
                            .problems())
                    .anyMatch(problem -> problem.code() == AdapterErrorCode.CREDENTIALS_REFUSED);
        }
    }
}
