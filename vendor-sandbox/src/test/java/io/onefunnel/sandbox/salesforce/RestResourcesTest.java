package io.onefunnel.sandbox.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.onefunnel.sandbox.salesforce.OrgOnPort.Answer;
import io.onefunnel.sandbox.salesforce.access.Permission;
import io.onefunnel.sandbox.salesforce.access.Right;
import io.onefunnel.sandbox.vendor.Faults.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** REST resources beside queries and single records. */
class RestResourcesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BASE = "/services/data/v65.0/";
    private final OrgOnPort port = new OrgOnPort();
    private String token = "";

    @BeforeEach
    void signIn() throws Exception {
        token = port.accessToken();
    }

    @AfterEach
    void stop() {
        port.close();
    }

    @Test
    void aCompositeRequestTakesAllPartsBackWhenOneFails() throws Exception {
        String parts = "[{\"method\":\"POST\",\"url\":\"" + BASE + "sobjects/Account\",\"referenceId\":\"a\",\"body\":"
                + "{\"Name\":\"Acme\"}},{\"method\":\"POST\",\"url\":\"" + BASE
                + "sobjects/Contact\",\"referenceId\":\"c\",\"body\":{\"LastName\":\"%s\",\"AccountId\":\"@{a.id}\"}}]";
        JsonNode failed = composite(true, String.format(parts, ""));
        assertThat(failed.at("/0/httpStatusCode").asInt()).isEqualTo(400);
        assertThat(failed.at("/0/body/0/errorCode").asText()).isEqualTo("PROCESSING_HALTED");
        assertThat(failed.at("/1/body/0/errorCode").asText()).isEqualTo("REQUIRED_FIELD_MISSING");
        assertThat(port.org.state()).containsEntry("Account", 0);
        assertThat(port.audit.entries()).isEmpty();

        JsonNode apart = composite(false, String.format(parts, ""));
        assertThat(apart.at("/0/httpStatusCode").asInt()).isEqualTo(201);
        assertThat(port.org.state()).containsEntry("Account", 1);

        JsonNode whole = composite(true, String.format(parts, "Ada"));
        String contact = whole.at("/1/body/id").asText();
        assertThat(port.org.record("Contact", contact))
                .containsEntry("AccountId", whole.at("/0/body/id").asText());
    }

    @Test
    void collectionsAreReadUpsertedAndDeleted() throws Exception {
        JsonNode upserted = json(
                port.rest(
                        "PATCH",
                        BASE + "composite/sobjects/Task/OneFunnel_Ledger_Key__c",
                        token,
                        "{\"records\":[{\"attributes\":{\"type\":\"Task\"},\"OneFunnel_Ledger_Key__c\":\"k\",\"Subject\":\"a\"}]}"));
        assertThat(upserted.at("/0/created").asBoolean()).isTrue();
        String id = upserted.at("/0/id").asText();
        JsonNode read = json(port.rest(
                "GET", BASE + "composite/sobjects/Task?ids=" + id + ",00T000000000000&fields=Subject", token, null));
        assertThat(read.at("/0/Subject").asText()).isEqualTo("a");
        assertThat(read.get(1).isNull()).isTrue();
        JsonNode deleted = json(port.rest("DELETE", BASE + "composite/sobjects?ids=" + id, token, null));
        assertThat(deleted.at("/0/success").asBoolean()).isTrue();
        Answer byKey =
                port.rest("PATCH", BASE + "sobjects/Task/OneFunnel_Ledger_Key__c/k2", token, "{\"Subject\":\"b\"}");
        assertThat(byKey.status()).isEqualTo(201);
        assertThat(json(port.rest("GET", BASE + "sobjects/Task/OneFunnel_Ledger_Key__c/k2", token, null))
                        .get("Subject")
                        .asText())
                .isEqualTo("b");
    }

    @Test
    void aDescribeIsNotRepeatedToWhoHasItUntilRightsChange() throws Exception {
        String path = BASE + "sobjects/Lead/describe";
        Answer first = port.rest("GET", path, token, null);
        String since = Objects.requireNonNull(first.headers().get("Last-Modified"));
        assertThat(port.restSince(path, token, since).status()).isEqualTo(304);
        port.org.users().first().rights().hide("Lead.Phone");
        assertThat(port.restSince(path, token, since).status()).isEqualTo(200);
        assertThat(first.body()).contains("\"relationshipName\":\"CampaignMembers\"");
    }

    @Test
    void updatesAndDeletionsArePolledByRestToo() throws Exception {
        String kept = port.lead("Kept", "A");
        String gone = port.lead("Gone", "A");
        port.org.deleteByHand("Lead", gone);
        port.clock.advance(Duration.ofMinutes(5));
        String window = "?start=2026-03-02T09:00:00Z&end=2026-03-02T10:03:00%2B00:00";
        JsonNode updated = json(port.rest("GET", BASE + "sobjects/Lead/updated" + window, token, null));
        assertThat(updated.get("ids")).hasSize(1);
        assertThat(updated.at("/ids/0").asText()).isEqualTo(kept);
        assertThat(updated.get("latestDateCovered").asText()).isEqualTo("2026-03-02T10:03:00.000+0000");
        JsonNode deleted = json(port.rest("GET", BASE + "sobjects/Lead/deleted" + window, token, null));
        assertThat(deleted.at("/deletedRecords/0/id").asText()).isEqualTo(gone);
    }

    @Test
    void theIdentityIsThatOfTheTokensUser() throws Exception {
        JsonNode resources = json(port.rest("GET", BASE, token, null));
        String path = resources.get("identity").asText().replace(port.url(), "");
        assertThat(json(port.rest("GET", path, token, null)).get("username").asText())
                .isEqualTo(port.org.users().first().username());
        assertThat(port.rest("GET", path, "00Dwrong!token", null).status()).isEqualTo(403);
    }

    @Test
    void permissionsAndSetupAreReadByThoseWhoMay() throws Exception {
        port.org.users().first().rights().lack(Permission.CONVERT_LEADS);
        JsonNode own =
                query("query", "SELECT PermissionsConvertLeads, PermissionsViewAllData FROM UserPermissionAccess");
        assertThat(own.at("/records/0/PermissionsConvertLeads").asBoolean()).isFalse();
        assertThat(own.at("/records/0/PermissionsViewAllData").asBoolean()).isTrue();
        port.org.insert("ApexTrigger", Map.of("Name", "LeadTrigger", "TableEnumOrId", "Lead", "Status", "Active"));
        assertThat(query("tooling/query", "SELECT Name FROM ApexTrigger WHERE TableEnumOrId = 'Lead'")
                        .get("totalSize")
                        .asInt())
                .isEqualTo(1);
        assertThat(query("query", "SELECT Id FROM ValidationRule")
                        .at("/0/errorCode")
                        .asText())
                .isEqualTo("INVALID_TYPE");
        port.org.users().first().rights().lack(Permission.VIEW_SETUP);
        assertThat(query("tooling/query", "SELECT Id FROM ValidationRule")
                        .at("/0/errorCode")
                        .asText())
                .isEqualTo("INSUFFICIENT_ACCESS");
    }

    @Test
    void objectPermissionsTellWhatTheUsersRightsAre() throws Exception {
        port.org
                .users()
                .first()
                .rights()
                .lack(Permission.VIEW_ALL_DATA)
                .viewAll("Lead")
                .deny("Contact", Right.DELETE);
        String mine = " AND ParentId IN (SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '"
                + port.org.users().first().id() + "')";
        JsonNode seen = query(
                "query",
                "SELECT SobjectType FROM ObjectPermissions WHERE PermissionsViewAllRecords = true"
                        + " AND SobjectType IN ('Lead', 'Contact')" + mine);
        assertThat(seen.get("totalSize").asInt()).isEqualTo(1);
        assertThat(seen.at("/records/0/SobjectType").asText()).isEqualTo("Lead");
        assertThat(query("query", "SELECT Id FROM ObjectPermissions WHERE PermissionsDelete = false" + mine)
                        .get("totalSize")
                        .asInt())
                .isEqualTo(1);
        port.lead("Of the admin", "A");
        port.org.insert("Account", Map.of("Name", "Of the admin"));
        assertThat(query("query", "SELECT Id FROM Lead").get("totalSize").asInt())
                .isEqualTo(1);
        assertThat(query("query", "SELECT Id FROM Account").get("totalSize").asInt())
                .isZero();
    }

    @Test
    void bulkResultsCanBeFetchedPageBesidePage() throws Exception {
        for (int i = 0; i < 12; i++) port.lead("L" + i, "A");
        String job = json(port.rest(
                        "POST",
                        BASE + "jobs/query",
                        token,
                        "{\"operation\":\"query\",\"query\":\"SELECT LastName FROM Lead\"}"))
                .get("id")
                .asText();
        JsonNode pages = json(port.rest("GET", BASE + "jobs/query/" + job + "/resultPages?maxRecords=5", token, null));
        assertThat(pages.get("resultPages")).hasSize(3);
        assertThat(pages.get("done").asBoolean()).isTrue();
        int rows = 0;
        for (JsonNode each : pages.get("resultPages")) {
            rows += (int) port.rest("GET", each.get("resultUrl").asText(), token, null)
                            .body()
                            .lines()
                            .count()
                    - 1;
        }
        assertThat(rows).isEqualTo(12);
        port.faults.add(new Fault("bulk-failed", "jobs/query", 0, 1, Map.of("message", "QueryTimeout : too slow")));
        JsonNode failed = json(port.rest(
                "POST", BASE + "jobs/query", token, "{\"operation\":\"query\",\"query\":\"SELECT Id FROM Lead\"}"));
        JsonNode state =
                json(port.rest("GET", BASE + "jobs/query/" + failed.get("id").asText(), token, null));
        assertThat(state.get("state").asText()).isEqualTo("Failed");
        assertThat(state.get("errorMessage").asText()).isEqualTo("QueryTimeout : too slow");
        assertThat(json(port.rest(
                                "POST",
                                BASE + "jobs/query",
                                token,
                                "{\"operation\":\"query\",\"query\":\"SELECT COUNT(Id) FROM Lead\"}"))
                        .at("/0/errorCode")
                        .asText())
                .isEqualTo("FUNCTIONALITY_NOT_ENABLED");
    }

    @Test
    void moreThanTheLongCallsAllowedAtOnceAreRefused() throws Exception {
        port.org.set("longCallsAtOnce", "1");
        port.faults.add(new Fault("reset-after", "sobjects", 0, 1, Map.of()));
        port.faults.add(new Fault("latency", "sobjects", 0, 1, Map.of("ms", "60000")));
        // The answer that is held back for a minute never comes: OkHttp asks again.
        assertThat(port.rest("GET", BASE + "sobjects", token, null).status()).isEqualTo(200);
        assertThat(port.rest("GET", BASE + "limits", token, null).status()).isEqualTo(200);
        port.clock.advance(Duration.ofSeconds(30));
        JsonNode refused = json(port.rest("GET", BASE + "limits", token, null));
        assertThat(refused.at("/0/message").asText())
                .isEqualTo("ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
        port.clock.advance(Duration.ofSeconds(31));
        assertThat(port.rest("GET", BASE + "limits", token, null).status()).isEqualTo(200);
    }

    @Test
    void historyOlderThanTwoYearsIsGone() throws Exception {
        port.org.insert(
                "LeadHistory",
                Map.of("LeadId", port.lead("A", "X"), "Field", "Status", "CreatedDate", "2024-03-01T00:00:00Z"));
        port.org.insert(
                "LeadHistory",
                Map.of("LeadId", port.lead("B", "X"), "Field", "Status", "CreatedDate", "2024-04-01T00:00:00Z"));
        assertThat(query("query", "SELECT Id FROM LeadHistory").get("totalSize").asInt())
                .isEqualTo(1);
    }

    private JsonNode composite(boolean allOrNone, String parts) throws Exception {
        Answer answer = port.rest(
                "POST",
                BASE + "composite",
                token,
                "{\"allOrNone\":" + allOrNone + ",\"compositeRequest\":" + parts + "}");
        assertThat(answer.status()).isEqualTo(200);
        return json(answer).get("compositeResponse");
    }

    private JsonNode query(String resource, String soql) throws Exception {
        return json(port.rest("GET", BASE + resource + "?q=" + soql.replace(" ", "+"), token, null));
    }

    private static JsonNode json(Answer answer) throws Exception {
        return JSON.readTree(answer.body());
    }
}
