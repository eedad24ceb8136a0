package io.onefunnel.salesforce.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.spi.AdapterContext;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.ConnectionSettings;
import io.onefunnel.spi.ConnectionSettings.Use;
import io.onefunnel.spi.TokenVault;
import io.onefunnel.spi.call.Backoff;
import io.onefunnel.spi.call.Failure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Signs in by OAuth, and anew when a session is found dead: once, however many threads found it. */
final class Sessions {
    private static final String JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final Failure EXPIRED =
            new Failure(AdapterErrorCode.CREDENTIALS_REFUSED, SalesforceRetryPolicies.EXPIRED_ASSERTION);

    // The shortest timeout that an admin can choose: Modify Session Security Settings. What dies sooner was ended.
    private static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);
    // Not known: a token has no expires_in, and the timeout is the org's choice, of hours without a call.
    private static final Duration NOT_KNOWN = Duration.ofDays(1);

    private final ConnectionSettings settings;
    private final HttpUrl loginUrl;
    private final HttpRequests http;
    private final InstantSource clock;
    private final TokenVault tokens;
    private final String tokenKey;
    private final DailyQuota quota;
    private final Backoff assertions;
    private @Nullable Session session;
    private Instant heard;
    private Duration lasting = NOT_KNOWN;

    /** @param use whose credentials these are: each has a refresh token of its own */
    Sessions(ConnectionSettings settings, Use use, HttpRequests http, AdapterContext context, DailyQuota quota) {
        this.settings = settings;
        this.loginUrl = HttpUrl.get(settings.get(SalesforceOptions.URL).toString());
        this.http = http;
        this.clock = context.clock();
        this.heard = clock.instant();
        this.tokens = context.tokens();
        String key = SalesforceOptions.REFRESH_TOKEN.key();
        this.tokenKey = use == Use.READ ? key : key + "." + use.name().toLowerCase(Locale.ROOT);
        this.quota = quota;
        this.assertions = new Backoff(SalesforceRetryPolicies.ASSERTIONS, settings.id(), context);
    }

    /** Where a sign-in goes to, for messages. */
    String host() {
        return loginUrl.host() + ":" + loginUrl.port();
    }

    synchronized Session current() throws IOException {
        Session known = session;
        if (known == null || hasProbablyExpired()) {
            known = signIn();
            session = known;
            heard = clock.instant();
        }
        return known;
    }

    /** The vendor took a call by it: from now on it lasts its time again. */
    synchronized void answered(Session used) {
        if (used.equals(session)) heard = clock.instant();
    }

    /** Forgets {@code dead}, unless another thread has replaced it already, and learns how long it had lasted. */
    synchronized void expired(Session dead) {
        if (!dead.equals(session)) return;
        session = null;
        Duration idle = Duration.between(heard, clock.instant());
        if (idle.compareTo(SHORTEST_SESSION) >= 0 && idle.compareTo(lasting) < 0) lasting = idle;
    }

    /**
     * Signs in anew because nobody is found where {@code gone} counts.
     *
     * @return whether the org lives elsewhere by now
     */
    synchronized boolean moved(Session gone) throws IOException {
        Session known = session;
        if (known == null || known.equals(gone)) {
            // Kept until there is another: where nobody can be asked, the host that is gone is still the news.
            known = signIn();
            session = known;
            heard = clock.instant();
        }
        return !known.instanceUrl().equals(gone.instanceUrl());
    }

    /** A call by a dead session costs a fault and a second call; signing in is cheaper, and not counted by the org. */
    private boolean hasProbablyExpired() {
        return Duration.between(heard, clock.instant()).compareTo(lasting) >= 0;
    }

    private Session signIn() throws IOException {
        return switch (settings.get(SalesforceOptions.GRANT)) {
            case JWT -> byAssertion();
            case CLIENT_CREDENTIALS -> session(granted(client("client_credentials")));
            case REFRESH_TOKEN ->
                tokens.exchange(
                        settings.id(),
                        tokenKey,
                        settings.secret(SalesforceOptions.REFRESH_TOKEN),
                        this::byRefreshToken);
        };
    }

    private Session byAssertion() throws IOException {
        Backoff.Attempts attempts = assertions.attempts("sign in");
        while (true) {
            try {
                return session(granted(assertion()));
            } catch (RefusedException refusal) {
                boolean expired = refusal.text().contains(SalesforceRetryPolicies.EXPIRED_ASSERTION);
                if (!expired || !attempts.again(EXPIRED)) throw refusal;
            }
        }
    }

    private TokenVault.Exchanged<Session> byRefreshToken(String token) throws IOException {
        Map<String, String> form = client("refresh_token");
        form.put("refresh_token", token);
        JsonNode granted = granted(form);
        // Where the app rotates refresh tokens, the one just used is void from now on.
        String next = granted.path("refresh_token").asText("");
        return new TokenVault.Exchanged<>(
                session(granted), next.isEmpty() || next.equals(token) ? Optional.empty() : Optional.of(next));
    }

    private JsonNode granted(Map<String, String> form) throws IOException {
        quota.signedIn();
        return http.token(loginUrl.resolve("/services/oauth2/token").toString(), form)
                .json();
    }

    /** There is no expires_in: how long a session lasts is the org's matter. */
    private static Session session(JsonNode granted) throws UnexpectedAnswerException {
        String instance = granted.path("instance_url").asText("");
        HttpUrl url = HttpUrl.parse(instance);
        if (url == null) throw new UnexpectedAnswerException("the token answer's instance_url is no address");
        String token = granted.path("access_token").asText("");
        return new Session(token, instance, orgId(granted.path("id").asText("")));
    }

    private Map<String, String> client(String grant) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", grant);
        form.put("client_id", settings.get(SalesforceOptions.CLIENT_ID));
        form.put("client_secret", settings.secret(SalesforceOptions.CLIENT_SECRET));
        return form;
    }

    private Map<String, String> assertion() {
        String signed = JwtAssertion.sign(
                settings.get(SalesforceOptions.CLIENT_ID),
                settings.get(SalesforceOptions.USERNAME),
                settings.get(SalesforceOptions.AUDIENCE).toString(),
                settings.secret(SalesforceOptions.PRIVATE_KEY),
                clock.instant());
        return Map.of("grant_type", JWT_GRANT, "assertion", signed);
    }

    /** The identity URL ends in /id/(org id)/(user id). */
    private static String orgId(String identity) {
        String[] parts = identity.split("/");
        return parts.length < 2 ? "" : RecordIds.to18(parts[parts.length - 2]);
    }
}
