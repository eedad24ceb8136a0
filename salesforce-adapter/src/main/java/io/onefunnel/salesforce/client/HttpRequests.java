package io.onefunnel.salesforce.client;

import io.onefunnel.http.VendorHttp;
import io.onefunnel.http.VendorHttp.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import okhttp3.FormBody;
import okhttp3.Headers;
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

    // A call may last ten minutes: API Request Limits and Allocations. The largest answer is a page of 2,000 rows,
    // which
    // shrinks to 200 where long texts are selected: Change the Batch Size in Queries.
    private static final Patience CALLS =
            new Patience(Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofMinutes(10), 128L << 20);
    private static final Patience SIGN_INS =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(1), 1L << 20);
    // A result page of 100,000 rows, read as the store takes them.
    private static final Patience DOWNLOADS =
            new Patience(Duration.ofSeconds(10), Duration.ofMinutes(2), Duration.ofHours(1), 2L << 30);

    private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
    private final OkHttpClient client;
    private final OkHttpClient signIns;
    private final OkHttpClient downloads;

    public HttpRequests() {
        this(CALLS, SIGN_INS, DOWNLOADS);
    }

    HttpRequests(Patience calls, Patience signIn, Patience download) {
        client = VendorHttp.client(calls).build();
        signIns = VendorHttp.with(client, signIn);
        downloads = VendorHttp.with(client, download);
    }

    OkHttpClient client() {
        return client;
    }

    Semaphore inFlight() {
        return inFlight;
    }

    /** A token, and where it counts. */
    RestAnswer token(String url, Map<String, String> fields) throws IOException {
        FormBody.Builder form = new FormBody.Builder();
        fields.forEach(form::add);
        Request request = new Request.Builder().url(url).post(form.build()).build();
        try (Response response = signIns.newCall(request).execute()) {
            return HttpAnswers.json(response, List.of("access_token", "instance_url"));
        }
    }

    RestAnswer call(Session session, String method, String path, @Nullable String json, List<String> keys)
            throws IOException {
        RequestBody body = json == null ? null : RequestBody.create(json, JSON_TYPE);
        try (Response response =
                client.newCall(to(session, path).method(method, body).build()).execute()) {
            return HttpAnswers.json(response, keys);
        }
    }

    Headers upload(Session session, String path, String csv) throws IOException {
        Request request =
                to(session, path).put(RequestBody.create(csv, CSV_TYPE)).build();
        try (Response response = downloads.newCall(request).execute()) {
            HttpAnswers.empty(response);
            return response.headers();
        }
    }

    /** Rows that are read as they come; whoever asked closes the answer. */
    Response stream(Session session, String path) throws IOException {
        Response response = downloads.newCall(to(session, path).build()).execute();
        try {
            return HttpAnswers.csv(response);
        } catch (IOException e) {
            response.close();
            throw e;
        }
    }

    private static Request.Builder to(Session session, String path) {
        return new Request.Builder()
                .url(session.instanceUrl() + path)
                .header("Authorization", "Bearer " + session.token());
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
