package io.onefunnel.sandbox.hubspot.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.api.Endpoint;
import io.onefunnel.sandbox.hubspot.api.Json;
import io.onefunnel.sandbox.hubspot.api.Paging;
import io.onefunnel.sandbox.hubspot.api.Refusal;
import io.onefunnel.sandbox.hubspot.api.Reply;
import io.onefunnel.sandbox.hubspot.api.Request;
import io.onefunnel.sandbox.hubspot.events.CustomEvents.Definition;
import io.onefunnel.sandbox.hubspot.events.CustomEvents.Occurrence;
import io.onefunnel.sandbox.hubspot.schema.ObjectKind;
import io.onefunnel.sandbox.hubspot.schema.PropertyRules;
import io.onefunnel.sandbox.hubspot.store.PortalState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Custom events: {@code /events/custom/2026-09/…} and {@code /events/event-occurrences/2026-09}, or {@code /events/v3/…}
 * (guides "Define custom events" and "Send custom event occurrences"; paths and scopes by HubSpot's published API
 * specification).
 *
 * <p>Where the documents are silent: an occurrence of a record that does not exist is taken and seen by nobody; one of
 * an event or a property that is not defined refuses its whole call.
 */
public final class EventCalls {
    private static final List<String> SEND = List.of("analytics.behavioral_events.send");
    private static final List<String> DEFINE = List.of("behavioral_events.event_definitions.read_write");
    // Guide "Send custom event occurrences", "Limits".
    private static final int MOST_IN_A_BATCH = 500;
    private static final int MOST_PROPERTIES = 50;
    private static final int LONGEST_VALUE = 256;
    private static final int LONGEST_ADDRESS = 1_024;
    private static final String NAME = "[a-z][a-z0-9_]{0,49}";

    private final PortalState state;
    private final CustomEvents events;

    public EventCalls(PortalState state, CustomEvents events) {
        this.state = state;
        this.events = events;
    }

    public Endpoint find(Request request) {
        if (!state.settings().on("customEvents")) {
            throw Refusal.of(403, "MISSING_SCOPES", "This account does not have access to custom events.");
        }
        List<String> rest = request.rest();
        if (request.area().equals("event-occurrences") || rest.equals(List.of("events"))) {
            if (!request.method().equals("GET")) throw Refusal.htmlNotFound();
            return Endpoint.of("event occurrences", List.of(), () -> occurrences(request));
        }
        switch (request.method() + " " + String.join("/", rest)) {
            case "POST send":
                return Endpoint.of("send event", SEND, () -> send(List.of(request.body())));
            case "POST send/batch":
                return Endpoint.of("send events", SEND, () -> send(request.inputs(MOST_IN_A_BATCH)));
            case "GET event-definitions":
                return Endpoint.of("event definitions", DEFINE, this::definitions);
            case "POST event-definitions":
                return Endpoint.of("define event", DEFINE, () -> define(request.body()));
            default:
                break;
        }
        if (rest.size() < 2 || !rest.get(0).equals("event-definitions")) throw Refusal.htmlNotFound();
        String name = rest.get(1);
        return switch (request.method() + " " + String.join("/", rest.subList(2, rest.size()))) {
            case "GET " -> Endpoint.of("event definition", DEFINE, () -> Reply.ok(json(definition(name))));
            case "DELETE " -> Endpoint.of("delete event definition", DEFINE, () -> delete(name));
            case "POST property" ->
                Endpoint.of("define event property", DEFINE, () -> defineProperty(name, request.body()));
            default -> throw Refusal.htmlNotFound();
        };
    }

    /** All or none: no answer tells single rows apart. */
    private Reply send(List<JsonNode> inputs) {
        inputs.forEach(this::check);
        Instant now = state.clock().instant();
        boolean refuses = state.settings().text("duplicateEvents").equals("refused");
        if (refuses && inputs.stream().anyMatch(input -> isKnown(input, now))) {
            throw Refusal.of(409, "CONFLICT", "An event occurrence with this uuid already exists");
        }
        for (JsonNode input : inputs) {
            boolean repeated = isKnown(input, now);
            Occurrence occurrence = occurrence(input, now);
            Map<String, String> sent = new LinkedHashMap<>(occurrence.properties());
            sent.put("objectId", occurrence.objectId());
            state.audit().wrote(now, "append", "events", occurrence.id(), sent, repeated);
            if (!repeated) events.add(occurrence, now);
        }
        return Reply.noContent();
    }

    private boolean isKnown(JsonNode input, Instant now) {
        return input.hasNonNull("uuid")
                && events.isKnown(
                        input.path("eventName").asText(), input.path("uuid").asText(), now);
    }

    private void check(JsonNode input) {
        String name = input.path("eventName").asText("");
        Definition definition =
                events.qualified(name).orElseThrow(() -> Refusal.validation("No event definition found for " + name));
        boolean identified = List.of("objectId", "email", "utk").stream().anyMatch(input::hasNonNull);
        if (!identified) throw Refusal.validation("One of objectId, email or utk is required");
        if (input.path("properties").size() > MOST_PROPERTIES) {
            throw Refusal.validation("Each event occurrence can contain data for up to 50 properties");
        }
        input.path("properties").properties().forEach(property -> {
            String key = property.getKey();
            if (!definition.properties().containsKey(key)) {
                throw Refusal.validation("The property " + key + " does not exist on the event " + name);
            }
            boolean address = key.contains("url") || key.contains("referrer") || key.contains("link");
            if (property.getValue().asText().length() > (address ? LONGEST_ADDRESS : LONGEST_VALUE)) {
                throw Refusal.validation("The value of the property " + key + " is too long");
            }
        });
    }

    private Occurrence occurrence(JsonNode input, Instant now) {
        Map<String, String> properties = new LinkedHashMap<>();
        input.path("properties")
                .properties()
                .forEach(each -> properties.put(each.getKey(), each.getValue().asText()));
        Instant at = input.hasNonNull("occurredAt")
                ? Instant.ofEpochMilli(
                        PropertyRules.time(input.path("occurredAt").asText()))
                : now;
        return new Occurrence(
                input.path("uuid").asText(UUID.randomUUID().toString()),
                input.path("eventName").asText(),
                objectId(input),
                at,
                now.plusSeconds(state.settings().number("eventLagSeconds")),
                properties);
    }

    private String objectId(JsonNode input) {
        if (input.hasNonNull("objectId")) return input.path("objectId").asText();
        return state.table(ObjectKind.CONTACTS)
                .withUnique("email", input.path("email").asText("").toLowerCase(Locale.ROOT))
                .map(contact -> Long.toString(contact.id()))
                .orElse("");
    }

    private Reply occurrences(Request request) {
        Instant now = state.clock().instant();
        if (request.parameter("objectId").isPresent()
                && request.parameter("objectType").isEmpty()) {
            throw Refusal.validation("objectType is required with objectId");
        }
        int limit = request.number("limit", 100);
        List<Occurrence> found = new ArrayList<>(events.occurrences().stream()
                .filter(each -> !each.shown().isAfter(now))
                .filter(each -> matches(request, each))
                .toList());
        found.sort(Comparator.comparing(Occurrence::at).reversed());
        int from = request.after().map(Long::intValue).orElse(0);
        int to = Math.min(found.size(), from + limit);
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        for (Occurrence each : found.subList(Math.min(from, to), to)) {
            ObjectNode result = results.addObject()
                    .put("id", each.id())
                    .put("eventType", each.eventType())
                    .put("objectType", "CONTACT")
                    .put("objectId", each.objectId())
                    .put("occurredAt", each.at().toString());
            ObjectNode properties = result.putObject("properties");
            each.properties().forEach(properties::put);
        }
        if (to < found.size()) Paging.next(body, request, Integer.toString(to));
        return Reply.ok(body);
    }

    private static boolean matches(Request request, Occurrence each) {
        boolean fits = is(request, "eventType", each.eventType()) && is(request, "objectId", each.objectId());
        Optional<Instant> after = request.parameter("occurredAfter").map(Instant::parse);
        Optional<Instant> before = request.parameter("occurredBefore").map(Instant::parse);
        List<String> ids = request.list("id");
        return fits
                && (ids.isEmpty() || ids.contains(each.id()))
                && after.filter(from -> !each.at().isAfter(from)).isEmpty()
                && before.filter(to -> !each.at().isBefore(to)).isEmpty()
                && request.call().query().keySet().stream()
                        .filter(name -> name.startsWith("property."))
                        .allMatch(name -> is(
                                request,
                                name,
                                each.properties().getOrDefault(name.substring("property.".length()), "")));
    }

    private static boolean is(Request request, String parameter, String value) {
        return request.parameter(parameter)
                .filter(asked -> !asked.equals(value))
                .isEmpty();
    }

    private Definition definition(String name) {
        return events.named(name).orElseThrow(() -> Refusal.notFound("No event definition named " + name));
    }

    private Reply definitions() {
        ObjectNode body = Json.object();
        body.put("total", events.definitions().size());
        ArrayNode results = body.putArray("results");
        events.definitions().forEach(each -> results.add(json(each)));
        return Reply.ok(body);
    }

    private Reply define(JsonNode body) {
        String name = body.path("name").asText("");
        if (!name.matches(NAME)) throw Refusal.validation("name is not valid: " + name);
        if (events.named(name).isPresent() || events.wasDeleted(name)) {
            throw Refusal.of(409, "CONFLICT", "An event definition named " + name + " exists or was deleted");
        }
        Map<String, String> properties = new LinkedHashMap<>();
        for (JsonNode each : body.path("propertyDefinitions")) {
            checkProperty(each);
            properties.put(each.path("name").asText(), each.path("type").asText());
        }
        if (properties.size() > MOST_PROPERTIES) throw Refusal.validation("An event has at most 50 properties");
        Definition made = new Definition(
                name,
                body.path("label").asText(name),
                body.path("description").asText(""),
                body.path("primaryObject").asText("CONTACT"),
                properties,
                state.clock().instant());
        events.define(made);
        return Reply.created(json(made));
    }

    private Reply defineProperty(String name, JsonNode property) {
        Definition held = definition(name);
        checkProperty(property);
        if (held.properties().containsKey(property.path("name").asText())) {
            throw Refusal.of(409, "CONFLICT", "The property exists already");
        }
        Map<String, String> properties = new LinkedHashMap<>(held.properties());
        properties.put(property.path("name").asText(), property.path("type").asText());
        events.define(new Definition(
                held.name(), held.label(), held.description(), held.primaryObject(), properties, held.created()));
        return Reply.created(
                property(property.path("name").asText(), property.path("type").asText()));
    }

    private static void checkProperty(JsonNode property) {
        boolean valid = property.path("name").asText("").matches(NAME)
                && !property.path("label").asText("").isEmpty()
                && List.of("string", "number", "enumeration", "datetime", "date", "bool")
                        .contains(property.path("type").asText(""));
        if (!valid) throw Refusal.validation("The property definition is not valid");
    }

    private Reply delete(String name) {
        events.delete(definition(name));
        return Reply.noContent();
    }

    private static ObjectNode json(Definition definition) {
        ObjectNode json = Json.object()
                .put("id", definition.name())
                .put("name", definition.name())
                .put("fullyQualifiedName", definition.fullyQualifiedName())
                .put("description", definition.description())
                .put("primaryObject", definition.primaryObject())
                .put("trackingType", "MANUAL")
                .put("archived", false)
                .put("createdAt", definition.created().toString());
        json.putObject("labels").put("singular", definition.label());
        ArrayNode properties = json.putArray("properties");
        definition.properties().forEach((name, type) -> properties.add(property(name, type)));
        return json;
    }

    private static ObjectNode property(String name, String type) {
        return Json.object().put("name", name).put("label", name).put("type", type);
    }
}
