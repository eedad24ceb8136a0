package io.onefunnel.marketo.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.marketo.client.Json;
import io.onefunnel.marketo.client.MarketoClient;
import io.onefunnel.marketo.client.RefusedException;
import io.onefunnel.spi.AdapterErrorCode;
import io.onefunnel.spi.EventAttributes;
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

    /** An attribute of the type: at most 20 are allowed ("Activities", "Custom Activity Types"). */
    public record Attribute(String apiName, String name, String dataType) {
        ObjectNode json() {
            return Json.object().put("apiName", apiName).put("name", name).put("dataType", dataType);
        }
    }

    private static final List<Attribute> ATTRIBUTES = List.of(
            new Attribute(LEDGER_KEY, "Ledger Key", "string"),
            new Attribute("stage", "Stage", "string"),
            new Attribute("reason", "Reason", "string"),
            new Attribute("subReasons", "Sub Reasons", "string"),
            new Attribute("amount", "Amount", "float"),
            new Attribute("currency", "Currency", "string"),
            new Attribute("closeDate", "Close Date", "date"),
            new Attribute("opportunity", "Opportunity", "string"),
            new Attribute("opportunityName", "Opportunity Name", "string"),
            new Attribute("source", "Source System", "string"),
            new Attribute("owner", "Owner", "string"),
            new Attribute("sla", "SLA", "string"),
            new Attribute("slaResult", "SLA Result", "string"),
            new Attribute("program", "Program", "string"),
            new Attribute("note", "Note", "text"),
            new Attribute(OTHER, "Other Details", "text"));

    // Details whose attribute has another name than they have.
    private static final Map<String, String> RENAMED = Map.of(EventAttributes.SOURCE_SYSTEM, "source");

    // They go into records of their own, where these are written at all.
    private static final Set<String> OF_THE_OPPORTUNITY = Set.of(
            EventAttributes.OPPORTUNITY_OWNER,
            EventAttributes.OPPORTUNITY_OWNER_NAME,
            EventAttributes.OPPORTUNITY_OWNER_EMAIL,
            EventAttributes.ACCOUNT,
            EventAttributes.ACCOUNT_NAME);

    /** @param attributes by API name; they are written by that, and read by their display name */
    record Known(String id, Map<String, Attribute> attributes) {
        String shown(String attribute) {
            Attribute known = attributes.get(attribute);
            return known == null ? attribute : known.name();
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

    /** Attributes that an approved type lacks: what belongs there goes as text among the others, where no filter finds it. */
    public List<Attribute> missing() {
        Map<String, Attribute> held = find().map(Known::attributes).orElse(Map.of());
        return ATTRIBUTES.stream()
                .filter(each -> !held.containsKey(each.apiName()))
                .toList();
    }

    /** Attributes that have another data type than they should, as they are: it cannot be changed once they are used. */
    public List<Attribute> otherwise() {
        Map<String, Attribute> held = find().map(Known::attributes).orElse(Map.of());
        return ATTRIBUTES.stream()
                .filter(each -> held.containsKey(each.apiName()))
                .map(each -> held.getOrDefault(each.apiName(), each))
                .filter(each -> !dataType(each.apiName()).equals(each.dataType()))
                .toList();
    }

    /** The data type that an attribute of ours should have. */
    public static String dataType(String apiName) {
        return ATTRIBUTES.stream()
                .filter(each -> each.apiName().equals(apiName))
                .map(Attribute::dataType)
                .findFirst()
                .orElse("");
    }

    /** The next question is asked anew. */
    public void forget() {
        known = Optional.empty();
    }

    private Optional<Known> find() {
        if (known.isPresent()) return known;
        for (JsonNode type : types()) {
            if (!type.path("apiName").asText("").equals(apiName)) continue;
            // "approved" or "approved with draft": both take activities.
            if (!type.path("status").asText("").startsWith("approved")) continue;
            String id = type.path("id").asText("");
            if (id.isEmpty())
                throw client.refusal(AdapterErrorCode.UNEXPECTED_RESPONSE, "a custom activity type has no id");
            known = Optional.of(new Known(id, attributes(type)));
        }
        return known;
    }

    private static Map<String, Attribute> attributes(JsonNode type) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (JsonNode each : type.path("attributes")) {
            String name = each.path("apiName").asText("");
            attributes.put(
                    name,
                    new Attribute(
                            name,
                            each.path("name").asText(""),
                            each.path("dataType").asText("")));
        }
        return attributes;
    }

    /** Drafts the type, gives it its attributes and approves it. A half-made type of an earlier try is gone on with. */
    public void create() {
        createDraft();
        add(ATTRIBUTES);
    }

    /** Gives the type these attributes, as far as its draft lacks them, and approves it with them. */
    public void add(List<Attribute> attributes) {
        Set<String> held = draftAttributes();
        ObjectNode body = Json.object();
        for (Attribute each : attributes) {
            if (!held.contains(each.apiName())) body.withArray("attributes").add(each.json());
        }
        if (!body.isEmpty()) {
            tolerant("create custom activity attributes", "/" + apiName + "/attributes/create.json", body);
        }
        tolerant("approve custom activity type", "/" + apiName + "/approve.json", Json.object());
        forget();
        if (find().isEmpty()) {
            throw client.refusal(
                    AdapterErrorCode.UNEXPECTED_RESPONSE,
                    "the custom activity type " + apiName + " was approved, and is not listed as approved");
        }
    }

    /** Those that an earlier try made: the same again would refuse the others, and count against the 20 allowed. */
    private Set<String> draftAttributes() {
        JsonNode draft = client.get(
                        "custom activity types",
                        "rest/v1/activities/external/type/" + apiName + "/describe.json",
                        Map.of("draft", "true"))
                .path("result")
                .path(0);
        if (!draft.path("apiName").asText("").equals(apiName)) {
            throw client.refusal(
                    AdapterErrorCode.UNEXPECTED_RESPONSE, "another custom activity type came than was asked for");
        }
        return attributes(draft).keySet();
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
