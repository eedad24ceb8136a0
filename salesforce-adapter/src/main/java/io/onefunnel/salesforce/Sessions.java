package io.onefunnel.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.spi.ConnectionSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Signs in by OAuth, and anew when a session is found dead: once, however many threads found it. */
final class Sessions {
    private static final String JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final ConnectionSettings settings;
    private final SalesforceOptions options;
    private final Http http;
    private final InstantSource clock;
    private @Nullable Session session;
    private @Nullable String rotatedRefreshToken;

    Sessions(ConnectionSettings settings, SalesforceOptions options, Http http, InstantSource clock) {
        this.settings = settings;
        this.options = options;
        this.http = http;
        this.clock = clock;
    }

    synchronized Session current() throws IOException {
        Session known = session;
        if (known == null) {
            known = signIn();
            session = known;
        }
        return known;
    }

    /** Forgets {@code dead}, unless another thread has replaced it already. */
    synchronized void forget(Session dead) {
        if (dead.equals(session)) session = null;
    }

    private Session signIn() throws IOException {
        String url = options.loginUrl().resolve("/services/oauth2/token").toString();
        JsonNode granted;
        try {
            granted = http.form(url, form()).json();
        } catch (VendorRefusal refusal) {
            // An assertion can be found expired although it was just made, when the clocks disagree for a moment.
            boolean again = options.grant() == SalesforceOptions.Grant.JWT
                    && refusal.text().equals("expired authorization code");
            if (!again) throw refusal;
            granted = http.form(url, form()).json();
        }
        if (granted.hasNonNull("refresh_token")) {
            rotatedRefreshToken = granted.get("refresh_token").asText();
        }
        String instance = granted.path("instance_url").asText();
        String token = granted.path("access_token").asText();
        if (instance.isEmpty() || token.isEmpty()) throw new VendorRefusal(200, "", "the token answer has no token");
        return new Session(token, instance, orgId(granted.path("id").asText()));
    }

    private Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        switch (options.grant()) {
            case JWT -> {
                form.put("grant_type", JWT_GRANT);
                form.put("assertion", assertion());
            }
            case CLIENT_CREDENTIALS -> {
                form.put("grant_type", "client_credentials");
                form.put("client_id", options.clientId());
                form.put("client_secret", settings.secret(SalesforceOptions.CLIENT_SECRET));
            }
            case REFRESH_TOKEN -> {
                form.put("grant_type", "refresh_token");
                form.put("refresh_token", refreshToken());
                form.put("client_id", options.clientId());
                form.put("client_secret", settings.secret(SalesforceOptions.CLIENT_SECRET));
            }
        }
        return form;
    }

    private String assertion() {
        return JwtAssertion.sign(
                options.clientId(),
                options.username(),
                options.audience(),
                settings.secret(SalesforceOptions.PRIVATE_KEY),
                clock.instant());
    }

    private String refreshToken() {
        String rotated = rotatedRefreshToken;
        return rotated != null ? rotated : settings.secret(SalesforceOptions.REFRESH_TOKEN);
    }

    /** The identity URL ends in /id/(org id)/(user id). */
    private static String orgId(String identity) {
        String[] parts = identity.split("/");
        return parts.length < 2 ? "" : Ids.to18(parts[parts.length - 2]);
    }
}
