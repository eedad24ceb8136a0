package io.onefunnel.salesforce.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The one HTTP client of an adapter, for SOAP, REST and tokens alike. */
public final class HttpRequests implements AutoCloseable {
    private static final MediaType JSON_TYPE = MediaType.get("application/json");
    private static final MediaType CSV_TYPE = MediaType.get("text/csv; charset=UTF-8");

    /**
     * How many calls are under way. The org allows 25 requests that last longer than 20 seconds, of all its
     * integrations together, and 5 in a Developer org: API Request Limits and Allocations.
     */
    public static final int IN_FLIGHT = 5;

    /** More threads than calls under way: some write the next call or read the last answer meanwhile. */
    public static final int THREADS = 8;

    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final OkHttpClient client = new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(10))
            .readTimeout(Duration.ofSeconds(120))
            .writeTimeout(Duration.ofSeconds(60))
            // A silent second attempt would write twice; whether to repeat is decided where it is known what was sent.
            .retryOnConnectionFailure(false)
            .build();

    OkHttpClient client() {
        return client;
    }

    Semaphore inFlight() {
        return inFlight;
    }

    RestAnswer form(String url, Map<String, String> fields) throws IOException {
        FormBody.Builder form = new FormBody.Builder();
        fields.forEach(form::add);
        return send(new Request.Builder().url(url).post(form.build()).build());
    }

    RestAnswer call(Session session, String method, String path, @Nullable String json) throws IOException {
        RequestBody body = json == null ? null : RequestBody.create(json, JSON_TYPE);
        return send(new Request.Builder()
                .url(session.instanceUrl() + path)
                .header("Authorization", "Bearer " + session.token())
                .method(method, body)
                .build());
    }

    RestAnswer upload(Session session, String path, String csv) throws IOException {
        return send(new Request.Builder()
                .url(session.instanceUrl() + path)
                .header("Authorization", "Bearer " + session.token())
                .put(RequestBody.create(csv, CSV_TYPE))
                .build());
    }

    /** An answer that is read as it comes; whoever asked closes it. */
    Response stream(Session session, String path) throws IOException {
        Response response = client.newCall(new Request.Builder()
                        .url(session.instanceUrl() + path)
                        .header("Authorization", "Bearer " + session.token())
                        .build())
                .execute();
        if (response.isSuccessful()) return response;
        try (response) {
            throw refusal(response.code(), response.body().string());
        }
    }

    private RestAnswer send(Request request) throws IOException {
        try (Response response = client.newCall(request).execute()) {
            String body = response.body().string();
            if (response.isSuccessful()) return new RestAnswer(body, response.headers());
            throw refusal(response.code(), body);
        }
    }

    /** REST answers an array of errors, the token endpoint an object, a proxy a page. */
    private static RefusedException refusal(int status, String body) {
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
            return new RefusedException(status, "", "HTTP " + status);
        }
        return new RefusedException(status, "", "HTTP " + status);
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
