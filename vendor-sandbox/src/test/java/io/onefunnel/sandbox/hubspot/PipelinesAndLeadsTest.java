package io.onefunnel.sandbox.hubspot;

import static io.onefunnel.sandbox.hubspot.PortalClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Pipelines and leads")
class PipelinesAndLeadsTest {
    private static final String DEALS = "/crm/pipelines/2026-09/deals";
    private static final String LEADS = "/crm/objects/2026-09/leads";

    private final PortalClient client = new PortalClient();

    @Test
    @DisplayName("are added by an admin, with stages that say what a deal in them is worth")
    void anAdminAddsAPipeline() {
        JsonNode made = json(client.post(
                DEALS,
                "{'label':'Renewals','displayOrder':1,'stages':[{'label':'Asked','displayOrder':0,'metadata':"
                        + "{'probability':'0.5'}},{'label':'Closed lost','displayOrder':1,'metadata':"
                        + "{'probability':'0.8','isClosed':'false'}},{'label':'Won','displayOrder':2,'metadata':"
                        + "{'probability':'1.0'}}]}"));
        JsonNode read = json(client.get(DEALS + "/" + made.path("id").asText()));

        assertThat(read.path("label").asText()).isEqualTo("Renewals");
        assertThat(read.path("stages")).hasSize(3);
        assertThat(read.at("/stages/1/metadata/isClosed").asText()).isEqualTo("false");
        assertThat(read.at("/stages/2/metadata/isClosed").asText()).isEqualTo("true");
        assertThat(json(client.get(DEALS)).path("results")).hasSize(2);
    }

    @Test
    @DisplayName("let a deal be in no stage that its pipeline does not have")
    void unknownStagesAreRefused() {
        HttpAnswer answer = client.post(
                "/crm/objects/2026-09/deals", "{'properties':{'dealname':'Big','dealstage':'nosuchstage'}}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).at("/errors/0/context/propertyName/0").asText()).isEqualTo("dealstage");
    }

    @Test
    @DisplayName("need a name and a primary contact or company, and begin in the first stage")
    void leadsNeedAHome() {
        String contact = client.contact("ada@example.org");

        assertThat(client.post(LEADS, "{'properties':{'hs_lead_name':'Ada'}}").status())
                .isEqualTo(400);
        HttpAnswer made = lead(contact, 578);

        assertThat(made.status()).isEqualTo(201);
        assertThat(client.portal.record("leads", json(made).path("id").asText()))
                .containsEntry("hs_pipeline", "lead-pipeline-id")
                .containsEntry("hs_pipeline_stage", "new-stage-id");
        assertThat(json(client.get("/crm/pipelines/2026-09/leads")).at("/results/0/stages"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-09", "v4"})
    @DisplayName("go to the recycle bin with their last primary association")
    void leadsWithoutAHomeAreDeleted(String version) {
        String contact = client.contact("ada@example.org");
        String lead = json(lead(contact, 578)).path("id").asText();

        HttpAnswer answer = client.post(
                "/crm/associations/" + version + "/leads/contacts/batch/archive",
                "{'inputs':[{'from':{'id':'" + lead + "'},'to':[{'id':'" + contact + "'}]}]}");

        assertThat(answer.status()).isEqualTo(version.equals("v4") ? 204 : 200);
        assertThat(client.portal.record("leads", lead)).isEmpty();
        assertThat(client.get(LEADS + "/" + lead).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("are refused by a portal that has no leads")
    void leadsAreAProduct() {
        client.portal.set("leads", "off");

        assertThat(client.get(LEADS).status()).isEqualTo(403);
    }

    @Test
    @DisplayName("name the records of Salesforce only while its integration is on")
    void salesforceProperties() {
        client.portal.insert("contacts", Map.of("salesforceleadid", "00Q5g00000AbCdEEAV"));
        String path = "/crm/properties/2026-09/contacts/salesforceleadid";
        assertThat(client.get(path).status()).isEqualTo(200);

        client.portal.set("salesforceIntegration", "off");
        assertThat(client.get(path).status()).isEqualTo(404);

        client.portal.set("salesforceIntegration", "on");
        assertThat(client.get(path).status()).isEqualTo(200);
    }

    private HttpAnswer lead(String contact, int type) {
        return client.post(
                LEADS,
                "{'properties':{'hs_lead_name':'Ada'},'associations':[{'to':{'id':'" + contact
                        + "'},'types':[{'associationCategory':'HUBSPOT_DEFINED','associationTypeId':" + type
                        + "}]}]}");
    }
}
