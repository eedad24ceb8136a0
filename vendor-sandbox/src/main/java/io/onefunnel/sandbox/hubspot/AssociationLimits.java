package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.AssociationTypes.AssociationType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many objects an admin lets one object be associated with, by type ({@code definitions/configurations}). */
final class AssociationLimits {
    private static final int MOST_INPUTS = 100;

    private final Associations associations;
    private final Map<AssociationType, Integer> most = new LinkedHashMap<>();

    AssociationLimits(Associations associations) {
        this.associations = associations;
    }

    /** The endpoint below {@code definitions/configurations}. */
    Endpoint find(Request request) {
        List<String> rest = request.rest().subList(2, request.rest().size());
        if (rest.equals(List.of("all"))) return Endpoint.of("association limits", List.of(), () -> Reply.ok(list()));
        ObjectKind from = Routes.kind(rest, 0);
        ObjectKind to = Routes.kind(rest, 1);
        List<String> write = from.writeScopes();
        return switch (request.method() + " " + String.join("/", rest.subList(2, rest.size()))) {
            case "GET " -> Endpoint.of("association limits", from.readScopes(), () -> Reply.ok(list(from, to)));
            case "POST batch/create" ->
                Endpoint.of("set association limits", write, () -> set(from, to, request, false));
            case "POST batch/update" ->
                Endpoint.of("set association limits", write, () -> set(from, to, request, true));
            case "POST batch/purge" -> Endpoint.of("drop association limits", write, () -> purge(from, to, request));
            default -> throw Routes.notFound();
        };
    }

    /** Refuses a further link of one of these types where the admin's limit is reached. */
    void refuseMore(ObjectKind from, long id, ObjectKind to, long toId, List<AssociationType> types) {
        Links links = associations.of(from, id, to);
        if (most.isEmpty() || links.typesOf(toId).length > 0) return;
        for (AssociationType type : types) {
            Integer limit = most.get(type);
            if (limit == null || count(links, type) < limit) continue;
            throw Refusal.validation("The limit of " + limit + " " + to.plural() + " for " + type.name()
                    + " is reached by " + from.singular() + " " + id);
        }
    }

    private static int count(Links links, AssociationType type) {
        int count = 0;
        for (int i = 0; i < links.size(); i++) {
            for (int held : links.types(i)) if (held == type.id()) count++;
        }
        return count;
    }

    private Reply set(ObjectKind from, ObjectKind to, Request request, boolean known) {
        ObjectNode body = Json.object().put("status", "COMPLETE");
        ArrayNode results = body.putArray("results");
        for (JsonNode input : request.inputs(MOST_INPUTS)) {
            AssociationType type = type(from, to, input);
            int limit = input.path("maxToObjectIds").asInt(0);
            if (limit < 1) throw Refusal.validation("maxToObjectIds must be at least 1");
            if (known && !most.containsKey(type)) throw Refusal.validation("there is no limit for " + type.name());
            most.put(type, limit);
            results.add(json(type, limit));
        }
        int created = request.isAtLeast("2026-09") ? 200 : 201;
        return new Reply(known ? 200 : created, body);
    }

    private Reply purge(ObjectKind from, ObjectKind to, Request request) {
        for (JsonNode input : request.inputs(MOST_INPUTS)) most.remove(type(from, to, input));
        // 204 in the numbered version, 200 in the dated ones: facts/endpoints.tsv.
        return request.isDated() ? new Reply(200, null) : Reply.noContent();
    }

    private AssociationType type(ObjectKind from, ObjectKind to, JsonNode input) {
        int id = input.path("typeId").asInt();
        return associations
                .types()
                .find(from, to, id)
                .orElseThrow(() -> Refusal.validation(id + " is not an association type of this pair"));
    }

    private ObjectNode list() {
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        most.forEach((type, limit) -> results.add(json(type, limit)));
        return body;
    }

    private ObjectNode list(ObjectKind from, ObjectKind to) {
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        most.forEach((type, limit) -> {
            if (type.from() == from && type.to() == to) results.add(json(type, limit));
        });
        return body;
    }

    private static ObjectNode json(AssociationType type, int limit) {
        ObjectNode json = Json.object()
                .put("category", type.category())
                .put("typeId", type.id())
                .put("userEnforcedMaxToObjectIds", limit);
        if (type.label() != null) json.put("label", type.label());
        return json;
    }
}
