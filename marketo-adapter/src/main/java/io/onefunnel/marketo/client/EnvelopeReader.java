package io.onefunnel.marketo.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import okhttp3.Response;

/**
 * Opens the envelope that every answer comes in, and decides whether it is Marketo's answer and all of it. Errors come with
 * HTTP 200, too: the envelope tells them ("Error Codes"). What is not whole is refused, and no part of it is believed.
 */
final class EnvelopeReader {
    private final Refusals refusals;

    EnvelopeReader(Refusals refusals) {
        this.refusals = refusals;
    }

    /** The whole envelope, of a call that succeeded. */
    JsonNode tree(String operation, Expected expected, Response response) throws IOException {
        requireSuccess(operation, response);
        JsonNode body;
        try {
            body = Json.WHOLE.readTree(response.body().byteStream());
        } catch (JsonProcessingException notJson) {
            throw refusals.notJson(operation, response);
        }
        boolean nothing = isNothing(operation, expected, Envelope.of(body), response);
        return nothing ? Json.object().put("success", true) : body;
    }

    /** A page of many records, which are not kept as a tree. */
    RecordPage records(String operation, Expected expected, Response response) throws IOException {
        requireSuccess(operation, response);
        RecordPage page;
        try {
            page = RecordPage.read(response.body().byteStream());
        } catch (JsonProcessingException notJson) {
            throw refusals.notJson(operation, response);
        }
        boolean nothing = isNothing(operation, expected, page.envelope(), response);
        return nothing ? new RecordPage(Envelope.empty(page.envelope().requestId()), List.of()) : page;
    }

    /** A file comes without an envelope; what comes with one is a refusal, and what a browser shows is a proxy's. */
    void requireFile(String operation, Response response) throws IOException {
        requireSuccess(operation, response);
        String type = String.valueOf(response.header("Content-Type"));
        if (type.startsWith("application/json")) {
            tree(operation, Expected.SUCCESS, response);
            throw refusals.foreign(operation, response);
        }
        if (type.startsWith("text/html")) throw refusals.foreign(operation, response);
    }

    private void requireSuccess(String operation, Response response) {
        if (!response.isSuccessful()) throw refusals.byStatus(operation, response);
    }

    /** Whether Marketo says that there is nothing of what was asked for. */
    private boolean isNothing(String operation, Expected expected, Envelope envelope, Response response) {
        if (!envelope.isMarketos()) throw refusals.foreign(operation, response);
        if (!envelope.isSuccess()) {
            if (envelope.error().isEmpty())
                throw refusals.incomplete(operation, envelope.requestId(), "it names neither success nor an error");
            if (ErrorMapping.of(envelope.error(), "").rule() == RetryRule.EMPTY) return true;
            throw refusals.byEnvelope(operation, envelope);
        }
        Optional<String> lacking = envelope.lacks(expected);
        if (lacking.isPresent()) throw refusals.incomplete(operation, envelope.requestId(), lacking.get());
        return false;
    }
}
