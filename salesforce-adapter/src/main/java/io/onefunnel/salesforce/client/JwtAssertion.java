package io.onefunnel.salesforce.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.AdapterException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** A signed assertion for the JWT bearer flow. */
final class JwtAssertion {
    // Short-lived, so that a copied one is soon worthless; the vendor takes a few minutes at most.
    private static final Duration LIFETIME = Duration.ofMinutes(3);

    private JwtAssertion() {}

    static String sign(String clientId, String username, String audience, String pem, Instant now) {
        ObjectNode claims = Json.MAPPER.createObjectNode();
        claims.put("iss", clientId).put("sub", username).put("aud", audience);
        // Seconds: milliseconds are answered "expired authorization code".
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        String signed = base64("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.toString().getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key(pem));
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause might quote the key.
            throw new AdapterException(
                    AdapterErrorCode.CREDENTIALS_REFUSED,
                    "the private key for Salesforce cannot be read: it must be RSA in PKCS#8 PEM (BEGIN PRIVATE KEY)");
        }
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
