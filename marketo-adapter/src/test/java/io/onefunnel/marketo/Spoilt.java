package io.onefunnel.marketo;

import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Ways in which an answer is not Marketo's, or not all of it. */
public enum Spoilt {
    /** A page of a proxy. */
    PAGE,
    /** An object without any of its keys. */
    EMPTY,
    /** Half of what was answered, by a connection that ends in order. */
    HALF,
    /** The envelope alone: Marketo's, and nothing of what was asked for. */
    HOLLOW,
    /** A redirect to another host. */
    MOVED;

    /** Whether the vendor came to know of the call. */
    public enum Seen {
        BY_NOBODY,
        BY_THE_VENDOR
    }

    /** Spoils one answer of the API, the nth from now on; answers of the identity endpoint are not counted. */
    public void nth(RecordingProxy proxy, int nth, Seen seen) {
        AtomicInteger calls = new AtomicInteger();
        proxy.between((call, next) -> {
            boolean counted = !call.path().contains("/oauth/token");
            if (!counted || calls.getAndIncrement() != nth) return next.apply(call);
            return of(call, next, seen);
        });
    }

    private HttpAnswer of(HttpCall call, Function<HttpCall, HttpAnswer> next, Seen seen) {
        byte[] whole =
                this == HALF || seen == Seen.BY_THE_VENDOR ? next.apply(call).body() : new byte[0];
        return switch (this) {
            case PAGE -> HttpAnswer.of(200, "text/html", "<html><body>Please sign in</body></html>");
            case EMPTY -> HttpAnswer.json(200, "{}");
            case HALF ->
                HttpAnswer.json(200, new String(Arrays.copyOf(whole, whole.length / 2), StandardCharsets.UTF_8));
            case HOLLOW -> HttpAnswer.json(200, "{\"requestId\":\"1#2\",\"success\":true}");
            case MOVED -> new HttpAnswer(307, Map.of("Location", "http://127.0.0.1:1/elsewhere?secret=1"), new byte[0]);
        };
    }
}
