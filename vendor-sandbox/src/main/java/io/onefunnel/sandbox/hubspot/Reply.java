package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.http.HttpAnswer;
import org.jspecify.annotations.Nullable;

/** What an endpoint answers; turned into bytes after the portal's lock is released. */
record Reply(int status, @Nullable JsonNode body) {
    static Reply ok(JsonNode body) {
        return new Reply(200, body);
    }

    static Reply created(JsonNode body) {
        return new Reply(201, body);
    }

    static Reply noContent() {
        return new Reply(204, null);
    }

    HttpAnswer answer() {
        if (body == null) return HttpAnswer.empty(status);
        return new HttpAnswer(
                status, java.util.Map.of("Content-Type", "application/json;charset=utf-8"), Json.bytes(body));
    }
}
