package io.onefunnel.sandbox.marketo.activities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.marketo.api.ApiCall;
import io.onefunnel.sandbox.marketo.api.Refusal;
import io.onefunnel.sandbox.marketo.api.Replies;
import io.onefunnel.sandbox.marketo.api.Routes;
import io.onefunnel.sandbox.marketo.api.Table;
import io.onefunnel.sandbox.vendor.HttpAnswer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Custom activity types: drafted, given attributes, approved. What is changed later is a draft until it is approved, and
 * a type that has records is there to stay.
 */
public final class CustomActivityTypes {
    // 10 types of 20 attributes: "Activities", "Custom Activity Types".
    private static final int MOST_TYPES = 10;
    private static final int MOST_ATTRIBUTES = 20;
    private static final int FIRST_ID = 100_001;
    private static final List<String> NAMES = List.of("name", "triggerName", "filterName");

    private final InstantSource clock;
    private final IntPredicate used;
    private final Map<String, CustomActivityType> byName = new LinkedHashMap<>();
    private final Map<Integer, CustomActivityType> byId = new LinkedHashMap<>();
    private int nextId = FIRST_ID;

    /**
     * OneFunnel's own type is there and approved, as its provisioning leaves it.
     *
     * @param used whether there are activities of the type with this id
     */
    public CustomActivityTypes(InstantSource clock, IntPredicate used) {
        this.clock = clock;
        this.used = used;
        Map<String, String> words = new LinkedHashMap<>();
        words.put("name", "Sales outcome");
        words.put("triggerName", "Receives sales outcome");
        words.put("filterName", "Received sales outcome");
        words.put("description", "");
        CustomActivityType outcome = add(
                "oneFunnelSalesOutcome", words, new CustomActivityType.Attribute("outcome", "Outcome", "", "string"));
        for (List<String> row : Table.rows(CustomActivityTypes.class, "outcome-attributes.txt")) {
            outcome.draft().attributes().put(row.get(0), attribute(row.get(0), row.get(1), "", row.get(2)));
        }
        outcome.approve(clock.instant());
    }

    /** Adds the endpoints by which types are read, drafted and approved. */
    public void serve(Routes routes) {
        String type = "rest/v1/activities/external/type";
        String attributes = type + "/{apiName}/attributes";
        routes.on("GET", "rest/v1/activities/external/types.json", "custom activity types", this::all)
                .on("POST", type + ".json", "create custom activity type", this::create)
                .on("POST", type + "/{apiName}.json", "update custom activity type", this::update)
                .on("GET", type + "/{apiName}/describe.json", "custom activity type", this::describe)
                .on("POST", type + "/{apiName}/approve.json", "approve custom activity type", this::approve)
                .on("POST", type + "/{apiName}/discardDraft.json", "discard custom activity type", this::discardDraft)
                .on("POST", type + "/{apiName}/delete.json", "delete custom activity type", this::delete)
                .on("POST", attributes + "/create.json", "create custom activity attributes", this::createAttributes)
                .on("POST", attributes + "/update.json", "update custom activity attributes", this::updateAttributes)
                .on("POST", attributes + "/delete.json", "delete custom activity attributes", this::deleteAttributes);
    }

    private HttpAnswer create(ApiCall call) {
        String apiName = call.text("apiName", "");
        if (apiName.isEmpty()) throw new Refusal("701", "apiName cannot be blank");
        for (String field : NAMES) {
            if (call.text(field, "").isEmpty()) throw new Refusal("701", field + " cannot be blank");
        }
        JsonNode primary = call.body().path("primaryAttribute");
        if (primary.path("apiName").asText("").isEmpty()) throw new Refusal("701", "primaryAttribute cannot be blank");
        if (byName.containsKey(apiName)) throw new Refusal("1017", "Object already exists");
        if (byName.size() == MOST_TYPES) throw new Refusal("1027", "Max custom activity type limit reached");
        Map<String, String> words = new LinkedHashMap<>();
        for (String field : NAMES) words.put(field, call.text(field, ""));
        words.put("description", call.text("description", ""));
        return Replies.result(call, add(apiName, words, attribute(primary)).shape(true));
    }

    private HttpAnswer update(ApiCall call) {
        CustomActivityType type = type(call);
        Map<String, String> words = new LinkedHashMap<>(type.draft().words());
        for (String field : NAMES) {
            String asked = call.text(field, words.getOrDefault(field, ""));
            // Names cannot change once the type is in use: "Activities", "Update Type".
            if (used.test(type.id()) && !asked.equals(words.get(field))) {
                throw new Refusal("1022", "Object in use");
            }
            words.put(field, asked);
        }
        words.put("description", call.text("description", words.getOrDefault("description", "")));
        type.reword(words, clock.instant());
        return Replies.result(call, type.shape(true));
    }

    private HttpAnswer createAttributes(ApiCall call) {
        CustomActivityType type = type(call);
        List<JsonNode> asked = asked(call);
        Map<String, CustomActivityType.Attribute> attributes = type.draft().attributes();
        if (attributes.size() + asked.size() > MOST_ATTRIBUTES) {
            throw new Refusal("1028", "Max custom activity attribute limit reached");
        }
        for (JsonNode each : asked) {
            CustomActivityType.Attribute attribute = attribute(each);
            if (attributes.putIfAbsent(attribute.apiName(), attribute) != null) {
                throw new Refusal("1017", "Object already exists");
            }
        }
        type.changed(clock.instant());
        return Replies.result(call, type.shape(true));
    }

    private HttpAnswer updateAttributes(ApiCall call) {
        CustomActivityType type = type(call);
        for (JsonNode each : asked(call)) {
            CustomActivityType.Attribute attribute = attribute(each);
            if (type.draft().attributes().replace(attribute.apiName(), attribute) == null) throw noAttribute(attribute);
        }
        type.changed(clock.instant());
        return Replies.result(call, type.shape(true));
    }

    private HttpAnswer deleteAttributes(ApiCall call) {
        CustomActivityType type = type(call);
        for (JsonNode each : asked(call)) {
            CustomActivityType.Attribute attribute = attribute(each);
            if (used.test(type.id())) throw new Refusal("1022", "Object in use");
            if (type.draft().attributes().remove(attribute.apiName()) == null) throw noAttribute(attribute);
        }
        type.changed(clock.instant());
        return Replies.result(call, type.shape(true));
    }

    private HttpAnswer approve(ApiCall call) {
        CustomActivityType type = type(call);
        type.approve(clock.instant());
        return Replies.result(call, type.shape(false));
    }

    private HttpAnswer discardDraft(ApiCall call) {
        CustomActivityType type = type(call);
        if (!type.approved()) throw new Refusal("709", "A type that was never approved has only its draft");
        type.discardDraft();
        return Replies.result(call, type.shape(false));
    }

    private HttpAnswer delete(ApiCall call) {
        CustomActivityType type = type(call);
        if (used.test(type.id())) throw new Refusal("1022", "Object in use");
        byName.remove(type.apiName());
        byId.remove(type.id());
        return Replies.result(call, type.shape(true).put("status", "deleted"));
    }

    /** The approved version, or with {@code draft=true} the draft. */
    private HttpAnswer describe(ApiCall call) {
        CustomActivityType type = type(call);
        boolean draft = call.parameter("draft").map(Boolean::parseBoolean).orElse(!type.approved());
        return Replies.result(call, type.shape(draft));
    }

    private HttpAnswer all(ApiCall call) {
        return Replies.result(
                call,
                byName.values().stream()
                        .map(type -> type.shape(!type.approved()))
                        .toList());
    }

    /** The type with this id, once it is approved. */
    Optional<CustomActivityType> approved(int id) {
        return Optional.ofNullable(byId.get(id)).filter(CustomActivityType::approved);
    }

    /** The data type of an attribute of a custom type, by its display name; activities are read by display name. */
    Optional<String> dataType(int id, String name) {
        return approved(id)
                .flatMap(type -> type.live().attributes().values().stream()
                        .filter(each -> each.name().equals(name))
                        .map(CustomActivityType.Attribute::dataType)
                        .findFirst());
    }

    List<ObjectNode> approvedAsActivityTypes() {
        return byName.values().stream()
                .filter(CustomActivityType::approved)
                .map(CustomActivityTypes::asActivityType)
                .toList();
    }

    private CustomActivityType add(String apiName, Map<String, String> words, CustomActivityType.Attribute primary) {
        CustomActivityType type = new CustomActivityType(nextId++, apiName, words, primary, clock.instant());
        byName.put(apiName, type);
        byId.put(type.id(), type);
        return type;
    }

    private CustomActivityType type(ApiCall call) {
        String apiName = call.value("apiName");
        return Optional.ofNullable(byName.get(apiName))
                .orElseThrow(() -> new Refusal("1013", "Custom activity type '" + apiName + "' not found"));
    }

    private static List<JsonNode> asked(ApiCall call) {
        JsonNode asked = call.body().path("attributes");
        if (!asked.isArray() || asked.isEmpty()) throw new Refusal("701", "attributes cannot be blank");
        List<JsonNode> attributes = new ArrayList<>();
        asked.forEach(attributes::add);
        return attributes;
    }

    private static CustomActivityType.Attribute attribute(JsonNode asked) {
        String apiName = asked.path("apiName").asText("");
        if (apiName.isEmpty()) throw new Refusal("701", "apiName cannot be blank");
        return attribute(
                apiName,
                asked.path("name").asText(apiName),
                asked.path("description").asText(""),
                asked.path("dataType").asText("string"));
    }

    private static CustomActivityType.Attribute attribute(
            String apiName, String name, String description, String dataType) {
        if (!CustomActivityType.DATA_TYPES.contains(dataType)) {
            throw new Refusal("1003", "Invalid value for field 'dataType' and value '" + dataType + "'");
        }
        return new CustomActivityType.Attribute(apiName, name, description, dataType);
    }

    private static Refusal noAttribute(CustomActivityType.Attribute attribute) {
        return new Refusal("1013", "Attribute '" + attribute.apiName() + "' not found");
    }

    private static ObjectNode asActivityType(CustomActivityType type) {
        ObjectNode shape = Replies.object()
                .put("id", type.id())
                .put("apiName", type.apiName())
                .put("name", type.live().words().get("name"))
                .put("description", type.live().words().get("description"));
        shape.set("primaryAttribute", undescribed(type.live().primary()));
        ArrayNode attributes = shape.putArray("attributes");
        type.live().attributes().values().forEach(each -> attributes.add(undescribed(each)));
        return shape;
    }

    /** Get Activity Types tells an attribute's names and data type only. */
    private static ObjectNode undescribed(CustomActivityType.Attribute attribute) {
        ObjectNode shape = attribute.shape();
        shape.remove("description");
        return shape;
    }
}
