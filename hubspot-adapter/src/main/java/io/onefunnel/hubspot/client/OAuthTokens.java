package io.onefunnel.hubspot.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.http.VendorHttp;
import io.onefunnel.hubspot.client.ErrorMapping.Origin;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.TokenVault.Exchanged;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Access tokens of an OAuth app, renewed ahead of time: a 401 must not be the trigger (usage guidelines). One renewal
 * at a time, over all nodes: the refresh token that comes back may be another one, and is kept by the vault.
 */
final class OAuthTokens implements TokenSource {
    private static final Duration EARLY = Duration.ofSeconds(60);

    private record Granted(String accessToken, long seconds) {}

    private final OkHttpClient http;
    private final HttpUrl url;
    private final ConnectionSettings settings;
    private final AdapterContext context;
    private final String key;
    private String accessToken = "";
    private Instant renewAt = Instant.EPOCH;

    /** @param key under which the vault keeps this credential's refresh token */
    OAuthTokens(OkHttpClient http, HttpUrl url, ConnectionSettings settings, AdapterContext context, String key) {
        this.http = http;
        this.url = url;
        this.settings = settings;
        this.context = context;
        this.key = key;
    }

    @Override
    public synchronized String current() {
        if (accessToken.isEmpty() || !context.clock().instant().isBefore(renewAt)) fetch();
        return accessToken;
    }

    @Override
    public synchronized boolean renew(String refused) {
        if (accessToken.equals(refused)) fetch();
        return true;
    }

    private void fetch() {
        try {
            Granted granted = context.tokens()
                    .exchange(
                            settings.id(),
                            key,
                            settings.secret(Credentials.REFRESH_TOKEN).strip(),
                            this::granted);
            accessToken = granted.accessToken();
            renewAt = context.clock().instant().plusSeconds(granted.seconds()).minus(EARLY);
        } catch (IOException e) {
            BrokenCall broken = BrokenCall.of(e, null);
            throw new AdapterException(broken.code(), settings.id() + ": no token: " + broken.what(), e);
        }
    }

    /** All parameters in the body: from the third version on the address takes none (guide "manage OAuth tokens"). */
    private Exchanged<Granted> granted(String refreshToken) throws IOException {
        FormBody form = new FormBody.Builder()
                .add("grant_type", "refresh_token")
                .add("client_id", settings.get(Credentials.CLIENT_ID))
                .add("client_secret", settings.secret(Credentials.CLIENT_SECRET).strip())
                .add("refresh_token", refreshToken)
                .build();
        Request request = new Request.Builder().url(url).post(form).build();
        try (Response response = http.newCall(request).execute()) {
            Optional<String> origin = VendorHttp.movedTo(response);
            if (origin.isPresent()) {
                throw ErrorMapping.moved(settings.id(), "token", response.code(), origin.get());
            }
            if (!response.isSuccessful()) {
                throw refused(ErrorMapping.of(
                        response.code(), Optional.empty(), response.body().string(), Origin.of(response)));
            }
            JsonNode json = token(response);
            String token = json.path("access_token").asText("");
            String next = json.path("refresh_token").asText("");
            return new Exchanged<>(
                    new Granted(token, json.path("expires_in").asLong(1_800)),
                    Optional.of(next).filter(other -> !other.isEmpty() && !other.equals(refreshToken)));
        }
    }

    private JsonNode token(Response response) {
        try {
            return WholeAnswer.object("access_token").read(response.body().byteStream());
        } catch (IOException e) {
            BrokenCall broken = BrokenCall.of(e, response);
            throw new AdapterException(broken.code(), settings.id() + ": no token: " + broken.what(), e);
        }
    }

    private AdapterException refused(MappedError error) {
        if (error.foreign().isPresent()) {
            return new AdapterException(
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    settings.id() + ": no token: " + error.summary()
                            + "; check base-url, and the proxy or firewall on the way");
        }
        if (error.code() == AdapterErrorCode.VENDOR_UNAVAILABLE || error.code() == AdapterErrorCode.RATE_LIMITED) {
            return new AdapterException(error.code(), settings.id() + ": no token: " + error.summary());
        }
        return new AdapterException(
                AdapterErrorCode.CREDENTIALS_REFUSED,
                settings.id() + ": HubSpot refuses the refresh token (" + error.summary()
                        + "); install the app in the portal again and store the new refresh token");
    }
}
