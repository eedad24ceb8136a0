package io.onefunnel.sandbox.marketo.programs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Dates;
import io.onefunnel.sandbox.marketo.api.Page;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.store.LeadDatabase;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import io.onefunnel.sandbox.vendor.WriteAudit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Smart campaigns: which there are, Request Campaign and Schedule Campaign. */
public final class Campaigns {
    // 100 leads and 100 tokens a call: "Smart Campaigns", "Trigger".
    private static final int MOST_LEADS = 100;
    private static final int MOST_TOKENS = 100;
    // Error 1042 is for a runAt more than two years ahead: "REST API error codes".
    private static final Duration FARTHEST = Duration.ofDays(730);
    private static final int REQUEST_CAMPAIGN = 47;
    private static final Instant BORN = Instant.parse("2024-08-09T18:48:26Z");
    private static final int FIRST_ID = 1003;

    /** @param tokens the tokens of its program; empty allows any, for campaigns whose program nobody described */
    private record Campaign(
            int id, String name, boolean trigger, boolean active, Optional<Program> program, Set<String> tokens) {}

    private final LeadDatabase database;
    private final Programs programs;
    private final WriteAudit audit;
    private final Map<Integer, Campaign> campaigns = new TreeMap<>();
    private final Map<Integer, Map<Integer, Instant>> firstRequest = new TreeMap<>();

    public Campaigns(LeadDatabase database, Programs programs, WriteAudit audit) {
        this.database = database;
        this.programs = programs;
        this.audit = audit;
        add("OneFunnel: sales outcome received", true, true, 0, Set.of());
        add("Monthly newsletter", false, false, 0, Set.of());
    }

    /** Adds the endpoints that show campaigns and set them off. */
    public void serve(Routes routes) {
        String campaign = "rest/v1/campaigns/{campaignId}";
        routes.on("GET", "rest/v1/campaigns.json", "campaigns", this::all)
                .on("GET", campaign + ".json", "campaigns", this::byId)
                .on("POST", campaign + "/trigger.json", "request campaign", this::trigger)
                .on("POST", campaign + "/schedule.json", "schedule campaign", this::schedule)
                .on("GET", "rest/v1/leads/{leadId}/smartCampaignMembership.json", "campaigns of lead", this::ofLead);
    }

    /** @param programId 0 for a campaign outside of programs */
    public int add(String name, boolean trigger, boolean active, int programId, Set<String> tokens) {
        int id = FIRST_ID + campaigns.size();
        campaigns.put(id, new Campaign(id, name, trigger, active, programs.find(programId), Set.copyOf(tokens)));
        return id;
    }

    private HttpAnswer all(ApiCall call) {
        List<String> ids = call.list("id");
        List<String> names = call.list("name");
        List<String> programNames = call.list("programName");
        Optional<String> triggerable = call.parameter("isTriggerable");
        List<Campaign> found = campaigns.values().stream()
                .filter(each -> ids.isEmpty() || ids.contains(Integer.toString(each.id())))
                .filter(each -> names.isEmpty() || names.contains(each.name()))
                .filter(each -> programNames.isEmpty()
                        || each.program()
                                .filter(in -> programNames.contains(in.name()))
                                .isPresent())
                .filter(each -> triggerable.isEmpty()
                        || triggerable.get().equals(Boolean.toString(each.trigger() && each.active())))
                .toList();
        return Replies.page(call, Page.of(call, found, Campaigns::shape));
    }

    private HttpAnswer byId(ApiCall call) {
        return Replies.result(call, shape(campaign(call, "campaignId")));
    }

    private HttpAnswer trigger(ApiCall call) {
        Campaign campaign = campaign(call, "campaignId");
        if (!campaign.trigger()) throw new Refusal("1003", "Campaign is not a trigger campaign");
        if (!campaign.active()) throw new Refusal("1003", "Campaign is not active");
        JsonNode input = call.body().path("input");
        Set<Integer> ids = leads(input);
        Map<String, String> sent = tokens(campaign, input);
        sent.put("campaign", campaign.name());
        for (int id : ids) {
            Map<String, String> attributes = Map.of("Source", "Web service API");
            database.log(id, REQUEST_CAMPAIGN, database.now(), campaign.id(), campaign.name(), attributes);
            firstRequest.computeIfAbsent(id, lead -> new TreeMap<>()).putIfAbsent(campaign.id(), database.now());
            audit.wrote(database.now(), "append", "lead", Integer.toString(id), sent, false);
        }
        return Replies.result(call, Replies.object().put("id", campaign.id()));
    }

    private HttpAnswer schedule(ApiCall call) {
        Campaign campaign = campaign(call, "campaignId");
        if (campaign.trigger()) throw new Refusal("1003", "Campaign is not a batch campaign");
        JsonNode input = call.body().path("input");
        Map<String, String> sent = tokens(campaign, input);
        Instant runAt = runAt(input);
        if (runAt.isAfter(database.now().plus(FARTHEST))) throw new Refusal("1042", "Invalid runAt date");
        sent.put("runAt", Dates.lead(runAt));
        audit.wrote(database.now(), "append", "campaign", Integer.toString(campaign.id()), sent, false);
        return Replies.result(call, Replies.object().put("id", campaign.id()));
    }

    private HttpAnswer ofLead(ApiCall call) {
        List<ObjectNode> rows = new ArrayList<>();
        firstRequest
                .getOrDefault(call.id("leadId"), Map.of())
                .forEach((campaign, at) -> rows.add(Replies.object()
                        .put("smartCampaignId", campaign)
                        .put("createdAt", Dates.lead(at))
                        .put("updatedAt", Dates.lead(at))));
        return Replies.pageOfMore(call, Page.of(call, rows, row -> row));
    }

    private Set<Integer> leads(JsonNode input) {
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode each : input.path("leads")) ids.add(each.path("id").asInt());
        if (ids.isEmpty()) throw new Refusal("1002", "Missing value for required parameter 'leads'");
        if (ids.size() > MOST_LEADS) throw new Refusal("1003", "Maximum of 100 leads exceeded");
        List<Integer> missing =
                ids.stream().filter(id -> database.leads().find(id).isEmpty()).toList();
        // One unknown lead fails the whole call, as the mrkt client tells.
        if (!missing.isEmpty()) throw new Refusal("1004", "Lead " + missing + " not found");
        return ids;
    }

    private static Map<String, String> tokens(Campaign campaign, JsonNode input) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (JsonNode each : input.path("tokens")) {
            String name = each.path("name").asText("");
            // Tokens must exist in the campaign's program; the code for one that does not is a guess.
            boolean known = name.matches("\\{\\{my\\..+}}")
                    && (campaign.tokens().isEmpty() || campaign.tokens().contains(name));
            if (!known) throw new Refusal("1003", "Invalid value for field 'tokens' and value '" + name + "'");
            tokens.put(name, each.path("value").asText(""));
        }
        if (tokens.size() > MOST_TOKENS) throw new Refusal("1003", "Maximum of 100 tokens exceeded");
        return tokens;
    }

    private Instant runAt(JsonNode input) {
        if (!input.hasNonNull("runAt")) return database.now().plusSeconds(300);
        try {
            return Dates.parse(input.path("runAt").asText());
        } catch (DateTimeException notADate) {
            throw new Refusal("1042", "Invalid runAt date");
        }
    }

    private Campaign campaign(ApiCall call, String name) {
        return Optional.ofNullable(campaigns.get(call.id(name)))
                .orElseThrow(() -> new Refusal("1013", "Campaign not found"));
    }

    private static ObjectNode shape(Campaign campaign) {
        ObjectNode shape = Replies.object()
                .put("id", campaign.id())
                .put("name", campaign.name())
                .put("type", campaign.trigger() ? "trigger" : "batch")
                .put("workspaceName", "Default")
                .put("createdAt", Dates.lead(BORN))
                .put("updatedAt", Dates.lead(BORN))
                .put("active", campaign.active());
        campaign.program()
                .ifPresent(program -> shape.put("programId", program.id()).put("programName", program.name()));
        return shape;
    }
}
