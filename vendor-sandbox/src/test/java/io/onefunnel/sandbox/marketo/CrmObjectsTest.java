package io.onefunnel.sandbox.marketo;

import static io.onefunnel.sandbox.marketo.MarketoClient.code;
import static io.onefunnel.sandbox.marketo.MarketoClient.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Opportunities, roles, companies and sales persons")
class CrmObjectsTest {
    private final MarketoClient client = new MarketoClient();
    private final MarketoInstance instance = client.instance;
    private final long ada = instance.lead(Map.of("email", "ada@example.org"));

    @Test
    void areCreatedUpdatedAndFoundByTheirKeys() {
        assertThat(statuses(opportunities("{'externalOpportunityId':'sf:1','name':'Acme','amount':1604.47}")))
                .containsExactly("created");
        assertThat(statuses(opportunities("{'externalOpportunityId':'sf:1','name':'Acme','amount':'1604.47'}")))
                .containsExactly("updated");

        JsonNode found = client.get(
                "/rest/v1/opportunities.json?filterType=dedupeFields&filterValues=sf:1,sf:2&fields=name,amount,isWon");
        assertThat(found.path("result")).hasSize(1);
        assertThat(found.at("/result/0/amount").isNumber()).isTrue();
        assertThat(found.at("/result/0/isWon").isNull()).isTrue();
        String guid = found.at("/result/0/marketoGUID").asText();
        assertThat(client.get("/rest/v1/opportunities.json?filterType=marketoGUID&filterValues=" + guid)
                        .at("/result/0/externalOpportunityId")
                        .asText())
                .isEqualTo("sf:1");
        assertThat(client.audit.entries())
                .extracting(WriteAudit.Entry::repeated)
                .containsExactly(false, true);
        assertThat(instance.record("opportunity", "sf:1")).containsEntry("updatedAt", "2026-03-02T09:00:00Z");
    }

    @Test
    void refuseEachWrongRowForItself() {
        assertThat(statuses(opportunities("{'externalOpportunityId':'a'},{'name':'no key'},"
                        + "{'externalOpportunityId':'" + "x".repeat(51) + "','name':'long'},"
                        + "{'externalOpportunityId':'b','name':'B','nonsense':1},"
                        + "{'externalOpportunityId':'c','name':'C','amount':'much'},"
                        + "{'externalOpportunityId':'d','name':'D','externalSalesPersonId':'nobody'},"
                        + "{'externalOpportunityId':'e','name':'E'},{'externalOpportunityId':'e','name':'E'}")))
                .containsExactly("1002", "1003", "1003", "1006", "1003", "718", "created", "1036");
        assertThat(statuses(roles("{'externalOpportunityId':'e','leadId':7,'role':'Buyer'},"
                        + "{'externalOpportunityId':'z','leadId':" + ada + ",'role':'Buyer'},"
                        + "{'externalOpportunityId':'e','leadId':" + ada + ",'role':'Buyer','isPrimary':true}")))
                .containsExactly("1004", "1013", "created");
        assertThat(code(client.get("/rest/v1/opportunities.json?filterType=stage&filterValues=x")))
                .isEqualTo("1003");
        assertThat(code(client.post("/rest/v1/opportunities.json", "{'action':'upsert','input':[{}]}")))
                .isEqualTo("1003");
    }

    @Test
    void findRolesByTheirCompoundKeyInTheBodyOfAnOverriddenPost() {
        opportunities("{'externalOpportunityId':'e','name':'E'}");
        String key = "{'externalOpportunityId':'e','leadId':" + ada + ",'role':'Buyer'}";
        roles(key);

        JsonNode found = client.post(
                "/rest/v1/opportunities/roles.json?_method=GET",
                "{'filterType':'dedupeFields','fields':['isPrimary','role'],'input':[" + key + "]}");

        assertThat(found.at("/result/0/role").asText()).isEqualTo("Buyer");
        assertThat(client.get("/rest/v1/opportunities/roles.json?filterType=leadId&filterValues=" + ada)
                        .path("result"))
                .hasSize(1);
    }

    @Test
    void leaveTheirTracesOnTheLead() {
        opportunities("{'externalOpportunityId':'e','name':'E'}");
        roles("{'externalOpportunityId':'e','leadId':" + ada + ",'role':'Buyer'}");
        opportunities("{'externalOpportunityId':'e','name':'E','stage':'Won'}");
        client.post(
                "/rest/v1/opportunities/delete.json",
                "{'deleteBy':'dedupeFields','input':[{'externalOpportunityId':'e'}]}");

        assertThat(client.activities("34,35,36"))
                .extracting(each -> each.path("activityTypeId").asInt())
                .containsExactly(34, 36, 35);
        assertThat(instance.state()).containsEntry("opportunityRole", 0);
    }

    @Test
    void keepASalesPersonWhoIsInUse() {
        client.post(
                "/rest/v1/salespersons.json", "{'input':[{'externalSalesPersonId':'sam','email':'sam@example.org'}]}");
        opportunities("{'externalOpportunityId':'e','name':'E','externalSalesPersonId':'sam'}");
        String sam = "{'input':[{'externalSalesPersonId':'sam'},{'externalSalesPersonId':'eve'}]}";

        assertThat(statuses(client.post("/rest/v1/salespersons/delete.json", sam)))
                .containsExactly("1022", "1013");
        client.post("/rest/v1/opportunities/delete.json", "{'input':[{'externalOpportunityId':'e'}]}");
        assertThat(statuses(client.post("/rest/v1/salespersons/delete.json", sam)))
                .containsExactly("deleted", "1013");
    }

    @Test
    void shareACompanysValuesWithItsPeople() {
        client.post(
                "/rest/v1/companies.json",
                "{'input':[{'externalCompanyId':'c1','company':'Acme','industry':'Tools'}]}");
        client.post(
                "/rest/v1/leads.json",
                "{'action':'updateOnly','lookupField':'id','input':[{'id':" + ada + ",'externalCompanyId':'c1'}]}");
        assertThat(instance.record("lead", Long.toString(ada))).containsEntry("company", "Acme");

        client.post("/rest/v1/companies.json", "{'input':[{'externalCompanyId':'c1','company':'Acme Inc'}]}");
        assertThat(instance.record("lead", Long.toString(ada)))
                .containsEntry("company", "Acme Inc")
                .containsEntry("industry", "Tools");
    }

    @Test
    void areDescribedWithKeysTypesAndWhatMayBeWritten() {
        JsonNode roles =
                client.get("/rest/v1/opportunities/roles/describe.json").at("/result/0");
        assertThat(roles.path("dedupeFields")).hasSize(3);
        assertThat(roles.at("/searchableFields/0")).hasSize(3);
        JsonNode amount = field(client.get("/rest/v1/opportunities/describe.json"), "amount");
        assertThat(amount.path("dataType").asText()).isEqualTo("currency");
        assertThat(amount.path("updateable").asBoolean()).isTrue();
        assertThat(field(client.get("/rest/v1/opportunities/describe.json"), "externalOpportunityId")
                        .path("updateable")
                        .asBoolean())
                .isFalse();
        assertThat(client.get("/rest/v1/companies/schema/fields/industry.json")
                        .at("/result/0/length")
                        .asInt())
                .isEqualTo(255);
    }

    @Test
    void areTheCrmsAloneUnderANativeSync() {
        opportunities("{'externalOpportunityId':'e','name':'E'}");
        assertThat(crmManaged()).isFalse();
        instance.set("nativeSync", "on");

        assertThat(crmManaged()).isTrue();
        for (String path : List.of("opportunities", "opportunities/roles", "companies", "salespersons")) {
            assertThat(code(client.get("/rest/v1/" + path + "/describe.json"))).isEqualTo("1018");
            assertThat(code(client.post("/rest/v1/" + path + ".json", "{'input':[{}]}")))
                    .isEqualTo("1018");
        }
        assertThat(statuses(client.post("/rest/v1/namedaccounts.json", "{'input':[{'name':'Acme'}]}")))
                .containsExactly("created");
        instance.set("nativeSyncReads", "on");
        assertThat(client.get("/rest/v1/opportunities.json?filterType=idField&filterValues=x")
                        .path("success")
                        .asBoolean())
                .isTrue();
        assertThat(code(client.post("/rest/v1/opportunities/delete.json", "{'input':[{}]}")))
                .isEqualTo("1018");
    }

    private boolean crmManaged() {
        return field(client.get("/rest/v1/leads/describe2.json"), "sfdcContactId")
                .path("crmManaged")
                .asBoolean();
    }

    private static JsonNode field(JsonNode description, String name) {
        for (JsonNode each : description.at("/result/0/fields")) {
            if (each.path("name").asText().equals(name)) return each;
        }
        throw new AssertionError("no field " + name);
    }

    private JsonNode opportunities(String records) {
        return client.post("/rest/v1/opportunities.json", "{'action':'createOrUpdate','input':[" + records + "]}");
    }

    private JsonNode roles(String records) {
        return client.post(
                "/rest/v1/opportunities/roles.json", "{'dedupeBy':'dedupeFields','input':[" + records + "]}");
    }
}
