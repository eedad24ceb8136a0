package io.onefunnel.sandbox.hubspot.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an endpoint answers; turned into bytes after the portal's lock is released. */
public record Reply(int status, @Nullable JsonNode body) {
    public static Reply ok(JsonNode body) {
        return new Reply(200, body);
    }

    public static Reply created(JsonNode body) {
        return new Reply(201, body);
    }

    public static Reply noContent() {
        return new Reply(204, null);
    }

    public HttpAnswer answer() {
        if (body == null) return HttpAnswer.empty(status);
        return new HttpAnswer(status, Map.of("Content-Type", "application/json;charset=utf-8"), Json.bytes(body));
    }
}
