package io.onefunnel.marketo.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.model.ConnectionId;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.call.Backoff;
import io.onefunnel.spi.call.Failure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The access token of one custom service. Everybody who asks before it expires gets the same one ("Authentication"), so
 * one thread fetches while the others wait, and a token is dropped only by the caller whose token still is the present.
 */
final class AccessTokens {
    /** A token and the count of tokens before it. */
    record Token(String text, int generation) {}

    /** Reads the secrets at each fetch: a rotated file is seen without a restart. */
    interface Credentials {
        String clientId();

        String clientSecret();
    }

    private static final Duration REFRESH_BEFORE_END = Duration.ofSeconds(60);

    private final OkHttpClient http;
    private final HttpUrl identity;
    private Token present = new Token("", 0);
    private Instant refreshAt = Instant.MIN;

    AccessTokens(OkHttpClient http, HttpUrl identity) {
        this.http = http;
        this.identity = identity;
    }

    synchronized Token present(
            Credentials credentials, AdapterContext context, ConnectionId connection, Refusals refusals) {
        if (context.clock().instant().isBefore(refreshAt)) return present;
        Backoff.Attempts attempts =
                new Backoff(MarketoRetryPolicies.EXPIRED_TOKENS, connection, context).attempts("identity");
        while (true) {
            JsonNode answer = fetch(credentials, connection, refusals);
            JsonNode left = answer.path("expires_in");
            String text = answer.path("access_token").asText("");
            if (text.isEmpty() || !left.isNumber()) {
                throw refused(
                        AdapterErrorCode.UNEXPECTED_RESPONSE,
                        connection,
                        "identity answered without a token or its expires_in; look at identity-url");
            }
            long seconds = left.asLong();
            if (seconds > 0)
                return keep(text, Duration.ofSeconds(seconds), context.clock().instant());
            if (!attempts.again(new Failure(AdapterErrorCode.TOKEN_EXPIRED))) {
                throw refused(
                        AdapterErrorCode.VENDOR_UNAVAILABLE,
                        connection,
                        "identity hands out nothing but expired tokens");
            }
        }
    }

    /** Drops a token that was refused, unless a newer one is there already. */
    synchronized void drop(Token refused) {
        if (refused.generation() == present.generation()) refreshAt = Instant.MIN;
    }

    private Token keep(String text, Duration left, Instant now) {
        boolean same = text.equals(present.text());
        if (!same) present = new Token(text, present.generation() + 1);
        // The same token again is good until its end: asking each time in its last minute would bring nothing newer.
        refreshAt = same || left.compareTo(REFRESH_BEFORE_END) <= 0
                ? now.plus(left)
                : now.plus(left).minus(REFRESH_BEFORE_END);
        return present;
    }

    private JsonNode fetch(Credentials credentials, ConnectionId connection, Refusals refusals) {
        // The secret stands in the query: this address is never logged.
        HttpUrl url = identity.newBuilder()
                .addPathSegments("oauth/token")
                .addQueryParameter("grant_type", "client_credentials")
                .addQueryParameter("client_id", credentials.clientId())
                .addQueryParameter("client_secret", credentials.clientSecret())
                .build();
        try (Response response =
                http.newCall(new Request.Builder().url(url).build()).execute()) {
            String body = response.body().string();
            boolean refused = response.code() == 401 || response.code() == 400;
            if (refused && !Refusals.isPage(response)) {
                throw refused(
                        AdapterErrorCode.CREDENTIALS_REFUSED,
                        connection,
                        "the identity endpoint refused the client id or secret; check client-id and client-secret");
            }
            if (!response.isSuccessful()) throw refusals.identityByStatus(response);
            if (Refusals.isPage(response)) throw foreign(connection);
            return Json.WHOLE.readTree(body);
        } catch (JsonProcessingException notJson) {
            throw foreign(connection);
        } catch (IOException broken) {
            // Without its cause: the message of one may hold the address, and the address holds the secret.
            throw refusals.identityBroken(broken);
        }
    }

    private static RefusedException foreign(ConnectionId connection) {
        return refused(
                AdapterErrorCode.UNEXPECTED_RESPONSE,
                connection,
                "what answers is not Marketo's identity endpoint, or not all of its answer; look at identity-url");
    }

    private static RefusedException refused(AdapterErrorCode code, ConnectionId connection, String reason) {
        return RefusedException.of(code, connection + ": " + reason);
    }
}
