package io.onefunnel.sandbox.salesforce.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.salesforce.access.ApiUser;
import io.onefunnel.sandbox.salesforce.access.ApiUsers;
import io.onefunnel.sandbox.salesforce.org.OrgSettings;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import io.onefunnel.sandbox.vendor.SandboxClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code POST /services/oauth2/token}: client credentials, JWT bearer and refresh token. Errors are OAuth objects, never
 * the REST error array; a token answer has no {@code expires_in}.
 */
public final class TokenEndpoint {
    private static final String JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String REFRESH_TOKEN = "5Aep861sandboxRotatedToken";
    // An assertion may be valid for a few minutes at most.
    private static final long LONGEST_ASSERTION_SECONDS = 300;

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        final String error;

        Refused(String error, String description) {
            super(description);
            this.error = error;
        }
    }

    private final String orgId;
    private final ApiUsers users;
    private final Sessions sessions;
    private final SandboxClock clock;
    private final OrgSettings settings;
    private final AtomicLong rotated = new AtomicLong();
    private final JsonMapper json = new JsonMapper();

    public TokenEndpoint(String orgId, ApiUsers users, Sessions sessions, SandboxClock clock, OrgSettings settings) {
        this.orgId = orgId;
        this.users = users;
        this.sessions = sessions;
        this.clock = clock;
        this.settings = settings;
    }

    public HttpAnswer token(HttpCall call) {
        Map<String, List<String>> form = call.form();
        try {
            ObjectNode granted = switch (first(form, "grant_type")) {
                case "client_credentials" -> granted(client(call, form), instance(call));
                case JWT_GRANT -> granted(assertion(first(form, "assertion"), call), instance(call));
                case "refresh_token" -> refresh(call, form);
                default -> throw new Refused("unsupported_grant_type", "grant type not supported");
            };
            return HttpAnswer.json(200, granted.toString());
        } catch (Refused refused) {
            ObjectNode error = json.createObjectNode();
            error.put("error", refused.error);
            error.put("error_description", refused.getMessage());
            return HttpAnswer.json(400, error.toString());
        }
    }

    private ObjectNode granted(ApiUser user, String instance) {
        String identity = instance + "/id/" + orgId + "/" + user.id();
        ObjectNode answer = json.createObjectNode();
        answer.put("access_token", sessions.open(user));
        answer.put("signature", "c2FuZGJveC1zaWduYXR1cmU=");
        answer.put("scope", "api");
        answer.put("instance_url", instance);
        answer.put("id", identity);
        answer.put("token_type", "Bearer");
        answer.put("issued_at", Long.toString(clock.millis()));
        return answer;
    }

    private ObjectNode refresh(HttpCall call, Map<String, List<String>> form) throws Refused {
        ApiUser user = client(call, form);
        String used = first(form, "refresh_token");
        if (!used.equals(user.refreshToken())) throw expired();
        ObjectNode granted = granted(user, instance(call));
        if (settings.on("rotateRefreshTokens")) {
            String next = REFRESH_TOKEN + "." + rotated.incrementAndGet();
            if (!user.rotate(used, next)) throw expired();
            granted.put("refresh_token", next);
        }
        return granted;
    }

    private static Refused expired() {
        return new Refused("invalid_grant", "expired access/refresh token");
    }

    /** The run-as user of the connected app that signs in. */
    private ApiUser client(HttpCall call, Map<String, List<String>> form) throws Refused {
        String id = first(form, "client_id");
        String secret = first(form, "client_secret");
        String basic = call.header("authorization").orElse("");
        if (basic.startsWith("Basic ")) {
            String[] pair =
                    new String(Base64.getDecoder().decode(basic.substring(6)), StandardCharsets.UTF_8).split(":", 2);
            id = pair[0];
            secret = pair.length > 1 ? pair[1] : "";
        }
        ApiUser user = users.ofClient(id).orElseThrow(TokenEndpoint::unknownClient);
        if (!secret.equals(user.clientSecret())) throw new Refused("invalid_client", "invalid client credentials");
        return user;
    }

    private ApiUser assertion(String jws, HttpCall call) throws Refused {
        String[] parts = jws.split("\\.");
        if (parts.length != 3) throw new Refused("invalid_grant", "invalid assertion");
        JsonNode header = decoded(parts[0]);
        JsonNode claims = decoded(parts[1]);
        if (users.ofClient(claims.path("iss").asText()).isEmpty()) throw unknownClient();
        if (!header.path("alg").asText().equals("RS256") || !isSigned(parts)) {
            throw new Refused("invalid_grant", "invalid assertion");
        }
        String audience = claims.path("aud").asText();
        List<String> audiences = List.of("https://login.salesforce.com", "https://test.salesforce.com", instance(call));
        if (!audiences.contains(audience)) throw new Refused("invalid_grant", "audience is invalid");
        long expires = claims.path("exp").asLong();
        long now = clock.instant().getEpochSecond();
        if (expires <= now || expires > now + LONGEST_ASSERTION_SECONDS) {
            throw new Refused("invalid_grant", "expired authorization code");
        }
        return users.find(claims.path("sub").asText())
                .orElseThrow(() -> new Refused("invalid_grant", "user hasn't approved this consumer"));
    }

    private static Refused unknownClient() {
        return new Refused("invalid_client_id", "client identifier invalid");
    }

    private boolean isSigned(String[] parts) {
        String pem = settings.text("jwtPublicKey");
        if (pem.isEmpty()) return false;
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private JsonNode decoded(String part) throws Refused {
        try {
            return json.readTree(Base64.getUrlDecoder().decode(part));
        } catch (IOException | IllegalArgumentException e) {
            throw new Refused("invalid_grant", "invalid assertion");
        }
    }

    private static String first(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of("")).get(0);
    }

    /** Where the client reached us is where the org lives. */
    static String instance(HttpCall call) {
        return "http://" + call.header("host").orElse("127.0.0.1");
    }
}
