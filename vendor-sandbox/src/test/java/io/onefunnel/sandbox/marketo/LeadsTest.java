package io.onefunnel.sandbox.marketo;

import static io.onefunnel.sandbox.marketo.MarketoClient.NOW;
import static io.onefunnel.sandbox.marketo.MarketoClient.code;
import static io.onefunnel.sandbox.marketo.MarketoClient.read;
import static io.onefunnel.sandbox.marketo.MarketoClient.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Marketo instance, of its leads,")
class LeadsTest {
    private final MarketoClient client = new MarketoClient();
    private final MarketoInstance instance = client.instance;

    @Test
    void findsLeadsByEmailWhateverItsCase() {
        long id = instance.lead(Map.of("email", "Ada@Example.org", "leadScore", "7"));

        JsonNode found = client.get(
                "/rest/v1/leads.json?filterType=email&filterValues=ada@example.ORG,x@y.z&fields=email,leadScore,phone");

        assertThat(found.path("result")).hasSize(1);
        assertThat(found.at("/result/0/id").asLong()).isEqualTo(id);
        assertThat(found.at("/result/0/leadScore").isNumber()).isTrue();
        assertThat(found.at("/result/0/phone").isNull()).isTrue();
        assertThat(found.path("nextPageToken").isMissingNode()).isTrue();
    }

    @Test
    void takesAQueryInAFormWhoseMethodIsOverridden() {
        instance.lead(Map.of("email", "ada@example.org"));
        String form = "_method=GET&filterType=email&filterValues=ada%40example.org";
        HttpAnswer answer = client.answer(
                "POST", "/rest/v1/leads.json", form, Map.of("content-type", "application/x-www-form-urlencoded"));
        assertThat(read(answer).path("result")).hasSize(1);
    }

    @Test
    void answersEachRowOfASyncForItself() {
        long known = instance.lead(Map.of("email", "ada@example.org"));
        instance.lead(Map.of("email", "twin@example.org"));
        instance.lead(Map.of("email", "twin@example.org"));

        JsonNode answer = client.sync(
                "createOrUpdate",
                "email",
                Map.of("email", "ada@example.org", "firstName", "Ada"),
                Map.of("email", "twin@example.org", "firstName", "T"),
                Map.of("email", "new@example.org"),
                Map.of("email", "not an address"),
                Map.of("email", "other@example.org", "noSuchField", "1"),
                Map.of("email", "ada@example.org"),
                Map.of("firstName", "Nobody"));

        assertThat(statuses(answer)).containsExactly("updated", "1007", "created", "1003", "1006", "1036", "1003");
        assertThat(answer.at("/result/0/id").asLong()).isEqualTo(known);
        assertThat(answer.at("/result/1/id").isMissingNode()).isTrue();
    }

    @Test
    void keepsActionsApart() {
        long known = instance.lead(Map.of("email", "ada@example.org"));

        assertThat(statuses(client.sync("createOnly", "email", Map.of("email", "ada@example.org"))))
                .containsExactly("1005");
        assertThat(statuses(client.sync(
                        "updateOnly", "id", Map.of("id", 5, "firstName", "X"), Map.of("id", known, "firstName", "X"))))
                .containsExactly("1004", "updated");
        assertThat(statuses(client.sync("updateOnly", "id", Map.of("id", known, "company", "Acme"))))
                .containsExactly("1021");
        assertThat(statuses(client.sync("createDuplicate", "email", Map.of("email", "ada@example.org"))))
                .containsExactly("created");
        assertThat(code(client.sync("upsert", "email", Map.of("email", "ada@example.org"))))
                .isEqualTo("1003");
        assertThat(code(client.sync("createOrUpdate", "firstName", Map.of("firstName", "Ada"))))
                .isEqualTo("1011");
    }

    @Test
    void knowsAWriteThatChangesNothing() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        Map<String, Object> score = Map.of("id", id, "oneFunnelScore", 78);

        client.sync("updateOnly", "id", score);
        client.clock.advance(Duration.ofMinutes(1));
        client.sync("updateOnly", "id", score);

        assertThat(client.audit.entries())
                .extracting(WriteAudit.Entry::repeated)
                .containsExactly(false, true);
        assertThat(instance.record("lead", Long.toString(id)))
                .containsEntry("oneFunnelScore", "78")
                .containsEntry("updatedAt", "2026-03-02T09:00:00Z");
    }

    @Test
    void mergesIntoTheWinnerAndLetsTheLosersVanish() {
        long winner = instance.lead(Map.of("email", "ada@example.org"));
        long loser = instance.lead(Map.of("email", "ada@example.com", "phone", "123"));
        instance.activity(loser, 2, NOW, 5, "Contact us", Map.of());

        JsonNode merged = client.post("/rest/v1/leads/" + winner + "/merge.json?leadIds=" + loser, "");
        JsonNode again = client.post("/rest/v1/leads/" + winner + "/merge.json?leadIds=" + loser, "");

        assertThat(merged.path("success").asBoolean()).isTrue();
        assertThat(merged.path("result").isMissingNode()).isTrue();
        assertThat(code(again)).isEqualTo("1004");
        assertThat(client.audit.entries())
                .extracting(WriteAudit.Entry::repeated)
                .containsExactly(false, true);
        assertThat(instance.record("lead", Long.toString(loser))).isEmpty();
        assertThat(instance.record("lead", Long.toString(winner)))
                .containsEntry("phone", "123")
                .containsEntry("email", "ada@example.org");
        List<JsonNode> activities = client.activities("2,32");
        assertThat(activities).extracting(each -> each.path("leadId").asLong()).containsOnly(winner);
        assertThat(activities.get(1).path("attributes").get(0).path("value"))
                .isEqualTo(JsonNodeFactory.instance.arrayNode().add((int) loser));
    }

    @Test
    void listsDeletedLeadsApart() {
        long id = instance.lead(Map.of("email", "ada@example.org"));
        instance.deleteByHand(id);

        JsonNode deleted = client.get("/rest/v1/activities/deletedleads.json?nextPageToken=" + client.since());

        assertThat(deleted.at("/result/0/leadId").asLong()).isEqualTo(id);
        assertThat(code(client.get("/rest/v1/lead/" + id + ".json"))).isEqualTo("1004");
        assertThat(client.get("/rest/v1/leads.json?filterType=id&filterValues=" + id)
                        .path("result"))
                .isEmpty();
    }
}
