package io.onefunnel.salesforce.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.http.AnswerTooLargeException;
import io.onefunnel.http.VendorHttp;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okhttp3.Response;

/**
 * Decides whether an HTTP answer is Salesforce's and all of it, by what every answer has: its status, its type, its end.
 * What an answer of the Partner API holds is {@link SoapAnswers}' to judge, and rows of Bulk API the reader's.
 */
final class HttpAnswers {
    private static final byte[] ENVELOPE_END = "Envelope>".getBytes(StandardCharsets.US_ASCII);

    private HttpAnswers() {}

    /** An answer that is no error; its body is not read. */
    static Response accepted(Response response) throws IOException {
        demandHere(response);
        if (response.isSuccessful()) return response;
        throw refusal(response, new String(bytes(response), StandardCharsets.UTF_8));
    }

    private static void demandHere(Response response) throws MovedException {
        Optional<String> origin = VendorHttp.movedTo(response);
        if (origin.isPresent()) throw new MovedException(host(response), origin.get());
    }

    /** An answer of REST or of the token endpoint, with keys that it cannot be without. */
    static RestAnswer json(Response response, List<String> keys) throws IOException {
        byte[] body = bytes(accepted(response));
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new UnexpectedAnswerException(foreign(response));
        }
        for (String key : keys) {
            JsonNode value = json.path(key);
            boolean said = value.isContainerNode() || !value.asText("").isBlank();
            if (said) continue;
            throw new UnexpectedAnswerException("the answer of " + host(response) + " has no " + key);
        }
        return new RestAnswer(json, response.headers());
    }

    /** An answer of Bulk API that is rows, or nothing at all. */
    static Response csv(Response response) throws IOException {
        accepted(response);
        // "text/csv": Get Results for a Query Job, Get Job Successful Record Results.
        if (type(response).contains("csv")) return response;
        throw new UnexpectedAnswerException(foreign(response));
    }

    /** An answer without a body to speak of. */
    static void empty(Response response) throws IOException {
        if (bytes(accepted(response)).length > 0) throw new UnexpectedAnswerException(foreign(response));
    }

    /** An envelope, of a fault as well: force-wsc tells them apart. */
    static byte[] envelope(Response response) throws IOException {
        demandHere(response);
        byte[] body = bytes(response);
        if (type(response).contains("xml") && isWhole(body)) return body;
        if (!response.isSuccessful()) throw refusal(response, new String(body, StandardCharsets.UTF_8));
        throw new UnexpectedAnswerException(
                type(response).contains("xml") ? "the answer of " + host(response) + " is cut off" : foreign(response));
    }

    /** force-wsc fails in many ways over half an envelope; a whole one ends with its name. */
    private static boolean isWhole(byte[] body) {
        int end = body.length;
        while (end > 0 && body[end - 1] <= ' ' && body[end - 1] >= 0) end--;
        if (end < ENVELOPE_END.length) return false;
        for (int i = 0; i < ENVELOPE_END.length; i++) {
            if (body[end - ENVELOPE_END.length + i] != ENVELOPE_END[i]) return false;
        }
        return true;
    }

    static byte[] bytes(Response response) throws IOException {
        try {
            return response.body().bytes();
        } catch (AnswerTooLargeException | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw UnexpectedAnswerException.brokeOff(host(response));
        }
    }

    /** REST answers an array of errors, the token endpoint an object, a proxy a page. */
    private static RefusedException refusal(Response response, String body) {
        int status = response.code();
        try {
            JsonNode answer = Json.MAPPER.readTree(body);
            JsonNode error = answer.isArray() ? answer.path(0) : answer;
            if (error.has("errorCode")) {
                return new RefusedException(
                        status,
                        error.path("errorCode").asText(""),
                        error.path("message").asText(""));
            }
            if (error.has("error")) {
                return new RefusedException(
                        status,
                        error.path("error").asText(""),
                        error.path("error_description").asText(""));
            }
        } catch (JsonProcessingException e) {
            return new RefusedException(status, "", "HTTP " + status + ", " + foreign(response));
        }
        return new RefusedException(status, "", "HTTP " + status + ", " + foreign(response));
    }

    private static String foreign(Response response) {
        String type = type(response);
        return "not Salesforce's answer (" + (type.isEmpty() ? "of no type" : type) + " from " + host(response) + ")";
    }

    /** Without the parameters; "" when there is none. */
    private static String type(Response response) {
        return VendorHttp.mediaType(response).toLowerCase(Locale.ROOT);
    }

    private static String host(Response response) {
        return response.request().url().host() + ":" + response.request().url().port();
    }
}
