package io.onefunnel.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The sandbox's control API: what the vendors counted, and edits by people in the vendors' own screens. */
final class Control {
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    Control(String url) {
        this.url = url;
    }

    void forgetCallsAndWrites() throws IOException, InterruptedException {
        post("/calls/reset", "");
        post("/audit/reset", "");
    }

    /** Calls by vendor and operation, as the vendors counted them. */
    Map<String, Map<String, Long>> calls() throws IOException, InterruptedException {
        Map<String, Map<String, Long>> calls = new TreeMap<>();
        get("/calls").properties().forEach(vendor -> {
            Map<String, Long> operations = new TreeMap<>();
            vendor.getValue()
                    .path("byOperation")
                    .properties()
                    .forEach(each ->
                            operations.put(each.getKey(), each.getValue().asLong()));
            calls.put(vendor.getKey(), operations);
        });
        return calls;
    }

    /** Writes that each vendor took. */
    Map<String, Long> written() throws IOException, InterruptedException {
        Map<String, Long> written = new TreeMap<>();
        get("/audit")
                .properties()
                .forEach(each -> written.put(
                        each.getKey(), each.getValue().path("written").asLong()));
        return written;
    }

    /** Changes a record as a person in the vendor's screen does. */
    void edit(String vendor, String type, String id, Map<String, String> fields)
            throws IOException, InterruptedException {
        post("/edit", json.writeValueAsString(Map.of("vendor", vendor, "type", type, "id", id, "fields", fields)));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    void post(String path, String body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(url + path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(request.timeout(Duration.ofMinutes(2)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("the sandbox answered " + answer.statusCode() + ": " + answer.body());
        }
        return json.readTree(answer.body());
    }
}
