package io.onefunnel.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.onefunnel.sandbox.hubspot.AssociationTypes.AssociationType;
import java.util.List;

/** The associations API of version 3, which names types instead of numbering them: {@code /crm/v3/associations/…}. */
final class AssociationCallsV3 {
    // The limits of the associations API (vendor page §6); that those of version 3 differ is not documented.
    private static final int MOST_READS = 1_000;
    private static final int MOST_WRITES = 2_000;

    private final PortalState state;
    private final AssociationCalls associations;

    AssociationCallsV3(PortalState state, AssociationCalls associations) {
        this.state = state;
        this.associations = associations;
    }

    Endpoint find(Request request) {
        List<String> rest = request.rest();
        ObjectKind from = Routes.kind(rest, 0);
        ObjectKind to = Routes.kind(rest, 1);
        String pair = from.plural() + " to " + to.plural();
        List<String> read = from.readScopes();
        List<String> write = from.writeScopes();
        return switch (request.method() + " " + String.join("/", rest.subList(2, rest.size()))) {
            case "GET types" -> Endpoint.of("association types " + pair, read, () -> types(from, to));
            case "POST batch/read" ->
                Endpoint.associations("batch read associations " + pair, read, () -> read(from, to, request));
            case "POST batch/create" ->
                Endpoint.associations("batch associate " + pair, write, () -> create(from, to, request));
            case "POST batch/archive" ->
                Endpoint.associations("batch dissociate " + pair, write, () -> archive(from, to, request));
            default -> throw Routes.notFound();
        };
    }

    private Reply types(ObjectKind from, ObjectKind to) {
        ObjectNode body = Json.object();
        ArrayNode results = body.putArray("results");
        for (AssociationType type : state.associations.types().of(from, to)) {
            results.addObject().put("id", Integer.toString(type.id())).put("name", type.name());
        }
        return Reply.ok(body);
    }

    private Reply read(ObjectKind from, ObjectKind to, Request request) {
        ObjectNode body = begun();
        ArrayNode results = body.putArray("results");
        for (JsonNode input : request.inputs(MOST_READS)) {
            long id = Request.id(input.path("id").asText());
            Links links = state.associations.of(from, id, to);
            if (links.size() == 0) continue;
            ObjectNode result = results.addObject();
            result.putObject("from").put("id", Long.toString(id));
            ArrayNode list = result.putArray("to");
            for (int i = 0; i < links.size(); i++) {
                for (int number : links.types(i)) {
                    String name = state.associations
                            .types()
                            .find(from, to, number)
                            .map(AssociationType::name)
                            .orElse("");
                    list.addObject().put("id", Long.toString(links.id(i))).put("type", name);
                }
            }
        }
        return Reply.ok(ended(body));
    }

    private Reply create(ObjectKind from, ObjectKind to, Request request) {
        ObjectNode body = begun();
        ArrayNode results = body.putArray("results");
        for (JsonNode input : request.inputs(MOST_WRITES)) {
            long id = Request.id(input.path("from").path("id").asText());
            long toId = Request.id(input.path("to").path("id").asText());
            String name = input.path("type").asText();
            AssociationType type = state.associations.types().of(from, to).stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> Refusal.validation(name + " is not a valid association type"));
            associations.put(from, id, to, toId, type);
            ObjectNode result = results.addObject();
            result.putObject("from").put("id", Long.toString(id));
            result.putObject("to").put("id", Long.toString(toId));
            result.put("type", name);
        }
        return new Reply(201, ended(body));
    }

    private Reply archive(ObjectKind from, ObjectKind to, Request request) {
        for (JsonNode input : request.inputs(MOST_WRITES)) {
            associations.delete(
                    from,
                    Request.id(input.path("from").path("id").asText()),
                    to,
                    Request.id(input.path("to").path("id").asText()));
        }
        return Reply.noContent();
    }

    private ObjectNode begun() {
        return Json.object()
                .put("status", "COMPLETE")
                .put("startedAt", state.clock.instant().toString());
    }

    private ObjectNode ended(ObjectNode body) {
        return body.put("completedAt", state.clock.instant().toString());
    }
}
