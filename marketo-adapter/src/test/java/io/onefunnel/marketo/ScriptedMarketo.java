package io.onefunnel.marketo;

import io.onefunnel.marketo.client.InstanceOptions;
import io.onefunnel.marketo.client.InstanceResources;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.MarketoConnection;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.option.OptionValues;
import io.onefunnel.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A plain server that answers what a test wrote down, and the client that asks it. */
public final class ScriptedMarketo implements AutoCloseable {
    public static final String SECRET = "s3cret-never-to-be-shown";
    public static final String OK = "{\"requestId\":\"1#2\",\"success\":true,\"result\":[]}";

    public final ManualClock clock = ManualClock.at("2026-03-02T09:00:00Z");
    public final List<Duration> pauses = new CopyOnWriteArrayList<>();
    public final RecordingProxy server = new RecordingProxy(this::answer);
    private final Deque<Function<HttpCall, HttpAnswer>> answers = new ArrayDeque<>();
    private final Deque<HttpAnswer> tokens = new ArrayDeque<>();
    private int handedOut;

    /** What is answered next; the last one answers for ever. */
    public ScriptedMarketo then(String body) {
        answers.add(call -> HttpAnswer.json(200, body));
        return this;
    }

    public ScriptedMarketo then(HttpAnswer answer) {
        answers.add(call -> answer);
        return this;
    }

    public ScriptedMarketo thenBy(Function<HttpCall, HttpAnswer> answer) {
        answers.add(answer);
        return this;
    }

    public ScriptedMarketo thenError(String code, String message) {
        return then(error(code, message));
    }

    public ScriptedMarketo token(String text, int seconds) {
        tokens.add(HttpAnswer.json(
                200, "{\"access_token\":\"" + text + "\",\"token_type\":\"bearer\",\"expires_in\":" + seconds + "}"));
        return this;
    }

    public static String error(String code, String message) {
        return "{\"requestId\":\"e42b#14272d07d78\",\"success\":false,\"errors\":[{\"code\":\"" + code
                + "\",\"message\":\"" + message + "\"}]}";
    }

    public ConnectionSettings settings(Map<String, String> more) {
        Map<String, String> options = new HashMap<>(Map.of("base-url", server.url() + "/rest"));
        options.putAll(more);
        return new ConnectionSettings(
                new ConnectionId("marketo"),
                OptionValues.parse(MarketoOptions.ALL, options),
                Map.of("client-id", () -> "id", "client-secret", () -> SECRET),
                InstanceFixture.MAPPING);
    }

    public AdapterContext context() {
        return new AdapterContext(clock, this::pause, (operation, took, outcome) -> {});
    }

    public InstanceOptions options() {
        return MarketoOptions.instance(settings(Map.of()));
    }

    public MarketoConnection connection() {
        InstanceOptions options = options();
        return new MarketoConnection(settings(Map.of()), options, new InstanceResources(options), context());
    }

    public MarketoClient client() {
        return connection().reading();
    }

    public Duration paused() {
        return pauses.stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** The calls without those for a token. */
    public List<HttpCall> calls() {
        List<HttpCall> calls = new ArrayList<>(server.calls());
        calls.removeIf(call -> call.path().contains("/oauth/token"));
        return calls;
    }

    public long tokenCalls() {
        return server.count("/oauth/token");
    }

    @Override
    public void close() {
        server.close();
    }

    private void pause(Duration time) {
        pauses.add(time);
        clock.advance(time);
    }

    private synchronized HttpAnswer answer(HttpCall call) {
        if (call.path().contains("/oauth/token")) {
            if (!tokens.isEmpty()) return tokens.size() == 1 ? tokens.getFirst() : tokens.removeFirst();
            return HttpAnswer.json(
                    200,
                    "{\"access_token\":\"token" + handedOut++ + "\",\"token_type\":\"bearer\",\"expires_in\":3599}");
        }
        Function<HttpCall, HttpAnswer> next = answers.size() == 1 ? answers.getFirst() : answers.removeFirst();
        return next.apply(call);
    }
}
