package io.onefunnel.sandbox.hubspot.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.store.PortalSettings;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who may call: static tokens without expiry, each with its scopes, and the access tokens of one installed OAuth app.
 */
public final class Tokens {
    public static final String STATIC_TOKEN = "pat-na1-6f6e6566-756e-4e65-9c00-000000000001";
    public static final String CLIENT_ID = "1f0e6f6e-6566-4756-8e6e-000000000002";
    public static final String CLIENT_SECRET = "2f0e6f6e-6566-4756-8e6e-000000000003";
    public static final String REFRESH_TOKEN = "na1-6f6e-6566-756e-000000000004";

    /**
     * Who calls.
     *
     * @param oauth an installed app rather than a static token
     */
    record Caller(boolean oauth, List<String> scopes) {}

    /** An access token as it was issued: what is granted later does not change it. */
    record Access(Instant expires, List<String> scopes) {}

    private final PortalSettings settings;
    private final Map<String, Access> accessTokens = new ConcurrentHashMap<>();
    private String refreshToken = REFRESH_TOKEN;
    private boolean installed = true;
    private int issued;

    public Tokens(PortalSettings settings) {
        this.settings = settings;
    }

    /** The caller by its bearer token; refuses who has none that is valid. */
    Caller authenticate(HttpCall call, Instant now) {
        String header = call.header("authorization").orElse("");
        if (!header.startsWith("Bearer ")) {
            throw Refusal.of(
                    401,
                    "INVALID_AUTHENTICATION",
                    "Authentication credentials not found. This API supports OAuth 2.0 authentication.");
        }
        String token = header.substring("Bearer ".length()).strip();
        Optional<List<String>> granted = ofStatic(token);
        if (granted.isPresent()) return new Caller(false, granted.get());
        Access access = accessTokens.get(token);
        if (access == null) throw invalid();
        if (now.isBefore(access.expires())) return new Caller(true, access.scopes());
        throw expired(access.expires(), now);
    }

    /** As recorded: the context key holds a space. */
    static Refusal expired(Instant expiry, Instant now) {
        ObjectNode body = Refusal.error(
                "EXPIRED_AUTHENTICATION",
                "The OAuth token used to make this call expired "
                        + Duration.between(expiry, now).toSeconds() + " second(s) ago.");
        body.putObject("context").putArray("expire time").add(expiry.toString());
        return Refusal.of(401, body);
    }

    /** A new access token for {@code refresh}, which is replaced at use where the setting says so. */
    synchronized Optional<String> renew(String refresh, Instant now) {
        if (!isRefreshToken(refresh)) return Optional.empty();
        String access = "CNO1-sandbox-" + ++issued;
        List<String> scopes = settings.list(settings.text("oauthScopes").isEmpty() ? "scopes" : "oauthScopes");
        Duration life = Duration.ofSeconds(settings.number("accessTokenSeconds"));
        accessTokens.put(access, new Access(now.plus(life), scopes));
        if (settings.on("rotateRefreshTokens")) refreshToken = REFRESH_TOKEN + "-" + issued;
        return Optional.of(access);
    }

    synchronized boolean isRefreshToken(String token) {
        return installed && token.equals(refreshToken);
    }

    synchronized String refreshToken() {
        return refreshToken;
    }

    Optional<Access> access(String token) {
        return Optional.ofNullable(accessTokens.get(token));
    }

    /** The app was uninstalled: no refresh any more, access tokens live to their end. */
    synchronized void uninstall() {
        installed = false;
    }

    void revokeAccess(String token) {
        accessTokens.remove(token);
    }

    private Optional<List<String>> ofStatic(String token) {
        if (token.equals(STATIC_TOKEN)) {
            return Optional.of(settings.list("scopes"))
                    .filter(scopes -> settings.text("staticToken").equals("valid"));
        }
        return settings.list("tokens").stream()
                .map(each -> each.split("=", 2))
                .filter(each -> each.length == 2 && each[0].equals(token))
                .map(each -> Arrays.asList(each[1].strip().split("\\s+")))
                .findFirst();
    }

    private static Refusal invalid() {
        return Refusal.of(
                401,
                "INVALID_AUTHENTICATION",
                "Authentication credentials not found. The access token is invalid or was revoked.");
    }
}
