package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.WriteAudit;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Smart campaigns, and Request Campaign. */
final class Campaigns {
    // 100 leads a call: "Smart Campaigns", "Trigger".
    private static final int MOST_LEADS = 100;
    private static final int REQUEST_CAMPAIGN = 47;
    private static final Instant BORN = Instant.parse("2024-08-09T18:48:26Z");

    private record Campaign(int id, String name, boolean trigger) {}

    private final LeadDatabase database;
    private final WriteAudit audit;
    private final List<Campaign> campaigns = List.of(
            new Campaign(1003, "OneFunnel: sales outcome received", true),
            new Campaign(1004, "Monthly newsletter", false));

    Campaigns(LeadDatabase database, WriteAudit audit) {
        this.database = database;
        this.audit = audit;
    }

    HttpAnswer all(ApiCall call) {
        return Replies.page(call, Page.of(call, campaigns, Campaigns::shape));
    }

    HttpAnswer byId(ApiCall call) {
        return Replies.result(call, shape(campaign(call)));
    }

    HttpAnswer trigger(ApiCall call) {
        Campaign campaign = campaign(call);
        if (!campaign.trigger()) throw new Refusal("1003", "Campaign is not a trigger campaign");
        List<Integer> ids = new ArrayList<>();
        for (JsonNode each : call.body().path("input").path("leads"))
            ids.add(each.path("id").asInt());
        if (ids.isEmpty()) throw new Refusal("1002", "Missing value for required parameter 'leads'");
        if (ids.size() > MOST_LEADS) throw new Refusal("1003", "Maximum of 100 leads exceeded");
        List<Integer> missing =
                ids.stream().filter(id -> database.leads().find(id).isEmpty()).toList();
        // One unknown lead fails the whole call.
        if (!missing.isEmpty()) throw new Refusal("1004", "Lead " + missing + " not found");
        for (int id : ids) {
            database.log(
                    id,
                    REQUEST_CAMPAIGN,
                    database.now(),
                    campaign.id(),
                    campaign.name(),
                    Map.of("Source", "Web service API"));
            audit.wrote(
                    database.now(), "append", "lead", Integer.toString(id), Map.of("campaign", campaign.name()), false);
        }
        return Replies.result(call, Replies.object().put("id", campaign.id()));
    }

    private Campaign campaign(ApiCall call) {
        int id = call.id("campaignId");
        Optional<Campaign> found =
                campaigns.stream().filter(each -> each.id() == id).findFirst();
        return found.orElseThrow(() -> new Refusal("1013", "Campaign not found"));
    }

    private static ObjectNode shape(Campaign campaign) {
        return Replies.object()
                .put("id", campaign.id())
                .put("name", campaign.name())
                .put("type", campaign.trigger() ? "trigger" : "batch")
                .put("workspaceName", "Default")
                .put("createdAt", Dates.lead(BORN))
                .put("updatedAt", Dates.lead(BORN))
                .put("active", campaign.trigger());
    }
}
