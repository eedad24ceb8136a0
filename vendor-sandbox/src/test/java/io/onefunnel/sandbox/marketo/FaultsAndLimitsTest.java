package io.onefunnel.sandbox.marketo;

import static io.onefunnel.sandbox.marketo.MarketoClient.code;
import static io.onefunnel.sandbox.marketo.MarketoClient.message;
import static io.onefunnel.sandbox.marketo.MarketoClient.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.marketo.api.ErrorCodes;
import io.onefunnel.sandbox.marketo.auth.Identity;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.HttpCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Faults and limits")
class FaultsAndLimitsTest {
    private final MarketoClient client = new MarketoClient();
    private final MarketoInstance instance = client.instance;

    static List<String> codes() {
        return ErrorCodes.all();
    }

    @ParameterizedTest
    @MethodSource("codes")
    void provokeAnyCodeForACallAndForARow(String code) {
        client.faults.add(new Faults.Fault("error", "describe", 0, 1, Map.of("code", code)));
        JsonNode refused = client.get("/rest/v1/leads/describe.json");
        assertThat(code(refused)).isEqualTo(code);
        assertThat(message(refused)).isNotEqualTo("Unknown error");
        assertThat(refused.path("success").asBoolean()).isFalse();

        client.faults.add(new Faults.Fault("row-error", "leads.json", 0, 1, Map.of("code", code)));
        assertThat(statuses(client.post("/rest/v1/leads.json", "{'input':[{'email':'a@example.org'}]}")))
                .containsExactly(code);
    }

    @Test
    void sayWhatTheTesterWantsThemToSay() {
        client.faults.add(new Faults.Fault(
                "error", "", 0, 1, Map.of("code", "1029", "message", "Export daily quota 500MB exceeded.")));
        assertThat(message(client.get("/rest/v1/leads/describe.json"))).isEqualTo("Export daily quota 500MB exceeded.");
    }

    @Test
    void handOutATokenWithNoSecondLeft() {
        String first = client.token();
        client.faults.add(Faults.Fault.once("zero-token", "token"));
        JsonNode dying = token();
        assertThat(dying.path("access_token").asText()).isEqualTo(first);
        assertThat(dying.path("expires_in").asInt()).isZero();
        assertThat(client.token()).isNotEqualTo(first);

        client.clock.advance(Duration.ofMillis(3_599_500));
        assertThat(token().path("expires_in").asInt()).isZero();
    }

    @Test
    void refuseATokenInTheQuery() {
        String token = client.token();
        HttpAnswer answer = instance.answer(
                new HttpCall("GET", "/rest/v1/leads/describe.json?access_token=" + token, Map.of(), new byte[0]));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(code(MarketoClient.read(answer))).isEqualTo("601");
    }

    @Test
    void boundTheUriAndTheBody() {
        assertThat(client.answer("GET", "/rest/v1/leads.json?filterValues=" + "a".repeat(8200), "", Map.of())
                        .status())
                .isEqualTo(414);
        String large = "{\"input\":\"" + "a".repeat(1024 * 1024) + "\"}";
        Map<String, String> json = Map.of("content-type", "application/json");
        assertThat(client.answer("POST", "/rest/v1/leads.json", large, json).status())
                .isEqualTo(413);
        assertThat(code(MarketoClient.read(client.answer("POST", "/rest/v1/leads.json", "{", json))))
                .isEqualTo("609");
        assertThat(code(MarketoClient.read(
                        client.answer("POST", "/rest/v1/leads.json", "<a/>", Map.of("content-type", "text/xml")))))
                .isEqualTo("612");
        assertThat(code(client.get("/rest//v1/leads/describe.json"))).isEqualTo("610");
        assertThat(code(MarketoClient.read(client.answer("DELETE", "/rest/v1/leads/describe.json", "", Map.of()))))
                .isEqualTo("605");
    }

    @Test
    void tellTheCallsOfTheDayThatCount() {
        client.get("/rest/v1/leads/describe.json");
        client.get("/rest/v1/lead/1.json");
        client.clock.advance(Duration.ofDays(1));
        client.faults.add(new Faults.Fault("error", "describe", 0, 2, Map.of("code", "608")));
        client.get("/rest/v1/leads/describe.json");
        client.get("/rest/v1/leads/describe.json");

        JsonNode today = client.get("/rest/v1/stats/usage.json").path("result");
        assertThat(today).hasSize(1);
        assertThat(today.at("/0/total").asInt()).isEqualTo(1);
    }

    @Test
    void refuseAnActionThatNobodyKnows() {
        assertThatThrownBy(() -> instance.byHand("explode", Map.of())).hasMessageContaining("merge-in-crm");
        assertThatThrownBy(() -> instance.byHand("delete", Map.of("id", "7"))).hasMessageContaining("no lead 7");
    }

    private JsonNode token() {
        return MarketoClient.read(instance.answer(new HttpCall(
                "POST",
                "/identity/oauth/token?grant_type=client_credentials&client_id=" + Identity.CLIENT_ID
                        + "&client_secret=" + Identity.CLIENT_SECRET,
                Map.of(),
                new byte[0])));
    }
}
