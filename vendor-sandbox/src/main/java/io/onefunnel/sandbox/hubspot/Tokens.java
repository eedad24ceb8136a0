package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.http.HttpCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who may call: one static token without expiry, and OAuth access tokens of 30 minutes (vendor page §1). */
final class Tokens {
    static final String STATIC_TOKEN = "pat-na1-6f6e6566-756e-4e65-9c00-000000000001";
    static final String CLIENT_ID = "1f0e6f6e-6566-4756-8e6e-000000000002";
    static final String CLIENT_SECRET = "2f0e6f6e-6566-4756-8e6e-000000000003";
    static final String REFRESH_TOKEN = "na1-6f6e-6566-756e-000000000004";
    static final long PORTAL_ID = 424_242;

    private static final Duration LIFE = Duration.ofSeconds(1_800);

    private final PortalSettings settings;
    private final Map<String, Instant> accessTokens = new ConcurrentHashMap<>();
    private volatile String refreshToken = REFRESH_TOKEN;
    private volatile int issued;

    Tokens(PortalSettings settings) {
        this.settings = settings;
    }

    /** Whether the caller is an OAuth app rather than a static token; refuses who is neither. */
    boolean authenticate(HttpCall call, Instant now) {
        String header = call.header("authorization").orElse("");
        if (!header.startsWith("Bearer ")) {
            throw Refusal.of(
                    401,
                    "INVALID_AUTHENTICATION",
                    "Authentication credentials not found. This API supports OAuth 2.0 authentication.");
        }
        String token = header.substring("Bearer ".length()).strip();
        if (token.equals(STATIC_TOKEN)) {
            if (settings.text("staticToken").equals("valid")) return false;
            throw invalid();
        }
        Instant expiry = accessTokens.get(token);
        if (expiry == null) throw invalid();
        if (now.isBefore(expiry)) return true;
        throw expired(expiry, now);
    }

    /** Recorded: error-401-expired-token. The context key holds a space. */
    static Refusal expired(Instant expiry, Instant now) {
        ObjectNode body = Refusal.error(
                "EXPIRED_AUTHENTICATION",
                "The OAuth token used to make this call expired "
                        + Duration.between(expiry, now).toSeconds() + " second(s) ago.");
        body.putObject("context").putArray("expire time").add(expiry.toString());
        return Refusal.of(401, body);
    }

    /** {@code grant_type=refresh_token}; all parameters stand in the body, never in the query. */
    Reply refresh(HttpCall call, Instant now) {
        Map<String, List<String>> form = call.form();
        if (!call.query().isEmpty()) throw Refusal.validation("parameters must be sent in the body");
        if (!first(form, "grant_type").equals("refresh_token")) {
            throw Refusal.of(400, oauthError("unsupported_grant_type", "BAD_GRANT_TYPE", "unsupported grant type"));
        }
        if (!first(form, "client_id").equals(CLIENT_ID)
                || !first(form, "client_secret").equals(CLIENT_SECRET)) {
            throw Refusal.of(
                    401, oauthError("invalid_client", "BAD_CLIENT_SECRET", "missing or unknown client id or secret"));
        }
        if (!first(form, "refresh_token").equals(refreshToken)) {
            String message = "refresh token is invalid, expired or revoked";
            throw Refusal.of(400, oauthError("invalid_grant", "BAD_REFRESH_TOKEN", message));
        }
        return Reply.ok(issue(now));
    }

    private synchronized ObjectNode issue(Instant now) {
        String access = "CNO1-sandbox-" + ++issued;
        accessTokens.put(access, now.plus(LIFE));
        if (settings.on("rotateRefreshTokens")) refreshToken = REFRESH_TOKEN + "-" + issued;
        ObjectNode json = Json.object()
                .put("token_type", "bearer")
                .put("access_token", access)
                .put("refresh_token", refreshToken)
                .put("expires_in", LIFE.toSeconds())
                .put("hub_id", PORTAL_ID);
        json.set("scopes", Json.array(settings.list("scopes")));
        return json;
    }

    private static Refusal invalid() {
        return Refusal.of(
                401,
                "INVALID_AUTHENTICATION",
                "Authentication credentials not found. The access token is invalid or was revoked.");
    }

    private static ObjectNode oauthError(String error, String status, String message) {
        return Json.object()
                .put("error", error)
                .put("error_description", message)
                .put("status", status)
                .put("message", message);
    }

    private static String first(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of("")).get(0);
    }
}
