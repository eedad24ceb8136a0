package io.onefunnel.sandbox.vendor;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request as a vendor sees it: content encoding already undone.
 *
 * @param target path and query as sent, still percent-encoded
 * @param headers by lower-case name, first value of each
 * @param held how long the answer will be held back: to the vendor it is a call that lasts so long
 */
public record HttpCall(String method, String target, Map<String, String> headers, byte[] body, Duration held) {
    public HttpCall(String method, String target, Map<String, String> headers, byte[] body) {
        this(method, target, headers, body, Duration.ZERO);
    }

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    public HttpCall heldFor(Duration time) {
        return new HttpCall(method, target, headers, body, time);
    }

    /** The path alone, percent-decoded ("+" stays "+": it is not a space in a path). */
    public String path() {
        int mark = target.indexOf('?');
        String raw = mark < 0 ? target : target.substring(0, mark);
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Query parameters, each with all its values in order. */
    public Map<String, List<String>> query() {
        int mark = target.indexOf('?');
        return mark < 0 ? Map.of() : parameters(target.substring(mark + 1));
    }

    /** The parameters of a form-encoded body. */
    public Map<String, List<String>> form() {
        return parameters(text());
    }

    /** The first value of a query parameter. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query().get(name)).map(values -> values.get(0));
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static Map<String, List<String>> parameters(String encoded) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(decode(value));
        }
        return values;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
