package io.onefunnel.marketo.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.marketo.client.Json;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.EventAttributes;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The custom activity type that carries outcomes of sales: the outcome as primary attribute, so that a smart list filters
 * by it, and what belongs to it as attributes. Approval makes its trigger and filter ("Activities", "Custom Types").
 */
public final class OutcomeActivityType {
    static final String LEDGER_KEY = "ledgerKey";
    static final String OTHER = "otherDetails";

    /** API name, display name and data type of each attribute; at most 20 are allowed. */
    private static final List<List<String>> ATTRIBUTES = List.of(
            List.of(LEDGER_KEY, "Ledger Key", "string"),
            List.of("stage", "Stage", "string"),
            List.of("reason", "Reason", "string"),
            List.of("subReasons", "Sub Reasons", "string"),
            List.of("amount", "Amount", "float"),
            List.of("currency", "Currency", "string"),
            List.of("closeDate", "Close Date", "date"),
            List.of("opportunity", "Opportunity", "string"),
            List.of("opportunityName", "Opportunity Name", "string"),
            List.of("source", "Source System", "string"),
            List.of("owner", "Owner", "string"),
            List.of("sla", "SLA", "string"),
            List.of("slaResult", "SLA Result", "string"),
            List.of("program", "Program", "string"),
            List.of("note", "Note", "text"),
            List.of(OTHER, "Other Details", "text"));

    // Details whose attribute has another name than they have.
    private static final Map<String, String> RENAMED = Map.of(EventAttributes.SOURCE_SYSTEM, "source");

    // They go into records of their own, where these are written at all.
    private static final Set<String> OF_THE_OPPORTUNITY = Set.of(
            EventAttributes.OPPORTUNITY_OWNER,
            EventAttributes.OPPORTUNITY_OWNER_NAME,
            EventAttributes.OPPORTUNITY_OWNER_EMAIL,
            EventAttributes.ACCOUNT,
            EventAttributes.ACCOUNT_NAME);

    /** @param attributes display names by API name; written by the one, read by the other */
    record Known(String id, Map<String, String> attributes) {
        String shown(String attribute) {
            return attributes.getOrDefault(attribute, attribute);
        }
    }

    private final MarketoClient client;
    private final String apiName;
    private Optional<Known> known = Optional.empty();

    public OutcomeActivityType(MarketoClient client, String apiName) {
        this.client = client;
        this.apiName = apiName;
    }

    /** The attribute for a detail of an outcome; a type that was made without it takes it among the other details. */
    static String attribute(String detail) {
        return RENAMED.getOrDefault(detail, detail);
    }

    static boolean isOfTheOpportunity(String detail) {
        return OF_THE_OPPORTUNITY.contains(detail);
    }

    public String apiName() {
        return apiName;
    }

    /** @throws RefusedException when it is not there or not approved */
    Known required() {
        return find().orElseThrow(() -> client.refusal(
                AdapterErrorCode.FEATURE_MISSING,
                "the custom activity type " + apiName + " is missing or not approved; run onefunnel provision"));
    }

    /** Whether it is there and takes activities. */
    public boolean isApproved() {
        return find().isPresent();
    }

    private Optional<Known> find() {
        if (known.isPresent()) return known;
        for (JsonNode type : types()) {
            if (!type.path("apiName").asText("").equals(apiName)) continue;
            // "approved" or "approved with draft": both take activities.
            if (!type.path("status").asText("").startsWith("approved")) continue;
            Map<String, String> attributes = new LinkedHashMap<>();
            for (JsonNode each : type.path("attributes")) {
                attributes.put(
                        each.path("apiName").asText(""), each.path("name").asText(""));
            }
            known = Optional.of(new Known(type.path("id").asText(""), attributes));
        }
        return known;
    }

    /** Drafts the type, gives it its attributes and approves it. A half-made type of an earlier try is gone on with. */
    public void create() {
        createDraft();
        Set<String> held = attributesSoFar();
        ObjectNode attributes = Json.object();
        for (List<String> each : ATTRIBUTES) {
            if (held.contains(each.get(0))) continue;
            attributes
                    .withArray("attributes")
                    .addObject()
                    .put("apiName", each.get(0))
                    .put("name", each.get(1))
                    .put("dataType", each.get(2));
        }
        if (!attributes.isEmpty()) {
            tolerant("create custom activity attributes", "/" + apiName + "/attributes/create.json", attributes);
        }
        tolerant("approve custom activity type", "/" + apiName + "/approve.json", Json.object());
        known = Optional.empty();
    }

    /** Those that an earlier try made: the same again would count against the 20 that are allowed. */
    private Set<String> attributesSoFar() {
        Set<String> names = new HashSet<>();
        for (JsonNode type : types()) {
            if (!type.path("apiName").asText("").equals(apiName)) continue;
            for (JsonNode each : type.path("attributes"))
                names.add(each.path("apiName").asText(""));
        }
        return names;
    }

    private JsonNode types() {
        return client.get("custom activity types", "rest/v1/activities/external/types.json", Map.of())
                .path("result");
    }

    private void createDraft() {
        ObjectNode type = Json.object()
                .put("apiName", apiName)
                .put("name", "Sales outcome")
                .put("triggerName", "Receives sales outcome")
                .put("filterName", "Received sales outcome")
                .put("description", "What became of this person in sales; written by OneFunnel");
        type.putObject("primaryAttribute").put("apiName", "outcome").put("name", "Outcome");
        tolerant("create custom activity type", ".json", type);
    }

    private void tolerant(String operation, String path, ObjectNode body) {
        try {
            client.post(
                    operation, MarketoClient.Effect.UPSERTS, "rest/v1/activities/external/type" + path, Map.of(), body);
        } catch (RefusedException refused) {
            // "Object already exists": made by an earlier try.
            if (!refused.is("1017")) throw refused;
        }
    }
}
