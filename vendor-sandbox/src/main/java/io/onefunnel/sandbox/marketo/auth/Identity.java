package io.onefunnel.sandbox.marketo.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.InstanceSettings;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** The token endpoint. The token belongs to the custom service: everybody who asks before it expires gets the same. */
public final class Identity {
    public static final String CLIENT_ID = "7c2f1c5e-onefunnel-sandbox";
    public static final String CLIENT_SECRET = "sandbox-secret";

    private final InstantSource clock;
    private final InstanceSettings settings;
    private final Faults faults;
    private String token = "";
    private Instant expires = Instant.MIN;

    public Identity(InstantSource clock, InstanceSettings settings, Faults faults) {
        this.clock = clock;
        this.settings = settings;
        this.faults = faults;
    }

    public synchronized HttpAnswer answer(HttpCall call) {
        if (!call.method().equals("GET") && !call.method().equals("POST")) return HttpAnswer.empty(405);
        if (!call.parameter("grant_type").orElse("").equals("client_credentials")) {
            return refused(400, "unsupported_grant_type", "Unsupported grant type");
        }
        boolean known = call.parameter("client_id").orElse("").equals(CLIENT_ID)
                && call.parameter("client_secret").orElse("").equals(CLIENT_SECRET);
        if (!known) return refused(401, "invalid_client", "Bad client credentials");
        Instant now = clock.instant();
        if (faults.take("zero-token", call).isPresent() && !token.isEmpty()) {
            // At its end a token may be handed out with no second left: clients ask again for that reason.
            expires = now;
            return given(now);
        }
        if (!now.isBefore(expires)) {
            token = UUID.randomUUID() + ":int";
            expires = now.plusSeconds(settings.number("tokenLifetimeSeconds"));
        }
        return given(now);
    }

    private HttpAnswer given(Instant now) {
        ObjectNode body = Replies.object()
                .put("access_token", token)
                .put("token_type", "bearer")
                .put("expires_in", Duration.between(now, expires).toSeconds())
                .put("scope", InstanceSettings.API_USER);
        return HttpAnswer.json(200, body.toString()).with("Cache-Control", "no-store");
    }

    /** @throws Refusal 600, 601 or 602 */
    public synchronized void check(HttpCall call) {
        // The query parameter was announced dead after 31 August 2026: "Authentication". That 601 is the answer is a
        // guess.
        if (call.query().containsKey("access_token")) throw new Refusal("601", "Access token invalid");
        String header = call.header("authorization").orElse("");
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) throw new Refusal("600", "Access token empty");
        if (token.isEmpty() || !header.substring(7).trim().equals(token))
            throw new Refusal("601", "Access token invalid");
        if (!clock.instant().isBefore(expires)) throw new Refusal("602", "Access token expired");
    }

    /** Ends the present token before its time. */
    public synchronized void expire() {
        expires = clock.instant();
    }

    private static HttpAnswer refused(int status, String error, String description) {
        return HttpAnswer.json(
                status,
                Replies.object()
                        .put("error", error)
                        .put("error_description", description)
                        .toString());
    }
}
