package io.onefunnel.sandbox.salesforce;

import com.sforce.soap.partner.PartnerConnection;
import com.sforce.ws.ConnectionException;
import com.sforce.ws.ConnectorConfig;
import io.onefunnel.sandbox.http.VendorServer;
import io.onefunnel.sandbox.salesforce.access.ApiUser;
import io.onefunnel.sandbox.vendor.Calls;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.SandboxClock;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** An org on a port whose clock stands still unless it is moved, and clients to reach it. */
final class OrgOnPort implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    final SandboxClock clock = new SandboxClock(InstantSource.fixed(START));
    final Calls calls = new Calls();
    final WriteAudit audit = new WriteAudit();
    final Faults faults = new Faults();
    final SalesforceOrg org = new SalesforceOrg(clock, calls, audit, faults);
    private final VendorServer server = new VendorServer(0, org::answer, faults);
    private final OkHttpClient http = new OkHttpClient();

    OrgOnPort() {
        server.start();
    }

    record Answer(int status, String body, okhttp3.Headers headers) {}

    String url() {
        return server.url();
    }

    Answer token(Map<String, String> form) throws IOException {
        FormBody.Builder body = new FormBody.Builder();
        form.forEach(body::add);
        return send(new Request.Builder().url(url() + "/services/oauth2/token").post(body.build()));
    }

    String accessToken() throws IOException {
        return accessToken(org.users().first());
    }

    String accessToken(ApiUser user) throws IOException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", user.clientId());
        form.put("client_secret", user.clientSecret());
        String body = token(form).body();
        return body.replaceAll("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
    }

    /** force-wsc as it comes: gzip on, its own transport. */
    PartnerConnection soap() throws IOException, ConnectionException {
        return soap(org.users().first());
    }

    PartnerConnection soap(ApiUser user) throws IOException, ConnectionException {
        ConnectorConfig config = new ConnectorConfig();
        config.setServiceEndpoint(url() + "/services/Soap/u/65.0");
        config.setSessionId(accessToken(user));
        config.setConnectionTimeout(5_000);
        config.setReadTimeout(20_000);
        return new PartnerConnection(config);
    }

    Answer rest(String method, String path, String token, @Nullable String json) throws IOException {
        RequestBody body = json == null ? null : RequestBody.create(json, MediaType.get("application/json"));
        return send(new Request.Builder()
                .url(url() + path)
                .header("Authorization", "Bearer " + token)
                .method(method, body));
    }

    Answer restSince(String path, String token, String httpDate) throws IOException {
        return send(new Request.Builder()
                .url(url() + path)
                .header("Authorization", "Bearer " + token)
                .header("If-Modified-Since", httpDate));
    }

    Answer csv(String path, String token, String csv) throws IOException {
        return send(new Request.Builder()
                .url(url() + path)
                .header("Authorization", "Bearer " + token)
                .put(RequestBody.create(csv, MediaType.get("text/csv"))));
    }

    private Answer send(Request.Builder request) throws IOException {
        try (Response response = http.newCall(request.build()).execute()) {
            return new Answer(response.code(), response.body().string(), response.headers());
        }
    }

    String lead(String lastName, String company) {
        return org.insert("Lead", Map.of("LastName", lastName, "Company", company));
    }

    @Override
    public void close() {
        server.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
