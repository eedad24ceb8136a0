package io.onefunnel.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import io.onefunnel.spi.ConnectionSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Access tokens of an OAuth app, renewed ahead of time: a 401 must not be the trigger (usage guidelines). One renewal
 * at a time; the refresh token that comes back replaces the old one for the life of this adapter.
 */
final class OAuthTokens implements Tokens {
    private static final Duration EARLY = Duration.ofSeconds(60);

    private final OkHttpClient http;
    private final HttpUrl url;
    private final ConnectionSettings settings;
    private final InstantSource clock;
    private String accessToken = "";
    private Instant renewAt = Instant.EPOCH;
    private Optional<String> refreshToken = Optional.empty();

    OAuthTokens(OkHttpClient http, HttpUrl url, ConnectionSettings settings, InstantSource clock) {
        this.http = http;
        this.url = url;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public synchronized String current() {
        if (accessToken.isEmpty() || !clock.instant().isBefore(renewAt)) fetch();
        return accessToken;
    }

    @Override
    public synchronized boolean renew(String refused) {
        if (accessToken.equals(refused)) fetch();
        return true;
    }

    private void fetch() {
        FormBody form = new FormBody.Builder()
                .add("grant_type", "refresh_token")
                .add("client_id", settings.required(HubSpotOptions.CLIENT_ID))
                .add("client_secret", settings.secret(HubSpotOptions.CLIENT_SECRET))
                .add("refresh_token", refreshToken.orElseGet(() -> settings.secret(HubSpotOptions.REFRESH_TOKEN)))
                .build();
        Request request = new Request.Builder().url(url).post(form).build();
        try (Response response = http.newCall(request).execute()) {
            String body = response.body().string();
            if (!response.isSuccessful()) throw refused(Failure.of(response.code(), Optional.empty(), body));
            JsonNode json = Json.MAPPER.readTree(body);
            accessToken = json.path("access_token").asText();
            refreshToken = Optional.of(json.path("refresh_token").asText()).filter(token -> !token.isEmpty());
            renewAt = clock.instant()
                    .plusSeconds(json.path("expires_in").asLong(1_800))
                    .minus(EARLY);
        } catch (IOException e) {
            throw new AdapterException(
                    AdapterErrorCode.UNREACHABLE, settings.id() + ": the token endpoint cannot be reached", e);
        }
    }

    private AdapterException refused(Failure failure) {
        if (failure.code() == AdapterErrorCode.VENDOR_UNAVAILABLE || failure.code() == AdapterErrorCode.RATE_LIMITED) {
            return new AdapterException(failure.code(), settings.id() + ": no token: " + failure.summary());
        }
        return new AdapterException(
                AdapterErrorCode.CREDENTIALS_REFUSED,
                settings.id() + ": HubSpot refuses the refresh token (" + failure.summary()
                        + "); install the app in the portal again and store the new refresh token");
    }
}
