package io.onefunnel.sandbox.marketo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.http.HttpAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Custom activity types: drafted, given attributes, approved. */
final class CustomActivityTypes {
    // 10 types of 20 attributes: "Activities", "Custom Activity Types".
    private static final int MOST_TYPES = 10;
    private static final int MOST_ATTRIBUTES = 20;
    private static final int FIRST_ID = 100_001;

    private record Attribute(String apiName, String name, String dataType) {}

    private static final class Type {
        final int id;
        final String apiName;
        final ObjectNode words;
        final Attribute primary;
        final Map<String, Attribute> attributes = new LinkedHashMap<>();
        boolean approved;
        boolean changed;

        Type(int id, String apiName, ObjectNode words, Attribute primary) {
            this.id = id;
            this.apiName = apiName;
            this.words = words;
            this.primary = primary;
        }

        String status() {
            if (!approved) return "draft";
            return changed ? "approved with draft" : "approved";
        }
    }

    private final Map<String, Type> byName = new LinkedHashMap<>();

    /** OneFunnel's own type is there and approved, as its provisioning leaves it. */
    CustomActivityTypes() {
        ObjectNode words = Replies.object()
                .put("name", "Sales outcome")
                .put("description", "")
                .put("triggerName", "Receives sales outcome")
                .put("filterName", "Received sales outcome");
        Type outcome =
                new Type(FIRST_ID, "oneFunnelSalesOutcome", words, new Attribute("outcome", "Outcome", "string"));
        for (Attribute each : List.of(
                new Attribute("ledgerKey", "Ledger Key", "string"),
                new Attribute("stage", "Stage", "string"),
                new Attribute("reason", "Reason", "string"),
                new Attribute("amount", "Amount", "float"),
                new Attribute("currency", "Currency", "string"),
                new Attribute("opportunity", "Opportunity", "string"),
                new Attribute("source", "Source System", "string"),
                new Attribute("owner", "Owner", "string"),
                new Attribute("note", "Note", "text"),
                new Attribute("otherDetails", "Other Details", "text"))) {
            outcome.attributes.put(each.apiName(), each);
        }
        outcome.approved = true;
        byName.put(outcome.apiName, outcome);
    }

    HttpAnswer create(ApiCall call) {
        String apiName = call.text("apiName", "");
        JsonNode primary = call.body().path("primaryAttribute");
        for (String field : List.of("apiName", "name", "triggerName", "filterName")) {
            if (call.text(field, "").isEmpty()) throw new Refusal("701", field + " cannot be blank");
        }
        if (primary.path("apiName").asText("").isEmpty()) throw new Refusal("701", "primaryAttribute cannot be blank");
        if (byName.containsKey(apiName)) throw new Refusal("1017", "Object already exists");
        if (byName.size() == MOST_TYPES) throw new Refusal("1027", "Custom activity type limit reached");
        ObjectNode words = Replies.object();
        for (String field : List.of("name", "description", "triggerName", "filterName")) {
            words.put(field, call.text(field, ""));
        }
        Type type = new Type(FIRST_ID + byName.size(), apiName, words, attribute(primary));
        byName.put(apiName, type);
        return Replies.result(call, shape(type));
    }

    HttpAnswer createAttributes(ApiCall call) {
        Type type = type(call);
        JsonNode asked = call.body().path("attributes");
        if (!asked.isArray() || asked.isEmpty()) throw new Refusal("701", "attributes cannot be blank");
        if (type.attributes.size() + asked.size() > MOST_ATTRIBUTES) {
            throw new Refusal("1028", "Custom activity type attributes limit reached");
        }
        for (JsonNode each : asked) {
            Attribute attribute = attribute(each);
            if (type.attributes.putIfAbsent(attribute.apiName(), attribute) != null) {
                throw new Refusal("1017", "Object already exists");
            }
        }
        type.changed = true;
        return Replies.result(call, shape(type));
    }

    HttpAnswer approve(ApiCall call) {
        Type type = type(call);
        type.approved = true;
        type.changed = false;
        return Replies.result(call, shape(type));
    }

    HttpAnswer describe(ApiCall call) {
        return Replies.result(call, shape(type(call)));
    }

    HttpAnswer all(ApiCall call) {
        return Replies.result(
                call, byName.values().stream().map(CustomActivityTypes::shape).toList());
    }

    boolean knows(int id) {
        return byId(id).filter(type -> type.approved).isPresent();
    }

    OptionalInt idOf(String apiName) {
        Type type = byName.get(apiName);
        return type == null ? OptionalInt.empty() : OptionalInt.of(type.id);
    }

    /** The display name of an attribute; activities are written by API name and read by display name. */
    Optional<String> attributeName(int id, String apiName) {
        return byId(id).map(type -> type.attributes.get(apiName)).map(Attribute::name);
    }

    Optional<String> dataType(int id, String name) {
        return byId(id).flatMap(type -> type.attributes.values().stream()
                .filter(each -> each.name().equals(name))
                .map(Attribute::dataType)
                .findFirst());
    }

    List<ObjectNode> approvedAsActivityTypes() {
        return byName.values().stream()
                .filter(type -> type.approved)
                .map(type -> {
                    ObjectNode shape = Replies.object().put("id", type.id).put("apiName", type.apiName);
                    shape.setAll(type.words);
                    shape.putObject("primaryAttribute")
                            .put("apiName", type.primary.apiName())
                            .put("name", type.primary.name())
                            .put("dataType", type.primary.dataType());
                    attributes(type, shape.putArray("attributes"));
                    return shape;
                })
                .toList();
    }

    private Optional<Type> byId(int id) {
        return byName.values().stream().filter(type -> type.id == id).findFirst();
    }

    private Type type(ApiCall call) {
        String apiName = call.value("apiName");
        return Optional.ofNullable(byName.get(apiName))
                .orElseThrow(() -> new Refusal("1013", "Custom activity type '" + apiName + "' not found"));
    }

    private static Attribute attribute(JsonNode asked) {
        String apiName = asked.path("apiName").asText("");
        if (apiName.isEmpty()) throw new Refusal("701", "apiName cannot be blank");
        return new Attribute(
                apiName,
                asked.path("name").asText(apiName),
                asked.path("dataType").asText("string"));
    }

    private static ObjectNode shape(Type type) {
        ObjectNode shape = Replies.object().put("id", type.id).put("apiName", type.apiName);
        shape.setAll(type.words);
        shape.put("status", type.status());
        shape.putObject("primaryAttribute")
                .put("apiName", type.primary.apiName())
                .put("name", type.primary.name())
                .put("dataType", type.primary.dataType());
        attributes(type, shape.putArray("attributes"));
        return shape;
    }

    private static void attributes(Type type, ArrayNode into) {
        for (Attribute each : type.attributes.values()) {
            into.addObject()
                    .put("apiName", each.apiName())
                    .put("name", each.name())
                    .put("dataType", each.dataType());
        }
    }
}
