package io.onefunnel.sandbox.hubspot;

import static io.onefunnel.sandbox.hubspot.PortalClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Custom events")
class CustomEventsTest {
    private static final String CUSTOM = "/events/custom/2026-09";
    private static final String OCCURRENCES = "/events/event-occurrences/2026-09";
    private static final String NAME = "pe424242_onefunnel_outcome";

    private final PortalClient client = new PortalClient();

    @ParameterizedTest
    @CsvSource({CUSTOM + "," + OCCURRENCES, "/events/v3,/events/v3/events"})
    @DisplayName("are sent and read back by dated and by numbered paths")
    void bothPaths(String events, String occurrences) {
        String id = client.contact("ada@example.org");

        assertThat(client.post(events + "/send", occurrence(id, "u-1")).status())
                .isEqualTo(204);
        assertThat(client.post(events + "/send/batch", "{'inputs':[" + occurrence(id, "u-2") + "]}")
                        .status())
                .isEqualTo(204);

        assertThat(json(client.get(occurrences + "?eventType=" + NAME + "&property.ledger_key=u-2"))
                        .path("results"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.path("id").asText()).isEqualTo("u-2");
                    assertThat(each.path("objectId").asText()).isEqualTo(id);
                    assertThat(each.path("occurredAt").asText()).isEqualTo("2026-02-27T16:30:00Z");
                });
        assertThat(json(client.get(occurrences + "?objectType=contact&objectId=" + id))
                        .path("results"))
                .hasSize(2);
        assertThat(client.get(occurrences + "?objectId=" + id).status()).isEqualTo(400);
    }

    @Test
    @DisplayName("with one uuid are the first of them, for a year")
    void oneUuidIsOneOccurrence() {
        String id = client.contact("ada@example.org");

        send(occurrence(id, "u-1"));
        assertThat(send(occurrence(id, "u-1"))).as("dropped without a word").isEqualTo(204);
        assertThat(client.portal.state()).containsEntry("eventOccurrences", 1);
        assertThat(client.audit.repeated()).isEqualTo(1);
        client.portal.set("duplicateEvents", "refused");
        assertThat(send(occurrence(id, "u-1"))).isEqualTo(409);
        client.clock.advance(Duration.ofDays(366));
        assertThat(send(occurrence(id, "u-1"))).isEqualTo(204);
        assertThat(client.portal.state()).containsEntry("eventOccurrences", 2);
    }

    @Test
    @DisplayName("are shown as late as the setting says")
    void shownLate() {
        client.portal.set("eventLagSeconds", "600");
        send(occurrence(client.contact("ada@example.org"), "u-1"));

        assertThat(json(client.get(OCCURRENCES)).path("results")).isEmpty();
        client.clock.advance(Duration.ofSeconds(601));
        assertThat(json(client.get(OCCURRENCES)).path("results")).hasSize(1);
    }

    @Test
    @DisplayName("are refused as a whole batch for one that is of no event, of no property, of nobody or too long")
    void oneBadRowRefusesAll() {
        String good = occurrence(client.contact("ada@example.org"), "u-1");

        assertThat(batch(good, good.replace(NAME, "pe424242_other"))).isEqualTo(400);
        assertThat(batch(good, good.replace("'outcome'", "'unheard_of'"))).isEqualTo(400);
        assertThat(batch(good, good.replace("objectId", "nobody"))).isEqualTo(400);
        assertThat(batch(good, good.replace("Disqualified", "x".repeat(257)))).isEqualTo(400);
        assertThat(client.post(CUSTOM + "/send/batch", "{'inputs':[]}").status())
                .isEqualTo(400);
        assertThat(client.portal.state()).containsEntry("eventOccurrences", 0);
    }

    @Test
    @DisplayName("are defined once: a deleted definition takes its occurrences along, and its name is gone for good")
    void definitions() {
        String definition = """
                {'name':'visit','label':'Visit','propertyDefinitions':[{'name':'place','label':'Place','type':'string'}]}
                """;
        assertThat(json(client.post(CUSTOM + "/event-definitions", definition))
                        .path("fullyQualifiedName")
                        .asText())
                .isEqualTo("pe424242_visit");
        assertThat(client.post(CUSTOM + "/event-definitions", definition).status())
                .isEqualTo(409);
        String property = "{'name':'with_whom','label':'With whom','type':'string'}";
        assertThat(client.post(CUSTOM + "/event-definitions/visit/property", property)
                        .status())
                .isEqualTo(201);
        assertThat(json(client.get(CUSTOM + "/event-definitions/visit")).path("properties"))
                .hasSize(2);
        send("{'eventName':'pe424242_visit','email':'ada@example.org','properties':{'place':'Bonn'}}");

        assertThat(client.send("DELETE", CUSTOM + "/event-definitions/visit", "")
                        .status())
                .isEqualTo(204);

        assertThat(client.get(CUSTOM + "/event-definitions/visit").status()).isEqualTo(404);
        assertThat(client.post(CUSTOM + "/event-definitions", definition).status())
                .isEqualTo(409);
        assertThat(client.portal.state()).containsEntry("eventOccurrences", 0);
    }

    @Test
    @DisplayName("need their two scopes, and an account that has them")
    void scopesAndProduct() {
        String scopes = client.portal.settings().getOrDefault("scopes", "");
        client.portal.set("scopes", scopes.replace("analytics.behavioral_events.send", ""));
        assertThat(send(occurrence("1", "u-1"))).isEqualTo(403);
        assertThat(client.get(CUSTOM + "/event-definitions").status()).isEqualTo(200);
        client.portal.set("scopes", scopes.replace("behavioral_events.event_definitions.read_write", ""));
        assertThat(client.get(CUSTOM + "/event-definitions").status()).isEqualTo(403);
        client.portal.set("scopes", scopes);
        client.portal.set("customEvents", "off");
        assertThat(client.get(CUSTOM + "/event-definitions").status()).isEqualTo(403);
    }

    private static String occurrence(String objectId, String uuid) {
        return """
                {'eventName':'%s','objectId':'%s','occurredAt':'2026-02-27T16:30:00Z','uuid':'%s',
                 'properties':{'outcome':'Disqualified','ledger_key':'%s'}}
                """.formatted(NAME, objectId, uuid, uuid);
    }

    private int send(String occurrence) {
        return client.post(CUSTOM + "/send", occurrence).status();
    }

    private int batch(String one, String other) {
        return client.post(CUSTOM + "/send/batch", "{'inputs':[" + one + "," + other + "]}")
                .status();
    }
}
