package io.onefunnel.sandbox.hubspot;

import static io.onefunnel.sandbox.hubspot.PortalClient.CONTACTS;
import static io.onefunnel.sandbox.hubspot.PortalClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.vendor.Faults;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A batch")
class BatchesTest {
    private static final String UPSERTS =
            "{'inputs':[{'id':'ada@example.org','idProperty':'email','properties':{'city':'Berlin'}},"
                    + "{'id':'grace@example.org','idProperty':'email','properties':{'city':'Bonn'}}]}";

    private final PortalClient client = new PortalClient();
    private String ada = "";

    @BeforeEach
    void meet() {
        ada = client.contact("ada@example.org");
    }

    @Test
    @DisplayName("of reads may fail for some ids alone, as is seen of real portals")
    void aPartOfAReadFails() {
        String bob = client.contact("bob@example.org");
        client.faults.add(new Faults.Fault("row-error", "batch/read", 0, 1, Map.of("rows", "1")));
        String inputs = "{'properties':['email'],'inputs':[{'id':'" + ada + "'},{'id':'" + bob + "'}]}";

        HttpAnswer answer = client.post(CONTACTS + "/batch/read", inputs);

        assertThat(answer.status()).isEqualTo(207);
        assertThat(json(answer).path("results").findValuesAsText("id")).containsExactly(bob);
        assertThat(json(answer).at("/errors/0/category").asText()).isEqualTo("INTERNAL_ERROR");
        assertThat(json(answer).at("/errors/0/context/ids/0").asText()).isEqualTo(ada);
        assertThat(client.post(CONTACTS + "/batch/read", inputs).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("of creates tells the row that failed by its trace id, and makes the others")
    void createsRowByRow() {
        HttpAnswer answer = client.post(
                CONTACTS + "/batch/create",
                "{'inputs':[{'objectWriteTraceId':'a','properties':{'email':'ada@example.org'}},"
                        + "{'objectWriteTraceId':'b','properties':{'email':'grace@example.org'}}]}");

        assertThat(answer.status()).isEqualTo(207);
        JsonNode body = json(answer);
        assertThat(body.path("numErrors").asInt()).isEqualTo(1);
        assertThat(body.at("/errors/0/category").asText()).isEqualTo("CONFLICT");
        assertThat(body.at("/errors/0/context/objectWriteTraceId/0").asText()).isEqualTo("a");
        assertThat(body.at("/results/0/objectWriteTraceId").asText()).isEqualTo("b");
    }

    @Test
    @DisplayName("without trace ids is refused for one bad row before anything is written")
    void withoutTraceIdsAllOrNothing() {
        HttpAnswer answer = client.post(
                CONTACTS + "/batch/create",
                "{'inputs':[{'properties':{'email':'grace@example.org'}},{'properties':{'email':'ada@example.org'}}]}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(client.audit.entries()).isEmpty();
    }

    @Test
    @DisplayName("refuses two rows that claim one address")
    void twins() {
        HttpAnswer answer = client.post(
                CONTACTS + "/batch/create",
                "{'inputs':[{'properties':{'email':'g@example.org'}},{'properties':{'email':'G@example.org'}}]}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(client.audit.entries()).isEmpty();
    }

    @Test
    @DisplayName("of upserts by e-mail is done as a whole or not at all")
    void upsertsByEmailAreWhole() {
        client.portal.set("createRequires", "contacts.jobtitle");

        HttpAnswer refused = client.post(CONTACTS + "/batch/upsert", UPSERTS);
        client.portal.set("createRequires", "");
        HttpAnswer done = client.post(CONTACTS + "/batch/upsert", UPSERTS);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(done.status()).isEqualTo(200);
        assertThat(json(done).path("results").findValuesAsText("new")).containsExactly("false", "true");
        assertThat(client.audit.entries()).hasSize(2);
    }

    @Test
    @DisplayName("of upserts by a unique property is done row by row")
    void upsertsByAUniquePropertyArePartial() {
        client.post(
                "/crm/properties/2026-09/contacts",
                "{'name':'person_key','label':'Key','groupName':'contactinformation','type':'string',"
                        + "'fieldType':'text','hasUniqueValue':true}");

        HttpAnswer answer = client.post(
                CONTACTS + "/batch/upsert",
                "{'inputs':[{'id':'k1','idProperty':'person_key','objectWriteTraceId':'1','properties':"
                        + "{'email':'ada@example.org'}},{'id':'k2','idProperty':'person_key',"
                        + "'objectWriteTraceId':'2','properties':{'city':'Berlin'}}]}");

        assertThat(answer.status()).isEqualTo(207);
        assertThat(json(answer).at("/errors/0/context/objectWriteTraceId/0").asText())
                .isEqualTo("1");
        assertThat(json(answer).path("results")).hasSize(1);
    }

    @Test
    @DisplayName("obeys an admin's conditional rule on paths of 2026-09, not before")
    void rulesBindNewPathsOnly() {
        client.portal.set("validationRequires", "contacts.jobtitle@lifecyclestage=opportunity");
        String update = "{'inputs':[{'id':'" + ada + "','properties':{'%s':'%s'}}]}";

        assertThat(update("2026-09", update.formatted("city", "Berlin"))).isEqualTo(200);
        assertThat(update("2026-09", update.formatted("lifecyclestage", "opportunity")))
                .isEqualTo(400);
        assertThat(update("2026-03", update.formatted("lifecyclestage", "opportunity")))
                .isEqualTo(200);
        assertThat(update("2026-09", update.formatted("city", "Hamburg"))).isEqualTo(400);
    }

    private int update(String version, String body) {
        return client.post("/crm/objects/" + version + "/contacts/batch/update", body)
                .status();
    }
}
