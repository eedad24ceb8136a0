package io.onefunnel.sandbox.marketo;

import static io.onefunnel.sandbox.marketo.MarketoClient.code;
import static io.onefunnel.sandbox.marketo.MarketoClient.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A custom activity type")
class CustomActivityTypesTest {
    private static final String TYPE = "/rest/v1/activities/external/type";

    private final MarketoClient client = new MarketoClient();
    private final long ada = client.instance.lead(Map.of("email", "ada@example.org"));

    @Test
    void isADraftUntilItIsApprovedAndKeepsLaterChangesInADraft() {
        int id = created();
        assertThat(status()).isEqualTo("draft");
        assertThat(statuses(record(id, ""))).containsExactly("1013");
        client.post(TYPE + "/visit/approve.json", "");
        assertThat(statuses(record(id, ""))).containsExactly("added");

        attributes("create", "{'apiName':'day','name':'Day','dataType':'date'}");
        assertThat(status()).isEqualTo("approved with draft");
        assertThat(statuses(record(id, "{'apiName':'day','value':'2026-03-01'}")))
                .containsExactly("1006");
        client.post(TYPE + "/visit/approve.json", "");
        assertThat(status()).isEqualTo("approved");
        assertThat(statuses(record(id, "{'apiName':'day','value':'2026-03-01'}")))
                .containsExactly("added");
        assertThat(statuses(record(id, "{'apiName':'day','value':'yesterday'}")))
                .containsExactly("1003");
    }

    @Test
    void isThereToStayOnceItHasRecords() {
        int id = created();
        attributes("create", "{'apiName':'day','name':'Day','dataType':'date'}");
        client.post(TYPE + "/visit/approve.json", "");
        record(id, "");

        assertThat(code(client.post(TYPE + "/visit/delete.json", ""))).isEqualTo("1022");
        assertThat(code(client.post(TYPE + "/visit.json", "{'name':'Call'}"))).isEqualTo("1022");
        assertThat(code(attributes("delete", "{'apiName':'day'}"))).isEqualTo("1022");
        assertThat(client.post(TYPE + "/visit.json", "{'description':'To our office'}")
                        .at("/result/0/description")
                        .asText())
                .isEqualTo("To our office");
        client.post(TYPE + "/visit/discardDraft.json", "");
        assertThat(status()).isEqualTo("approved");
    }

    @Test
    void canBeDeletedWhileItHasNone() {
        created();
        assertThat(client.post(TYPE + "/visit/delete.json", "")
                        .at("/result/0/status")
                        .asText())
                .isEqualTo("deleted");
        assertThat(code(client.get(TYPE + "/visit/describe.json"))).isEqualTo("1013");
    }

    @Test
    void isRefusedWhenItIsWrongOrTooMuch() {
        created();
        assertThat(code(client.post(TYPE + ".json", "{'apiName':'x','name':'X'}")))
                .isEqualTo("701");
        assertThat(code(attributes("create", "{'apiName':'day','name':'Day','dataType':'blob'}")))
                .isEqualTo("1003");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 21; i++) {
            many.append(i == 0 ? "" : ",")
                    .append("{'apiName':'a")
                    .append(i)
                    .append("','name':'A','dataType':'string'}");
        }
        assertThat(code(attributes("create", many.toString()))).isEqualTo("1028");
        for (int i = 0; i < 8; i++) create("more" + i);
        assertThat(code(create("last"))).isEqualTo("1027");
    }

    private int created() {
        return create("visit").at("/result/0/id").asInt();
    }

    private JsonNode create(String apiName) {
        return client.post(
                TYPE + ".json",
                "{'apiName':'" + apiName
                        + "','name':'Visit','triggerName':'Visits','filterName':'Visited','primaryAttribute':{'apiName':'place','name':'Place'}}");
    }

    private JsonNode attributes(String verb, String attributes) {
        return client.post(TYPE + "/visit/attributes/" + verb + ".json", "{'attributes':[" + attributes + "]}");
    }

    private String status() {
        return client.get(TYPE + "/visit/describe.json").at("/result/0/status").asText();
    }

    private JsonNode record(int typeId, String attributes) {
        return client.post(
                "/rest/v1/activities/external.json",
                "{'input':[{'leadId':" + ada + ",'activityDate':'2026-03-02T08:00:00Z','activityTypeId':" + typeId
                        + ",'primaryAttributeValue':'Oslo','attributes':[" + attributes + "]}]}");
    }
}
