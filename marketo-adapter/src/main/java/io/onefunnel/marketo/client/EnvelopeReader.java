package io.onefunnel.marketo.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import okhttp3.Response;

/** Opens the envelope that every answer comes in. Errors come with HTTP 200, too: the envelope tells them ("Error Codes"). */
final class EnvelopeReader {
    private final Refusals refusals;

    EnvelopeReader(Refusals refusals) {
        this.refusals = refusals;
    }

    /** The whole envelope, of a call that succeeded. */
    JsonNode tree(String operation, Response response) throws IOException {
        if (!response.isSuccessful()) throw refusals.byStatus(response.code());
        JsonNode envelope;
        try {
            envelope = Json.MAPPER.readTree(response.body().byteStream());
        } catch (JsonProcessingException notJson) {
            throw refusals.notJson();
        }
        if (envelope.path("success").asBoolean(false)) return envelope;
        JsonNode error = envelope.path("errors").path(0);
        String code = error.path("code").asText("");
        if (isEmpty(code)) return Json.object().put("success", true);
        throw refusals.byEnvelope(
                operation,
                code,
                error.path("message").asText(""),
                envelope.path("requestId").asText(""));
    }

    /** A page of many records, which are not kept as a tree. */
    RecordPage records(String operation, Response response) throws IOException {
        if (!response.isSuccessful()) throw refusals.byStatus(response.code());
        RecordPage page;
        try {
            page = RecordPage.read(response.body().byteStream());
        } catch (JsonProcessingException notJson) {
            throw refusals.notJson();
        }
        if (page.success()) return page;
        if (isEmpty(page.error())) return new RecordPage(page.requestId(), true, "", "", List.of(), "", false);
        throw refusals.byEnvelope(operation, page.error(), page.message(), page.requestId());
    }

    private static boolean isEmpty(String code) {
        return ErrorMapping.of(code, "").rule() == RetryRule.EMPTY;
    }
}
