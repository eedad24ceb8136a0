package io.onefunnel.sandbox.hubspot;

import static io.onefunnel.sandbox.hubspot.PortalClient.CONTACTS;
import static io.onefunnel.sandbox.hubspot.PortalClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.vendor.Faults.Fault;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The way into the HubSpot portal")
class AccessTest {
    private final PortalClient client = new PortalClient();

    @Test
    @DisplayName("gives each further token the scopes that were granted to it alone")
    void tokensHaveScopesOfTheirOwn() {
        client.portal.set("tokens", "pat-read=crm.objects.contacts.read, pat-write=crm.objects.contacts.write");
        String create = "{'properties':{'email':'ada@example.org'}}";

        client.token = "pat-read";
        assertThat(client.get(CONTACTS).status()).isEqualTo(200);
        HttpAnswer refused = client.post(CONTACTS, create);
        client.token = "pat-write";

        assertThat(client.post(CONTACTS, create).status()).isEqualTo(201);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(json(refused)
                        .at("/errors/0/context/requiredGranularScopes/0")
                        .asText())
                .isEqualTo("crm.objects.contacts.write");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-09", "2026-03", "v3", "v1"})
    @DisplayName("refreshes, replaces the refresh token where told to, and forgets the used one")
    void refreshTokensRotate(String version) {
        client.portal.set("rotateRefreshTokens", "on");
        String first = client.portal.credentials().getOrDefault("refreshToken", "");

        JsonNode issued = json(refresh(version, first));
        String second = issued.path("refresh_token").asText();

        assertThat(second).isNotEqualTo(first);
        HttpAnswer again = refresh(version, first);
        assertThat(again.status()).isEqualTo(400);
        assertThat(json(again).path("status").asText()).isEqualTo("BAD_REFRESH_TOKEN");
        assertThat(refresh(version, second).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("tells of a token whether it lives, and of which scopes it is")
    void introspection() {
        client.portal.set("oauthScopes", "crm.objects.deals.read");
        client.portal.set("accessTokenSeconds", "60");
        String token = json(refresh("2026-09", client.portal.credentials().getOrDefault("refreshToken", "")))
                .path("access_token")
                .asText();

        JsonNode alive = json(client.form("/oauth/2026-09/token/introspect", asClient("token=" + token)));
        client.clock.advance(Duration.ofSeconds(60));
        JsonNode dead = json(client.form("/oauth/2026-09/token/introspect", asClient("token=" + token)));

        assertThat(alive.path("active").asBoolean()).isTrue();
        assertThat(alive.path("expires_in").asInt()).isEqualTo(60);
        assertThat(alive.path("scopes").path(0).asText()).isEqualTo("crm.objects.deals.read");
        assertThat(dead.path("active").asBoolean()).isFalse();
    }

    @Test
    @DisplayName("refuses to refresh once the app was uninstalled")
    void uninstalling() {
        String token = client.portal.credentials().getOrDefault("refreshToken", "");

        assertThat(client.send("DELETE", "/oauth/v1/refresh-tokens/" + token, "")
                        .status())
                .isEqualTo(204);

        assertThat(refresh("v1", token).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"starter,100,250000", "enterprise,190,1000000", "enterprise-increased,250,2000000"})
    @DisplayName("allows what the account's tier allows, and says so in the headers")
    void tiers(String tier, String burst, String daily) {
        client.portal.set("tier", tier);

        assertThat(client.get(CONTACTS).headers())
                .containsEntry("X-HubSpot-RateLimit-Max", burst)
                .containsEntry("X-HubSpot-RateLimit-Daily", daily);
    }

    @Test
    @DisplayName("holds batch association calls to a stricter burst than others")
    void associationsHaveABurstOfTheirOwn() {
        String contact = client.contact("ada@example.org");
        for (int i = 0; i < 150; i++) {
            assertThat(associations(contact).status()).isEqualTo(207);
        }

        assertThat(json(associations(contact)).path("policyName").asText()).isEqualTo("TEN_SECONDLY_ROLLING");
        assertThat(client.get(CONTACTS).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("answers a migration as the fault describes it, and when to come back")
    void errorsOnDemand() {
        client.faults.add(
                new Fault("error", "", 0, 1, Map.of("status", "477", "category", "MIGRATION", "retryAfter", "3600")));

        HttpAnswer answer = client.get(CONTACTS);

        assertThat(answer.status()).isEqualTo(477);
        assertThat(answer.headers()).containsEntry("Retry-After", "3600");
        assertThat(json(answer).path("correlationId").asText())
                .isEqualTo(answer.headers().get("X-HubSpot-Correlation-Id"));
    }

    @Test
    @DisplayName("refuses an address that names too many properties")
    void longAddresses() {
        assertThat(client.get(CONTACTS + "?properties=" + "firstname,".repeat(2_000))
                        .status())
                .isEqualTo(414);
    }

    private HttpAnswer associations(String contact) {
        return client.post(
                "/crm/associations/2026-09/contacts/companies/batch/read", "{'inputs':[{'id':'" + contact + "'}]}");
    }

    private HttpAnswer refresh(String version, String token) {
        return client.form("/oauth/" + version + "/token", asClient("grant_type=refresh_token&refresh_token=" + token));
    }

    private String asClient(String form) {
        Map<String, String> held = client.portal.credentials();
        return form + "&client_id=" + held.get("clientId") + "&client_secret=" + held.get("clientSecret");
    }
}
