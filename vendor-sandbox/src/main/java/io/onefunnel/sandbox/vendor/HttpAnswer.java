package io.onefunnel.sandbox.vendor;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor answers.
 *
 * @param body empty when the body is streamed
 * @param stream opens a long body, which is written while it is sent
 */
public record HttpAnswer(
        int status,
        Map<String, String> headers,
        byte[] body,
        @Nullable Supplier<InputStream> stream) {
    public HttpAnswer(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, body, null);
    }

    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    public static HttpAnswer of(int status, String contentType, String body) {
        return new HttpAnswer(status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer whose body is read while it is sent. */
    public static HttpAnswer streamed(int status, String contentType, Supplier<InputStream> body) {
        return new HttpAnswer(status, Map.of("Content-Type", contentType), new byte[0], body);
    }

    public static HttpAnswer json(int status, String body) {
        return of(status, "application/json;charset=UTF-8", body);
    }

    public static HttpAnswer empty(int status) {
        return new HttpAnswer(status, Map.of(), new byte[0]);
    }

    public HttpAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpAnswer(status, more, body, stream);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
