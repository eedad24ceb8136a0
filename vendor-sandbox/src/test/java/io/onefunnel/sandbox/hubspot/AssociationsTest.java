package io.onefunnel.sandbox.hubspot;

import static io.onefunnel.sandbox.hubspot.PortalClient.CONTACTS;
import static io.onefunnel.sandbox.hubspot.PortalClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Associations")
class AssociationsTest {
    private static final String OF_CONTACTS = "/crm/associations/2026-09/contacts/contacts/";

    private final PortalClient client = new PortalClient();
    private final String ada = client.contact("ada@example.org");
    private final String bob = client.contact("bob@example.org");
    private final String acme = client.portal.insert("companies", Map.of("name", "Acme"));
    private final String globex = client.portal.insert("companies", Map.of("name", "Globex"));

    @Test
    @DisplayName("of one object are made by default, listed page by page and removed")
    void single() {
        assertThat(put(acme)).isEqualTo(200);
        assertThat(put(globex)).isEqualTo(200);
        assertThat(put("7")).as("a company that is not there").isEqualTo(400);

        String companies = CONTACTS + "/" + ada + "/associations/companies";
        JsonNode first = json(client.get(companies + "?limit=1"));
        assertThat(first.at("/results/0/toObjectId").asText()).isEqualTo(acme);
        assertThat(first.at("/results/0/associationTypes").findValuesAsText("typeId"))
                .containsExactlyInAnyOrder("279", "1");
        JsonNode second = json(client.get(
                companies + "?after=" + first.at("/paging/next/after").asText()));
        assertThat(second.path("results").findValuesAsText("toObjectId")).containsExactly(globex);
        assertThat(client.send("DELETE", companies + "/" + acme, "").status()).isEqualTo(204);
        assertThat(json(client.get(companies)).path("results")).hasSize(1);
    }

    @Test
    @DisplayName("come with a list a hundred to a row, with the address of the others")
    void pagesInsideARow() {
        for (int i = 0; i < 130; i++) {
            String company = client.portal.insert("companies", Map.of("name", "C" + i));
            put(company);
        }

        JsonNode row = json(client.get(CONTACTS + "?limit=1&associations=companies"));
        JsonNode links = row.at("/results/0/associations/companies");
        String next = links.at("/paging/next/link").asText();

        assertThat(links.path("results").findValuesAsText("id").stream().distinct())
                .hasSizeBetween(98, 100);
        assertThat(next)
                .startsWith("https://api.hubapi.com/crm/objects/2026-09/0-1/" + ada + "/associations/0-2?after=")
                .endsWith(links.at("/paging/next/after").asText());
        JsonNode rest = json(client.get(next.substring("https://api.hubapi.com".length())));
        assertThat(rest.path("results").size()
                        + links.path("results").findValuesAsText("id").stream()
                                .distinct()
                                .count())
                .isEqualTo(130);
        assertThat(row.at("/paging/next/link").asText())
                .isEqualTo("https://api.hubapi.com" + CONTACTS + "?limit=1&associations=companies&after="
                        + row.at("/paging/next/after").asText());
    }

    @Test
    @DisplayName("show a contact its primary company, as long as it has one")
    void primaryCompany() {
        put(acme);
        assertThat(client.portal.record("contacts", ada)).containsEntry("associatedcompanyid", acme);
        client.send("DELETE", CONTACTS + "/" + ada + "/associations/companies/" + acme, "");
        assertThat(client.portal.record("contacts", ada)).doesNotContainKey("associatedcompanyid");
    }

    @Test
    @DisplayName("are made with a label and lose it again in batches, and what cannot be linked is an error entry")
    void batches() {
        String type = label("likes").at("/results/0/typeId").asText();
        String inputs = "{'inputs':[" + link(bob, type) + "," + link("7", type) + "]}";

        JsonNode made = json(client.post(OF_CONTACTS + "batch/create", inputs));
        assertThat(made.at("/results/0/labels/0").asText()).isEqualTo("likes");
        assertThat(made.at("/errors/0/message").asText()).isEqualTo("CONTACT=7 is not valid");
        assertThat(client.post(OF_CONTACTS + "batch/create", "{'inputs':[" + link(bob, "4711") + "]}")
                        .status())
                .isEqualTo(400);
        assertThat(labelsOf(bob)).contains("likes back");
        client.post(OF_CONTACTS + "batch/labels/archive", "{'inputs':[" + link(bob, type) + "]}");
        assertThat(labelsOf(bob)).isNotEmpty().doesNotContain("likes back");
        client.post(
                OF_CONTACTS + "batch/archive",
                "{'inputs':[{'from':{'id':'" + ada + "'},'to':[{'id':'" + bob + "'}]}]}");
        assertThat(labelsOf(bob)).isEmpty();
        assertThat(client.audit.entries()).hasSize(1);
    }

    @Test
    @DisplayName("carry labels that are made for both directions, renamed and deleted")
    void labels() {
        JsonNode made = label("knows");
        assertThat(made.path("results").findValuesAsText("label")).containsExactly("knows", "knows back");
        String type = made.at("/results/0/typeId").asText();
        assertThat(client.send("PUT", OF_CONTACTS + "labels", "{'associationTypeId':" + type + ",'label':'Has met'}")
                        .status())
                .isEqualTo(204);
        assertThat(labelNames()).contains("Has met");
        assertThat(client.send("DELETE", OF_CONTACTS + "labels/" + type, "").status())
                .isEqualTo(204);
        assertThat(labelNames()).doesNotContain("Has met", "knows back");
        assertThat(client.post(OF_CONTACTS + "labels", "{'label':'x','name':'1-x'}")
                        .status())
                .isEqualTo(400);
    }

    private int put(String company) {
        return client.send("PUT", CONTACTS + "/" + ada + "/associations/default/companies/" + company, "")
                .status();
    }

    private JsonNode label(String name) {
        return json(client.post(
                OF_CONTACTS + "labels",
                "{'name':'" + name + "','label':'" + name + "','inverseLabel':'" + name + " back'}"));
    }

    private String link(String to, String type) {
        return "{'from':{'id':'" + ada + "'},'to':{'id':'" + to
                + "'},'types':[{'associationCategory':'USER_DEFINED','associationTypeId':" + type + "}]}";
    }

    private Iterable<String> labelNames() {
        return json(client.get(OF_CONTACTS + "labels")).path("results").findValuesAsText("label");
    }

    private Iterable<String> labelsOf(String contact) {
        return json(client.post(OF_CONTACTS + "batch/read", "{'inputs':[{'id':'" + contact + "'}]}"))
                .path("results")
                .findValuesAsText("label");
    }
}
