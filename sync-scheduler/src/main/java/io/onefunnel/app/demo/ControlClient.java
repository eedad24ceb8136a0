package io.onefunnel.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks the sandbox what only a judge may know: its truth, its call counts and its audit of writes. */
final class ControlClient {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    ControlClient(String url) {
        this.url = url;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    void post(String path, String body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(url + path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Calls so far, by vendor. */
    Map<String, Long> calls() throws IOException, InterruptedException {
        Map<String, Long> calls = new LinkedHashMap<>();
        get("/calls")
                .properties()
                .forEach(each ->
                        calls.put(each.getKey(), each.getValue().path("total").asLong()));
        return calls;
    }

    /** Writes that the vendors took, all together. */
    long written() throws IOException, InterruptedException {
        return sum("written");
    }

    /** Those among them that changed nothing any more: written twice. */
    long repeated() throws IOException, InterruptedException {
        return sum("repeated");
    }

    private long sum(String figure) throws IOException, InterruptedException {
        long sum = 0;
        for (JsonNode vendor : get("/audit")) sum += vendor.path(figure).asLong();
        return sum;
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the sandbox's control API answered " + answer.statusCode() + ": " + answer.body());
        }
        return json.readTree(answer.body());
    }
}
