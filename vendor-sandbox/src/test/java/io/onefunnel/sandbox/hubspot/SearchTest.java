package io.onefunnel.sandbox.hubspot;

import static io.onefunnel.sandbox.hubspot.PortalClient.CONTACTS;
import static io.onefunnel.sandbox.hubspot.PortalClient.NOON;
import static io.onefunnel.sandbox.hubspot.PortalClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("HubSpot's search")
class SearchTest {
    private final PortalClient client = new PortalClient();

    @BeforeEach
    void unlimited() {
        client.portal.set("limits", "off");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("answers a kept query after writes as it answers the same query asked anew")
    void keptQueriesFollowWrites(long seed) {
        Random dice = new Random(seed);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 60; i++) ids.add(client.contact(i + "@example.org"));
        for (int round = 0; round < 40; round++) {
            change(ids, dice);
            long from = NOON.toEpochMilli();
            assertThat(found(from, "Berlin"))
                    .as("seed %d, round %d", seed, round)
                    // Another window that holds the same: a query of its own, which nothing was kept of.
                    .isEqualTo(found(from - 1 - round, "Berlin"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'propertyName':'city','operator':'EQ','value':'berlin'} | 2",
                "{'propertyName':'city','operator':'NEQ','value':'Berlin'} | 2",
                "{'propertyName':'city','operator':'NOT_IN','values':['berlin']} | 2",
                "{'propertyName':'city','operator':'HAS_PROPERTY'} | 3",
                "{'propertyName':'city','operator':'NOT_HAS_PROPERTY'} | 1",
                "{'propertyName':'email','operator':'CONTAINS_TOKEN','value':'*@example.org'} | 3",
                "{'propertyName':'email','operator':'NOT_CONTAINS_TOKEN','value':'*@example.org'} | 1",
                "{'propertyName':'onefunnel_score','operator':'BETWEEN','value':9,'highValue':10} | 2",
                "{'propertyName':'onefunnel_score','operator':'GT','value':9} | 1",
                "{'propertyName':'onefunnel_score','operator':'GTE','value':'9'} | 2",
                "{'propertyName':'onefunnel_score','operator':'LT','value':'10'} | 1",
                "{'propertyName':'onefunnel_score','operator':'LTE','value':'10'} | 2"
            })
    @DisplayName("knows every operator, and numbers beside texts")
    void operators(String filter, int expected) {
        fourPeople();

        assertThat(total("{'filters':[" + filter + "]}")).isEqualTo(expected);
        assertThat(total("{'filterGroups':[{'filters':[" + filter + "]}]}")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'filters':[{'propertyName':'onefunnel_score','operator':'BETWEEN','value':'1'}]}",
                "{'filters':[{'propertyName':'city','operator':'HAS_PROPERTY','value':'x'}]}",
                "{'filters':[{'propertyName':'nosuch','operator':'EQ','value':'x'}]}",
                "{'filters':[{'propertyName':'city','operator':'LIKE','value':'x'}]}",
                "{'sorts':['nosuch']}",
                "{'limit':201}",
                "{'after':'x'}"
            })
    @DisplayName("refuses what it cannot mean")
    void refusals(String body) {
        assertThat(client.post(CONTACTS + "/search", body).status()).isEqualTo(400);
    }

    @Test
    @DisplayName("sorts by a text or an object, and looks for words in the usual places")
    void sortsAndWords() {
        fourPeople();

        assertThat(scores("{'sorts':['-onefunnel_score'],'properties':['onefunnel_score']}"))
                .startsWith("10", "9");
        assertThat(
                        scores(
                                "{'sorts':[{'propertyName':'onefunnel_score','direction':'DESCENDING'}],'properties':['onefunnel_score']}"))
                .startsWith("10", "9");
        assertThat(total("{'query':'analytical'}")).isEqualTo(1);
    }

    private void fourPeople() {
        client.portal.insert("contacts", Map.of("email", "a@example.org", "city", "Berlin", "onefunnel_score", "9"));
        client.portal.insert("contacts", Map.of("email", "b@example.org", "city", "Berlin", "onefunnel_score", "10"));
        client.portal.insert("contacts", Map.of("email", "c@example.org", "city", "Bonn"));
        client.portal.insert("contacts", Map.of("email", "d@example.com", "company", "Analytical Engines"));
    }

    private void change(List<String> ids, Random dice) {
        client.clock.advance(Duration.ofMillis(dice.nextInt(3)));
        String id = ids.get(dice.nextInt(ids.size()));
        switch (dice.nextInt(4)) {
            case 0 -> ids.add(client.portal.insert("contacts", Map.of("city", "Berlin")));
            case 1 -> client.send("DELETE", CONTACTS + "/" + id, "");
            default ->
                client.send(
                        "PATCH",
                        CONTACTS + "/" + id,
                        "{'properties':{'city':'" + (dice.nextBoolean() ? "Berlin" : "Bonn") + "'}}");
        }
    }

    private List<String> found(long from, String city) {
        JsonNode page = json(client.post(
                CONTACTS + "/search",
                "{'filterGroups':[{'filters':[{'propertyName':'lastmodifieddate','operator':'GTE','value':'" + from
                        + "'},{'propertyName':'city','operator':'EQ','value':'" + city
                        + "'},{'propertyName':'hs_object_id','operator':'GT','value':'0'}]}],"
                        + "'sorts':['hs_object_id'],'limit':200}"));
        return page.path("results").findValuesAsText("id");
    }

    private int total(String body) {
        return json(client.post(CONTACTS + "/search", body)).path("total").asInt();
    }

    private List<String> scores(String body) {
        return json(client.post(CONTACTS + "/search", body)).findValuesAsText("onefunnel_score");
    }
}
