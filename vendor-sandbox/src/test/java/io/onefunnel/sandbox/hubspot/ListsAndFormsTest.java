package io.onefunnel.sandbox.hubspot;

import static io.onefunnel.sandbox.hubspot.PortalClient.CONTACTS;
import static io.onefunnel.sandbox.hubspot.PortalClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Lists and forms")
class ListsAndFormsTest {
    private final PortalClient client = new PortalClient();

    @ParameterizedTest
    @ValueSource(strings = {"/crm/lists/2026-09/", "/crm/v3/lists/"})
    @DisplayName("tell members in the order of joining, page by page")
    void joinOrder(String lists) {
        String list = byHand("list", Map.of("name", "Webinar"));
        String late = client.contact("a@example.org");
        for (int i = 0; i < 3; i++) {
            join(list, client.contact("p" + i + "@example.org"));
            client.clock.advance(Duration.ofMinutes(1));
        }
        join(list, late);

        JsonNode first = json(client.get(lists + list + "/memberships/join-order?limit=3"));
        String after = first.path("paging").path("next").path("after").asText();
        JsonNode rest = json(client.get(lists + list + "/memberships/join-order?limit=3&after=" + after));

        assertThat(first.path("results")).hasSize(3);
        assertThat(first.path("results").get(0).path("membershipTimestamp").asText())
                .isEqualTo("2026-03-02T12:00:00Z");
        assertThat(rest.path("results"))
                .singleElement()
                .satisfies(
                        member -> assertThat(member.path("recordId").asText()).isEqualTo(late));
        assertThat(rest.path("paging").isMissingNode()).isTrue();
        assertThat(json(client.get(lists + list)).path("list").path("name").asText())
                .isEqualTo("Webinar");
        assertThat(client.get(lists + list + "/memberships/join-order?limit=251")
                        .status())
                .isEqualTo(400);
        assertThat(client.get(lists + "4711").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("move their pages when a member leaves, forget who is archived, and count the merged once")
    void membersGo() {
        String list = byHand("list", Map.of("name", "Webinar"));
        String[] people = new String[5];
        for (int i = 0; i < people.length; i++) {
            people[i] = client.contact("p" + i + "@example.org");
            join(list, people[i]);
        }
        client.portal.byHand("leave-list", Map.of("list", list, "contact", people[0]));
        client.send("DELETE", CONTACTS + "/" + people[1], "");
        String merged = client.portal.mergeByHand("contacts", people[2], people[3]);

        JsonNode members = json(client.get("/crm/lists/2026-09/" + list + "/memberships/join-order"))
                .path("results");

        assertThat(members.findValuesAsText("recordId")).containsExactly(merged, people[4]);
    }

    @Test
    @DisplayName("tell submissions newest first, fifty at most, and make their sender a contact that converted")
    void submissions() {
        String form = byHand("form", Map.of("name", "Price list"));
        for (int i = 0; i < 60; i++) {
            client.portal.byHand("submit", Map.of("form", form, "email", "ada@example.org", "budget", "b" + i));
            client.clock.advance(Duration.ofMinutes(1));
        }
        String path = "/form-integrations/v1/submissions/forms/" + form;

        JsonNode first = json(client.get(path + "?limit=50"));
        JsonNode rest = json(client.get(path + "?limit=50&after="
                + first.path("paging").path("next").path("after").asText()));

        assertThat(first.path("results")).hasSize(50);
        assertThat(first.path("results").get(0).toString()).contains("b59").contains("ada@example.org");
        assertThat(rest.path("results")).hasSize(10);
        assertThat(client.get(path + "?limit=51").status()).isEqualTo(400);
        assertThat(json(client.get("/marketing/v3/forms/" + form)).path("name").asText())
                .isEqualTo("Price list");
        JsonNode contacts = json(
                client.post(CONTACTS + "/search", "{'properties':['recent_conversion_event_name'],'filterGroups':[]}"));
        assertThat(contacts.path("total").asInt()).isEqualTo(1);
        assertThat(contacts.toString()).contains("Price list");
    }

    @Test
    @DisplayName("need a scope each")
    void scopes() {
        String list = byHand("list", Map.of("name", "Webinar"));
        String form = byHand("form", Map.of("name", "Price list"));
        client.portal.set("scopes", "crm.objects.contacts.read");

        assertThat(client.get("/crm/lists/2026-09/" + list).text()).contains("crm.lists.read");
        assertThat(client.get("/form-integrations/v1/submissions/forms/" + form).text())
                .contains("\"forms\"");
    }

    private String byHand(String action, Map<String, String> arguments) {
        return client.portal.byHand(action, arguments).getOrDefault("id", "");
    }

    private void join(String list, String contact) {
        client.portal.byHand("join-list", Map.of("list", list, "contact", contact));
    }
}
