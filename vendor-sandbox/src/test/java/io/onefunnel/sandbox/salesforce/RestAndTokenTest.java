package io.onefunnel.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.onefunnel.sandbox.salesforce.OrgOnPort.Answer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens, REST and Bulk 2.0 as they go over the wire. */
class RestAndTokenTest {
    private static final JsonMapper JSON = new JsonMapper();
    private final OrgOnPort port = new OrgOnPort();

    @AfterEach
    void stop() {
        port.close();
    }

    @Test
    void clientCredentialsGiveATokenWithoutALifetime() throws Exception {
        String token = port.accessToken();
        assertThat(token).matches("00D\\w{12}!.+");
        Answer wrong = port.token(Map.of(
                "grant_type", "client_credentials", "client_id", credential("clientId"), "client_secret", "wrong"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(JSON.readTree(wrong.body()).get("error").asText()).isEqualTo("invalid_client");
        Answer refreshed = port.token(Map.of(
                "grant_type", "refresh_token",
                "refresh_token", credential("refreshToken"),
                "client_id", credential("clientId"),
                "client_secret", credential("clientSecret")));
        JsonNode granted = JSON.readTree(refreshed.body());
        assertThat(granted.get("instance_url").asText()).isEqualTo(port.url());
        assertThat(granted.has("expires_in")).isFalse();
    }

    @Test
    void aSignedAssertionIsVerifiedAgainstTheRegisteredKey() throws Exception {
        KeyPair keys = keys();
        port.org.set(
                "jwtPublicKey",
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----");
        assertThat(bearer(keys.getPrivate(), "https://login.salesforce.com", 120)
                        .status())
                .isEqualTo(200);
        assertThat(bearer(keys().getPrivate(), "https://login.salesforce.com", 120)
                        .body())
                .contains("invalid assertion");
        assertThat(bearer(keys.getPrivate(), "https://else.example", 120).body())
                .contains("audience is invalid");
        assertThat(bearer(keys.getPrivate(), "https://login.salesforce.com", -1).body())
                .contains("expired authorization code");
        assertThat(bearer(keys.getPrivate(), "https://login.salesforce.com", 120_000)
                        .body())
                .contains("expired authorization code");
    }

    @Test
    void restErrorsAreArraysAndEveryAnswerTellsTheUsage() throws Exception {
        Answer refused = port.rest("GET", "/services/data/v65.0/limits", "00Dwrong!token", null);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(JSON.readTree(refused.body()).get(0).get("errorCode").asText())
                .isEqualTo("INVALID_SESSION_ID");

        Answer limits = port.rest("GET", "/services/data/v65.0/limits", port.accessToken(), null);
        assertThat(limits.headers().get("Sforce-Limit-Info")).isEqualTo("api-usage=1/100000");
        assertThat(JSON.readTree(limits.body())
                        .at("/DailyApiRequests/Remaining")
                        .asInt())
                .isEqualTo(99_999);
        assertThat(port.calls.byOperation()).containsEntry("GET limits", 2L).containsEntry("oauth token", 1L);
    }

    @Test
    void queriesAnswerTypedValuesAndNestedParents() throws Exception {
        String account = port.org.insert("Account", Map.of("Name", "Acme", "AnnualRevenue", "1000"));
        port.org.insert("Contact", Map.of("LastName", "Ada", "AccountId", account));
        Answer answer = port.rest(
                "GET",
                "/services/data/v65.0/query?q=SELECT+Id,LastName,DoNotCall,Account.AnnualRevenue,ReportsTo.Name,CreatedDate"
                        + "+FROM+Contact",
                port.accessToken(),
                null);
        JsonNode contact = JSON.readTree(answer.body()).at("/records/0");
        assertThat(contact.at("/attributes/type").asText()).isEqualTo("Contact");
        assertThat(contact.get("DoNotCall").isBoolean()).isTrue();
        assertThat(contact.at("/Account/AnnualRevenue").asDouble()).isEqualTo(1000.0);
        assertThat(contact.get("ReportsTo").isNull()).isTrue();
        assertThat(contact.get("CreatedDate").asText()).isEqualTo("2026-03-02T10:00:00.000+0000");
    }

    @Test
    void collectionsAnswerRowByRowWith200() throws Exception {
        String id = port.lead("Ada", "Acme");
        Answer answer = port.rest(
                "PATCH",
                "/services/data/v65.0/composite/sobjects",
                port.accessToken(),
                "{\"allOrNone\":false,\"records\":[{\"attributes\":{\"type\":\"Lead\"},\"id\":\"" + id
                        + "\",\"City\":\"Rome\"},{\"attributes\":{\"type\":\"Lead\"},\"id\":\"00Qbad\",\"City\":\"Rome\"}]}");
        JsonNode results = JSON.readTree(answer.body());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(results.at("/0/success").asBoolean()).isTrue();
        assertThat(results.at("/1/errors/0/statusCode").asText()).isEqualTo("MALFORMED_ID");
        assertThat(port.org.record("Lead", id)).containsEntry("City", "Rome");
    }

    @Test
    void aBulkJobGoesThroughItsStatesAndPagesByLocator() throws Exception {
        for (int i = 0; i < 5; i++) port.lead("Lead \"" + i + "\"", "Acme, Inc.");
        port.org.set("bulkDelaySeconds", "60");
        String token = port.accessToken();
        Answer created = port.rest(
                "POST",
                "/services/data/v65.0/jobs/query",
                token,
                "{\"operation\":\"queryAll\",\"query\":\"SELECT Id, LastName, Email FROM Lead ORDER BY Id\"}");
        String job = JSON.readTree(created.body()).get("id").asText();
        String path = "/services/data/v65.0/jobs/query/" + job;
        assertThat(job).startsWith("750");
        assertThat(state(path, token)).isEqualTo("UploadComplete");
        port.clock.advance(Duration.ofSeconds(31));
        assertThat(state(path, token)).isEqualTo("InProgress");
        assertThat(port.rest("GET", path + "/results", token, null).status()).isEqualTo(400);
        port.clock.advance(Duration.ofSeconds(30));
        assertThat(state(path, token)).isEqualTo("JobComplete");

        Answer first = port.rest("GET", path + "/results?maxRecords=3", token, null);
        assertThat(first.body()).startsWith("\"Id\",\"LastName\",\"Email\"\n").contains("\"Lead \"\"0\"\"\",\"\"");
        assertThat(first.headers().get("Sforce-NumberOfRecords")).isEqualTo("3");
        String locator = Objects.requireNonNull(first.headers().get("Sforce-Locator"));
        Answer last = port.rest("GET", path + "/results?maxRecords=3&locator=" + locator, token, null);
        assertThat(last.headers().get("Sforce-Locator")).isEqualTo("null");
        assertThat(last.body().lines()).hasSize(3);
        assertThat(port.rest("GET", path.replace("v65.0", "v64.0") + "/results", token, null)
                        .status())
                .isEqualTo(409);
        assertThat(port.rest("DELETE", path, token, null).status()).isEqualTo(204);
        assertThat(port.rest("GET", path, token, null).status()).isEqualTo(404);
    }

    private String state(String path, String token) throws Exception {
        return JSON.readTree(port.rest("GET", path, token, null).body())
                .get("state")
                .asText();
    }

    private Answer bearer(PrivateKey key, String audience, long lifetime) throws Exception {
        long expires = port.clock.instant().getEpochSecond() + lifetime;
        String claims = "{\"iss\":\"" + credential("clientId") + "\",\"sub\":\"" + credential("username")
                + "\",\"aud\":\"" + audience + "\",\"exp\":" + expires + "}";
        String signed = base64("{\"alg\":\"RS256\"}") + "." + base64(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        String assertion =
                signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        return port.token(Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", assertion));
    }

    private String credential(String name) {
        return Objects.requireNonNull(port.org.credentials().get(name));
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        // Small: whose key it is counts, and larger ones take seconds to find.
        generator.initialize(1024);
        return generator.generateKeyPair();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
