package io.onefunnel.marketo.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that every answer of Marketo comes with, and those that tell how a list goes on. Whether it is one at all, and
 * whether it is all of it, is decided here and in {@link EnvelopeReader} alone.
 *
 * @param success null where the answer does not say it
 * @param error code of the first error; empty where none is named
 * @param warned whether there is a warning; assets warn where others have an empty list
 * @param next token of the next page; empty when there is none
 * @param more null where the answer does not say whether more follows
 */
record Envelope(
        String requestId,
        @Nullable Boolean success,
        String error,
        String message,
        boolean hasResult,
        boolean warned,
        String next,
        @Nullable Boolean more) {
    /** What stands for an answer that there is nothing of what was asked for. */
    static Envelope empty(String requestId) {
        return new Envelope(requestId, true, "", "", true, false, "", false);
    }

    static Envelope of(JsonNode body) {
        JsonNode error = body.path("errors").path(0);
        return new Envelope(
                body.path("requestId").asText(""),
                truth(body.path("success")),
                error.path("code").asText(""),
                error.path("message").asText(""),
                body.path("result").isArray(),
                !body.path("warnings").isEmpty(),
                body.path("nextPageToken").asText(""),
                truth(body.path("moreResult")));
    }

    /** In every one of 190 recorded answers there are both: nothing else is taken for an answer of Marketo's. */
    boolean isMarketos() {
        return success != null && !requestId.isEmpty();
    }

    boolean isSuccess() {
        return Boolean.TRUE.equals(success);
    }

    /** Why this is not all of the answer; empty when it is. */
    Optional<String> lacks(Expected expected) {
        if (!error.isEmpty()) return Optional.of("it says success and names error " + error);
        boolean missing = switch (expected) {
            case SUCCESS -> false;
            case RESULT -> !hasResult;
            case ASSETS -> !hasResult && !warned;
            case STREAM -> more == null || next.isEmpty();
            case TOKEN -> next.isEmpty();
        };
        if (missing) {
            return Optional.of(
                    switch (expected) {
                        case STREAM -> "nextPageToken or moreResult is missing";
                        case TOKEN -> "nextPageToken is missing";
                        default -> "result is missing";
                    });
        }
        if (Boolean.TRUE.equals(more) && next.isEmpty()) return Optional.of("more follows, and it does not say where");
        return Optional.empty();
    }

    private static @Nullable Boolean truth(JsonNode value) {
        return value.isBoolean() ? value.asBoolean() : null;
    }
}
