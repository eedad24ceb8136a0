package io.onefunnel.sandbox.hubspot.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition.Option;
import io.onefunnel.sandbox.hubspot.schema.PropertyDefinition.Type;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The properties API: definitions and their groups. */
final class PropertyCalls {
    private static final int MOST_INPUTS = 100;
    private static final int MOST_UNIQUE = 10;

    private final InstantSource clock;

    PropertyCalls(InstantSource clock) {
        this.clock = clock;
    }

    Reply list(Properties properties, Request request) {
        boolean archived = request.flag("archived");
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        properties.all(archived).forEach(each -> results.add(each.json(archived)));
        return Reply.ok(body);
    }

    Reply read(Properties properties, String name) {
        return Reply.ok(find(properties, name).json(false));
    }

    Reply create(Properties properties, Request request) {
        return Reply.created(create(properties, request.body()).json(false));
    }

    Reply batchCreate(Properties properties, Request request) {
        List<JsonNode> inputs = request.inputs(MOST_INPUTS);
        ObjectNode body = Json.object().put("status", "COMPLETE");
        ArrayNode results = body.putArray("results");
        ArrayNode errors = Json.object().arrayNode();
        for (JsonNode input : inputs) {
            try {
                results.add(create(properties, input).json(false));
            } catch (Refusal refusal) {
                errors.add(Json.read(refusal.answer().body()));
            }
        }
        if (!errors.isEmpty()) body.put("numErrors", errors.size()).set("errors", errors);
        body.put("startedAt", clock.instant().toString());
        body.put("completedAt", clock.instant().toString());
        // 201 or 207 in the v3 specification, 200 in that of 2026-09.
        int good = request.isAtLeast("2026-09") ? 200 : 201;
        return new Reply(errors.isEmpty() ? good : 207, body);
    }

    Reply batchRead(Properties properties, Request request) {
        ObjectNode body = Json.object().put("status", "COMPLETE");
        ArrayNode results = body.putArray("results");
        for (JsonNode input : request.inputs(MOST_INPUTS)) {
            properties.find(input.path("name").asText()).ifPresent(each -> results.add(each.json(false)));
        }
        body.put("startedAt", clock.instant().toString());
        body.put("completedAt", clock.instant().toString());
        return Reply.ok(body);
    }

    Reply batchArchive(Properties properties, Request request) {
        for (JsonNode input : request.inputs(MOST_INPUTS))
            archive(properties, input.path("name").asText());
        return Reply.noContent();
    }

    /** Label, description, group and options may change; the name and the type stay. */
    Reply update(Properties properties, String name, Request request) {
        PropertyDefinition old = find(properties, name);
        JsonNode body = request.body();
        PropertyDefinition changed = new PropertyDefinition(
                name,
                body.path("label").asText(old.label()),
                body.path("description").asText(old.description()),
                group(properties, body.path("groupName").asText(old.group())),
                old.type(),
                body.path("fieldType").asText(old.fieldType()),
                body.has("options") ? options(body.path("options")) : old.options(),
                old.readOnly(),
                old.unique(),
                old.custom(),
                old.createdAt());
        if (!changed.hasFittingFieldType()) throw wrongFieldType(changed);
        properties.define(changed);
        return Reply.ok(changed.json(false));
    }

    Reply archive(Properties properties, String name) {
        PropertyDefinition definition = find(properties, name);
        if (!definition.custom()) throw Refusal.validation(name + " is defined by HubSpot and cannot be archived");
        properties.archive(name);
        return Reply.noContent();
    }

    Reply groups(Properties properties) {
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        properties.groups().forEach((name, label) -> results.add(json(name, label)));
        return Reply.ok(body);
    }

    Reply group(Properties properties, Request request, String name) {
        String label = properties.groups().get(name);
        if (label == null) throw Refusal.notFound("Property group " + name + " does not exist");
        if (request.method().equals("DELETE")) {
            properties.groups().remove(name);
            return Reply.noContent();
        }
        if (request.method().equals("PATCH")) {
            properties.groups().put(name, request.body().path("label").asText(label));
            return Reply.ok(json(name, properties.groups().getOrDefault(name, label)));
        }
        return Reply.ok(json(name, label));
    }

    Reply createGroup(Properties properties, Request request) {
        JsonNode body = request.body();
        String name = body.path("name").asText();
        String label = body.path("label").asText();
        if (name.isBlank() || label.isBlank()) throw Refusal.validation("name and label are required");
        if (properties.groups().putIfAbsent(name, label) != null) {
            throw Refusal.of(409, "CONFLICT", "Property group " + name + " already exists");
        }
        return Reply.created(json(name, label));
    }

    private PropertyDefinition create(Properties properties, JsonNode body) {
        String name = body.path("name").asText();
        for (String required : List.of("name", "label", "groupName", "type", "fieldType")) {
            if (body.path(required).asText().isBlank()) throw Refusal.validation(required + " is required");
        }
        if (!name.matches("[a-z][a-z0-9_]*")) throw Refusal.validation("\"" + name + "\" is not a valid name");
        if (properties.has(name)) {
            throw Refusal.of(409, "PROPERTY_ALREADY_EXISTS", "A property named '" + name + "' already exists.");
        }
        boolean unique = body.path("hasUniqueValue").asBoolean(false);
        if (unique && properties.uniques().size() >= MOST_UNIQUE) {
            throw Refusal.validation("an object type has at most 10 unique properties");
        }
        PropertyDefinition definition = new PropertyDefinition(
                name,
                body.path("label").asText(),
                body.path("description").asText(""),
                group(properties, body.path("groupName").asText()),
                type(body.path("type").asText()),
                body.path("fieldType").asText(),
                options(body.path("options")),
                false,
                unique,
                true,
                Instant.ofEpochMilli(clock.millis()));
        if (!definition.hasFittingFieldType()) throw wrongFieldType(definition);
        properties.define(definition);
        return definition;
    }

    private static Refusal wrongFieldType(PropertyDefinition definition) {
        return Refusal.validation(definition.fieldType() + " is not a field type of "
                + definition.type().wire());
    }

    private static String group(Properties properties, String name) {
        if (properties.groups().containsKey(name)) return name;
        throw Refusal.validation("Property group " + name + " does not exist");
    }

    private static Type type(String name) {
        try {
            return Type.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Refusal.validation(name + " is not a property type");
        }
    }

    private static List<Option> options(JsonNode array) {
        List<Option> options = new ArrayList<>();
        for (JsonNode each : array) {
            String value = each.path("value").asText();
            if (value.isEmpty()) throw Refusal.validation("an option needs a value");
            options.add(new Option(
                    each.path("label").asText(value),
                    value,
                    each.path("displayOrder").asInt(options.size()),
                    each.path("hidden").asBoolean(false)));
        }
        return options;
    }

    private static PropertyDefinition find(Properties properties, String name) {
        return properties.find(name).orElseThrow(() -> Refusal.notFound("No property '" + name + "' exists"));
    }

    private static ObjectNode json(String name, String label) {
        return Json.object()
                .put("name", name)
                .put("label", label)
                .put("displayOrder", -1)
                .put("archived", false);
    }
}
