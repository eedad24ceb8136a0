package io.onefunnel.sandbox.hubspot.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.auth.Tokens.Access;
import io.onefunnel.sandbox.hubspot.store.PortalSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The token endpoints, on dated and on numbered paths. */
public final class OAuthCalls {
    private static final int APP_ID = 4_242;
    private static final int USER_ID = 1_871_817;

    private final PortalSettings settings;
    private final Tokens tokens;

    public OAuthCalls(PortalSettings settings, Tokens tokens) {
        this.settings = settings;
        this.tokens = tokens;
    }

    /** The endpoint that the request means, as counted, and its answer. */
    public Endpoint find(Request request, Instant now) {
        List<String> rest = request.rest();
        String path = String.join("/", rest);
        boolean named = request.version().equals("v1") && rest.size() == 2;
        return switch (request.method() + " " + (named ? rest.get(0) + "/{token}" : path)) {
            case "POST token" -> Endpoint.of("oauth token", List.of(), () -> token(request, now));
            case "POST token/introspect" -> Endpoint.of("oauth introspect", List.of(), () -> introspect(request, now));
            case "POST token/revoke" -> Endpoint.of("oauth revoke", List.of(), () -> revoke(request));
            case "GET access-tokens/{token}" ->
                Endpoint.of("oauth access token", List.of(), () -> accessToken(rest.get(1), now));
            case "GET refresh-tokens/{token}" ->
                Endpoint.of("oauth refresh token", List.of(), () -> refreshToken(rest.get(1)));
            case "DELETE refresh-tokens/{token}" ->
                Endpoint.of("oauth uninstall", List.of(), () -> uninstall(rest.get(1)));
            default -> throw Refusal.htmlNotFound();
        };
    }

    /** {@code grant_type=refresh_token}; all parameters stand in the body, never in the query. */
    private Reply token(Request request, Instant now) {
        Map<String, List<String>> form = form(request);
        if (!first(form, "grant_type").equals("refresh_token")) {
            throw Refusal.of(400, error("unsupported_grant_type", "BAD_GRANT_TYPE", "unsupported grant type"));
        }
        requireClient(form);
        String access = tokens.renew(first(form, "refresh_token"), now).orElseThrow(OAuthCalls::badRefreshToken);
        Access issued = tokens.access(access).orElseThrow();
        ObjectNode json = Json.object()
                .put("token_type", "bearer")
                .put("access_token", access)
                .put("refresh_token", tokens.refreshToken())
                .put("expires_in", settings.number("accessTokenSeconds"));
        json.put("token_use", "access_token")
                .put("hub_id", PortalSettings.PORTAL_ID)
                .put("user_id", USER_ID);
        json.set("scopes", Json.array(issued.scopes()));
        return Reply.ok(json);
    }

    private Reply introspect(Request request, Instant now) {
        Map<String, List<String>> form = form(request);
        requireClient(form);
        String token = first(form, "token");
        if (tokens.isRefreshToken(token)) return Reply.ok(refreshInfo(token).put("active", true));
        Optional<Access> access = tokens.access(token).filter(each -> now.isBefore(each.expires()));
        if (access.isEmpty()) return Reply.ok(Json.object().put("active", false));
        return Reply.ok(accessInfo(token, access.get(), now).put("active", true));
    }

    private Reply revoke(Request request) {
        Map<String, List<String>> form = form(request);
        requireClient(form);
        String token = first(form, "token");
        if (tokens.isRefreshToken(token)) tokens.uninstall();
        else tokens.revokeAccess(token);
        return Reply.ok(Json.object());
    }

    private Reply accessToken(String token, Instant now) {
        Access access = tokens.access(token)
                .filter(each -> now.isBefore(each.expires()))
                .orElseThrow(() -> Refusal.notFound("access token not found"));
        return Reply.ok(accessInfo(token, access, now));
    }

    private Reply refreshToken(String token) {
        if (!tokens.isRefreshToken(token)) throw Refusal.notFound("refresh token not found");
        return Reply.ok(refreshInfo(token));
    }

    private Reply uninstall(String token) {
        if (tokens.isRefreshToken(token)) tokens.uninstall();
        return Reply.noContent();
    }

    private static ObjectNode accessInfo(String token, Access access, Instant now) {
        ObjectNode json = info(token)
                .put("token_use", "access_token")
                .put("expires_in", Duration.between(now, access.expires()).toSeconds())
                .put("is_private_distribution", true);
        json.set("scopes", Json.array(access.scopes()));
        return json;
    }

    private ObjectNode refreshInfo(String token) {
        ObjectNode json = info(token).put("token_use", "refresh_token");
        json.set("scopes", Json.array(settings.list("scopes")));
        return json;
    }

    private static ObjectNode info(String token) {
        return Json.object()
                .put("token", token)
                .put("token_type", "bearer")
                .put("client_id", Tokens.CLIENT_ID)
                .put("app_id", APP_ID)
                .put("hub_id", PortalSettings.PORTAL_ID)
                .put("hub_domain", "sandbox.onefunnel.test")
                .put("user", "admin@onefunnel.test")
                .put("user_id", USER_ID);
    }

    private static Map<String, List<String>> form(Request request) {
        if (!request.call().query().isEmpty()) throw Refusal.validation("parameters must be sent in the body");
        return request.call().form();
    }

    private static void requireClient(Map<String, List<String>> form) {
        boolean known = first(form, "client_id").equals(Tokens.CLIENT_ID)
                && first(form, "client_secret").equals(Tokens.CLIENT_SECRET);
        if (known) return;
        throw Refusal.of(401, error("invalid_client", "BAD_CLIENT_SECRET", "missing or unknown client id or secret"));
    }

    /** As documented: the body has no category. */
    private static Refusal badRefreshToken() {
        return Refusal.of(
                400, error("invalid_grant", "BAD_REFRESH_TOKEN", "refresh token is invalid, expired or revoked"));
    }

    private static ObjectNode error(String error, String status, String message) {
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
