package io.onefunnel.sandbox.hubspot;

import static io.onefunnel.sandbox.hubspot.PortalClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Associations")
class AssociationsTest {
    private static final String V3 = "/crm/v3/associations/contacts/companies/";
    private static final String LIMITS = "/crm/associations/2026-09/definitions/configurations/contacts/companies";
    // Contact to company: vendor page §6.
    private static final int CONTACT_TO_COMPANY = 279;

    private final PortalClient client = new PortalClient();
    private String contact = "";
    private String company = "";

    @BeforeEach
    void makeTwo() {
        contact = client.contact("ada@example.org");
        company = client.portal.insert("companies", Map.of("name", "Acme"));
    }

    @Test
    @DisplayName("of version 3 are made, read and removed by the names of their types")
    void versionThree() {
        assertThat(json(client.get(V3 + "types")).path("results").findValuesAsText("name"))
                .contains("contact_to_company");

        assertThat(client.post(V3 + "batch/create", link("contact_to_company")).status())
                .isEqualTo(201);

        assertThat(read()).singleElement().satisfies(result -> {
            assertThat(result.path("from").path("id").asText()).isEqualTo(contact);
            assertThat(result.path("to").findValuesAsText("id")).contains(company);
            assertThat(result.path("to").findValuesAsText("type")).contains("contact_to_company");
        });
        assertThat(client.post(V3 + "batch/archive", link("contact_to_company")).status())
                .isEqualTo(204);
        assertThat(read()).isEmpty();
    }

    @Test
    @DisplayName("of version 3 refuse a type that the pair does not have, and an empty call")
    void versionThreeRefuses() {
        assertThat(client.post(V3 + "batch/create", link("contact_to_moon")).text())
                .contains("contact_to_moon is not a valid association type");
        assertThat(client.post(V3 + "batch/create", "{'inputs':[]}").status()).isEqualTo(400);
        assertThat(client.get(V3 + "labels").status()).isEqualTo(404);
        assertThat(read()).isEmpty();
    }

    @Test
    @DisplayName("of version 3 need the scope of the type they begin at, and leave out what is linked to nothing")
    void versionThreeScopes() {
        assertThat(read()).isEmpty();
        client.portal.set("scopes", "crm.objects.companies.read,crm.objects.companies.write");
        assertThat(client.post(V3 + "batch/read", "{'inputs':[{'id':'" + contact + "'}]}")
                        .status())
                .isEqualTo(403);
        assertThat(client.post(V3 + "batch/create", link("contact_to_company")).status())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("obey the limit that an admin sets for a type, until it is dropped")
    void limits() {
        String second = client.portal.insert("companies", Map.of("name", "Globex"));
        assertThat(client.post(LIMITS + "/batch/create", limit(1)).status()).isEqualTo(200);
        assertThat(json(client.get(LIMITS)).path("results"))
                .singleElement()
                .satisfies(each -> assertThat(
                                each.path("userEnforcedMaxToObjectIds").asInt())
                        .isEqualTo(1));

        assertThat(associate(company)).isEqualTo(200);
        assertThat(associate(second)).as("beyond the limit").isEqualTo(400);
        assertThat(associate(company)).as("the one that is there").isEqualTo(200);
        assertThat(client.post(LIMITS + "/batch/update", limit(2)).status()).isEqualTo(200);
        assertThat(associate(second)).isEqualTo(200);
        String third = client.portal.insert("companies", Map.of("name", "Initech"));
        assertThat(associate(third)).isEqualTo(400);
        assertThat(client.post(LIMITS + "/batch/purge", limit(2)).status()).isEqualTo(200);
        assertThat(associate(third)).isEqualTo(200);
    }

    @Test
    @DisplayName("take no limit below one, of an unknown type, or changed before it was set")
    void wrongLimits() {
        assertThat(client.post(LIMITS + "/batch/create", limit(0)).status()).isEqualTo(400);
        assertThat(client.post(LIMITS + "/batch/update", limit(3)).status()).isEqualTo(400);
        assertThat(client.post(LIMITS + "/batch/create", "{'inputs':[{'typeId':4711,'maxToObjectIds':1}]}")
                        .status())
                .isEqualTo(400);
        assertThat(json(client.get("/crm/associations/2026-09/definitions/configurations/all"))
                        .path("results"))
                .isEmpty();
    }

    private int associate(String with) {
        String path = "/crm/objects/2026-09/contacts/" + contact + "/associations/default/companies/" + with;
        return client.send("PUT", path, "").status();
    }

    private JsonNode read() {
        return json(client.post(V3 + "batch/read", "{'inputs':[{'id':'" + contact + "'}]}"))
                .path("results");
    }

    private String link(String type) {
        return "{'inputs':[{'from':{'id':'" + contact + "'},'to':{'id':'" + company + "'},'type':'" + type + "'}]}";
    }

    private static String limit(int most) {
        return "{'inputs':[{'category':'HUBSPOT_DEFINED','typeId':" + CONTACT_TO_COMPANY + ",'maxToObjectIds':" + most
                + "}]}";
    }
}
