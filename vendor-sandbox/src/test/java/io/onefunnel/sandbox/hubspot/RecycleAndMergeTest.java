package io.onefunnel.sandbox.hubspot;

import static io.onefunnel.sandbox.hubspot.PortalClient.CONTACTS;
import static io.onefunnel.sandbox.hubspot.PortalClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Records that went away")
class RecycleAndMergeTest {
    private final PortalClient client = new PortalClient();

    @Test
    @DisplayName("lie in the recycle bin for 90 days")
    void recycleBin() {
        String id = client.contact("ada@example.org");
        client.send("DELETE", CONTACTS + "/" + id, "");

        assertThat(json(client.get(CONTACTS + "?archived=true")).path("results"))
                .hasSize(1);
        client.clock.advance(Duration.ofDays(91));
        assertThat(json(client.get(CONTACTS + "?archived=true")).path("results"))
                .isEmpty();
    }

    @Test
    @DisplayName("come back whole when a person restores them, and search sees it")
    void restoring() {
        String id = client.contact("ada@example.org");
        client.send("DELETE", CONTACTS + "/" + id, "");
        assertThat(json(client.post(CONTACTS + "/search", "{}")).path("total").asInt())
                .isZero();

        client.portal.byHand("restore", Map.of("type", "contacts", "id", id));

        assertThat(json(client.post(CONTACTS + "/search", "{}")).path("total").asInt())
                .isEqualTo(1);
        assertThat(client.portal.record("contacts", id)).containsEntry("email", "ada@example.org");
        assertThat(json(client.get(CONTACTS + "?archived=true")).path("results"))
                .isEmpty();
    }

    @Test
    @DisplayName("take a while to merge: until then the new record merges no further and its timeline is elsewhere")
    void mergesTakeTime() {
        client.portal.set("mergeSeconds", "1800");
        String one = client.contact("ada@example.org");
        String other = client.contact("ada@example.com");
        String third = client.contact("ada@example.net");
        String call = client.portal.insert("calls", Map.of("hs_call_title", "Intro"));
        client.portal.associate("calls", call, "contacts", other);

        String merged = json(merge(one, other)).path("id").asText();

        assertThat(associatedCalls(merged)).isZero();
        HttpAnswer soon = merge(merged, third);
        assertThat(soon.status()).isEqualTo(400);
        assertThat(json(soon).path("message").asText()).contains("already in the process of being merged");
        client.clock.advance(Duration.ofMinutes(30));
        assertThat(associatedCalls(merged)).isEqualTo(1);
        assertThat(merge(merged, third).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("stop a record from merging further when 250 identities came together in it")
    void identitiesAreLimited() {
        client.portal.set("limits", "off");
        String all = client.contact("0@example.org");
        HttpAnswer last = merge(all, client.contact("1@example.org"));
        for (int i = 2; last.status() == 200; i++) {
            all = json(last).path("id").asText();
            last = merge(all, client.contact(i + "@example.org"));
        }

        assertThat(last.status()).isEqualTo(414);
        assertThat(json(last).path("message").asText()).isEqualTo("Cannot have more than 250 identities on a profile");
        assertThat(client.portal
                        .record("contacts", all)
                        .getOrDefault("hs_merged_object_ids", "")
                        .split(";"))
                .hasSizeBetween(200, 250);
    }

    @Test
    @DisplayName("show in search as late as the lag of the one record says")
    void lagOfOneRecord() {
        String id = client.contact("ada@example.org");
        String other = client.contact("grace@example.org");
        client.portal.set("indexLagRecords", "contacts." + id + "=60");

        client.send("DELETE", CONTACTS + "/" + id, "");
        client.send("DELETE", CONTACTS + "/" + other, "");

        assertThat(json(client.post(CONTACTS + "/search", "{}")).path("total").asInt())
                .isEqualTo(1);
        client.clock.advance(Duration.ofSeconds(60));
        assertThat(json(client.post(CONTACTS + "/search", "{}")).path("total").asInt())
                .isZero();
    }

    private HttpAnswer merge(String primary, String other) {
        return client.post(
                CONTACTS + "/merge", "{'primaryObjectId':'" + primary + "','objectIdToMerge':'" + other + "'}");
    }

    private int associatedCalls(String contact) {
        return json(client.get("/crm/v4/objects/contacts/" + contact + "/associations/calls"))
                .path("results")
                .size();
    }
}
