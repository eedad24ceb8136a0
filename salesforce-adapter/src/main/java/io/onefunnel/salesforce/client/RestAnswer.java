package io.onefunnel.salesforce.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import okhttp3.Headers;

/** The answer to a REST call or a request for a token; one that is an error is a {@link RefusedException} instead. */
public record RestAnswer(String body, Headers headers) {
    /** @throws IOException when the body is not JSON */
    public JsonNode json() throws IOException {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new RefusedException(200, "", "the answer is not JSON");
        }
    }
}
